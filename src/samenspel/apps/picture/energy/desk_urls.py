"""Addresses of the energy's desk."""

from django.urls import path

from . import desk_views as views

app_name = "energy-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.add, name="add"),
    path("<slug:public_id>/", views.asset, name="asset"),
    path("<slug:public_id>/veranderen/", views.change, name="change"),
    path("<slug:public_id>/wie-mag-het-zien/", views.decide, name="decide"),
    path("<slug:public_id>/kent/", views.link, name="link"),
    path("<slug:public_id>/kent-niet/<slug:other_id>/", views.unlink, name="unlink"),
    path("<slug:public_id>/gestopt/", views.end, name="end"),
    path("<slug:public_id>/weer-bezig/", views.revive, name="revive"),
]
