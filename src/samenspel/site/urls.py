"""All addresses of the site."""

from django.urls import include, path
from django.views.generic import TemplateView

from . import checking, handbook, views
from .api import api, open_data_page
from .search import search_page
from .stylesheet import stylesheet_page

handler404 = "samenspel.site.views.not_found"
handler500 = "samenspel.site.views.server_error"

urlpatterns = [
    path("", views.start, name="start"),
    path("taal/", include("django.conf.urls.i18n")),
    path("stijl/", stylesheet_page, name="stylesheet"),
    path("privacy/", TemplateView.as_view(template_name="site/privacy.html"), name="privacy"),
    path(
        "toegankelijkheid/",
        TemplateView.as_view(template_name="site/accessibility.html"),
        name="accessibility",
    ),
    path("controleren/", checking.checking, name="checking"),
    path("controleren/zonder-internet/", checking.standalone, name="checking-standalone"),
    path("api/v1/", api.urls),
    path("open-data/", open_data_page, name="open-data"),
    path("gezond/", views.health, name="health"),
    path("", include("samenspel.apps.accounts.sign_in_urls")),
    path("handboek/", handbook.index, name="handbook"),
    path("handboek/<slug:slug>/", handbook.page, name="handbook-page"),
    path("<slug:neighbourhood>/", views.neighbourhood_home, name="neighbourhood-home"),
    path("<slug:neighbourhood>/zoeken/", search_page, name="search"),
    path("<slug:neighbourhood>/werkplek/", include("samenspel.apps.accounts.urls")),
    path("<slug:neighbourhood>/werkplek/werk/", include("samenspel.apps.jobs.urls")),
    path("<slug:neighbourhood>/werkplek/loting/", include("samenspel.apps.draws.desk_urls")),
    path("<slug:neighbourhood>/loting/", include("samenspel.apps.draws.urls")),
    path("<slug:neighbourhood>/werkplek/aanbellen/", include("samenspel.apps.doorstep.desk_urls")),
    path("<slug:neighbourhood>/aanbellen/", include("samenspel.apps.doorstep.urls")),
    path("<slug:neighbourhood>/werkplek/kracht/", include("samenspel.apps.picture.energy.desk_urls")),
    path("<slug:neighbourhood>/werkplek/wijkbeeld/", include("samenspel.apps.picture.figures.desk_urls")),
    path("<slug:neighbourhood>/wijkbeeld/gehoord/", include("samenspel.apps.picture.themes.urls")),
    path("<slug:neighbourhood>/wijkbeeld/kracht/", include("samenspel.apps.picture.energy.urls")),
    path("<slug:neighbourhood>/wijkbeeld/", include("samenspel.apps.picture.figures.urls")),
    path("<slug:neighbourhood>/werkplek/signalen/", include("samenspel.apps.picture.desk_urls")),
    path("<slug:neighbourhood>/vertel/", include("samenspel.apps.picture.urls")),
    path("<slug:neighbourhood>/werkplek/opgaven/", include("samenspel.apps.dossiers.desk_urls")),
    path("<slug:neighbourhood>/opgaven/", include("samenspel.apps.dossiers.urls")),
    path("<slug:neighbourhood>/werkplek/waarden/", include("samenspel.apps.matters.values_urls")),
    path("<slug:neighbourhood>/werkplek/advies/", include("samenspel.apps.advice.desk_urls")),
    path("<slug:neighbourhood>/werkplek/gesprek/", include("samenspel.apps.deliberation.desk_urls")),
    path("<slug:neighbourhood>/gesprek/", include("samenspel.apps.deliberation.urls")),
    path("<slug:neighbourhood>/werkplek/wijkbegroting/", include("samenspel.apps.voting.desk_urls")),
    path("<slug:neighbourhood>/wijkbegroting/", include("samenspel.apps.voting.urls")),
    path("<slug:neighbourhood>/werkplek/geld/", include("samenspel.apps.household.desk_urls")),
    path("<slug:neighbourhood>/geld/", include("samenspel.apps.household.urls")),
    path("<slug:neighbourhood>/werkplek/verantwoording/", include("samenspel.apps.accounting.desk_urls")),
    path("<slug:neighbourhood>/verantwoording/", include("samenspel.apps.accounting.urls")),
    path("<slug:neighbourhood>/werkplek/wijkraad/", include("samenspel.apps.councils.desk_urls")),
    path("<slug:neighbourhood>/wijkraad/", include("samenspel.apps.councils.urls")),
    path("<slug:neighbourhood>/werkplek/oppakken/", include("samenspel.apps.matters.desk_urls")),
    path("<slug:neighbourhood>/wat-doen-we-ermee/", include("samenspel.apps.matters.urls")),
    path("<slug:neighbourhood>/werkplek/gebiedsteam/", include("samenspel.apps.teams.desk_urls")),
    path("<slug:neighbourhood>/gebiedsteam/", include("samenspel.apps.teams.urls")),
    path("<slug:neighbourhood>/rollen/", include("samenspel.apps.teams.roles_urls")),
    path("<slug:neighbourhood>/logboek/", include("samenspel.apps.trail.urls")),
]
