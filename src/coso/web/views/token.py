"""A fresh token for a page that was open while its reader signed in elsewhere."""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache

from coso.access.requests import Request


@never_cache
def token(request: Request) -> HttpResponse:
    """The token of this browser against forged forms, and who is signed in: what one typed is never another's."""
    return JsonResponse({"token": get_token(request), "who": str(request.user.pk)})
