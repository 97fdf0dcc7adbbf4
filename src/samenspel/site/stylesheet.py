"""The style page: every component and picture part on one page, live, for designers and for the tests."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from samenspel.foundation import pictures

# Colours of tokens.css with their use; the swatches are drawn by class, so a municipality's own tokens show.
COLOURS = ("inkt", "inkt-zacht", "geel", "blauw", "groen", "steen", "papier", "krant")


def stylesheet_page(request: HttpRequest) -> HttpResponse:
    """GET /stijl/: the style sheet of the site. Everything on it is an example."""
    return render(request, "site/stylesheet.html", {"examples": SimpleLazyObject(examples)})


def examples() -> dict[str, Any]:
    """Example pictures and rows for the style page, in the language of the request."""
    return {
        "colours": _colours(),
        "street": pictures.street(seed="WK001404", title=_("A street with houses, and 17 people at a long table.")),
        "ring": _ring(),
        "dots": _dots(),
        "chances": _chances(),
        "flow": _flow(),
        "opinions": _opinions(),
        "outline": _outline(),
        "area": _area(),
        "knowing": _knowing(),
        "windows": _windows(),
        "years": _years(),
        "strip": _strip(),
        "hundred": _hundred(),
        "values": pictures.three_values(
            [4, 4, 2],
            [_("Engagement"), _("Legitimacy"), _("Return for money")],
            title=_("Engagement 4, legitimacy 4, return 2, each of 5"),
        ),
        "filling": pictures.filling(
            [
                pictures.Part(0.265, _amount(1820), "earlier"),
                pictures.Part(0.535, _amount(3674), "now"),
                pictures.Part(0.2, _amount(1374), "left"),
            ],
            title=_("Of one voter's money, more than half went to this project."),
        ),
        "short": pictures.filling(
            [pictures.Part(0.026, "", "now"), pictures.Part(0.974, _("Too little"), "missing")],
            title=_("Of the costs, 3 percent was there."),
        ),
        "filling_legend": [
            {"mark": "block-together", "label": _("earlier projects")},
            {"mark": "block-free", "label": _("this project")},
            {"mark": "block-left", "label": _("left over")},
        ],
        "icons": list(pictures.ICONS),
        "bars": [
            {"label": _("Playing in the street"), "value": 11, "share": 1},
            {"label": _("Home late and safe"), "value": 9, "share": 0.82},
            {"label": _("Heat in summer"), "value": 6, "share": 0.55},
        ],
        "funnel": [
            {"label": _("addresses drawn"), "value": 600, "share": 1},
            {"label": _("people spoken at home"), "value": 412, "share": 0.687},
            {"label": _("said yes"), "value": 96, "share": 0.16},
            {"label": _("got a seat"), "value": 11, "share": 0.0183},
        ],
        "marks": [
            {"mark": "resident", "label": _("resident, free money")},
            {"mark": "municipality", "label": _("municipality, fixed money")},
            {"mark": "together", "label": _("together: decided, advice")},
            {"mark": "open", "label": _("still open")},
            {"mark": "group-b", "label": _("second opinion group")},
        ],
        "table_columns": [
            {"label": _("Age")},
            {"label": _("In the neighbourhood"), "numeric": True},
            {"label": _("In the council"), "numeric": True},
        ],
        "table_rows": [
            ["16–30", "36%", "36%"],
            ["31–50", "30%", "27%"],
            ["51–67", "19%", "18%"],
            ["68+", "15%", "18%"],
        ],
        "figures": [
            {"label": _("of the voters got a project of their choice"), "value": "91%"},
            {"label": _("each vote was worth"), "value": f"€ {_amount(6868)}"},
        ],
        "moments": [
            {"date": date(2026, 11, 25), "title": _("Council meeting"), "text": _("Everyone may look on.")},
            {
                "date": date(2026, 12, 3),
                "title": _("Table talk about the street"),
                "text": _("With soup. 9 places left."),
            },
        ],
        "trail": [{"label": _("Now"), "url": "#content"}, {"label": _("Style"), "url": "#content"}],
    }


def _colours() -> list[dict[str, str]]:
    uses = (
        _("text, lines"),
        _("captions"),
        _("residents, free, now"),
        _("municipality, fixed"),
        _("together, do"),
        _("error, late"),
        _("background"),
        _("quiet band"),
    )
    return [{"name": name, "use": use} for name, use in zip(COLOURS, uses, strict=True)]


def _amount(cents: int) -> str:
    return number_format(cents / 100, decimal_pos=2)


def _percent(chance: float) -> str:
    return f"{number_format(round(chance * 100, 1), decimal_pos=0 if chance * 100 % 1 < 0.05 else 1)}%"


def _millions(cents: int) -> str:
    euros = cents / 100
    if euros >= 1_000_000:
        return _("%(amount)s million") % {"amount": number_format(euros / 1_000_000, decimal_pos=1)}
    return _("%(amount)s thousand") % {"amount": number_format(euros / 1000, decimal_pos=0)}


def _ring() -> str:
    labels = ["041", "118", "007", "262", "330", "095", "214", "173", "288", "056", "349"]
    seats = []
    for index in range(17):
        drawn = index % 3 != 0 or index == 15
        seats.append(pictures.Seat("drawn", labels.pop(0)) if drawn and labels else pictures.Seat("delegated"))
    title = _("A round table: 11 residents' seats with the number of their lot, and 6 of city councillors.")
    note = _("from 96 lots")
    wide = pictures.ring_of_seats(seats, title=title, centre="11", note=note)
    narrow = pictures.ring_of_seats(seats, title=title, centre="11", note=note, narrow=True)
    return pictures.responsive(wide, narrow, room="small")


def _dots() -> str:
    groups = [pictures.Dots(146, "together"), pictures.Dots(38, "together-middle"), pictures.Dots(56, "free")]
    title = _("240 dots of a thousand euros: 146 divided by vote, 38 by the council, 56 still free.")
    return pictures.responsive(pictures.dots(groups, title=title), pictures.dots(groups, title=title, narrow=True))


def _chances() -> str:
    chances = [0.094] * 52 + [0.118] * 18 + [0.143] * 14 + [0.165] * 12
    title = _("96 people by their chance: 52 had 9.4 percent, 12 had 16.5 percent.")
    label = _("average")
    drawings = [
        pictures.chance_histogram(chances, percent=_percent, title=title, average_label=label, narrow=narrow)
        for narrow in (False, True)
    ]
    return pictures.responsive(*drawings)


def _flow() -> str:
    million = 100_000_000
    care, city, school = _("Social development"), _("City management"), _("Education and sport")
    district, home, street = _("District budget"), _("Care and help at home"), _("Streets and green")
    learn, meet = _("School and sport"), _("Meeting each other")
    flows = [
        pictures.Flow(care, "fixed", home, int(5.24 * million)),
        pictures.Flow(care, "advice", meet, int(0.62 * million)),
        pictures.Flow(city, "fixed", street, int(3.53 * million)),
        pictures.Flow(city, "advice", street, int(0.78 * million)),
        pictures.Flow(school, "fixed", learn, int(1.08 * million)),
        pictures.Flow(school, "advice", learn, int(0.16 * million)),
        pictures.Flow(district, "free", street, int(0.12 * million)),
        pictures.Flow(district, "free", meet, int(0.12 * million)),
    ]
    rooms = {"fixed": _("Fixed"), "advice": _("Advice of the council"), "free": _("Free: residents decide")}
    title = _("Money from left to right: whose it is, who decides, where it goes.")
    wide = pictures.money_flow(flows, rooms=rooms, amount=_millions, title=title)
    narrow = [
        pictures.money_flow(flows, rooms=rooms, amount=_millions, title=title, narrow=part)
        for part in ("owners", "purposes")
    ]
    return pictures.responsive(wide, pictures.stacked(*narrow), room="large")


def _opinions() -> str:
    points = []
    for index in range(150):
        # A fixed pattern, not a random one: the page looks the same every time.
        turn, reach = index * 2.399963, (index % 30) / 30
        group = index % 3 if index % 3 < 2 else None
        centre = {0: -2.0, 1: 2.0, None: 0.0}[group]
        points.append(pictures.MapPoint(centre + reach * 1.6 * _wave(turn), 1.5 * reach * _wave(turn + 1.57), group))
    you = pictures.MapPoint(-0.6, 0.9)
    title = _("Map of opinions: the first group left, the second right, in the middle who belongs to neither.")
    drawings = [
        pictures.map_dots(points, title=title, you=you, you_label=_("you are here"), narrow=narrow)
        for narrow in (False, True)
    ]
    return pictures.responsive(*drawings)


def _wave(turn: float) -> float:
    """A sine good enough to place example dots."""
    turn = (turn + 3.141593) % 6.283185 - 3.141593
    return turn * (1.273239 - 0.405285 * abs(turn))


def _outline() -> str:
    corners = [[0, 0], [4, -1], [7, 1], [8, 4], [5, 6], [2, 5], [-1, 3], [0, 0]]
    outline = {"type": "Polygon", "coordinates": [[[1000 * x, 1000 * y] for x, y in corners]]}
    places = [
        pictures.Place(2000, 2000, "1"),
        pictures.Place(5000, 3000, "2", "municipality"),
        pictures.Place(4000, 4300, _("Community centre"), "together"),
    ]
    title = _("Outline of the neighbourhood with three places.")
    drawings = [pictures.outline_map(outline, places=places, title=title, narrow=narrow) for narrow in (False, True)]
    return pictures.responsive(*drawings)


def _area() -> dict[str, Any]:
    outline = {"type": "Polygon", "coordinates": [[[6.58, 53.217], [6.598, 53.222], [6.585, 53.233], [6.571, 53.227]]]}
    beside = {"type": "Polygon", "coordinates": [[[6.598, 53.222], [6.63, 53.225], [6.62, 53.24], [6.585, 53.233]]]}
    spots = [(6.583, 53.2225), (6.5835, 53.2228), (6.589, 53.2262), (6.578, 53.226), (6.584, 53.2285)]
    names = [_("A neighbour"), _("An association"), _("A school"), _("A square"), _("A summer table")]
    points = [
        pictures.AreaPoint(*spot, number=str(number), name=name, kind=kind)
        for number, (spot, name, kind) in enumerate(zip(spots, names, pictures.AREA_KINDS, strict=False), start=1)
    ]
    title = _("Map of the neighbourhood with five numbered points and a walk between three of them.")
    drawings = [
        pictures.area_map(outline, points, title=title, neighbours=[beside], route=spots[2:], narrow=narrow)
        for narrow in (False, True)
    ]
    return {"picture": pictures.responsive(*drawings), "points": points}


def _knowing() -> str:
    names = [_("A neighbour"), _("An association"), _("A school"), _("A square"), _("A summer table")]
    everyone = [
        pictures.Acquaintance(str(number), name, kind)
        for number, (name, kind) in enumerate(zip(names, pictures.AREA_KINDS, strict=False), start=1)
    ]
    title = _("Who knows whom: four lines between five.")
    links = [(0, 4), (1, 4), (2, 3), (0, 1)]
    drawings = [pictures.who_knows_whom(everyone, links, title=title, narrow=narrow) for narrow in (False, True)]
    return pictures.responsive(*drawings)


def _windows() -> str:
    rows = [
        pictures.TwoWindows(_("No room for visitors"), 3, 11, _("rises")),
        pictures.TwoWindows(_("Safely home late"), 6, 5, _("no clear difference")),
    ]
    drawings = [
        pictures.two_windows(
            rows,
            before_label=_("eight weeks before"),
            recent_label=_("last eight weeks"),
            title=_("Two themes in two times eight weeks: one dot is one signal."),
            narrow=narrow,
        )
        for narrow in (False, True)
    ]
    return pictures.responsive(*drawings)


def _strip() -> str:
    drawings = [
        pictures.strip(
            [165, 274, 375, 951, 1110, 1484, 2148, 2392, 2833, 3952, 4545, 5461, 10762, 10907, 12980],
            own=8733,
            own_label=_("here: 8,733"),
            marks=[
                pictures.StripMark(1314, _("municipality: 1,314")),
                pictures.StripMark(533, _("country: 533"), "other"),
            ],
            value=lambda amount: number_format(amount, decimal_pos=0),
            title=_("People on a square kilometre: 8,733 here, 1,314 in the municipality."),
            narrow=narrow,
        )
        for narrow in (False, True)
    ]
    return pictures.responsive(*drawings)


def _hundred() -> str:
    rows = [
        pictures.HundredRow(_("to 25 years"), 34, _("municipality %(number)s") % {"number": 29}),
        pictures.HundredRow(_("25 to 65 years"), 54, _("municipality %(number)s") % {"number": 55}),
        pictures.HundredRow(_("65 and over"), 12, _("municipality %(number)s") % {"number": 16}),
    ]
    title = _("Of every hundred people 34 are under 25, 54 are 25 to 65, 12 are older.")
    drawings = [pictures.hundred(rows, title=title, narrow=narrow) for narrow in (False, True)]
    return pictures.responsive(*drawings)


def _years() -> str:
    series = [
        pictures.Series(
            _("neighbourhood"),
            [(2018, 11210), (2019, 11400), (2020, None), (2021, 12040), (2022, 12480), (2024, 12970)],
        ),
        pictures.Series(_("forecast"), [(2018, 10800), (2020, 11000), (2022, 11600), (2024, 12000)], "resident"),
    ]
    title = _("Inhabitants from 2018 to 2024: from 11,210 to 12,970. 2020 is unknown.")
    drawings = [
        pictures.line_over_years(series, value=lambda v: number_format(v, decimal_pos=0), title=title, narrow=narrow)
        for narrow in (False, True)
    ]
    return pictures.responsive(*drawings)
