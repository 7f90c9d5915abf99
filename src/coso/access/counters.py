"""Numbers that are given once and never again."""

from django.db import transaction

from coso.access.models import Counter


def next_numbers(name: str, count: int = 1) -> range:
    """The next `count` numbers of a kind; whoever takes numbers holds the counter until the transaction ends."""
    with transaction.atomic():
        Counter.objects.get_or_create(name=name)
        counter = Counter.objects.select_for_update().get(name=name)
        first = counter.last + 1
        Counter.objects.filter(name=name).update(last=counter.last + count)
    return range(first, first + count)
