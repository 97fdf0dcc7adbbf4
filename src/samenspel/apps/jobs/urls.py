"""Addresses of long work."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [
    path("elke-dag/", views.daily, name="daily"),
    path("<slug:public_id>/", views.job, name="job"),
]
