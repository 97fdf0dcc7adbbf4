"""The street on a neighbourhood's front page: its own row of houses, and its council at a long table.

Drawn from a seed, so that every neighbourhood has a street of its own that never changes by itself.
"""

from random import Random

from django.utils.safestring import SafeString

from .markup import circle, element, join, number, path, picture

WIDTH = 1280
HEIGHT = 236
GROUND = 208
WALLS = ("ink-gevel-a", "ink-gevel-b", "ink-gevel-c")
WINDOW = (12, 19)
TABLE_SEAT = 29.5
TABLE_MAX = 500


def street(*, seed: str, title: str, desc: str = "", residents: int = 11, municipality: int = 6) -> SafeString:
    """A street for the neighbourhood `seed` (its code or name), with its council at the table.

    residents and municipality: seats of each, drawn as round and square heads; none leaves the table out.
    The middle of the drawing holds the table and survives when a phone crops both ends.
    """
    random = Random(f"street:{seed}")  # noqa: S311  a drawing, not a draw
    houses, trees = _houses(random)
    parts = [
        element("g", *houses, *trees, class_="los"),
        element("rect", x=0, y=GROUND, width=WIDTH, height=HEIGHT - GROUND, class_="ink-stoep"),
        path(f"M0 {GROUND}H{WIDTH}", "ink-lijn"),
        *_table(random, residents, municipality),
    ]
    return picture(
        WIDTH, HEIGHT, *parts, title=title, desc=desc, class_="sam-straat", preserveAspectRatio="xMidYMax slice"
    )


def _houses(random: Random) -> tuple[list[SafeString], list[SafeString]]:
    landmark_at = random.uniform(500, 720)
    landmark = random.choice((_church, _mill, _flat))
    houses: list[SafeString] = []
    trees: list[SafeString] = []
    x, wall, built = -10.0, random.randrange(3), False
    while x < WIDTH:
        wall = (wall + random.choice((1, 2))) % 3
        if not built and x > landmark_at:
            width, drawing = landmark(x, WALLS[wall], random)
            built = True
        else:
            width = float(random.choice((58, 64, 70, 84, 96, 108, 116)))
            drawing = random.choice((_gable, _stepped, _mansard))(x, width, WALLS[wall], random)
            # Trees stay clear of the table, which is the subject of the picture.
            if random.random() < 0.55 and not 420 < x + width / 2 < 860:
                trees.append(_tree(x + width * random.uniform(0.3, 0.7), random))
        houses.append(drawing)
        x += width
    return houses, trees


def _wall(x: float, width: float, top: float, roof: str, ink: str, random: Random) -> SafeString:
    data = f"M{number(x)} {GROUND}V{number(top)}{roof}V{GROUND}z"
    return join([path(data, ink), *_windows(x, width, top + 14, random)])


def _windows(x: float, width: float, top: float, random: Random) -> list[SafeString]:
    columns = max(2, round(width / 32))
    gap = (width - columns * WINDOW[0]) / (columns + 1)
    lit: list[str] = []
    dark: list[str] = []
    y = top
    while y + WINDOW[1] < GROUND - 14:
        for column in range(columns):
            left = x + gap + column * (WINDOW[0] + gap)
            pane = f"M{number(left)} {number(y)}h{WINDOW[0]}v{WINDOW[1]}h-{WINDOW[0]}z"
            (lit if random.random() < 0.68 else dark).append(pane)
        y += 36
    return [path("".join(lit), "ink-licht"), path("".join(dark), "ink-raam")]


def _gable(x: float, width: float, ink: str, random: Random) -> SafeString:
    top = random.uniform(84, 120)
    return _wall(
        x,
        width,
        top,
        f"L{number(x + width / 2)} {number(top - width * 0.36)}L{number(x + width)} {number(top)}",
        ink,
        random,
    )


def _stepped(x: float, width: float, ink: str, random: Random) -> SafeString:
    top = random.uniform(88, 116)
    step = width / 5
    up, down = f"h{number(step)}v-13", f"h{number(step)}v13"
    return _wall(x, width, top, f"{up}{up}{down}{down}h{number(step)}", ink, random)


