"""Addresses of the council's desk, below /<neighbourhood>/werkplek/wijkraad/."""

from django.urls import path

from . import desk_views as views

app_name = "councils-desk"
urlpatterns = [
    path("", views.council, name="council"),
    path("instellen/", views.set_up, name="set-up"),
    path("spelregels/", views.rules, name="rules"),
    path("zittingsperiode/", views.term, name="term"),
    path("stoelen/bezetten/", views.seat, name="seat"),
    path("stoelen/<int:number>/einde/", views.leave, name="leave"),
    path("vergaderingen/nieuw/", views.meeting, name="meeting"),
    path("besluiten/nieuw/", views.propose, name="propose"),
    path("besluiten/<slug:public_id>/", views.decision, name="decision"),
    path("besluiten/<slug:public_id>/gevraagd/", views.consultation, name="consultation"),
    path("besluiten/<slug:public_id>/uitkomst/", views.adopt, name="adopt"),
]
