"""Triage of workers' messages: topics, urgency and whether many are concerned, each with its reasons.

`judging.suggest(text)` is the door. What it knows are data: word lists and rules with their dates (`data/words.yaml`,
`data/rules.yaml`), short forms and dialect (`data/spellings.yaml`), invented messages with labels (`data/messages/`).
"""
