"""Addresses of the area team's desk."""

from django.urls import path, re_path

from .desk import learning, roles, roster, workshop

app_name = "teams-desk"
urlpatterns = [
    path("", roster.index, name="index"),
    path("rooster/", roster.roster, name="roster"),
    path("rooster/begin/", roster.set_up, name="set-up"),
    path("rooster/domein/", roster.add_domain, name="add-domain"),
    path("rooster/domein/<slug:public_id>/", roster.change_domain, name="change-domain"),
    path("rooster/domein/<slug:public_id>/einde/", roster.end_domain, name="end-domain"),
    path("rooster/erbij/", roster.take_chair, name="take-chair"),
    path("rooster/<slug:public_id>/einde/", roster.leave_chair, name="leave-chair"),
    path("rooster/<slug:public_id>/site/", roster.publish, name="publish"),
    path("rooster/<slug:public_id>/van-de-site/", roster.hide, name="hide"),
    path("leren/", learning.index, name="learning"),
    path("leren/straat/", learning.visit, name="visit"),
    path("leren/dilemma/", learning.write, name="write"),
    path("leren/dilemma/<slug:public_id>/", learning.dilemma, name="dilemma"),
    path("leren/dilemma/<slug:public_id>/schrijven/", learning.write, name="rewrite"),
    path("leren/dilemma/<slug:public_id>/delen/", learning.share, name="share"),
    path("leren/werkplaats/", workshop.start, name="start-workshop"),
    path("leren/werkplaats/<slug:public_id>/", workshop.workshop, name="workshop"),
    path("leren/werkplaats/<slug:public_id>/sluiten/", workshop.close, name="close-workshop"),
    re_path(r"^leren/werkplaats/(?P<public_id>[-\w]+)/(?P<number>\d)/$", workshop.page, name="workshop-page"),
    path("woorden/", learning.words, name="words"),
    path("woorden/nieuw/", learning.word, name="add-word"),
    path("woorden/<slug:public_id>/", learning.word, name="word"),
    path("woorden/<slug:public_id>/weg/", learning.remove_word, name="remove-word"),
    path("rollen/", roles.text, name="roles"),
    path("rollen/vastleggen/", roles.lay_down, name="lay-down"),
]
