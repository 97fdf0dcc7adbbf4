"""Addresses of the app on a phone. Its worker stands beside it, so that it watches over nothing else."""

from django.urls import path

from . import views

app_name = "doorstep"
urlpatterns = [
    path("", views.app, name="app"),
    path("werker.js", views.worker, name="worker"),
    path("app.webmanifest", views.manifest, name="manifest"),
    path("wie/", views.who, name="who"),
    path("ophalen/", views.take, name="take"),
    path("versturen/", views.send, name="send"),
    path("gewist/", views.wiped, name="wiped"),
]
