"""Addresses of the council's desk, below /<neighbourhood>/werkplek/wijkraad/."""

from django.urls import path

from .desk import council, decisions, seats

app_name = "councils-desk"
urlpatterns = [
    path("", council.council, name="council"),
    path("instellen/", council.set_up, name="set-up"),
    path("spelregels/", council.rules, name="rules"),
    path("zittingsperiode/", council.term, name="term"),
    path("stoelen/bezetten/", seats.seat, name="seat"),
    path("stoelen/helft/", seats.rotation, name="rotation"),
    path("stoelen/<int:number>/antwoord/", seats.offered, name="offered"),
    path("stoelen/<int:number>/einde/", seats.leave, name="leave"),
    path("vergaderingen/nieuw/", council.meeting, name="meeting"),
    path("besluiten/nieuw/", decisions.propose, name="propose"),
    path("besluiten/<slug:public_id>/", decisions.decision, name="decision"),
    path("besluiten/<slug:public_id>/gevraagd/", decisions.consultation, name="consultation"),
    path("besluiten/<slug:public_id>/uitkomst/", decisions.adopt, name="adopt"),
]
