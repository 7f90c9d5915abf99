"""A proof as a form sends it."""

from typing import Any

from coso.access.forms import day_sent
from coso.access.requests import Request, keys_in
from coso.papers.attachments.proof_reads import find_record
from coso.papers.attachments.proofs import NO_DAY, RECORD, SEEN

LONGEST = 1000


def proof_sent(request: Request) -> dict[str, Any]:
    """What `add_proof` takes; a record is looked up, so that only what the writer may see is named.

    Raises RefusedError where the day of a paper that was seen is no day.
    """
    sent, text = request.POST, request.POST.get("text", "").strip()[:LONGEST]
    facts: dict[str, Any] = {
        "kind": sent.get("kind", ""),
        "text": text,
        "upload": request.FILES.get("file"),
        "file": next(iter(keys_in(request, "known")), None),
    }
    if facts["kind"] == SEEN:
        facts["seen_on"] = day_sent(request, "seen_on", missing=NO_DAY)
    found = find_record(text, request.user) if facts["kind"] == RECORD else None
    return {**facts, "text": found[2], "record": found[:2]} if found else facts
