"""Picture parts: server-made SVG that everyone sees, without JavaScript.

Every function returns safe markup and takes words and formatted numbers from its caller, so nothing here speaks a
language. docs/look.md shows each with its arguments; the style page of the site shows them drawn.
"""

from .area import AREA_KINDS, AreaPoint, area_map, area_mark
from .charts import Series, chance_histogram, dots_per_mark, line_over_years, three_values
from .compare import Compared, compare_shares
from .flow import Flow, money_flow
from .icons import ICONS, icon
from .knowing import Acquaintance, who_knows_whom
from .lengths import Part, bar, filling, money_bar, two_group_line
from .maps import MapPoint, Place, map_dots, outline_map
from .markup import responsive, stacked
from .people import Dots, Seat, dots, ring_of_seats
from .shapes import MARKS, STATES, alert_mark, brand, mark, state_mark
from .street import street
from .strips import HundredRow, StripMark, hundred, strip
from .windows import TwoWindows, two_windows

__all__ = [
    "AREA_KINDS",
    "ICONS",
    "MARKS",
    "STATES",
    "Acquaintance",
    "AreaPoint",
    "Compared",
    "Dots",
    "Flow",
    "HundredRow",
    "MapPoint",
    "Part",
    "Place",
    "Seat",
    "Series",
    "StripMark",
    "TwoWindows",
    "alert_mark",
    "area_map",
    "area_mark",
    "bar",
    "brand",
    "chance_histogram",
    "compare_shares",
    "dots",
    "dots_per_mark",
    "filling",
    "hundred",
    "icon",
    "line_over_years",
    "map_dots",
    "mark",
    "money_bar",
    "money_flow",
    "outline_map",
    "responsive",
    "ring_of_seats",
    "stacked",
    "state_mark",
    "street",
    "strip",
    "three_values",
    "two_group_line",
    "two_windows",
    "who_knows_whom",
]
