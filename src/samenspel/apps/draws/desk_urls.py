"""Addresses of the keeper's desk of the draw, below /<neighbourhood>/werkplek/loting/."""

from django.urls import path

from .desk import alternates, filling, keeping_out, lot, panel, register, replacement

app_name = "draws-desk"
urlpatterns = [
    path("", register.course, name="course"),
    path("register/", register.upload, name="upload"),
    path("register/<str:token>/", register.mapping, name="mapping"),
    path("register/<str:token>/weggooien/", register.discard, name="discard"),
    path("register/<str:register>/lot/", lot.commit_lot, name="commit-lot"),
    path("lot/<str:lot>/vallen/", lot.fall, name="fall"),
    path("lot/<str:lot>/publiceren/", lot.publish_lot, name="publish-lot"),
    path("lot/<str:lot>/aanmeldingen/", panel.open_pool, name="open-pool"),
    path("lot/<str:lot>/brieven/", lot.letters, name="letters"),
    path("lot/<str:lot>/brieven/alle/", lot.fetch_all_letters, name="fetch-all-letters"),
    path("lot/<str:lot>/brieven/<str:token>/", lot.fetch_letters, name="fetch-letters"),
    path("lot/<str:lot>/volgorde/", filling.filling, name="filling"),
    path("lot/<str:lot>/volgorde/groep/", filling.wave, name="wave"),
    path("lot/<str:lot>/volgorde/zetels/", filling.give, name="give"),
    path("lot/<str:lot>/nodig/", filling.needs, name="needs"),
    path("afgemeld/", keeping_out.opt_outs, name="opt-outs"),
    path("vergoeding/", keeping_out.benefits, name="benefits"),
    path("vergoeding/bedrag/", keeping_out.offer, name="offer"),
    path("vergoeding/<int:pk>/weg/", keeping_out.drop_benefit, name="drop-benefit"),
    path("lot/<str:lot>/antwoorden/<int:number>/gegevens.json", keeping_out.export, name="export"),
    path("lot/<str:lot>/antwoorden/<int:number>/wissen/", keeping_out.erase, name="erase"),
    path("lot/<str:lot>/antwoorden/", lot.answers, name="answers"),
    path("lot/<str:lot>/antwoorden/<int:number>/", lot.answer, name="answer"),
    path("aanmeldingen/<str:pool>/streefaantallen/", panel.targets, name="targets"),
    path("vervangen/", replacement.replacement, name="replacement"),
    path("lot/<str:lot>/navraag/", replacement.asked, name="asked"),
    path("samenstelling/<str:draw>/", panel.draw, name="draw"),
    path("samenstelling/<str:draw>/trekken/", panel.pick, name="pick"),
    path("samenstelling/<str:draw>/publiceren/", panel.publish_draw, name="publish-draw"),
    path("samenstelling/<str:draw>/reserve/", alternates.alternates, name="alternates"),
    path("samenstelling/<str:draw>/zetels/", panel.seat, name="seat"),
]
