"""Amounts in words people read: euros in the language of the page, from whole cents."""

from decimal import Decimal

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext, ngettext


def euros(cents: int) -> str:
    """Whole cents as '€ 1.234,50', without cents when there are none: '€ 1.234'. The space does not break."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    amount = number_format(whole, use_l10n=True, force_grouping=True)
    if rest:
        amount += f"{get_format('DECIMAL_SEPARATOR')}{rest:02d}"
    return f"{sign}€\u00a0{amount}"


def short_euros(cents: int) -> str:
    """A round sum for headlines and pictures: '13.2 million euros', '240 thousand euros', '€ 950'."""
    thousand, million = 100_000, 100_000_000
    # In whole numbers, halves upwards: a float makes 1.1 of 1,150,000. From 999,500 on the thousands would be 1,000.
    if cents >= million - thousand // 2:
        tenths = (cents + million // 20) // (million // 10)
        text = number_format(Decimal(tenths) / 10, decimal_pos=1 if tenths % 10 else 0)
        return gettext("%(number)s million euros") % {"number": text}
    if cents >= 100 * thousand:
        return gettext("%(number)s thousand euros") % {"number": number_format((cents + thousand // 2) // thousand)}
    return euros(cents)


def people(count: int) -> str:
    """A number of people, written for the language."""
    return ngettext("%(number)s person", "%(number)s people", count) % {
        "number": number_format(count, force_grouping=True)
    }
