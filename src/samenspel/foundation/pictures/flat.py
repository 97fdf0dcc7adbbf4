"""From degrees to a drawing: flattened at the drawing's own latitude, equal in both directions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Flat:
    """`scale` units per degree of latitude; `west` and `north` lie at `left` and `top`; `stretch` is the cosine."""

    west: float
    north: float
    stretch: float
    scale: float
    left: float
    top: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a spot lies in the drawing."""
        return (
            self.left + (longitude - self.west) * self.stretch * self.scale,
            self.top + (self.north - latitude) * self.scale,
        )

    def facts(self) -> dict[str, str]:
        """What a script needs to go back from the drawing to degrees."""
        return {
            "data_west": repr(self.west - self.left / (self.stretch * self.scale)),
            "data_north": repr(self.north + self.top / self.scale),
            "data_longitude_step": repr(1 / (self.stretch * self.scale)),
            "data_latitude_step": repr(1 / self.scale),
        }
