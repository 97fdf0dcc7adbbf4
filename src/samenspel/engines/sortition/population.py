"""Targets from population figures: how many of each group a panel holds if it mirrors the population."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from samenspel.engines.errors import Fault, FaultsError
from samenspel.engines.sortition.pool import Quota, Targets


def targets_from_population(population: Mapping[str, Mapping[str, int | float | Fraction]], seats: int) -> Targets:
    """Per feature and value: the floor and the ceiling of share * seats.

    population: feature → value → people (or any weight: figures need not add up to 100). A share that gives
    a whole number gives min = max. The bounds can always be met together within a feature, because the
    exact shares lie between them. Floats are taken as the decimals that they print as.
    Raises FaultsError: seats_not_positive, negative_share, no_shares.
    """
    faults: list[Fault] = []
    if seats < 1:
        faults.append(Fault("seats_not_positive", f"There are {seats} seats to fill.", "Give at least one."))
    quotas: list[Quota] = []
    for feature, figures in population.items():
        exact = {value: Fraction(str(figure)) for value, figure in figures.items()}
        for value, figure in exact.items():
            if figure < 0:
                faults.append(
                    Fault(
                        "negative_share",
                        f"'{value}' of '{feature}' has a negative figure.",
                        "Give people or shares of zero or more.",
                        column=feature,
                        params={"feature": feature, "value": value},
                    )
                )
        total = sum(exact.values())
        if total <= 0:
            faults.append(
                Fault(
                    "no_shares",
                    f"The figures of '{feature}' add up to nothing.",
                    "Give the number of people per value.",
                    column=feature,
                    params={"feature": feature},
                )
            )
            continue
        for value, figure in exact.items():
            share = figure * seats / total
            quotas.append(Quota(feature, value, math.floor(share), math.ceil(share)))
    if faults:
        raise FaultsError(faults)
    return Targets(tuple(quotas))
