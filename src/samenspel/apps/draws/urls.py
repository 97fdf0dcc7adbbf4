"""Addresses of the draw."""

from django.urls import path

from . import public_views, reach_views, views

app_name = "draws"
urlpatterns = [
    path("", views.index, name="index"),
    path("antwoord/", views.answer, name="answer"),
    path("antwoord/bedankt/", views.answered, name="answered"),
    path("bereik/", reach_views.reach, name="reach"),
    path("mijn-gegevens/", reach_views.my_data, name="my-data"),
    path("mijn-gegevens/gewist/", reach_views.erased, name="erased"),
    path("lot/<str:lot>/verloop/", reach_views.course, name="lot-course"),
    path("zetels/<str:giving>/bundel.json", reach_views.giving, name="giving"),
    path("was-ik-erbij/", public_views.pot, name="pot"),
    path("lot/<str:lot>/natellen/", public_views.recount_lot, name="recount-lot"),
    path("lot/<str:lot>/bundel.json", views.lot_bundle, name="lot-bundle"),
    path("<str:draw>/", views.draw, name="draw"),
    path("<str:draw>/bundel.json", views.bundle, name="bundle"),
    path("<str:draw>/panels.csv", views.panels, name="panels"),
    path("<str:draw>/panels.pdf", public_views.panels_pdf, name="panels-pdf"),
    path("<str:draw>/natellen/", public_views.recount, name="recount"),
    path("<str:draw>/zaal/", public_views.hall, name="hall"),
]
