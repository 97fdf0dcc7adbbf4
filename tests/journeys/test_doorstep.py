"""Ringing doorbells in a real browser: the app opens by PIN, works without a connection, and sends once."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from desk import colleague, set_up_town
from django.utils import timezone
from harness import Visitor, served, visitor

from apps.draws.factories import SOURCE, drawn_tickets, keeper, register_file
from databases import own_database
from samenspel.apps.accounts.models import Person
from samenspel.apps.accounts.services import approve
from samenspel.apps.doorstep import services
from samenspel.apps.doorstep.models import Heard, Visit
from samenspel.apps.draws import services as draws
from samenspel.apps.trail.models import Act

pytestmark = pytest.mark.browser
HOME = "/oosterparkwijk/"
APP = f"{HOME}aanbellen/"
PIN, WRONG = "274915", "111222"
PARKING = "Nee hoor. Maar dat parkeren, mijn dochter kan nooit op bezoek."
DRAFT = "De straat is mooi, zegt zij, alleen 's avonds donker."
SECONDS = 15
SCREEN = {"width": 360, "height": 740}
# Everything that stands in the browser's store, bytes as letters.
STORED = """async () => {
  const letters = (buffer) => Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
  const parts = (value) => Object.entries(value).map(([key, part]) => key + "=" + plain(part)).join(";");
  const plain = (value) => value instanceof ArrayBuffer ? letters(value)
    : ArrayBuffer.isView(value) ? letters(value.buffer)
    : value && typeof value === "object" ? parts(value) : String(value);
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((ok) => { const r = indexedDB.open(name); r.onsuccess = () => ok(r.result); });
    for (const shelf of db.objectStoreNames) {
      const place = db.transaction(shelf).objectStore(shelf);
      for (const what of ["getAllKeys", "getAll"]) {
        const rows = await new Promise((ok) => { const r = place[what](); r.onsuccess = () => ok(r.result); });
        found.push(...rows.map((row) => shelf + ":" + plain(row)));
      }
    }
    db.close();
  }
  return [...found, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join("\\n");
}"""


@dataclass
class Walk:
    """A canvasser with a phone at four doors."""

    phone: Visitor
    round: Any
    addresses: list[str]

    @property
    def page(self) -> Any:
        return self.phone.page

    def offline(self, is_off: bool) -> None:
        self.page.context.set_offline(is_off)

    def reopen(self) -> None:
        """Close the app mid-visit and open it again."""
        context = self.page.context
        self.page.close()
        self.phone.page = context.new_page()
        self.page.set_viewport_size(SCREEN)
        self.phone.page.on("pageerror", lambda error: self.phone.errors.append(str(error)))
        self.page.goto(self.phone.base + APP)

    def press(self, name: str) -> None:
        main = self.page.get_by_role("main")
        control = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first
        until(lambda: control.is_visible(), lambda: f"no {name!r} in {main.inner_text()!r}, {self.phone.errors}")
        control.click()

    def sees(self, text: str) -> None:
        main = self.page.get_by_role("main")
        shown = main.get_by_text(text).first
        until(lambda: shown.is_visible(), lambda: f"no {text!r} in {main.inner_text()!r}, {self.phone.errors}")

    def heading(self) -> str:
        return str(self.page.locator("h1").inner_text())

    def unlock(self, pin: str = PIN) -> None:
        self.page.locator("input[name=pin]").fill(pin)
        self.press("Open")

    def look(self) -> None:
        """Axe and the width; what the browser says of a network that is away does not count."""
        self.phone.errors[:] = [line for line in self.phone.errors if "ERR_INTERNET_DISCONNECTED" not in line]
        self.phone.check()

    def door(self, number: int) -> None:
        """Go to a door by the list."""
        self.page.goto(self.phone.base + APP + "#/")
        self.page.locator(f".sam-app__deuren li:nth-child({number + 1}) a").click()
        self.page.get_by_role("heading", level=1, name=self.addresses[number]).wait_for()


def until(is_so: Callable[[], bool], what: Callable[[], str]) -> None:
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end, what()
        time.sleep(0.1)


def lot_of_this_month(where: Any, now: Any) -> Any:
    """Four drawn people: a site that runs erases those of a lot whose day has come."""
    alice = keeper(where)
    register = draws.import_register(
        neighbourhood=where,
        data=register_file(),
        file_name="register.csv",
        drawn_on=timezone.localdate(now) - timedelta(days=3),
        by=alice,
        at=now - timedelta(days=4),
    )
    lot = draws.commit_lot(register=register, count=4, announced="text", by=alice, at=now - timedelta(days=4))
    lot = draws.draw_lot(lot=lot, source=SOURCE, by=alice, at=now - timedelta(days=3))
    approval = draws.request_lot_publication(lot=lot, requested_by=alice)
    approve(approval=approval, by=keeper(where, "Bob"))
    return draws.publish_lot(lot=lot, approval=approval, at=now - timedelta(days=3))


@pytest.fixture(scope="module")
def walk(browser, django_db_blocker, django_db_setup, tmp_path_factory):
    with django_db_blocker.unblock(), contextlib.ExitStack() as stack:
        own = stack.enter_context(own_database(tmp_path_factory.mktemp("doorstep")))
        where = set_up_town()
        now = timezone.now()
        lot = lot_of_this_month(where, now)
        alice = keeper(where)
        services.lay_down_care_route(
            neighbourhood=where, name="WIJ-team", phone="050 000 00 00", steps="Bel het team.\nBlijf erbij.", by=alice
        )
        row = services.plan_round(
            lot=lot,
            name="Laan",
            starts_at=now - timedelta(minutes=5),
            ends_at=now + timedelta(hours=2),
            canvassers=list(Person.objects.filter(role_grants__role="canvasser")),
            tickets=drawn_tickets(lot),
            by=alice,
        )
        addresses = [stop.ticket.person.address for stop in row.stops.select_related("ticket__person")]
        base = stack.enter_context(served(own))
        phone = stack.enter_context(colleague(browser, base, HOME, "Fenna Meijer"))
        phone.page.set_viewport_size(SCREEN)
        phone.width = SCREEN["width"]
        yield Walk(phone, row, addresses)


def test_a_round_without_a_connection_is_sent_once_and_leaves_the_phone(walk: Walk) -> None:
    walk.page.goto(walk.phone.base + APP)
    walk.sees("Hello Fenna")
    walk.look()
    for number, pin in enumerate((("123456", "123456"), (PIN, "999999"), (PIN, PIN))):
        for name, digits in zip(("pin", "pin-again"), pin, strict=True):
            walk.page.locator(f"input[name={name}]").fill(digits)
        walk.press("Keep this PIN")
        walk.sees(("easy to guess", "not the same", "Your route")[number])
    walk.look()
    assert Act.objects.filter(kind="round.addresses_taken").count() == 1
    walk.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    walk.page.wait_for_function("navigator.serviceWorker.controller !== null")

    walk.offline(True)
    walk.press(f"Go to {walk.addresses[0]}")
    walk.sees("How did it go?")
    walk.look()
    walk.press("Not at home")
    walk.sees("1 visit stands safely on this phone.")

    # The story of one sentence about parking: a no, one tap, a signal, and she reads along.
    assert walk.heading() == walk.addresses[1]
    walk.page.locator("[data-outcome=no]").click()
    walk.page.locator("#heard").fill("Mevrouw Jansen heeft schulden")
    walk.sees("Leave it out.")
    walk.sees("money or debts")
    walk.page.locator("#heard").fill(PARKING)
    walk.page.get_by_text("Read along").click()
    walk.page.get_by_text("Never", exact=True).click()
    walk.press("Keep and go to address 3")
    walk.sees("Ask first whether we may write it down")
    walk.look()
    walk.page.get_by_text("I asked whether").click()
    walk.press("Keep and go to address 3")
    walk.sees("2 visits stand safely on this phone.")

    # The phone is closed in the middle of a visit.
    walk.page.locator("[data-outcome=thinking]").click()
    walk.page.locator("#heard").press_sequentially(DRAFT)
    walk.page.wait_for_timeout(200)
    walk.reopen()
    walk.sees("2 visits wait here.")
    walk.look()
    walk.unlock()
    walk.sees("Not finished yet")
    walk.door(2)
    walk.press("You were busy here")
    assert walk.page.locator("#heard").input_value() == DRAFT
    walk.page.get_by_text("I asked whether").click()
    walk.press("Keep and go to address 4")
    walk.sees("3 visits stand safely on this phone.")

    # Worried about someone: the route, and nothing written down.
    walk.press("I am worried about someone here")
    walk.sees("WIJ-team")
    walk.look()
    walk.press("I followed these steps")
    walk.sees("4 visits stand safely on this phone.")

    stored = walk.page.evaluate(STORED)
    assert "queue:" in stored
    plain = [*walk.addresses, "Laan", "parkeren", "donker", "Fenna", "not_home", "thinking", PIN]
    assert [word for word in plain if word in stored] == []
    assert Visit.objects.count() == 0

    walk.page.reload()
    walk.unlock()
    walk.sees("4 visits stand safely on this phone.")
    walk.offline(False)
    until(lambda: Visit.objects.count() == 4, lambda: "the visits were not sent")
    walk.sees("Connected")
    walk.page.wait_for_function("!document.querySelector('.sam-offline')")
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["care_concern", "no", "not_home", "thinking"]
    parking = Heard.objects.get(signal__text=PARKING)
    assert (parking.stop.position, parking.signal.cleared_at) == (2, None)
    assert Heard.objects.get(signal__text=DRAFT).stop is None
    # Only the door where nobody was home may be rung again: the other addresses are gone.
    walk.page.goto(walk.phone.base + APP + "#/")
    walk.sees("Address 2")
    shown = walk.page.get_by_role("main").inner_text()
    assert [address for address in walk.addresses if address in shown] == walk.addresses[:1]
    walk.look()


def test_a_session_that_ended_loses_nothing(walk: Walk) -> None:
    cookies = walk.page.context.cookies()
    walk.page.context.clear_cookies(name="sessionid")
    walk.door(0)
    walk.press("Moved")
    walk.sees("Sign in again, then we send them.")
    assert Visit.objects.count() == 4
    walk.page.context.add_cookies(cookies)
    walk.page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: Visit.objects.count() == 5, lambda: "the visit was not sent after signing in again")
    walk.phone.errors.clear()


def test_ten_wrong_pins_wipe_the_phone_after_a_warning(walk: Walk) -> None:
    walk.press("Lock")
    for number in range(1, 11):
        if number == 4:
            # The count survives.
            walk.reopen()
        walk.unlock(WRONG)
        walk.sees(
            "Ten wrong PINs were given"
            if number == 10
            else f"{10 - number} tries left"
            if number < 9
            else "one try left"
        )
        if number == 6:
            walk.sees("After 4 more wrong PINs everything on this phone is wiped.")
            walk.look()
    assert "lock:" not in walk.page.evaluate(STORED)
    walk.press("Start again")
    walk.sees("Hello Fenna")
    walk.phone.errors.clear()


def test_without_the_browsers_lock_it_says_so(browser: Any, walk: Walk) -> None:
    with visitor(browser, walk.phone.base, language="en", width=360) as guest:
        guest.page.add_init_script("Object.defineProperty(globalThis, 'isSecureContext', {value: false})")
        guest.open(APP)
        guest.page.get_by_text("starts with https").wait_for()
        guest.check()
