"""Municipalities and their neighbourhoods."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "samenspel.apps.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
