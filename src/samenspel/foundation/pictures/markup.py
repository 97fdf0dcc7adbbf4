"""SVG as text: a small builder that escapes, and the frame that every picture has.

Colours are never written here: elements carry a class (`ink-bewoner`) and pictures.css says what it looks like, so a
municipality's tokens and forced colours reach every drawing. No style attributes either: the site's content security
policy refuses them.
"""

import re
from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

# A drawing is only shown where it has this room, so that its 16-unit text is at least 16 pixels high.
WIDE = 560
LARGE = 832
NARROW = 288

CHARACTER_WIDTH = 8.2  # of 16-unit text, on the safe side


def number(value: float) -> str:
    """A coordinate with at most one decimal, without a trailing zero."""
    rounded = f"{value:.1f}".removesuffix(".0")
    return "0" if rounded == "-0" else rounded


def element(name: str, *children: str, **attributes: object) -> SafeString:
    """One SVG element. `class_` becomes `class`, `text_anchor` becomes `text-anchor`; None leaves an attribute out.

    Children that are not yet safe are escaped.
    """
    parts = []
    for key, value in attributes.items():
        if value is None:
            continue
        text = number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
        parts.append(f' {_attribute(key)}="{escape(text)}"')
    inner = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{''.join(parts)}>{inner}</{name}>")  # noqa: S308  every part is escaped above


def _attribute(key: str) -> str:
    return key if key in {"viewBox", "preserveAspectRatio"} else key.rstrip("_").replace("_", "-")


def join(parts: Iterable[str]) -> SafeString:
    """Safe parts after each other; parts that are not yet safe are escaped."""
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308


def picture(
    width: float, height: float, *children: str, title: str, desc: str = "", class_: str = "", **attributes: object
) -> SafeString:
    """The `<svg>` of a drawing in its own units; `title` and `desc` are what a screen reader says.

    An empty `title` makes a decoration that screen readers skip.
    """
    return element(
        "svg",
        *children,
        class_=f"sam-svg {class_}".strip(),
        viewBox=f"0 0 {number(width)} {number(height)}",
        **spoken(title, desc),
        **attributes,
    )


def spoken(title: str, desc: str = "") -> dict[str, str]:
    """The attributes by which a screen reader names a picture.

    A label rather than a pair of ids: the same picture may stand twice on a page, and ids must be unique.
    """
    if not title:
        return {"aria_hidden": "true"}
    label = title if not desc else f"{title.rstrip('.')}. {desc}"
    return {"role": "img", "aria_label": label}


def responsive(wide: str, narrow: str, *, room: str = "medium") -> SafeString:
    """Both drawings of a picture; the room it gets on the page decides which one shows.

    room: what the wide one needs: small (a ring: 26 rem), medium (35 rem) or large (the flow: 52 rem).
    """
    suffix = {"small": " sam-beeld--klein", "medium": "", "large": " sam-beeld--groot"}[room]
    return element(
        "div",
        element("div", wide, class_="sam-breedbeeld"),
        element("div", narrow, class_="sam-smal"),
        class_=f"sam-beeld{suffix}",
    )


def stacked(*drawings: str) -> SafeString:
    """Drawings under each other, as one narrow drawing of `responsive`."""
    return element("div", *drawings, class_="sam-stapel sam-stapel--ruim")


def text(x: float, y: float, words: str, *, class_: str = "", anchor: str | None = None, **more: object) -> SafeString:
    """A line of text with its baseline at y; `anchor` is start (None), middle or end."""
    return element("text", words, x=x, y=y, text_anchor=anchor, class_=class_ or None, **more)


def circle(x: float, y: float, radius: float, ink: str) -> SafeString:
    return element("circle", cx=x, cy=y, r=radius, class_=ink)


def square(x: float, y: float, side: float, ink: str, **more: object) -> SafeString:
    """A square around (x, y)."""
    return element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, rx=side / 20, class_=ink, **more)


def triangle_path(x: float, y: float, size: float) -> str:
    """Path data of an upright triangle around (x, y), `size` wide."""
    half = size / 2
    return f"M{number(x)} {number(y - half)}L{number(x + half)} {number(y + half)}H{number(x - half)}z"


def circle_path(x: float, y: float, radius: float) -> str:
    """Path data of a circle, to draw hundreds of dots as one element."""
    diameter = number(2 * radius)
    arc = f"a{number(radius)} {number(radius)} 0 1 0"
    return f"M{number(x - radius)} {number(y)}{arc} {diameter} 0{arc} -{diameter} 0"


def square_path(x: float, y: float, side: float) -> str:
    return f"M{number(x - side / 2)} {number(y - side / 2)}h{number(side)}v{number(side)}h-{number(side)}z"


def half_round_path(x: float, y: float, radius: float) -> str:
    """Path data of the half-round that stands for 'together', centred on (x, y)."""
    left, size = number(x - radius * 0.7), number(radius)
    return f"M{left} {number(y - radius)}h{number(radius * 0.4)}a{size} {size} 0 0 1 0 {number(2 * radius)}H{left}z"


def path(data: str, ink: str, **more: object) -> SafeString:
    return element("path", d=data, class_=ink, **more)


def wrap(words: str, characters: int) -> list[str]:
    """Break a label over lines of about `characters`, never inside a word."""
    lines = [""]
    for word in re.split(r"[ \t\n]+", words.strip()):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > characters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
