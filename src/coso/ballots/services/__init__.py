"""What can be done with a ballot. Officers' deeds are written into the caller's action; votes are written in none."""
