"""Addresses of the draw."""

from django.urls import path

from . import views

app_name = "draws"
urlpatterns = [
    path("", views.index, name="index"),
    path("antwoord/", views.answer, name="answer"),
    path("antwoord/bedankt/", views.answered, name="answered"),
    path("lot/<str:lot>/bundel.json", views.lot_bundle, name="lot-bundle"),
    path("<str:draw>/", views.draw, name="draw"),
    path("<str:draw>/bundel.json", views.bundle, name="bundle"),
    path("<str:draw>/panels.csv", views.panels, name="panels"),
]
