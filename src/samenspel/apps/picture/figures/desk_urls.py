"""Addresses of the figures' desk."""

from django.urls import path

from . import desk_views as views

app_name = "figures-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("bestand/", views.upload, name="upload"),
    path("ophalen/", views.fetch, name="fetch"),
    path("grenzen/", views.outlines, name="outlines"),
    path("grenzen/ophalen/", views.fetch_outlines, name="fetch-outlines"),
    path("gemeente/", views.municipality, name="municipality"),
    path("gemeente/<slug:code>/", views.join, name="join"),
]
