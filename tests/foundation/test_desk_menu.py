"""The workspace's navigation: one line for who has few screens, parts of the work for who has many."""

from types import SimpleNamespace

import pytest

from samenspel.foundation import desk
from samenspel.foundation.templatetags.desk import ONE_LINE_MAX, desk_menu

ADDRESSES = {"one:a": "/w/werkplek/a/", "one:b": "/w/werkplek/a/b/", "one:c": "/w/werkplek/c/"}


@pytest.fixture
def menu(monkeypatch):
    """The menu at an address for someone with these (key, group, url name) screens."""

    def of(screens, path):
        entries = {key: desk.DeskEntry(key, key.upper(), url, frozenset({"x"}), group=g) for key, g, url in screens}
        monkeypatch.setattr(desk, "_entries", entries)
        monkeypatch.setattr(
            "samenspel.foundation.templatetags.desk.reverse", lambda name, kwargs: ADDRESSES.get(name, f"/w/{name}/")
        )
        where = SimpleNamespace(slug="w")
        return desk_menu({"neighbourhood": where, "request": SimpleNamespace(path=path), "desk_roles": {"x"}})

    return of


def test_few_screens_stand_on_one_line_and_the_longest_address_is_where_you_are(menu):
    found = menu([("a", "money", "one:a"), ("b", "money", "one:b"), ("c", "council", "one:c")], "/w/werkplek/a/b/9/")
    assert [(tab.label, tab.current) for tab in found.tabs] == [("A", False), ("B", True), ("C", False)]
    assert found.below == ()


def test_many_screens_are_found_by_part_of_the_work(menu):
    more = [(f"n{number}", "neighbourhood", f"n{number}") for number in range(ONE_LINE_MAX)]
    screens = [*more, ("a", "money", "one:a"), ("c", "money", "one:c")]
    found = menu(screens, "/w/werkplek/c/")
    assert [(tab.url, tab.current) for tab in found.tabs] == [("/w/n0/", False), ("/w/werkplek/a/", True)]
    assert [(tab.label, tab.current) for tab in found.below] == [("A", False), ("C", True)]
    assert menu(screens, "/w/werkplek/").below == ()


def test_a_part_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no part of the work"):
        desk.register(desk.DeskEntry("x", "X", "one:a", frozenset(), group="elsewhere"))
