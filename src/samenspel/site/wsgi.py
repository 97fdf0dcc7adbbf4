"""The WSGI entry for gunicorn. It refuses to start when a guard of a protected table is not in place."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.site.settings")
application = get_wsgi_application()


def _refuse_without_guards() -> None:
    from samenspel.foundation.triggers import faulty_triggers

    if faults := faulty_triggers():
        told = ", ".join(f"{name} ({state})" for name, state in faults)
        raise ImproperlyConfigured(f"Guards of public records are not in place: {told}. Run `samenspel migrate`.")


_refuse_without_guards()
