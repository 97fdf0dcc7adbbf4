"""Addresses of what was heard, by theme."""

from django.urls import path

from . import views

app_name = "picture-heard"
urlpatterns = [path("", views.heard, name="heard")]
