"""What can be done with a poll: open, print, answer, count paper in, close; or record a meeting instead."""
