"""Forms sent as the page gives them: a field that a page has lost is seen, which a dict made by hand would hide."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

UNSENT = {"submit", "button", "image", "reset", "file"}
Values = dict[str, list[str]]


@dataclass
class Form:
    """A form of a page: where it goes, what it would send untouched, which names it has, which buttons."""

    action: str
    values: Values = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: set[tuple[str, str]] = field(default_factory=set)

    def filled(self, said: dict[str, Any]) -> Values:
        """The values with those that were typed or pressed; an AssertionError names what the form does not have."""
        buttons = {name for name, _value in self.buttons}
        assert said.keys() <= self.names | buttons, f"not in the form: {sorted(said.keys() - self.names - buttons)}"
        for name in said.keys() & buttons - self.names:
            assert (name, str(said[name])) in self.buttons, f"no button {name}={said[name]}"
        return self.values | {name: [str(v) for v in _many(value)] for name, value in said.items()}


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


class _Reader(HTMLParser):
    """Collects the forms of a page with what a browser would send of them."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.choice = self.text = ""
        self.first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action") or self.address)
            self.forms.append(self.form)
        elif self.form is not None and "disabled" not in given:
            self._control(self.form, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self.choice:
            self._option(form, given)
        elif tag == "button" and name:
            form.buttons.add((name, given.get("value", "")))
        elif tag in ("input", "select", "textarea") and name:
            form.names.add(name)
            self.choice, self.first = (name, "multiple" not in given) if tag == "select" else ("", False)
            self.text = name if tag == "textarea" else ""
            if tag == "input":
                self._input(form, name, given)
            elif tag == "textarea":
                form.values[name] = [""]

    @staticmethod
    def _input(form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                form.values.setdefault(name, []).append(given.get("value", "on"))
        elif kind == "submit":
            form.buttons.add((name, given.get("value", "")))
        elif kind not in UNSENT:
            form.values.setdefault(name, []).append(given.get("value", ""))

    def _option(self, form: Form, given: dict[str, str]) -> None:
        """A list of one sends its first option unless another is chosen."""
        if "selected" in given and self.first:
            form.values[self.choice] = [given.get("value", "")]
        elif "selected" in given:
            form.values.setdefault(self.choice, []).append(given.get("value", ""))
        elif self.first:
            form.values.setdefault(self.choice, [given.get("value", "")])

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.text:
            self.form.values[self.text][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.choice = ""
        elif tag == "textarea":
            if self.form is not None and self.text:
                value = self.form.values[self.text]
                value[0] = value[0].removeprefix("\n")
            self.text = ""


def forms_of(html: str, address: str) -> list[Form]:
    """Every form of a page that lies at the address."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms


def send(client: Client, page: str, to: str = "", **said: Any) -> Any:
    """Opens the page and sends the form that goes to `to` (the page itself, if nothing is said) with what is typed.

    Of several such forms it is the first that has every name. A name that no form has is an AssertionError.
    """
    forms = [form for form in forms_of(client.get(page).content.decode(), page) if form.action == (to or page)]
    assert forms, f"no form to {to or page} on {page}"
    fitting = [form for form in forms if said.keys() <= form.names | {name for name, _value in form.buttons}]
    form = (fitting or forms)[0]
    return client.post(form.action, form.filled(said))


def press_again(client: Client, asked: Any) -> Any:
    """Presses the button of a page that said first what a deed does (`access/sure.py`)."""
    page = asked.request["PATH_INFO"]
    form = next(each for each in forms_of(asked.content.decode(), page) if ("sure", "1") in each.buttons)
    query = asked.request["QUERY_STRING"]
    return client.post(f"{page}?{query}" if query else page, form.filled({"sure": "1"}))
