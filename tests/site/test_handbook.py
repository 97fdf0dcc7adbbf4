"""The handbook: its pages are read, shown, safe, and speak of things that exist."""

import re

import pytest

from samenspel.site import handbook
from samenspel_testing import ROOT

WORDS_MAX = 420
PICTURE_BYTES_MAX, PICTURE_WIDTH_MAX = 60_000, 900


def test_every_file_of_the_folder_is_a_page():
    assert len(handbook.pages()) == len(list((ROOT / "docs" / "handboek").glob("*.md"))) >= 8


@pytest.mark.parametrize("page", handbook.pages(), ids=lambda page: page.slug)
def test_a_page_shows_and_stays_within_one_sheet(client, db, page):
    answer = client.get(f"/handboek/{page.slug}/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<h1 class="utrecht-heading-1" lang="nl">{page.title}</h1>' in html
    assert page.reader
    assert len(page.text.split()) <= WORDS_MAX
    assert not re.search(r"\bu\b|\buw\b", page.text), "residents and colleagues are 'je'"


def test_the_index_leads_to_every_page(client, db):
    html = client.get("/handboek/").content.decode()
    assert all(f"/handboek/{page.slug}/" in html for page in handbook.pages())
    assert client.get("/handboek/onbekend/").status_code == 404


def test_the_commands_of_the_handbook_exist():
    from samenspel.cli import build_app

    known = {command.name or command.callback.__name__ for command in build_app().registered_commands}
    named = {m for page in handbook.pages() for m in re.findall(r"<code>samenspel (\w+)", page.body)}
    assert named
    assert named <= known | {"manage"}


def test_html_in_a_page_stays_text(tmp_path):
    path = tmp_path / "01-proef.md"
    path.write_text("# Proef\n\nVoor: niemand\n\nEerste.\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n")
    body = handbook.read_page(path).body
    assert "<script" not in body
    assert "javascript:" not in re.findall(r'href="([^"]*)"', body)


def test_a_picture_is_one_of_the_handbook(tmp_path):
    path = tmp_path / "01-proef.md"
    path.write_text("# Proef\n\nVoor: niemand\n\nEerste.\n\n![de lijst](pictures/de-lijst.png)\n")
    assert (
        '<img class="sam-handboek__beeld" src="pictures/de-lijst.png" alt="de lijst"' in handbook.read_page(path).body
    )
    path.write_text("# Proef\n\nVoor: niemand\n\nEerste.\n\n![x](https://example.org/x.png)\n")
    with pytest.raises(ValueError, match="lies in its folder"):
        handbook.read_page(path)


def test_every_picture_of_the_handbook_is_there_and_shown(client, db):
    files = {path.name for path in (handbook.folder() / "pictures").glob("*.png")}
    named = {m for page in handbook.pages() for m in re.findall(r'src="pictures/([^"]*)"', page.body)}
    assert named == files
    for page in handbook.pages():
        if "sam-handboek__beeld" in page.body:
            assert 'src="/static/samenspel/handboek/' in client.get(f"/handboek/{page.slug}/").content.decode()


def test_pictures_are_small_enough_for_a_slow_line():
    for path in [*(ROOT / "docs").glob("handboek/pictures/*.png"), *(ROOT / "docs").glob("pictures/*/*.png")]:
        content = path.read_bytes()
        # A PNG's width stands in bytes 16 to 19.
        assert int.from_bytes(content[16:20], "big") <= PICTURE_WIDTH_MAX, path.name
        assert len(content) <= PICTURE_BYTES_MAX, path.name


def test_a_page_without_its_head_is_refused(tmp_path):
    path = tmp_path / "01-proef.md"
    path.write_text("Zomaar wat tekst.\n")
    with pytest.raises(ValueError, match="begins with"):
        handbook.read_page(path)


def test_the_wheel_takes_the_handbook_along():
    assert '"docs/handboek" = "samenspel/site/handboek"' in (ROOT / "pyproject.toml").read_text()
