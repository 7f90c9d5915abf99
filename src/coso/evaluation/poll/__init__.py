"""The member poll: questions as data, slips, answers, paper counts, what may be shown and when."""
