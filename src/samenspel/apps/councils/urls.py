"""Addresses of the council's public pages."""

from django.urls import path

from . import views

app_name = "councils"
urlpatterns = [
    path("", views.council, name="council"),
    path("besluiten/<slug:public_id>/", views.decision, name="decision"),
]
