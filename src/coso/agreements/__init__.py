"""Collective agreements as clauses: topic, number, unit, exact wording, compared with the law of their day and region.

`reading.read(text, region, on, wage)` and `versions.changes(old, new)` are the doors; `documents.text_of(path)` takes a
Word file. What they know is data: words of each kind of clause (`data/kinds.yaml`), short forms (`data/short.yaml`),
floors with article, dates and status (`data/floors.yaml`).
"""
