"""Seeding a demo, stage by stage: all of it in one transaction, so that a broken-off seeding leaves nothing."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from coso.access.journal import act, bulk
from coso.access.refusals import RefusedError
from coso.duties.seats import settle_seats
from coso.lib import clock
from coso.lib.dates import show_day
from coso.members.services.duties import settle_identity_duties
from coso.register.models import Unit
from coso.rubrics.models import Rubric
from coso_demo.accounts import people_with_accounts, write_accounts
from coso_demo.brewing import write_brewing
from coso_demo.current import Current, write_duties
from coso_demo.grading import Year, begin_year, close_year, grade_year, repeat_notes, take_in_model, write_year
from coso_demo.happenings import attach_paper, petition_results
from coso_demo.noticing import write_notices
from coso_demo.people import Population
from coso_demo.persons import write_people
from coso_demo.plan import Plan, plan_of
from coso_demo.polling import write_polls
from coso_demo.posts import Posts, write_posts
from coso_demo.records import write_records
from coso_demo.reform import make_world
from coso_demo.sizes import set_sizes
from coso_demo.synthesising import write_syntheses
from coso_demo.tree import set_groups, write_tree
from coso_demo.voicing import write_concerns
from coso_demo.workplaces import write_workplaces
from coso_demo.world import World
from coso_demo.years import poll_days, year_under_way

Say = Callable[[str], object]


class Progress:
    """Tells each stage with the seconds that it took."""

    def __init__(self, say: Say) -> None:
        self.say, self.begun, self.last = say, time.monotonic(), time.monotonic()

    def tell(self, stage: str) -> None:
        """One line of progress."""
        now = time.monotonic()
        self.say(f"{now - self.begun:6.1f} s  (+{now - self.last:.1f})  {stage}")
        self.last = now


def seed(preset: str, say: Say) -> World:
    """Fills an empty database with a demo. Raises RefusedError if there are units already."""
    if Unit.objects.exists():
        raise RefusedError("The database has units already; the demo fills an empty one only.")
    plan, progress = plan_of(preset, clock.today()), Progress(say)
    if clock.today() < plan.today:
        say(f"This machine's clock is before {show_day(plan.today)}: the demo's last months lie in its future.")
    bulk.make_room(500)
    with _no_collector(), transaction.atomic():
        return _seed(plan, progress)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Nothing made here is garbage; looking for it took a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _seed(plan: Plan, progress: Progress) -> World:
    world = make_world(plan)
    set_sizes(world)
    set_groups(world)
    progress.tell(f"{len(world.unions)} unions, {sum(len(union.groups) for union in world.unions)} groups through time")
    with act(by=None, verb="demo.seed", reason="Tổ chức công đoàn") as a:
        count = write_tree(world, a)
    progress.tell(f"{count} units written")
    population = Population(world)
    population.live_all()
    population.find_twins(plan["twins"])
    progress.tell(f"{len(population.people)} people, {len(population.spells)} memberships through time")
    posts = Posts(world, population)
    posts.fill_all()
    with act(by=None, verb="demo.seed", reason="Đoàn viên") as a:
        write_people(population, a)
    progress.tell("people written")
    with act(by=None, verb="demo.seed", reason="Chức danh, nơi làm việc, tài khoản") as a:
        count = write_posts(posts, a)
        places = write_workplaces(world, population, a)
        write_accounts(people_with_accounts(world, posts), a)
        write_records(world, a)
        settle_seats(a)
        settle_identity_duties(a)
    progress.tell(f"{count} appointments, {places} workplaces, accounts written")
    rubric = take_in_model()
    for row in plan.grading:
        _grade(world, posts, rubric, row)
        progress.tell(f"round {row['year']}")
    with act(by=None, verb="demo.seed", reason="Ý kiến, kiến nghị") as a:
        count = write_concerns(world, a)
        count += write_brewing(world, a)
    progress.tell(f"{count} concerns")
    with act(by=None, verb="demo.seed", reason="Thông báo") as a:
        count = write_notices(world, a)
    progress.tell(f"{count} notices received")
    with act(by=None, verb="demo.seed", reason="Tổng hợp tâm tư, nguyện vọng") as a:
        count = write_syntheses(world, a)
    progress.tell(f"{count} monthly syntheses")
    return world


def _grade(world: World, posts: Posts, rubric: Rubric, row: dict[str, Any]) -> None:
    year = begin_year(world, rubric, row["year"], polls="as_of" in row)
    current = None
    if "as_of" in row:
        current = Current(year, posts)
        current.stand(row)
    else:
        grade_year(year, row)
        close_year(year)
    repeat_notes(year, world.plan["repeated"])
    with act(by=None, verb="demo.seed", unit=year.round.unit_id, reason=year.round.name) as a:
        write_year(year, a)
        if current:
            write_duties(current, a)
            sheets = {entry.candidate.unit: entry.key for entry in year.entries}
            write_polls(year.asked, sheets, poll_days(row["year"], world.plan.today), world.by_the_way, a)
            attach_paper(year, a)
        elif row["year"] == year_under_way(world.plan.today) - 1:
            petition_results(year, world.by_the_way, a)
    if current and not year.round.figures_closed:
        _counted_today(year)


def _counted_today(year: Year) -> None:
    """The figures of the round under way are those of the day of seeding, polls included, and the pages say so."""
    with act(by=None, verb="round.refresh", unit=year.round.unit_id, subject=year.round):
        pass
