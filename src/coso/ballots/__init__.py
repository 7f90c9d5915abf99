"""Anonymous ballots: slips good once, sealed answers, paper counts, who was handed what. Knows no room.

A room opens a ballot about a subject of its own, says who may vote and what is asked, and shows the result.
"""
