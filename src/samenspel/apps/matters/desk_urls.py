"""Addresses of the desk of matters."""

from django.urls import path

from . import desk_views as views

app_name = "matters-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("toezegging/", views.promise, name="promise"),
    path("<slug:subject_kind>/<slug:subject_id>/", views.take_up, name="take-up"),
]
