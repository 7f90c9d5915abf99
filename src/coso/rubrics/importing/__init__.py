"""Rubrics out of the tables that provinces write in Word or Excel: what was read, line by line, and the draft of it."""
