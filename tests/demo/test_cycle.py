"""The demonstration at a reduced size: everything verifies, in order of time, and its downloads count to the same."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.test import Client
from typer.testing import CliRunner

from databases import NOW, demonstration, own_database, play
from samenspel.apps.accounting.selectors import account_of
from samenspel.apps.household.selectors import verify_book
from samenspel.apps.places.selectors import all_municipalities, is_demonstration, participating_neighbourhoods
from samenspel.apps.trail.models import Act
from samenspel.apps.trail.selectors import trail_root, verify_trail
from samenspel.apps.voting import selectors as voting
from samenspel.cli import build_app
from samenspel.foundation import triggers
from samenspel.site.demo import emptying
from samenspel.site.demo.account import short_account
from samenspel_testing import drop_triggers

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
HOME = "/oosterparkwijk/"


@pytest.fixture(scope="module")
def played(django_db_blocker, tmp_path_factory):
    """A demonstration that tests only read."""
    with django_db_blocker.unblock():
        name = demonstration()
        with own_database(tmp_path_factory.mktemp("demo"), source=name) as found:
            yield found


@pytest.fixture
def own(played, tmp_path):
    """A demonstration that a test may change."""
    with own_database(tmp_path, source=demonstration()) as found:
        yield found


def where():
    return participating_neighbourhoods().get()


def samenspel(*arguments):
    told = CliRunner().invoke(build_app(), [*map(str, arguments), "--json"])
    assert told.exit_code == 0, told.stdout
    return json.loads(told.stdout)


def download(address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content


# --- what it says of itself -----------------------------------------------------------------------------


def test_everything_verifies(played):
    told = short_account()
    assert told.verifies
    assert "\n".join(told.lines).count("it verifies") == 3
    assert verify_trail(where().municipality).verifies
    assert verify_book(where().municipality).verifies
    assert triggers.faulty_triggers() == []
    assert is_demonstration()


def test_the_short_account_tells_of_each_part(played):
    lines = short_account().lines
    for part in ("Draw:", "Conversation:", "Vote:", "Money:", "Book:", "Trail:"):
        assert sum(line.startswith(part) for line in lines) == 1
    assert "120 drawn, 100 reached, 60 said yes, 11 seated" in lines[1]
    assert any("60 ballots" in line for line in lines)


def test_a_changed_act_or_transfer_is_told(own):
    drop_triggers()
    Act.objects.filter(sequence=9).update(kind="other")
    told = short_account()
    assert not told.verifies
    assert any("IT DOES NOT VERIFY" in line for line in told.lines)


def test_acts_stand_in_order_of_time(played):
    moments = list(Act.objects.order_by("sequence").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= NOW
    assert (moments[-1] - moments[0]).days > 100


def test_the_whole_course_is_on_the_trail(played):
    kinds = list(Act.objects.order_by("sequence").values_list("kind", flat=True))
    story = ("council.instituted", "council.rules_set", "council.members_seated", "decision.adopted", "advice.answered")
    places = [kinds.index(kind) for kind in story]
    assert places == sorted(places)


def test_the_account_is_being_written_with_its_texts(played):
    account = account_of(where())
    assert (account.status, account.year) == ("draft", NOW.year)
    assert set(account.texts.values_list("part", flat=True)) == {"foreword", "conversation", "lessons"}


# --- downloads ------------------------------------------------------------------------------------------


def test_the_log_verifies_from_its_download(played, tmp_path):
    (tmp_path / "log.json").write_bytes(download(f"{HOME}logboek/bundel.json"))
    size, root = trail_root(where().municipality)
    told = samenspel("verify", tmp_path / "log.json", "--commitment", root)
    assert told["ok"]
    assert size == Act.objects.count()


def test_the_draw_verifies_from_its_download(played, tmp_path):
    html = download(f"{HOME}loting/").decode()
    found = set(re.findall(rf'href="({HOME}loting/[^"]*bundel\.json)"', html))
    assert found
    for address in found:
        (tmp_path / "draw.json").write_bytes(download(address))
        assert samenspel("verify", tmp_path / "draw.json")["ok"]
    (panel,) = (a for a in found if "/lot/" not in a)
    bundle = json.loads(download(panel))
    tickets = re.search(r"tickets (.*)", short_account().lines[1])[1].split(", ")
    assert bundle["panel"] == tickets
    (tmp_path / "draw.json").write_bytes(download(panel).replace(b'"seats":11', b'"seats":12'))
    refused = CliRunner().invoke(build_app(), ["verify", str(tmp_path / "draw.json")])
    assert refused.exit_code == 1


def test_the_ballots_count_to_the_same_winners(played, tmp_path):
    counted = voting.rounds_of(where()).filter(count__isnull=False).get()
    result = counted.count.result
    (tmp_path / "ballots.pb").write_bytes(download(f"{HOME}wijkbegroting/{counted.public_id}/stembiljetten.pb"))
    told = samenspel("count", tmp_path / "ballots.pb")
    assert told["winners"] == result["winners"]
    assert told["spent"] * 100 == result["spent_cents"]
    assert told["budget"] * 100 == result["budget_cents"]


def test_open_data_agrees_with_the_page(played):
    figures = json.loads(download(f"{HOME}verantwoording/{NOW.year}/cijfers.json"))
    assert figures["ballots"] == 60
    assert figures["drawn"] == 120
    assert len(figures["decisions"]) == 2
    csv = download(f"{HOME}geld/overboekingen.csv").decode()
    assert csv.count("\n") > figures["plans_won"]


# --- again, and at other moments ------------------------------------------------------------------------


def test_the_same_play_gives_the_same_neighbourhood(played, tmp_path):
    """Codes, salts and identifiers are secrets made by chance; what people chose and what won is from the seed."""

    def told():
        lines = short_account().lines
        kinds = list(Act.objects.order_by("sequence").values_list("kind", "recorded_at"))
        shares = [line for line in lines if line.startswith(("Conversation", "Vote", "Money", "     ", "Book"))]
        return kinds, [line for line in shares if "smallest chance" not in line]

    first = told()
    with own_database(tmp_path):
        play()
        assert told() == first


@pytest.mark.deep
@pytest.mark.parametrize(
    "now",
    [
        datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
        datetime(2027, 4, 20, 10, tzinfo=UTC),
        datetime(2028, 2, 29, 12, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 24, 23, 59, tzinfo=UTC),
    ],
    ids=str,
)
def test_it_plays_on_any_day(django_db_blocker, tmp_path, now):
    with django_db_blocker.unblock(), own_database(tmp_path):
        play(now)
        assert short_account().verifies
        moments = list(Act.objects.order_by("sequence").values_list("recorded_at", flat=True))
        assert moments == sorted(moments)
        assert moments[-1] <= now
        for section in (
            "",
            "loting/",
            "gesprek/",
            "wijkbegroting/",
            "geld/",
            "verantwoording/",
            "wijkraad/",
            "logboek/",
        ):
            assert Client().get(f"{HOME}{section}").status_code == 200


@pytest.mark.deep
def test_the_full_demonstration(tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), own_database(tmp_path, empty=True) as found:
        done = subprocess.run(
            [sys.executable, "-m", "samenspel.cli", "demo", "--no-serve"],
            env=found.environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "600 drawn, 412 reached, 96 said yes, 11 seated" in done.stdout
        assert "318 people" in done.stdout
        assert "2184 ballots" in done.stdout
        assert done.stdout.count("it verifies") == 3


# --- emptying -------------------------------------------------------------------------------------------


def test_emptying_removes_everything_and_puts_the_guards_back(own):
    emptying.empty()
    assert not all_municipalities().exists()
    assert not Act.objects.exists()
    assert triggers.faulty_triggers() == []
    play_again_from_nothing()


def play_again_from_nothing():
    from samenspel.site.demo import cycle
    from samenspel.site.demo.calendar import Calendar

    cycle._places(cycle.Stage(Calendar(NOW)))
    assert is_demonstration()


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside-a-demonstration"])
def test_without_the_mark_nothing_is_emptied(played, tmp_path, beside):
    from samenspel.apps.places.services import save_municipality

    with own_database(tmp_path, source=demonstration() if beside else None):
        save_municipality(cbs_code="GM9999", name="Voorbeeldstad")
        before = Act.objects.count()
        with pytest.raises(RuntimeError, match="no demonstration"):
            emptying.empty()
        assert all_municipalities().count() == 1 + beside
        assert Act.objects.count() == before
        assert triggers.faulty_triggers() == []


def test_the_mark_itself_cannot_be_borrowed(own):
    """A municipality in real use stays out of reach, whatever setting says that this is a demonstration."""
    all_municipalities().update(is_demonstration=False)
    with pytest.raises(RuntimeError):
        emptying.empty()
    assert Act.objects.exists()
