"""The whole cycle of a neighbourhood council by clicking: from setting it up to the published account.

One story in order, on a database that holds a neighbourhood and people with roles and nothing else. Where a real
neighbourhood would need hundreds of people, one walks by hand and services add the others; each place says so.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import (
    approve,
    colleague,
    fetch,
    fill,
    heading,
    press,
    set_up_town,
    shows,
    wait_for_work,
)
from django.db import connection, transaction
from django.utils import timezone
from harness import Visitor, served, visitor

from databases import OwnDatabase, own_database
from samenspel.site.demo import generator

pytestmark = pytest.mark.browser
HOME = "/oosterparkwijk/"
DESK = f"{HOME}werkplek/"


@dataclass
class Story:
    """Who walks, where, and what came of it so far."""

    own: OwnDatabase
    folder: Path
    browser: Any
    base: str
    neighbourhood: Any
    manager: Visitor
    second: Visitor
    resident: Visitor
    failed_before: int = 0
    known: dict[str, Any] = field(default_factory=dict)

    def as_someone_new(self, name: str) -> contextlib.AbstractContextManager[Visitor]:
        """Someone else with a role, for a while."""
        return colleague(self.browser, self.base, HOME, name)


@pytest.fixture(scope="module")
def told(browser, django_db_blocker, django_db_setup, tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("cycle")
    with django_db_blocker.unblock(), contextlib.ExitStack() as stack:
        own = stack.enter_context(own_database(folder))
        neighbourhood = set_up_town()
        base = stack.enter_context(served(own))
        manager, second = (
            stack.enter_context(colleague(browser, base, HOME, name)) for name in ("Anouk de Wit", "Ruben Hoekstra")
        )
        resident = stack.enter_context(visitor(browser, base, width=360))
        yield Story(own, folder, browser, base, neighbourhood, manager, second, resident, request.session.testsfailed)


@pytest.fixture
def story(told, request):
    """The story so far; once a part of it failed, the rest cannot be walked."""
    if request.session.testsfailed > told.failed_before:
        pytest.skip("an earlier part of the story failed")
    return told


def test_the_council_is_set_up_with_its_rules(story):
    manager = story.manager
    manager.open(f"{DESK}wijkraad/")
    press(manager, "Set up the council")
    fill(
        manager,
        name="Wijkraad Oosterparkwijk",
        instituted_by="Verordening op de wijkraad (verzonnen)",
        competent_body="de gemeenteraad",
        objection="Schrijf binnen zes weken aan de gemeenteraad.",
        seats_drawn="7",
        seats_delegated="0",
        decides="De wijkraad verdeelt het vrije geld van de wijk.",
        advises="De inrichting van straten.",
        may_not_touch="Het omgevingsplan.",
        amount_max="50000",
    )
    press(manager, "Go on")
    shows(manager, "Set up this council?", "50,000")
    press(manager, "Set up the council")
    shows(manager, "The council is set up.", "7 chairs are empty")
    story.resident.open(f"{HOME}wijkraad/")
    shows(story.resident, "Wijkraad Oosterparkwijk", "De wijkraad verdeelt het vrije geld van de wijk.")


def test_a_register_with_a_fault_is_not_loaded_and_says_where_it_is_wrong(story):
    manager, folder = story.manager, story.folder
    good, bad = folder / "register.csv", folder / "register-met-fout.csv"
    good.write_bytes(generator.register(inhabitants=420, dwellings=240, year=timezone.localdate().year, seed=7).data)
    lines = good.read_text().splitlines()
    lines[4] = lines[4].replace(lines[4].split(";")[2], "negentien")
    bad.write_text("\n".join([*lines, ""]))
    manager.open(f"{DESK}loting/")
    press(manager, "Load a file")
    fill(manager, file=bad)
    press_first_button(manager)
    assert heading(manager) == "Which column is which?"
    shows(manager, "has 420 rows")
    press(manager, "Load the register", refused=True)
    faults = manager.page.locator("main table tbody tr")
    assert faults.count() == 1
    # The fault stands on the fifth line of the file.
    assert "5" in faults.inner_text()
    assert "geboortejaar" in faults.inner_text()
    press(manager, "Throw the file away")
    press(manager, "Load a file")
    fill(manager, file=good)
    press_first_button(manager)
    press(manager, "Load the register")
    shows(manager, "The register is loaded.", "of 16 and over")


def test_the_lot_falls_and_two_people_publish_it(story):
    manager = story.manager
    press(manager, "Close the pot")
    fill(manager, count="120")
    press(manager, "Go on")
    press(manager, "Close the pot")
    press(manager, "Let the lot fall")
    fill(manager, text="Tien ballen in De Gong: 4 0 7 1 9 2 6 8 5 3")
    press(manager, "Look over what you typed")
    press(manager, "Let the lot fall")
    shows(manager, "Publish the order of the lot")
    press(manager, "Ask a second person")
    approve(story.second, HOME)
    manager.open(f"{DESK}loting/")
    press(manager, "Publish")
    press(manager, "Publish")
    shows(manager, "The order of the lot is published.")


def test_those_who_were_drawn_say_yes(story):
    manager = story.manager
    press(manager, "Open the list")
    press(manager, "Go on")
    assert heading(manager) == "Who live in the neighbourhood?"
    press(manager, "Open the list")
    shows(manager, "The list is open.")
    press(manager, "Look up a ticket")
    fill(manager, by="position", number="1")
    press(manager, "Look up")
    fill(manager, answer="yes", took_part_before="no")
    press(manager, "Write down")
    shows(manager, "1 of 120 said yes")
    # A hundred more telephone calls would be the same screen again.
    answer_the_rest()
    manager.open(f"{DESK}loting/")
    shows(manager, "120 of 120 answered, 61 said yes.")


def test_the_panel_is_drawn_by_two_people_and_seated(story):
    manager = story.manager
    press(manager, "Seal the panels")
    press(manager, "Go on")
    shows(manager, "Close the list and seal the panels?")
    wait_for_work(manager, "Seal the panels")
    assert heading(manager) == "1,000 panels of 7 seats are sealed"
    press(manager, "Let the number fall")
    fill(manager, balls="407", balls_again="408", ceremony="Drie ballen in De Gong.")
    press(manager, "Look over what you typed", refused=True)
    shows(manager, "The two of you typed different numbers.")
    fill(manager, balls_again="407")
    press(manager, "Look over what you typed")
    press(manager, "Let the number fall")
    shows(manager, "407")
    press(manager, "Ask a second person")
    approve(story.second, HOME)
    manager.open(f"{DESK}loting/")
    press(manager, "Publish")
    press(manager, "Publish")
    press(manager, "Give the seats")
    manager.page.locator('main input[name^="name_"]').first.fill("Mila")
    press(manager, "Go on")
    press(manager, "Give the seats")
    shows(manager, "The drawn have their seats.", "This draw is complete")
    resident = story.resident
    resident.open(f"{HOME}loting/")
    shows(resident, "407")
    for address in bundle_addresses(resident):
        bundle = fetch(resident, address, story.folder, "loting.json")
        checked = story.own.run("verify", bundle)
        assert checked.returncode == 0, checked.stderr
    resident.open(f"{HOME}wijkraad/")
    # The table of all chairs is folded in.
    assert "Mila" in resident.page.get_by_role("main").text_content()


def test_a_resident_raises_a_signal_and_the_area_team_makes_it_public(story):
    resident = story.resident
    resident.open(f"{HOME}vertel/")
    fill(resident, text="De lantaarn op de hoek is al weken stuk.", place="hoek Merelneststraat", consent=True)
    press_first_button(resident)
    followed = resident.page.url.removeprefix(story.base)
    with story.as_someone_new("Noor Bakker") as member:
        member.open(f"{DESK}signalen/")
        press(member, "De lantaarn op de hoek")
        shows(member, "Only the area team sees this")
        press(member, "Make it public")
        press(member, "Make it public")
        shows(member, "Everyone can read this")
        press(member, "Who takes this up?")
        fill(member, status="taken_up", owner_kind="official", owner_name="Joris", next_step="Een nieuwe lamp")
        fill(member, due_on=(timezone.localdate() + timedelta(days=9)).isoformat())
        press(member, "Keep this")
    # Someone else, in another browser, can follow it too.
    with visitor(story.browser, story.base, width=360) as neighbour:
        neighbour.open(followed)
        shows(neighbour, "De lantaarn op de hoek is al weken stuk.", "Een nieuwe lamp")


def press_first_button(person):
    """Send the page's first form, whatever its button says."""
    press(person, person.page.locator("main form button").first.inner_text().strip())


def bundle_addresses(person):
    """Addresses of the bundles that the page offers."""
    links = person.page.locator("main a[href$='bundel.json']").all()
    assert links
    return sorted({link.get_attribute("href") for link in links})


def answer_the_rest():
    """A hundred more telephone calls would be the same screen again: a service records them."""
    from samenspel.apps.draws import selectors, services
    from samenspel.apps.draws.models import Lot

    tickets = list(selectors.drawn_tickets(Lot.objects.get()))
    with transaction.atomic():
        for number, ticket in enumerate(tickets[1:], start=1):
            answer = "yes" if number % 2 else "no"
            services.record_answer(ticket=ticket, answer=answer, took_part_before=None)
    connection.close()
