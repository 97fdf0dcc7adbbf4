"""The whole cycle of a neighbourhood council by clicking: from setting it up to the published account.

One story in order, on a database that holds a neighbourhood and people with roles and nothing else. Where a real
neighbourhood would need hundreds of people, one walks by hand and services add the others; each place says so.
"""

from __future__ import annotations

import contextlib
import csv
import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import (
    approve,
    colleague,
    download,
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
    fill(manager, filling="mirror", count="120")
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
    fill(manager, balls="407", ceremony="Drie ballen in De Gong.")
    press(manager, "Look over what you typed")
    press(manager, "Yes, these are the digits")
    shows(manager, "Now someone else types the digits")
    second = story.second
    second.open(f"{DESK}loting/")
    press(second, "Let the number fall")
    fill(second, balls="407")
    press(second, "Look over what you typed")
    press(second, "Yes, these are the digits")
    shows(second, "The number has fallen.", "407")
    manager.open(f"{DESK}loting/")
    press(manager, "Ask a second person")
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


def test_the_controller_books_a_grant(story):
    with story.as_someone_new("Lotte Veenstra") as controller:
        controller.open(f"{DESK}geld/potjes/nieuw/")
        task_field = controller.page.locator('main [name="task_field_code"] option[value="5.7"]')
        assert task_field.count() == 1
        fill(
            controller,
            name="Wijkbudget",
            owner_name="Gemeente Groningen",
            owner_kind="department",
            amount="20000",
            grant_letter="Raadsbesluit (verzonnen)",
            ends_on=f"{timezone.localdate().year}-12-31",
            task_field_code="5.7",
            economic_category="4.3.8",
        )
        press(controller, "Show what will happen")
        shows(controller, "€ 20,000")
        press(controller, "Book the grant")
        shows(controller, "The grant is in the book.")
    story.resident.open(f"{HOME}geld/")
    shows(story.resident, "20.000")


def test_a_round_is_announced_and_its_plans_are_judged(story):
    manager, today = story.manager, timezone.localdate()
    manager.open(f"{DESK}wijkbegroting/nieuw/")
    fill(
        manager,
        title="Wijkbegroting",
        budget_cents="10000",
        criteria="Het plan is voor de wijk.",
        ideas_from=today.isoformat(),
        vote_from_on=(today + timedelta(days=1)).isoformat(),
        vote_until_on=(today + timedelta(days=2)).isoformat(),
        result_on=(today + timedelta(days=2)).isoformat(),
    )
    press(manager, "Announce this vote")
    for title, cost in (("Banken voor een praatje", "4000"), ("Een zwembad in elke straat", "9500")):
        press(manager, "Add a plan")
        fill(manager, title=title, text=f"{title}, voor iedereen.", cost_cents=cost)
        press(manager, "Add this plan")
    story.known["round"] = manager.page.url.rstrip("/").rpartition("/")[2]
    resident = story.resident
    resident.open(f"{HOME}wijkbegroting/{story.known['round']}/idee/")
    fill(resident, title="Honderd geveltuintjes", text="Bij elke deur een plant.", cost_cents="5000")
    press_first_button(resident)
    manager.open(f"{DESK}wijkbegroting/{story.known['round']}/")
    press(manager, "Honderd geveltuintjes")
    press(manager, "Accept this idea")
    with story.as_someone_new("Marit Boersma") as expert:
        for title in ("Banken voor een praatje", "Honderd geveltuintjes", "Een zwembad in elke straat"):
            expert.open(f"{DESK}wijkbegroting/{story.known['round']}/")
            press(expert, title)
            fill(expert, feasible="no" if "zwembad" in title else "yes", reason="Ik keek in de vakkaart.")
            fill(expert, feasible_if="Als het een pierenbadje wordt." if "zwembad" in title else "")
            press(expert, "Keep this judgement")


def test_the_vote_opens_and_residents_vote_with_a_code(story):
    manager, public_id = story.manager, story.known["round"]
    # The desk takes whole days. So that this story need not last until tomorrow night, the announced days are
    # brought forward while nothing is frozen yet; from here on the clock is the real one.
    story.known["ends_at"] = bring_forward(public_id)
    manager.open(f"{DESK}wijkbegroting/{public_id}/")
    press(manager, "Open the vote")
    shows(manager, "2 plans")
    fill(manager, eligibility_source="Iedereen van 12 jaar en ouder in het (verzonnen) register")
    press(manager, "Open the vote")
    press(manager, "Make codes for letters")
    fill(manager, count="20", shape="list")
    wait_for_work(manager, "Make these codes")
    listed = download(manager, "Fetch once", story.folder)
    codes = codes_in(listed)
    assert len(codes) == 20
    with visitor(story.browser, story.base, width=360) as voter:
        vote(voter, public_id, codes[0], check=True)
        story.known["receipt"] = voter.page.locator("main .sam-code").inner_text()
        # A code is of use once.
        vote_until_review(voter, public_id, codes[0], check=True)
        press_value(voter, "verstuur", refused=True)
    context = story.browser.new_context(viewport={"width": 360, "height": 900}, java_script_enabled=False)
    plain = Visitor(context.new_page(), story.base, 360)
    vote(plain, public_id, codes[1], check=False)
    assert plain.page.locator("main .sam-code").inner_text()
    context.close()
    vote_for_the_others(public_id, codes[2:12])


def test_residents_react_and_what_they_say_together_is_published(story):
    manager, resident = story.manager, story.resident
    manager.open(f"{DESK}gesprek/nieuw/")
    fill(
        manager,
        text="Hoe willen wij dat onze straat eruitziet?",
        interests="Kinderen kunnen spelen",
        closes_on=(timezone.localdate() + timedelta(days=14)).isoformat(),
        results_hidden_until_votes="2",
    )
    press(manager, "Open this question")
    question = manager.page.url.rstrip("/").rpartition("/")[2]
    press(manager, "Add statements")
    fill(manager, texts="Kinderen moeten buiten kunnen spelen.\nEr moeten meer bomen komen.")
    press(manager, "Add these statements")
    resident.open(f"{HOME}gesprek/{question}/reageer/")
    press_value(resident, "eens")
    press_value(resident, "oneens")
    shows(resident, "Je hebt alles gezien")
    press(resident, "Schrijf zelf een stelling")
    fill(resident, tekst="De stoep moet breder zijn.")
    press_first_button(resident)
    manager.open(f"{DESK}gesprek/{question}/")
    shows(manager, "1 statement to read")
    press(manager, "Read, and see the log")
    press(manager, "Accept")
    shows(manager, "Nothing waits to be read")
    others_react(question)
    press(manager, "Back to the conversation")
    wait_for_work(manager, "Work it out now")
    assert heading(manager) == "Look at it before everyone does"
    fill(manager, headline="Kinderen buiten, daar zijn we het over eens.")
    press(manager, "Publish what we hear")
    resident.open(f"{HOME}gesprek/")
    shows(resident, "Kinderen buiten, daar zijn we het over eens.")
    resident.open(f"{HOME}gesprek/{question}/stellingen/")
    shows(resident, "De stoep moet breder zijn.")


def test_two_people_close_the_vote_and_it_is_counted(story):
    manager, public_id = story.manager, story.known["round"]
    wait_until(story.known["ends_at"])
    manager.open(f"{DESK}wijkbegroting/{public_id}/")
    press(manager, "Close the vote")
    press(manager, "Ask a second person")
    approve(story.second, HOME)
    manager.open(f"{DESK}wijkbegroting/{public_id}/sluiten/")
    wait_for_work(manager, "Close the vote now")
    wait_for_work(manager, "Count the ballots")
    shows(manager, "1 plan won, for € 4,000 together.")
    resident = story.resident
    resident.open(f"{HOME}wijkbegroting/")
    shows(resident, "Banken voor een praatje", "Honderd geveltuintjes")
    resident.open(f"{HOME}wijkbegroting/{public_id}/uitleg/")
    resident.open(f"{HOME}wijkbegroting/{public_id}/natellen/")
    fill(resident, bonnetje=story.known["receipt"])
    press_first_button(resident)
    shows(resident, "je stem is geteld")
    ballots = fetch(resident, f"{HOME}wijkbegroting/{public_id}/stembiljetten.pb", story.folder, "ballots.pb")
    counted = story.own.run("count", ballots, "--json")
    assert counted.returncode == 0, counted.stderr
    result = json.loads(counted.stdout)
    assert (len(result["winners"]), result["spent"]) == (1, 4000)


def test_the_council_decides_and_the_money_is_set_apart(story):
    manager, public_id = story.manager, story.known["round"]
    manager.open(f"{DESK}wijkbegroting/{public_id}/")
    press(manager, "Put it before the council")
    press(manager, "Put this on the agenda")
    press(manager, "To the council's desk")
    seats = manager.page.locator('main select[name^="choice_"]').all()
    assert len(seats) == 7
    for number, choice in enumerate(seats):
        choice.select_option("against" if number == 0 else "for")
    press(manager, "Record the votes")
    press(manager, "Record the votes")
    shows(manager, "7 of 7 chairs have voted")
    manager.open(f"{DESK}wijkbegroting/{public_id}/")
    press(manager, "Take over the council's decision")
    shows(manager, "6 for, 1 against", "Wijkbudget", "€ 4,000")
    press(manager, "Take over the decision")
    shows(manager, "Taken over.")
    resident = story.resident
    resident.open(f"{HOME}wijkraad/")
    press(resident, "Uitslag Wijkbegroting")
    with story.as_someone_new("Lotte Veenstra") as controller:
        controller.open(f"{DESK}geld/besluiten/")
        press(controller, "Uitslag Wijkbegroting")
        shows(controller, "Allocated: € 4,000.")
        controller.open(f"{HOME}geld/")
        shows(controller, "€ 4,000")
    book = fetch(resident, f"{HOME}geld/boek.json", story.folder, "boek.json")
    checked = story.own.run("verify", book)
    assert checked.returncode == 0, checked.stderr


def test_two_people_publish_the_account(story):
    manager, year = story.manager, timezone.localdate().year
    manager.open(f"{DESK}verantwoording/")
    press(manager, f"Begin the account of {year}")
    fill(manager, foreword="Dit was ons eerste jaar.", lessons="Bel iedereen terug.")
    press(manager, "Save")
    press(manager, "Ask a second person")
    press(manager, "Ask a second person")
    approve(story.second, HOME)
    manager.open(f"{DESK}verantwoording/{year}/")
    press(manager, "Publish")
    press(manager, "Publish for good")
    shows(manager, "The account is public.")
    resident = story.resident
    resident.open(f"{HOME}verantwoording/")
    shows(resident, "Dit was ons eerste jaar.", "Bel iedereen terug.")


def test_every_page_shows_what_came_of_it_and_the_log_verifies(story):
    resident = story.resident
    for path in ("", "logboek/", "wijkraad/", "geld/", "loting/"):
        resident.open(f"{HOME}{path}")
    log = fetch(resident, f"{HOME}logboek/bundel.json", story.folder, "logboek.json")
    checked = story.own.run("verify", log)
    assert checked.returncode == 0, checked.stderr


def wait_until(moment):
    """Let the announced end come by itself."""
    left = (moment - timezone.now()).total_seconds()
    if left > 0:
        time.sleep(left + 0.2)


def others_react(question):
    """Thirty more neighbours react, in two camps that agree on one thing: services take their reactions."""
    from samenspel.apps.deliberation import services
    from samenspel.apps.deliberation.models import Question

    asked = Question.objects.get(public_id=question)
    statements = list(asked.statements.order_by("pk"))
    with transaction.atomic():
        for number in range(30):
            participant = services.join_question(question=asked)
            for place, statement in enumerate(statements):
                value = 1 if place == 0 or (number + place) % 2 else -1
                services.cast_vote(participant=participant, statement=statement, value=value)
    connection.close()


def press_first_button(person):
    """Send the page's first form, whatever its button says."""
    press(person, person.page.locator("main form button").first.inner_text().strip())


def bundle_addresses(person):
    """Addresses of the bundles that the page offers."""
    links = person.page.locator("main a[href$='bundel.json']").all()
    assert links
    return sorted({link.get_attribute("href") for link in links})


VOTING_SECONDS = 40


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


def codes_in(listed):
    """The codes of the list for the printer."""
    with listed.open(encoding="utf-8-sig", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def vote_until_review(voter, public_id, code, *, check):
    """Choose every plan on the ballot and look it over."""
    voter.page.goto(f"{voter.base}{HOME}wijkbegroting/{public_id}/stem/")
    if check:
        voter.check()
    for box in voter.page.locator('main input[name="plan"]').all():
        box.check()
    voter.page.locator('main input[name="code"]').fill(code)
    with voter.page.expect_navigation(wait_until="load"):
        voter.page.locator("main form button").first.click()
    if check:
        voter.check()


def vote(voter, public_id, code, *, check):
    """Choose, look over, send."""
    vote_until_review(voter, public_id, code, check=check)
    press_value(voter, "verstuur", check=check)


def press_value(person, value, *, check=True, refused=False):
    """Press the button with this value."""
    with person.page.expect_navigation(wait_until="load"):
        person.page.locator(f'main button[value="{value}"]').click()
    if refused:
        assert person.errors
        person.errors.clear()
    if check:
        person.check()


def vote_for_the_others(public_id, codes):
    """Ten more neighbours vote for the benches: a service takes their ballots."""
    from samenspel.apps.voting import services
    from samenspel.apps.voting.models import BudgetRound

    budget_round = BudgetRound.objects.get(public_id=public_id)
    benches = budget_round.projects.get(title="Banken voor een praatje")
    for code in codes:
        services.cast_ballot(budget_round=budget_round, code=code, choices=[benches.public_id])
    connection.close()


def bring_forward(public_id):
    """Let a round that is not open yet begin now and end soon; when it ends."""
    from samenspel.apps.voting.models import BudgetRound

    now = timezone.now()
    ends_at = now + timedelta(seconds=VOTING_SECONDS)
    rounds = BudgetRound.objects.filter(public_id=public_id, phase="ideas")
    assert rounds.update(vote_from_at=now, vote_until_at=ends_at) == 1
    connection.close()
    return ends_at
