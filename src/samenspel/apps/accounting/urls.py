"""Addresses of the yearly account."""

from django.urls import path

from . import views

app_name = "accounting"
urlpatterns = [
    path("", views.account, name="account"),
    path("<int:year>/", views.account, name="account-of-year"),
    path("<int:year>/cijfers.json", views.figures_json, name="figures"),
]
