"""The member poll: questions as data, its ballot, what may be shown and when."""
