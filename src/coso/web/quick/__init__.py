"""Templates that render in about half the time, written as Django's are.

Why and what it gives: `docs/decisions/0006-templates-compiled-once-a-language.md`.
"""
