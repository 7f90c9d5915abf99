"""Forms of dialogue."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coso.access.forms import DayField
from coso.access.stale import SeenForm
from coso.dialogue.models import CONFIRMED, DROPPED, EMPLOYER, NOT_DONE, WORKERS, Item, Promise, Session
from coso.dialogue.words import CASES, KINDS, OUTCOMES, PROMISES, SIDES
from coso.lib import clock
from coso.register.forms import choose
from coso.triage.terms import TOPICS


class PrepareForm(forms.Form):
    """A dialogue that is to be held."""

    kind = forms.ChoiceField(label=_("What is held"))
    cause = forms.ChoiceField(label=_("On which case"), required=False, help_text=_("Only for a dialogue on a case."))
    day = DayField(label=_("Day"))
    hour = forms.CharField(label=_("Hour"), max_length=5, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", [(key, str(word)) for key, word in KINDS.items()])
        choose(self, "cause", [("", "–"), *((key, str(word)) for key, word in CASES.items())])


class StepForm(SeenForm):
    """A step of a session, as it was seen: the day on which it was done."""

    day_name = ""

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        self.watch([session])
        if self.day_name:
            self.fields[self.day_name].initial = clock.today()


class CallForm(StepForm):
    """The invitation went out."""

    day_name = "called"
    called = DayField(label=_("Sent on"))


class HoldForm(StepForm):
    """It was held."""

    day_name = "held_on"
    held_on = DayField(label=_("Held on"))
    present = forms.IntegerField(label=_("Who came for the workers"), min_value=0, max_value=10_000)
    seats = forms.IntegerField(label=_("Seats of the workers' side"), min_value=1, max_value=10_000)
    boss = forms.BooleanField(
        label=_("The legal representative, or who is authorised in writing, was there"), required=False
    )


class SignForm(StepForm):
    """The minutes are signed."""

    day_name = "signed"
    signed = DayField(label=_("Signed on"))
    signers = forms.CharField(
        label=_("Who signed, one a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("The employer, the union, and who speaks for the workers in no organisation, if they have seats."),
    )

    def clean_signers(self) -> list[str]:
        """The names, without empty lines."""
        return [line.strip() for line in self.cleaned_data["signers"].splitlines() if line.strip()]


class PublishForm(StepForm):
    """The employer posted the main contents."""

    day_name = "published"
    published = DayField(label=_("Posted on"))


class FailForm(StepForm):
    """It did not come about."""

    why = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ItemForm(forms.Form):
    """A point of the agenda."""

    text = forms.CharField(label=_("What is asked or proposed"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    side = forms.ChoiceField(label=_("Raised by"))
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "side", [(key, str(word)) for key, word in SIDES.items()])
        choose(self, "topic", [("", "–"), *((key, str(word).capitalize()) for key, word in TOPICS.items())])


class PointForm(SeenForm):
    """A point in other words, with what each side said before."""

    text = forms.CharField(label=_("What is asked or proposed"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    before_workers = forms.CharField(
        label=_("The union, before the session"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    before_employer = forms.CharField(
        label=_("The company, before the session"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    compared = ("text", "before_workers", "before_employer")

    def __init__(self, *args: Any, item: Item, **options: Any) -> None:
        options.setdefault("prefix", f"c{item.n}")
        super().__init__(*args, **options)
        self.initial.update({name: getattr(item, name) for name in self.compared})
        self.watch([item])


class RecordForm(SeenForm):
    """What was said to a point and what came of it."""

    said = forms.CharField(
        label=_("Minutes of this point"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(label=_("What came of it"), required=False, widget=forms.RadioSelect)
    compared = ("said", "outcome")

    def __init__(self, *args: Any, item: Item, **options: Any) -> None:
        options.setdefault("prefix", f"i{item.n}")
        super().__init__(*args, **options)
        self.initial.update(said=item.said, outcome=item.outcome)
        choose(self, "outcome", [(key, str(word)) for key, word in OUTCOMES.items()])
        self.watch([item])


class PromiseForm(forms.Form):
    """A commitment."""

    what = forms.CharField(label=_("What is promised"), max_length=1000)
    who = forms.CharField(label=_("Who does it"), max_length=120, help_text=_("A post, for example head of personnel."))
    due = DayField(label=_("By when"))
    side = forms.ChoiceField(label=_("Promised by"))
    evidence = forms.CharField(label=_("What will show it"), max_length=300, required=False)
    groups = forms.MultipleChoiceField(
        label=_("Who can confirm it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The groups it touches; none: everybody."),
    )

    def __init__(self, *args: Any, groups: Iterable[tuple[str, str]], item: Item, **options: Any) -> None:
        options.setdefault("prefix", f"p{item.n}")
        super().__init__(*args, **options)
        choose(self, "side", [(EMPLOYER, str(SIDES[EMPLOYER])), (WORKERS, str(SIDES[WORKERS]))])
        choose(self, "groups", groups)


class SayDoneForm(SeenForm):
    """The debtor says that it is done."""

    evidence = forms.CharField(label=_("What shows it"), max_length=300, required=False)

    def __init__(self, *args: Any, promise: Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["evidence"] = promise.evidence
        self.watch([promise])


class ConcludeForm(SeenForm):
    """An officer concludes."""

    kept = forms.ChoiceField(label=_("Was it kept?"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("What you saw, or who showed it."))

    def __init__(self, *args: Any, promise: Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kept", [(key, str(PROMISES[key])) for key in (CONFIRMED, NOT_DONE, DROPPED)])
        self.watch([promise])
