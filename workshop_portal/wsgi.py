"""Where a server enters: `gunicorn workshop_portal.wsgi`. Production, unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop_portal.settings.production")

application = get_wsgi_application()
