"""Addresses of what goes well."""

from django.urls import path

from . import views

app_name = "picture-energy"
urlpatterns = [
    path("", views.index, name="index"),
    path("vertel/", views.offer, name="offer"),
    path("dank/", views.thanks, name="thanks"),
    path("<slug:public_id>/", views.asset, name="asset"),
]
