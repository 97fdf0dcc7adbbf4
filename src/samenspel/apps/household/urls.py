"""Addresses of the household book, below a neighbourhood's /geld/."""

from django.urls import path

from . import views

app_name = "household"
urlpatterns = [
    path("", views.book, name="book"),
    path("potjes/<slug:public_id>/", views.fund, name="fund"),
    path("eigenaar/", views.owner, name="owner"),
    path("boek.json", views.bundle, name="bundle"),
    path("overboekingen.csv", views.transfers_csv, name="transfers-csv"),
]
