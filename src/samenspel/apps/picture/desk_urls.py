"""Addresses of the signals' desk."""

from django.urls import path

from . import desk_views as views

app_name = "picture-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.add, name="add"),
    path("<slug:public_id>/", views.signal, name="signal"),
    path("<slug:public_id>/openbaar/", views.clear, name="clear"),
    path("<slug:public_id>/thema/", views.theme, name="theme"),
]
