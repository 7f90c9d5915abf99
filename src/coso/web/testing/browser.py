"""How somebody signs in in a real browser, and what every page there has to keep."""

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

PASSWORD = "coso-demo"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def sign_in(page, who):
    page.goto(reverse("account_login"))
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")


def check(page):
    """No finding of axe, nothing that scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page, options=RULES).response["violations"]
    assert not [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found]