def _mansard(x: float, width: float, ink: str, random: Random) -> SafeString:
    top = random.uniform(104, 124)
    roof = f"L{number(x + 14)} {number(top - 26)}H{number(x + width - 14)}L{number(x + width)} {number(top)}"
    return _wall(x, width, top, roof, ink, random)


def _church(x: float, ink: str, random: Random) -> tuple[float, SafeString]:
    width, middle = 56.0, x + 28
    tower = path(f"M{number(x)} {GROUND}V58L{number(middle)} 8L{number(x + width)} 58V{GROUND}z", ink)
    clock = join([circle(middle, 84, 10, "ink-papier"), path(f"M{number(middle)} 78v6l5 3", "ink-lijn")])
    return width, join([tower, clock, *_windows(x, width, 108, random)])


def _mill(x: float, ink: str, random: Random) -> tuple[float, SafeString]:
    width, middle = 92.0, x + 46
    body = path(
        f"M{number(x + 14)} {GROUND}L{number(middle - 18)} 66a18 14 0 0 1 36 0L{number(x + width - 14)} {GROUND}z", ink
    )
    sails = path(
        f"M{number(middle - 44)} 22L{number(middle + 44)} 110M{number(middle + 44)} 22L{number(middle - 44)} 110",
        "ink-lijn-dik",
    )
    return width, join([body, *_windows(x + 22, width - 44, 100, random), sails, circle(middle, 66, 5, "ink-inkt")])


def _flat(x: float, ink: str, random: Random) -> tuple[float, SafeString]:
    width = 128.0
    block = path(f"M{number(x)} {GROUND}V26h{number(width)}V{GROUND}z", ink)
    floors = path("".join(f"M{number(x)} {y}h{number(width)}" for y in range(64, GROUND, 36)), "ink-lijn-zacht")
    return width, join([block, floors, *_windows(x, width, 36, random)])


def _tree(x: float, random: Random) -> SafeString:
    radius = random.uniform(24, 42)
    y = GROUND - radius - random.uniform(18, 28)
    crown = circle(x, y, radius, "ink-geel overdruk")
    trunk = path(f"M{number(x)} {GROUND}V{number(y - 4)}M{number(x)} {number(y + 12)}l9-9", "ink-lijn-dik")
    return join([crown, trunk])


def _table(random: Random, residents: int, municipality: int) -> list[SafeString]:
    people = residents + municipality
    if not people:
        return []
    seat = min(TABLE_SEAT, TABLE_MAX / people)
    start = WIDTH / 2 - seat * people / 2
    order = ["resident"] * residents + ["municipality"] * municipality
    random.shuffle(order)
    size = min(1.0, seat / TABLE_SEAT)
    parts = []
    for index, kind in enumerate(order):
        parts.append(_person(start + seat * (index + 0.5), 208, size, kind, lift=2 * random.randrange(2)))
    left, right = start - 12, WIDTH - start + 12
    parts.append(element("rect", x=left, y=205, width=right - left, height=9, rx=2, class_="ink-papier ink-rand"))
    legs = f"M{number(left + 20)} 214v18M{number(right - 20)} 214v18M{WIDTH / 2:.0f} 214v18"
    parts.append(path(legs, "ink-lijn-dik"))
    return parts


def _person(x: float, y: float, size: float, kind: str, *, lift: float) -> SafeString:
    half = 12 * size
    body = f"M{number(x - half)} {number(y)}v-9a{number(half)} {number(half)} 0 0 1 {number(2 * half)} 0v9z"
    head_y = y - 9 - 20 * size - lift * size
    if kind == "resident":
        return join([path(body, "ink-samen"), circle(x, head_y, 9 * size, "ink-bewoner")])
    side = 16 * size
    head = element(
        "rect", x=x - side / 2, y=head_y - side / 2, width=side, height=side, rx=1.5, class_="ink-gemeente ink-rand-wit"
    )
    return join([path(body, "ink-inkt"), head])
