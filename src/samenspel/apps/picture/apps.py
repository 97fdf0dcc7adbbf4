"""The neighbourhood picture: figures, signals, assets."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    name = "samenspel.apps.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"
