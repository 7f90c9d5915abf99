"""How near a workplace is to a collective dispute, day by day, from what its workers write; never a word on a person.

`scoring.reading(unit, day)` is the door: a score from 0 to 100, a level, and a sentence for each part of the score with
the records it counts. Points and levels (`data/scale.yaml`) and the calendar (`data/calendar.yaml`) are dated data.
"""
