"""How somebody signs in in a real browser."""

from django.urls import reverse

PASSWORD = "coso-demo"


def sign_in(page, who):
    page.goto(reverse("account_login"))
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")
