"""The public log on screen: it verifies, or says which act does not; its download verifies offline."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from apps.factories import AT, neighbourhood
from samenspel.apps.trail import selectors, views
from samenspel.apps.trail.models import Act, TrailHead
from samenspel.apps.trail.services import NewAct, record_act, record_acts
from samenspel.engines.verification import verify_bundle
from samenspel_testing import drop_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]


@pytest.fixture
def where():
    return neighbourhood()


def acted(where, count=3, kind="decision.adopted", payload=None):
    acts = [
        NewAct(kind, "decision", f"d{number}", payload or {"title": f"Besluit {number}"}, where.public_id)
        for number in range(count)
    ]
    return record_acts(municipality=where.municipality, acts=acts, at=AT)


def log(client, where, language="en", **query):
    client.cookies["taal"] = language
    return client.get(f"/{where.slug}/logboek/", query)


def text(answer):
    return answer.content.decode()


def test_an_empty_log_says_so(client, where):
    answer = log(client, where)
    assert answer.status_code == 200
    assert "Nothing has been recorded here yet." in text(answer)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Het logboek klopt", "Een besluit is aangenomen")),
        ("en", ("The log is whole", "A decision was adopted")),
    ],
)
def test_the_log_verifies_on_the_page(client, where, language, words):
    acted(where)
    html = text(log(client, where, language))
    size, root = selectors.trail_root(where.municipality)
    assert root in html
    assert html.count("sam-logboek__nummer") == size == 3
    for word in words:
        assert word in html


def test_the_newest_act_is_first_and_pages_turn(client, where):
    acted(where, views.ACTS_PER_PAGE + 2)
    first = text(log(client, where))
    assert first.count("sam-logboek__nummer") == views.ACTS_PER_PAGE
    assert first.index("/logboek/42/") < first.index("/logboek/41/")
    assert "?bladzijde=2" in first
    second = text(log(client, where, bladzijde=2))
    assert second.count("sam-logboek__nummer") == 2
    assert "?bladzijde=1" in second
    # What is no page shows the first or the last one, never an error.
    assert text(log(client, where, bladzijde="zeven")).count("sam-logboek__nummer") == views.ACTS_PER_PAGE
    assert text(log(client, where, bladzijde=99)).count("sam-logboek__nummer") == 2


def test_links_to_pages_stay_numbers_above_a_thousand(client, where, monkeypatch):
    monkeypatch.setattr(views, "ACTS_PER_PAGE", 1)
    acted(where, 1_003)
    assert "?bladzijde=1003" in text(log(client, where, "nl", bladzijde=1_002))


def test_acts_of_another_neighbourhood_are_counted_and_not_listed(client, where):
    elsewhere = neighbourhood("Dorp", "WK999902", of=where.municipality)
    acted(where, 2)
    acted(elsewhere, 3)
    html = text(log(client, where))
    assert html.count("sam-logboek__nummer") == 2
    assert "5 acts, in order" in html


# How someone with the database in hand could tamper: what they do, and what the page then says.
TAMPERINGS = {
    "another title": (
        lambda act: Act.objects.filter(pk=act.pk).update(content=act.content.replace("Besluit 1", "Besluit 9")),
        "Act 2: content or leaf hash",
    ),
    "a title with its hash": (
        lambda act: _with_hash(act, act.content.replace("Besluit 1", "Besluit 9")),
        "Act 3: root",
    ),
    "another moment beside it": (
        lambda act: Act.objects.filter(pk=act.pk).update(recorded_at=AT + timedelta(days=1)),
        "Act 2: columns beside the content",
    ),
    "an act gone": (lambda act: Act.objects.filter(pk=act.pk)._raw_delete("default"), "Act 2: missing"),
    "no JSON": (lambda act: _with_hash(act, "besluit"), "Act 2: content is no JSON"),
    "a list": (lambda act: _with_hash(act, "[]"), "Act 2: content is no act"),
    "an act of nothing": (lambda act: _with_hash(act, "{}"), "Act 2: columns beside the content"),
    "a payload that cannot be sealed": (lambda act: _with_hash(act, '{"payload":1.5}'), "Act 2: content is no act"),
    "another root": (lambda act: TrailHead.objects.update(root="0" * 64), "Act 3: root"),
    "another edge": (lambda act: TrailHead.objects.update(frontier=[]), "Act 3: root"),
    "a longer head": (lambda act: TrailHead.objects.update(size=4), "Act 4: head counts 4 acts, the trail holds 3"),
}


def _with_hash(act, content):
    Act.objects.filter(pk=act.pk).update(content=content, leaf_hash=selectors.engine.hash_of(content))


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_shows_on_the_page(client, where, what):
    acted(where)
    tamper, told = TAMPERINGS[what]
    drop_triggers()
    tamper(Act.objects.get(sequence=2))
    answer = log(client, where)
    assert answer.status_code == 200
    assert "Something in the log is not right" in text(answer)
    assert "The log is whole" not in text(answer)
    assert told in text(answer)


def test_an_act_tells_all_it_holds(client, where):
    acted(where, 1, payload={"title": "<b>Bankjes</b>", "votes": {"for": 9, "against": 2}, "on": ["x", None]})
    client.cookies["taal"] = "en"
    answer = client.get(f"/{where.slug}/logboek/1/")
    html = text(answer)
    assert answer.status_code == 200
    for words in ("A decision was adopted", "votes.for", ">9<", "on.1", "on.2", ">–<", "&lt;b&gt;Bankjes"):
        assert words in html
    assert Act.objects.get().leaf_hash in html


def test_an_act_of_an_unknown_kind_shows_its_code(client, where):
    acted(where, 1, kind="moon.landed")
    assert "moon.landed" in text(log(client, where))


def test_a_spoilt_act_still_has_a_page(client, where):
    acted(where)
    drop_triggers()
    Act.objects.filter(sequence=2).update(content="besluit")
    assert client.get(f"/{where.slug}/logboek/2/").status_code == 200


@pytest.mark.parametrize("sequence", ["0", "4", "99999999999999999999"])
def test_an_act_that_is_not_there_is_not_found(client, where, sequence):
    acted(where)
    assert client.get(f"/{where.slug}/logboek/{sequence}/").status_code == 404


def test_an_act_of_another_municipality_is_not_found_here(client, where):
    from apps.factories import municipality

    elsewhere = neighbourhood("Dorp", "WK888801", of=municipality("Elders", "GM8888"))
    acted(elsewhere)
    assert client.get(f"/{where.slug}/logboek/1/").status_code == 404
    assert "Nothing has been recorded" in text(log(client, where))


def test_the_download_verifies_with_the_engine_and_on_the_command_line(client, where, tmp_path):
    acted(where, 5)
    answer = client.get(f"/{where.slug}/logboek/bundel.json")
    assert answer["Content-Disposition"] == 'attachment; filename="logboek-voorbeeldstad.json"'
    _size, root = selectors.trail_root(where.municipality)
    assert verify_bundle(answer.content, root).ok
    assert not verify_bundle(answer.content.replace(b"Besluit 1", b"Besluit 9"), root).ok
    (tmp_path / "log.json").write_bytes(answer.content)
    command = [sys.executable, "-m", "samenspel.cli", "verify", tmp_path / "log.json", "--json", "--commitment"]
    told = subprocess.run([*command, root], capture_output=True, check=False)
    assert (told.returncode, json.loads(told.stdout)["ok"]) == (0, True)
    record_act(municipality=where.municipality, kind="later", subject_kind="test", subject_id="1")
    later = selectors.trail_root(where.municipality)[1]
    assert subprocess.run([*command, later], capture_output=True, check=False).returncode == 1
