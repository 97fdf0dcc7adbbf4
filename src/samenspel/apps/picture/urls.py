"""Addresses of what residents tell."""

from django.urls import path

from . import views

app_name = "picture"
urlpatterns = [
    path("", views.tell, name="tell"),
    path("<slug:public_id>/", views.signal, name="signal"),
]
