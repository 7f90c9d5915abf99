"""Ways to people outside the house: e-mail, Zalo, Messenger. An outbox that retries, an inbox that drops doubles."""
