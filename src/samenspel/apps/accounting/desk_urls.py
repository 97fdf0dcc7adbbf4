"""Addresses where a council writes its account, below a neighbourhood's /werkplek/verantwoording/."""

from django.urls import path

from . import desk_views

app_name = "accounting-desk"
urlpatterns = [
    path("", desk_views.index, name="index"),
    path("<int:year>/", desk_views.write, name="write"),
    path("<int:year>/vragen/", desk_views.ask, name="ask"),
    path("<int:year>/openbaar/", desk_views.publish, name="publish"),
]
