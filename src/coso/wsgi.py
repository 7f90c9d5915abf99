"""The application as a web server starts it."""

import os

from django.core.wsgi import get_wsgi_application

from coso.lib.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coso.settings")
application = get_wsgi_application()
settle()
