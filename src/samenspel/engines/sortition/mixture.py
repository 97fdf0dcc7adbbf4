"""A distribution over panels, panels being counts per kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Mixture:
    """panels: int array P x T; weights: P positive numbers that add up to 1.

    remainder: the share of the aim that the panels do not reach, so that
    chance >= (1 - remainder) * aimed chance for everyone.
    """

    panels: np.ndarray
    weights: np.ndarray
    remainder: float = 0.0

    @property
    def expected(self) -> np.ndarray:
        """Expected seats per kind."""
        return np.asarray(self.weights @ self.panels)
