"""Figures in words: numbers as people write them, and the sentence that a figure allows."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .comparing import Measure, difference
from .topic import Topic

# Below this a share is told with one decimal, where rounding leaves that meaning.
FINE_BELOW = Decimal(10)
FINE_SPREAD = Decimal("0.3")
NO_FIGURE = "–"


def rounded(value: Decimal | float, places: int) -> str:
    """A number in the language of the page, rounded half up."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True)


def with_unit(topic: Topic, value: Decimal | float, places: int) -> str:
    """A value that is no share, with its unit as it stands in a sentence."""
    number = Decimal(str(value))
    if topic.unit == "thousand_euro":
        return f"€ {rounded(number * 1000, 0)}"
    words = {
        "kwh": _("%(number)s kWh"),
        "m3": _("%(number)s m³"),
        "km": _("%(number)s kilometres"),
        "ha": _("%(number)s hectares"),
    }.get(topic.unit, "%(number)s")
    return words % {"number": rounded(number, places)}


def published(topic: Topic, value: Decimal | None, *, is_secret: bool = False) -> str:
    """The figure as the source gives it, for a table."""
    if value is None:
        return _("secret") if is_secret else NO_FIGURE
    if topic.unit == "percent":
        return _("%(number)s%%") % {"number": rounded(value, topic.decimals)}
    places = 0 if topic.base else topic.decimals
    return with_unit(topic, value, places)


def comparable(topic: Topic, measure: Measure | None) -> str:
    """The measure by which regions are compared, as it stands in a sentence: never finer than rounding allows."""
    if measure is None:
        return NO_FIGURE
    if topic.unit == "percent" and measure.value >= FINE_BELOW:
        return rounded(measure.value, 0)
    if not topic.base:
        return with_unit(topic, measure.value, topic.decimals)
    is_fine = measure.value < FINE_BELOW - Decimal("0.05") and measure.high - measure.low <= FINE_SPREAD
    if is_fine and measure.value >= Decimal("0.05"):
        return rounded(measure.value, 1)
    if 0 < measure.value < Decimal("0.5"):
        return _("less than 1")
    return rounded(measure.value, 0)


def axis_value(topic: Topic, value: float) -> str:
    """A round number along the line of a picture."""
    places = 0 if float(value).is_integer() else 1
    return with_unit(topic, value, places) if topic.unit == "thousand_euro" else rounded(value, places)


def sentence(topic: Topic, measure: Measure | None) -> str:
    """What the figure says, without a full stop; '' where there is none, or nothing to compare by."""
    if measure is None or not topic.sentence:
        return ""
    return str(topic.sentence) % {"own": comparable(topic, measure), "per": rounded(Decimal(topic.per), 0)}


def finding(topic: Topic, own: Measure | None, there: Measure | None, *, place: str) -> str:
    """The figure and how it compares with `place`, as far as rounding allows to say."""
    said = sentence(topic, own)
    if not said:
        return ""
    facts = {"said": said, "place": place, "there": comparable(topic, there)}
    # Translators: `said` is a whole sentence without its full stop.
    return {
        "more": lambda: _("%(said)s. That is more than in %(place)s (%(there)s).") % facts,
        "less": lambda: _("%(said)s. That is less than in %(place)s (%(there)s).") % facts,
        "same": lambda: _("%(said)s. That is about the same as in %(place)s (%(there)s).") % facts,
        "": lambda: f"{said}.",
    }[difference(own, there)]()


def headline(topic: Topic, own: Measure | None, there: Measure | None, *, place: str) -> str:
    """The finding as a heading: one sentence."""
    said = sentence(topic, own)
    if not said:
        return ""
    facts = {"said": said, "place": place}
    return {
        "more": lambda: _("%(said)s: more than in %(place)s") % facts,
        "less": lambda: _("%(said)s: less than in %(place)s") % facts,
        "same": lambda: _("%(said)s: about as in %(place)s") % facts,
        "": lambda: said,
    }[difference(own, there)]()


def unknown_told(year: int) -> str:
    """When nobody here can tell whether a year may be compared with the one before."""
    return _(
        "Our source does not say whether the boundary moved in %(year)s. So we do not join it to earlier years."
    ) % {"year": year}


def break_told(topic: Topic, moment: Any) -> list[str]:
    """Why a year may not be joined to the one before, in sentences."""
    told = []
    if "boundary" in moment.breaks:
        told.append(_("In %(year)s the boundary moved. Do not compare with the years before.") % {"year": moment.year})
    if "unknown" in moment.breaks:
        told.append(unknown_told(moment.year))
    if "counting" in moment.breaks:
        told += [str(why) for year, why in topic.breaks.items() if year <= moment.year]
    return told


def share(topic: Topic, measure: Measure) -> str:
    """A count as a share, for a table: '31 of every 100'."""
    return _("%(number)s of every %(per)s") % {
        "number": comparable(topic, measure),
        "per": rounded(Decimal(topic.per), 0),
    }


def plain(topic: Topic, value: Decimal | None, *, place: str) -> str:
    """The heading for a figure that is compared with nothing, or is secret."""
    shown = published(topic, value, is_secret=value is None)
    return _("%(topic)s in %(place)s: %(shown)s") % {"topic": topic.label, "place": place, "shown": shown}
