"""Addresses of the vote on the money."""

from django.urls import path

from . import views

app_name = "voting"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:budget_round>/", views.round_page, name="round"),
    path("<str:budget_round>/plannen/", views.plans, name="plans"),
    path("<str:budget_round>/idee/", views.idea, name="idea"),
    path("<str:budget_round>/stem/", views.ballot, name="ballot"),
    path("<str:budget_round>/uitleg/", views.explanation, name="explanation"),
    path("<str:budget_round>/natellen/", views.checking, name="checking"),
    path("<str:budget_round>/stembiljetten.pb", views.ballots_file, name="ballots-file"),
    path("<str:budget_round>/bonnetjes.txt", views.receipts_file, name="receipts-file"),
]
