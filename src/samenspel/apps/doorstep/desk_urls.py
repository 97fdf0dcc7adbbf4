"""Addresses of the doorbells' desk."""

from django.urls import path

from . import desk_views as views

app_name = "doorstep-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.plan, name="plan"),
    path("opvolgen/", views.follow_up, name="follow-up"),
    path("zorgroute/", views.care_route, name="care-route"),
    path("straten/", views.streets, name="streets"),
    path("<slug:public_id>/", views.round_page, name="round"),
    path("<slug:public_id>/aanbellers/", views.canvassers, name="canvassers"),
    path("<slug:public_id>/lijst.pdf", views.paper, name="paper"),
    path("<slug:public_id>/sluiten/", views.close, name="close"),
    path("<slug:public_id>/zorgmelding/", views.care_concern, name="care-concern"),
    path("<slug:public_id>/<slug:stop>/", views.stop, name="stop"),
    path("<slug:public_id>/<slug:stop>/bezoek/", views.enter, name="enter"),
    path("<slug:public_id>/<slug:stop>/plaats/", views.move, name="move"),
    path("<slug:public_id>/<slug:stop>/weg/", views.remove, name="remove"),
]
