"""Style sheets and templates keep the rules of docs/look.md."""

import re
from pathlib import Path

import pytest

SITE = Path(__file__).resolve().parents[2] / "src" / "samenspel" / "site"
CSS = SITE / "static_src" / "samenspel" / "css"
SHEETS = sorted(CSS.glob("*.css"))
# A file to take home holds all it needs, under a policy of its own.
TO_TAKE_HOME = SITE / "templates" / "recount" / "standalone.html"
TEMPLATES = sorted(path for path in (SITE / "templates").rglob("*.html") if path != TO_TAKE_HOME)
TOKENS = dict(re.findall(r"(--sam-[\w-]+): ([^;]+);", (CSS / "tokens.css").read_text()))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(TOKENS[f"--sam-{one}"]), luminance(TOKENS[f"--sam-{other}"])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        *[
            (ink, ground, 4.5)
            for ink in ("inkt", "inkt-zacht", "groen", "blauw", "steen")
            for ground in ("papier", "wit", "krant", "geel-licht", "groen-licht", "blauw-licht", "steen-licht")
        ],
        ("wit", "groen", 4.5),
        ("wit", "groen-diep", 4.5),
        ("wit", "blauw", 4.5),
        ("wit", "steen", 4.5),
        ("inkt", "geel", 4.5),
        ("avond-tekst", "avond", 4.5),
        ("avond-zacht", "avond", 4.5),
        ("rand", "wit", 3),
        ("groep-a", "papier", 3),
        ("groep-b", "papier", 3),
    ],
)
def test_contrast(ink: str, ground: str, least: float) -> None:
    assert contrast(ink, ground) >= least


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_are_tokens(sheet: Path) -> None:
    if sheet.name != "tokens.css":
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_exists(sheet: Path) -> None:
    assert set(re.findall(r"var\((--sam-[\w-]+)", sheet.read_text())) <= TOKENS.keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_directions_are_logical(sheet: Path) -> None:
    sides = "left|right|top|bottom"
    physical = rf"(?<![\w-])(?:(?:margin|padding|border)-(?:{sides})|{sides}|text-align): ?(?:left|right|[\d.-]+)"
    assert not re.findall(physical, sheet.read_text())


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_that_the_security_policy_refuses(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son\w+=", text)
    assert "https://" not in text


def test_what_is_taken_home_may_reach_nothing_and_run_nothing_else() -> None:
    text = TO_TAKE_HOME.read_text()
    policy = "default-src 'none'; script-src '{{ script_hash }}'; style-src '{{ sheet_hash }}'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}' in text
    assert (text.count("<style"), text.count("<script"), text.count("src=")) == (1, 1, 0)
    assert not re.search(r"\s(style|on\w+)=", text)


def test_every_component_is_described() -> None:
    described = (SITE.parents[2] / "docs" / "look.md").read_text()
    for component in (SITE / "templates" / "cotton").glob("*.html"):
        name = f"c-{component.stem.replace('_', '-')}"
        assert f"`{name}`" in described, name
