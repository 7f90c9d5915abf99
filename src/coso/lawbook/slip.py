"""What a browser needs to count an overtime slip by itself: the shares of the law of a day, and where they stand."""

import json
from fractions import Fraction
from itertools import product

from coso.law.answering import WrongInputError
from coso.law.functions import DAY, FUNCTIONS
from coso.lib import clock

OVERTIME = "pay.overtime"


def slip(on: str) -> dict[str, str]:
    """Shares of the normal pay by day, night and earlier overtime, as JSON, and their source; nothing for no day."""
    shares: dict[str, float] = {}
    sources: dict[str, None] = {}
    try:
        for day, night, earlier in product((each.name for each in DAY.choices), ("", "1"), ("", "1")):
            given = {"rate": "1", "day": day, "night": night, "earlier": earlier, "on": on}
            answer = FUNCTIONS[OVERTIME].ask(given, clock.today())
            if isinstance(answer.values["amount"], Fraction):
                shares[f"{day} {night} {earlier}"] = float(answer.values["amount"])
                sources |= dict.fromkeys(answer.source.split("; "))
    except WrongInputError:
        return {}
    return {"table": json.dumps(shares), "table_source": "; ".join(sources)}
