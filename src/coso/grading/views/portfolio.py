"""The unions that I look after, what is overdue first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from coso.access.requests import Request
from coso.grading.models import Round
from coso.grading.portfolio import portfolio_rows

PAGE = 100


def portfolio(request: Request) -> HttpResponse:
    """ "Hồ sơ tôi phụ trách": each union with its sheet's status, what falls due, how far self and records differ."""
    rows = portfolio_rows(request.user, request.day)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    late = sum(row.days is not None and row.days < 0 for row in rows)
    newest = Round.objects.order_by("-year").values_list("year", flat=True).first()
    context = {"page": page, "n": len(rows), "late": late, "year": newest}
    return render(request, "grading/portfolio.html", context)
