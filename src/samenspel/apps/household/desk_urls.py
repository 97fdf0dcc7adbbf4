"""Addresses of the controller's desk, below a neighbourhood's /werkplek/geld/."""

from django.urls import path

from .desk_views import corrections, grants, importing, overview, spending

app_name = "household-desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("controleren/", overview.check, name="check"),
    path("opgaven/", overview.statements, name="statements"),
    path("opgaven/opgave.xlsx", overview.statement, name="statement"),
    path("maanden/", grants.months, name="months"),
    path("potjes/nieuw/", grants.open_fund, name="open-fund"),
    path("potjes/bestand/", importing.import_grants, name="import"),
    path("potjes/<slug:public_id>/wijzigen/", grants.amend, name="amend"),
    path("potjes/<slug:public_id>/teruggeven/", grants.give_back, name="give-back"),
    path("besluiten/", overview.decisions, name="decisions"),
    path("besluiten/<slug:public_id>/", overview.decision, name="decision"),
    path("besluiten/<slug:public_id>/toekennen/", spending.allocate, name="allocate"),
    path("besluiten/<slug:public_id>/terughalen/", spending.deallocate, name="deallocate"),
    path("besluiten/<slug:public_id>/afspraak/", spending.ask_commit, name="ask-commit"),
    path("afspraken/<slug:public_id>/", overview.commitment, name="commitment"),
    path("afspraken/<slug:public_id>/loslaten/", spending.ask_release, name="ask-release"),
    path("afspraken/<slug:public_id>/factuur/", spending.receive_invoice, name="invoice"),
    path("facturen/<slug:public_id>/betalen/", spending.ask_payment, name="ask-pay"),
    path("akkoord/<slug:public_id>/vastleggen/", spending.commit, name="commit"),
    path("akkoord/<slug:public_id>/loslaten/", spending.release, name="release"),
    path("akkoord/<slug:public_id>/betalen/", spending.pay, name="pay"),
    path("overboekingen/", overview.transfers, name="transfers"),
    path("overboekingen/<int:sequence>/terugbetaald/", corrections.refund, name="refund"),
    path("overboekingen/<int:sequence>/terugdraaien/", corrections.reverse_transfer, name="reverse"),
]
