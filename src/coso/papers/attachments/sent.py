"""A proof as a form sends it."""

from typing import Any

from coso.access.requests import Request, keys_in
from coso.lib.dates import read_iso
from coso.papers.attachments.proof_reads import find_record
from coso.papers.attachments.proofs import RECORD

LONGEST = 1000


def proof_sent(request: Request) -> dict[str, Any]:
    """What `add_proof` takes; a record is looked up, so that only what the writer may see is named."""
    sent, text = request.POST, request.POST.get("text", "").strip()[:LONGEST]
    facts = {
        "kind": sent.get("kind", ""),
        "text": text,
        "upload": request.FILES.get("file"),
        "file": next(iter(keys_in(request, "known")), None),
        "seen_on": read_iso(sent.get("seen_on", "")),
    }
    found = find_record(text, request.user) if facts["kind"] == RECORD else None
    return {**facts, "text": found[2], "record": found[:2]} if found else facts
