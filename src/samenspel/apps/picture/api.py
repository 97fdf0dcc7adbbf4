"""The neighbourhood picture as open data."""

from __future__ import annotations

from ninja import Router

from .figures.api import router as figures

router = Router()
router.add_router("", figures)
