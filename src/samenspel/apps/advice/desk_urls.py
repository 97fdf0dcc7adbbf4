"""Addresses of the experts' desk."""

from django.urls import path

from . import desk_views as views

app_name = "advice-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:public_id>/", views.answer, name="answer"),
]
