"""Addresses of the signals' desk."""

from django.urls import path

from . import desk_views as views
from .themes import desk_views as themes

app_name = "picture-desk"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.add, name="add"),
    path("per-thema/", themes.by_theme, name="by-theme"),
    path("per-thema/zetten/", themes.put, name="put"),
    path("themas/", themes.themes, name="themes"),
    path("themas/nieuw/", themes.add, name="theme-add"),
    path("themas/<slug:public_id>/naam/", themes.rename, name="theme-rename"),
    path("themas/<slug:public_id>/samenvoegen/", themes.merge, name="theme-merge"),
    path("themas/<slug:public_id>/van-de-lijst/", themes.end, name="theme-end"),
    path("themas/<slug:public_id>/weer-op-de-lijst/", themes.reopen, name="theme-reopen"),
    path("<slug:public_id>/", views.signal, name="signal"),
    path("<slug:public_id>/openbaar/", views.clear, name="clear"),
    path("<slug:public_id>/thema/", views.theme, name="theme"),
]
