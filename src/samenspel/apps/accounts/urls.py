"""Addresses of the workspace that belong to people: the start page, approvals, stepping into a role."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.start, name="start"),
    path("akkoord/", views.approvals, name="approvals"),
    path("akkoord/<slug:public_id>/", views.decide, name="decide"),
    path("mensen/", views.people, name="people"),
    path("mensen/<int:grant>/einde/", views.end_role, name="end-role"),
    path("rol/", views.roles, name="roles"),
]
