"""What is done with notices, rumours and fact cards."""
