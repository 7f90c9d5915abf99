"""Dialogue at the workplace: who sits at the table, meetings with their agenda and minutes, what was promised there."""
