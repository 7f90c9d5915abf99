"""What can be done with a poll: open, print, hand out, count paper in, close; or record a meeting instead."""
