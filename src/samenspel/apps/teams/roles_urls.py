"""The address of the page about roles."""

from django.urls import path

from . import views

app_name = "roles"
urlpatterns = [path("", views.roles, name="roles")]
