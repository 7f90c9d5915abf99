"""Concerns ("ý kiến, kiến nghị"): said without a name, answered by a desk with a clock, told back by a receipt."""
