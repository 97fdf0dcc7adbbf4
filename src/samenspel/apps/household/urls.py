"""Addresses of the household book, below a neighbourhood's /geld/."""

from django.urls import URLPattern

app_name = "household"
urlpatterns: list[URLPattern] = []
