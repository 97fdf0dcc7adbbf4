"""Addresses of the dossiers' desk, below a neighbourhood's /werkplek/opgaven/."""

from django.urls import path

from . import desk_faces, desk_parts
from . import desk_views as views

app_name = "dossiers-desk"
urlpatterns = [
    path("", views.board, name="board"),
    path("nieuw/", views.add, name="add"),
    path("zet/<slug:kind>/<slug:subject_id>/", desk_parts.put, name="put"),
    path("<slug:public_id>/", views.dossier, name="dossier"),
    path("<slug:public_id>/wijzigen/", views.edit, name="edit"),
    path("<slug:public_id>/verder/", views.move, name="move"),
    path("<slug:public_id>/afronden/", views.close, name="close"),
    path("<slug:public_id>/openbaar/", views.publish, name="publish"),
    path("<slug:public_id>/kansen/", desk_parts.chance, name="chance"),
    path("<slug:public_id>/kansen/<slug:chance_id>/weg/", desk_parts.drop_chance, name="drop-chance"),
    path("<slug:public_id>/problemen/", desk_parts.problem, name="problem"),
    path("<slug:public_id>/problemen/<slug:problem_id>/", desk_parts.change, name="change-problem"),
    path("<slug:public_id>/problemen/<slug:problem_id>/weg/", desk_parts.drop_problem, name="drop-problem"),
    path("<slug:public_id>/koppelen/", desk_parts.link, name="link"),
    path("<slug:public_id>/advies/", desk_parts.advice, name="advice"),
    path("<slug:public_id>/tekst/<slug:audience>/", desk_faces.face, name="face"),
]
