"""Amounts in words people read: euros in the language of the page, from whole cents."""

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext


def euros(cents: int) -> str:
    """Whole cents as '€ 1.234,50', without cents when there are none: '€ 1.234'."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    amount = number_format(whole, use_l10n=True, force_grouping=True)
    if rest:
        amount += f"{pgettext('decimal sign', '.')}{rest:02d}"
    return f"{sign}€ {amount}"


def short_euros(cents: int) -> str:
    """A round sum for headlines and pictures: '13.2 million euros', '240 thousand euros', '€ 950'."""
    million = 100_000_000
    if cents >= million:
        rounded = round(cents / million, 1)
        text = number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1)
        return gettext("%(number)s million euros") % {"number": text}
    if cents >= 10_000_000:
        return gettext("%(number)s thousand euros") % {"number": number_format(round(cents / 100_000))}
    return euros(cents)


def people(count: int) -> str:
    """A number of people, written for the language."""
    return ngettext("%(number)s person", "%(number)s people", count) % {
        "number": number_format(count, force_grouping=True)
    }
