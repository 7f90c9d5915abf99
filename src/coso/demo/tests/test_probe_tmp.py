import datetime as dt, pytest, time
from collections import Counter
from coso.demo.seeding import seed
from coso.testing.days import on
from coso.evaluation.results import result
from coso.evaluation.models import *
from coso.duties.models import Duty
from coso.duties.services import differences
from coso.register import doctor
from coso.lib import clock
import os, statistics
@pytest.mark.django_db
@pytest.mark.parametrize("day", os.environ.get("DAYS","2026-11-22").split(","))
def test_x(day):
    d=dt.date.fromisoformat(day)
    with on(d):
        t=time.time(); seed(os.environ.get("PRESET","small"), print); print(day, "seed", time.time()-t)
        for r in Round.objects.order_by("year"):
            res=result(r.year)
            print(r.year, r.opened, r.published, r.figures_closed, {k:(s.eligible,s.submitted,s.appraised,s.graded,s.good) for k,s in res.strata.items()}, Counter(Sheet.objects.filter(round=r,why_not="").values_list("step",flat=True)))
        over=[(clock.today()-x.due).days for x in Duty.objects.still_open()]
        late=sorted(o for o in over if o>0)
        print("open", len(over), "overdue", len(late), "median", late and statistics.median(late), "max", late and late[-1])
        for k in Duty.objects.still_open().values_list("kind",flat=True).distinct():
            l=[(clock.today()-x.due).days for x in Duty.objects.still_open().filter(kind=k)]
            print("  ",k,len(l),min(l),max(l))
        print("doctor", list(doctor.findings())[:5], list(differences())[:5])
