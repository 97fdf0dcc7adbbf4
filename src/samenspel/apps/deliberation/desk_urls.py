"""Addresses of the conversation's desk."""

from django.urls import path

from . import desk_views as views

app_name = "deliberation-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.open_question, name="open"),
    path("<slug:question>/", views.question, name="question"),
    path("<slug:question>/stellingen/", views.seed, name="seed"),
    path("<slug:question>/lezen/", views.queue, name="queue"),
    path("<slug:question>/lezen/<slug:statement>/", views.moderate, name="moderate"),
    path("<slug:question>/bestand/", views.import_files, name="import"),
    path("<slug:question>/kaart/", views.heard, name="map"),
    path("<slug:question>/kaart/reken/", views.compute, name="compute"),
    path("<slug:question>/advies/", views.ask_advice, name="ask-advice"),
    path("<slug:question>/sluiten/", views.close, name="close"),
]
