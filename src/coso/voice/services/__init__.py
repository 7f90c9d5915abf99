"""What is done with concerns and posters."""
