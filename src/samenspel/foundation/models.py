"""Abstract bases for the apps' models."""

from typing import Any

from django.db import models

from .ids import PUBLIC_ID_LENGTH, new_public_id


class PublicIdField(models.CharField):
    """The identifier that pages, exports and the trail use instead of a row number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", PUBLIC_ID_LENGTH)
        kwargs.setdefault("default", new_public_id)
        kwargs.setdefault("unique", True)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)


class MunicipalModel(models.Model):
    """A row that reaches its municipality in one step, so that a municipality can move house whole."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
