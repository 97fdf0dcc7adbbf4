"""Address of weighing on the three values, below /werkplek/waarden/."""

from django.urls import path

from . import desk_values

app_name = "values-desk"
urlpatterns = [path("<slug:kind>/<slug:public_id>/", desk_values.weigh, name="weigh")]
