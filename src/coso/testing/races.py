"""Several sessions at work at once, each on a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections

Deed = Callable[[], object]
PATIENCE = 30  # seconds


@contextmanager
def apart(folder: Path) -> Iterator[None]:
    """Within the block the database of the tests is one that several connections can wait for one another in.

    On SQLite a copy in a file: the one in memory is shared without waiting. What is written in it is lost.
    """
    if connection.vendor != "sqlite":
        yield
        return
    memory, name, copy = connections["default"], connection.settings_dict["NAME"], folder / "apart.sqlite3"
    with memory.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    memory.settings_dict["NAME"] = str(copy)
    connections["default"] = connections.create_connection("default")
    connections["default"].ensure_connection()  # sets the copy to WAL, for which it has to be alone
    try:
        yield
    finally:
        connections["default"].close()
        memory.settings_dict["NAME"] = name
        connections["default"] = memory


def at_once(*deeds: Deed) -> list[Exception | None]:
    """Does the deeds in as many threads that start together; what each raised, in the order given."""
    start = threading.Barrier(len(deeds))
    wrong: list[Exception | None] = [None] * len(deeds)

    def run(n: int, deed: Deed) -> None:
        try:
            start.wait(PATIENCE)
            deed()
        except Exception as error:
            wrong[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, deed)) for n, deed in enumerate(deeds)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    return wrong
