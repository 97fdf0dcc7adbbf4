"""Addresses of the neighbourhood picture and its figures."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("", views.picture, name="picture"),
    path("cijfers.csv", views.download, name="download"),
    path("cijfers/<slug:topic>/", views.topic, name="topic"),
]
