"""One request to a service: JSON back, or why not. Nothing of what is sent is logged."""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from coso.channels.base import PermanentError, TemporaryError

SECONDS, MOST, OK, UNKNOWN = 8, 1 << 20, 200, 401
LATER = {408, 425, 429}


def post(url: str, headers: Mapping[str, str], *, form: Mapping[str, str] | None = None, body: Any = None) -> Any:
    """What a service answers to a form or to JSON, {"error": 401} where it does not know us.

    Raises TemporaryError, PermanentError.
    """
    data = urlencode(form).encode() if form is not None else json.dumps(body).encode()
    kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
    at = urlsplit(url)
    way = HTTPSConnection if at.scheme == "https" else HTTPConnection
    line = way(at.hostname or "", at.port, timeout=SECONDS)
    try:
        line.request("POST", at.path, data, {"Content-Type": kind, **headers})
        answer = line.getresponse()
        said = answer.read(MOST)
        if answer.status == UNKNOWN:
            return {"error": UNKNOWN}
        if answer.status != OK:
            later = answer.status in LATER or answer.status >= 500
            raise (TemporaryError if later else PermanentError)(f"HTTP {answer.status}")
        return json.loads(said)
    except (HTTPException, OSError, ValueError) as wrong:
        raise TemporaryError(type(wrong).__name__) from wrong
    finally:
        line.close()
