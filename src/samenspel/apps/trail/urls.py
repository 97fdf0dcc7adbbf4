"""Addresses of the public log."""

from django.urls import path

from . import views

app_name = "trail"
urlpatterns = [
    path("", views.log, name="log"),
    path("bundel.json", views.bundle, name="bundle"),
    path("<int:sequence>/", views.act, name="act"),
]
