"""Addresses of dossiers for everyone, below a neighbourhood's /opgaven/."""

from django.urls import path

from . import views

app_name = "dossiers"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:public_id>/", views.dossier, name="dossier"),
    path("<slug:public_id>/organisatie/", views.organisation, name="organisation"),
    path("<slug:public_id>/politiek/", views.politics, name="politics"),
    path("<slug:public_id>/naast-elkaar/", views.beside, name="beside"),
]
