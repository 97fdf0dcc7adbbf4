"""Addresses of the vote's desk."""

from django.urls import path

from . import desk_codes, desk_result, desk_rounds

app_name = "voting-desk"
urlpatterns = [
    path("", desk_rounds.index, name="index"),
    path("nieuw/", desk_rounds.announce, name="announce"),
    path("<slug:budget_round>/", desk_rounds.round_desk, name="round"),
    path("<slug:budget_round>/plan/", desk_rounds.add_project, name="add-project"),
    path("<slug:budget_round>/plan/<slug:project>/", desk_rounds.project, name="project"),
    path("<slug:budget_round>/plan/<slug:project>/terugtrekken/", desk_rounds.withdraw, name="withdraw"),
    path("<slug:budget_round>/openen/", desk_rounds.open_round, name="open"),
    path("<slug:budget_round>/codes/", desk_codes.codes, name="codes"),
    path("<slug:budget_round>/codes/afhalen/<slug:token>/", desk_codes.fetch, name="fetch-codes"),
    path("<slug:budget_round>/codes/vervang/", desk_codes.replace, name="replace-code"),
    path("<slug:budget_round>/sluiten/", desk_result.close, name="close"),
    path("<slug:budget_round>/sluiten/uitvoeren/", desk_result.carry_out_close, name="carry-out-close"),
    path("<slug:budget_round>/tellen/", desk_result.count, name="count"),
    path("<slug:budget_round>/besluit/", desk_result.propose, name="propose"),
    path("<slug:budget_round>/overnemen/", desk_result.adopt, name="adopt"),
]
