"""The yearly account on screen and as open data: none, being written, published."""

import pytest

from apps.factories import adopted_decision, council, neighbourhood, person
from samenspel.apps.accounting import selectors, services
from samenspel.apps.accounts.services import approve

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
YEAR = 2026


def get(client, where, rest="", language="en"):
    client.cookies["taal"] = language
    return client.get(f"/{where.slug}/verantwoording/{rest}")


def html_of(client, where, rest="", language="en"):
    answer = get(client, where, rest, language)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def made():
    return council()


@pytest.fixture
def where(made):
    return made.neighbourhood


def publish(made):
    alice = person("Alice", "area_manager", where=made.neighbourhood)
    bob = person("Bob", "council_member", where=made.neighbourhood)
    account = services.open_account(council=made, year=YEAR)
    services.write_text(account=account, part="foreword", text="Wij leerden <veel>.", by=alice)
    asked = services.request_publication(account=account, requested_by=alice)
    return services.publish_account(account=account, approval=approve(approval=asked, by=bob))


def test_without_an_account_the_page_says_what_will_come(client):
    where = neighbourhood()
    assert "There is no account yet" in html_of(client, where)
    assert get(client, where, f"{YEAR}/").status_code == 404
    assert get(client, where, f"{YEAR}/cijfers.json").status_code == 404


def test_a_draft_says_that_it_is_being_written(client, made, where):
    services.open_account(council=made, year=YEAR)
    html = html_of(client, where)
    assert "Account 2026, still being written" in html
    assert "The council has not written its foreword yet." in html
    assert "The council has not decided anything yet." in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_published_account_shows_its_words_and_figures(client, made, where, language):
    decision = adopted_decision(made, title="Bankjes", amount_cents=1_000_000)
    publish(made)
    adopted_decision(made, title="Van later")
    for rest in ("", f"{YEAR}/"):
        html = html_of(client, where, rest, language)
        assert "Wij leerden &lt;veel&gt;." in html
        assert decision.public_id in html
        assert "Van later" not in html
        # A year is no amount: no point or comma in it.
        assert "2.026" not in html
        assert "2,026" not in html
    if language == "en":
        assert "<title>Account 2026" in html
        assert "Account 2026, published on" in html
        assert "5 for, 0 against" in html


def test_the_figures_are_open_data(client, made, where):
    adopted_decision(made)
    account = services.open_account(council=made, year=YEAR)
    draft = get(client, where, f"{YEAR}/cijfers.json").json()
    assert draft == _as_json(selectors.figures_of(made, YEAR).as_record())
    publish(made)
    adopted_decision(made, title="Van later")
    told = get(client, where, f"{YEAR}/cijfers.json").json()
    account.refresh_from_db()
    assert told == account.figures == draft
    assert selectors.engine.hash_of(told) == account.figures_hash


def _as_json(record):
    import json

    return json.loads(json.dumps(record))


def test_an_older_account_has_an_address_of_its_own(client, made, where):
    services.open_account(council=made, year=YEAR - 1)
    services.open_account(council=made, year=YEAR)
    assert "Account 2026" in html_of(client, where)
    assert "Account 2025" in html_of(client, where, "2025/")
