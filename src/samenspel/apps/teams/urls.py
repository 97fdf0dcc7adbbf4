"""Addresses of the area team's public pages."""

from django.urls import path

from . import views

app_name = "teams"
urlpatterns = [
    path("", views.team, name="team"),
    path("wat-wij-leren/", views.learned, name="learned"),
    path("woorden/", views.words, name="words"),
]
