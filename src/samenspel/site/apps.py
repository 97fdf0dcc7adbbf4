"""The site as a Django app: shared templates, home, management."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "samenspel.site"
    label = "site"
