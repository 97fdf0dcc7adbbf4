"""The neighbourhood picture as open data."""

from __future__ import annotations

from ninja import Router

from .energy.api import router as energy
from .figures.api import router as figures
from .themes.api import router as themes

router = Router()
router.add_router("", figures)
router.add_router("", energy)
router.add_router("", themes)
