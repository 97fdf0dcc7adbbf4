"""Addresses of what is done with what was said."""

from django.urls import path

from . import views

app_name = "matters"
urlpatterns = [
    path("", views.index, name="index"),
    path("code/", views.code, name="code"),
    path("bevestigen/<str:token>/", views.confirm, name="confirm"),
    path("stoppen/<str:token>/", views.stop, name="stop"),
    path("<slug:public_id>/", views.matter, name="matter"),
    path("<slug:public_id>/volgen/", views.follow, name="follow"),
    path("<slug:public_id>/code/", views.new_code, name="new-code"),
]
