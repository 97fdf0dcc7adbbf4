"""Addresses of the conversation."""

from django.urls import path

from . import views

app_name = "deliberation"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:question>/", views.question_page, name="question"),
    path("<str:question>/reageer/", views.react, name="react"),
    path("<str:question>/schrijf/", views.write, name="write"),
    path("<str:question>/stellingen/", views.statements, name="statements"),
]
