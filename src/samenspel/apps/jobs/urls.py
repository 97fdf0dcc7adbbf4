"""Addresses of long work."""

from django.urls import path

from . import views

app_name = "jobs"
urlpatterns = [path("<slug:public_id>/", views.job, name="job")]
