"""A process killed while its transaction is open, and the world it works in."""

# In the killed process only: it writes, says so, and waits with the transaction open.
PAUSE = """
import threading
def paused(real):
    def both(*args, **options):
        out = real(*args, **options)
        print("written", flush=True)
        threading.Event().wait()
        return out
    return both
"""
WORLD = """
from coso.register.testing.tree import Tree, START
from coso.access.models import Account
from coso.register.services.people import add_member
from coso.register.services.seats import appoint
from coso.grading.testing.rounds import employ
tree = Tree()
employ(tree.garment, 5)
chair = Account.objects.create(username="nhung", name="Nhung")
person = add_member(unit=tree.garment, day=START, values={"name": "Nhung", "user_id": chair.id}, by=None)
appoint(person=person, unit=tree.garment, post="chair", day=START, by=None)
"""


def kill_when_written(process):
    """What is written stands in an open transaction; then the machine is gone."""
    assert process.stdout.readline() == "written\n"
    process.kill()
    process.wait()
    process.stdout.close()
