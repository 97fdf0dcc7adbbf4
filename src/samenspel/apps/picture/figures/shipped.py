"""The figures and coarse outlines that come with the project."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def groningen() -> dict[str, Any]:
    """Groningen and its twenty neighbourhoods in 2024, beside the country."""
    text = resources.files("samenspel.apps.picture").joinpath("data", "groningen_2024.json").read_text(encoding="utf-8")
    return json.loads(text)
