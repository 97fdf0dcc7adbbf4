"""Signing in with a code by e-mail, as a visitor meets it; wrong codes, strangers, sessions."""

import re

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client

from apps.factories import neighbourhood, person
from samenspel.apps.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def ask(client, email, **data):
    return client.post("/inloggen/", {"email": email, **data})


def code_in(mail):
    return re.search(r"^ {4}(\S+)$", mail.body, re.MULTILINE).group(1)


def sign_in(client, someone, mailoutbox, **data):
    ask(client, someone.email, **data)
    return client.post("/inloggen/code/", {"code": code_in(mailoutbox[-1]), **data})


def test_a_code_by_mail_leads_to_the_own_desk(client, mailoutbox):
    where = neighbourhood()
    alice = person("Alice", "expert", where=where)
    asked = ask(client, alice.email)
    assert asked.url == "/inloggen/code/"
    assert mailoutbox[-1].to == [alice.email]
    assert f"/inloggen/code/?code={code_in(mailoutbox[-1])}" in mailoutbox[-1].body
    answer = client.post("/inloggen/code/", {"code": code_in(mailoutbox[-1])})
    assert answer.url == f"/{where.slug}/werkplek/"
    assert client.get(answer.url).status_code == 200


def test_the_link_fills_in_the_code_and_signs_nobody_in(client, mailoutbox):
    alice = person("Alice", "expert", where=neighbourhood())
    ask(client, alice.email)
    code = code_in(mailoutbox[-1])
    page = client.get(f"/inloggen/code/?code={code}")
    assert f'value="{code}"' in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_same_answer(client, mailoutbox):
    person("Alice", "expert", where=neighbourhood())
    answers = []
    for email in ("alice@example.org", "mallory@example.org"):
        visitor = Client()
        asked = ask(visitor, email)
        page = visitor.get(asked.url)
        wrong = visitor.post("/inloggen/code/", {"code": "wrong"})
        shown = [re.sub(r'csrf\w+" value="\w+"', "", p.content.decode()) for p in (page, wrong)]
        answers.append((asked.status_code, asked.url, *(text.replace(email, "…") for text in shown), wrong.status_code))
    assert answers[0] == answers[1]
    assert answers[0][-1] == 422
    # The stranger is told so, and gets no code.
    assert re.search(r"^ {4}\S+$", mailoutbox[-1].body, re.MULTILINE) is None


def test_nobody_signs_up(client):
    for address in ("/inloggen/onbekend/", "/inloggen/organisatie-onbekend/"):
        answer = client.post(address, {"email": "mallory@example.org"}, follow=True)
        assert answer.status_code == 200
    assert not Person.objects.exists()


def test_a_code_works_three_tries_and_no_more(client, mailoutbox):
    alice = person("Alice", "expert", where=neighbourhood())
    ask(client, alice.email)
    code = code_in(mailoutbox[-1])
    for _try in range(3):
        client.post("/inloggen/code/", {"code": "wrong"})
    client.post("/inloggen/code/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_too_many_wrong_codes_from_one_address_wait(mailoutbox):
    alice = person("Alice", "expert", where=neighbourhood())

    def guess(code=None, **extra):
        cache.clear()  # The limit on asking for codes is another one.
        visitor = Client(**extra)
        ask(visitor, alice.email)
        return visitor.post("/inloggen/code/", {"code": code or code_in(mailoutbox[-1])}).status_code

    assert [guess("wrong") for _number in range(configured.AXES_FAILURE_LIMIT)] == [422] * configured.AXES_FAILURE_LIMIT
    # Now even the right code waits, from this address; from another it works.
    assert guess() == 429
    assert guess(REMOTE_ADDR="192.0.2.7") == 302


def test_asking_for_many_codes_waits(client):
    person("Alice", "expert", where=neighbourhood())
    answers = [ask(Client(), "alice@example.org").status_code for _number in range(5)]
    assert answers == [302, 302, 302, 422, 422]


def test_the_session_gets_a_new_key_and_a_limited_age(client, mailoutbox):
    alice = person("Alice", "expert", where=neighbourhood())
    ask(client, alice.email)
    before = client.session.session_key
    client.post("/inloggen/code/", {"code": code_in(mailoutbox[-1])})
    assert client.session.session_key != before
    assert client.session.get_expiry_age() <= configured.STAFF_SESSION_SECONDS


def test_sign_out_takes_a_post(client, mailoutbox):
    alice = person("Alice", "expert", where=neighbourhood())
    sign_in(client, alice, mailoutbox)
    page = client.get("/uitloggen/")
    assert page.status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/uitloggen/")
    assert "_auth_user_id" not in client.session


def test_several_neighbourhoods_give_a_choice_and_none_an_explanation(client, mailoutbox):
    here = neighbourhood()
    there = neighbourhood("Dorp", "WK999902", of=here.municipality)
    alice = person("Alice", "expert", where=here)
    person("Alice", "council_member", where=there)
    assert sign_in(client, alice, mailoutbox).url == "/mijn-werkplek/"
    shown = client.get("/mijn-werkplek/").content.decode()
    assert f"/{here.slug}/werkplek/" in shown
    assert f"/{there.slug}/werkplek/" in shown
    bob = person("Bob")
    stranger = Client()
    assert sign_in(stranger, bob, mailoutbox).url == "/mijn-werkplek/"


def test_a_desk_sends_to_the_door_and_back_but_not_elsewhere(client, mailoutbox):
    where = neighbourhood()
    alice = person("Alice", "expert", where=where)
    asked = client.get(f"/{where.slug}/werkplek/akkoord/")
    assert asked.url == f"/inloggen/?next=/{where.slug}/werkplek/akkoord/"
    assert sign_in(client, alice, mailoutbox, next=f"/{where.slug}/werkplek/akkoord/").url.endswith("/akkoord/")
    elsewhere = Client()
    assert sign_in(elsewhere, alice, mailoutbox, next="https://evil.example/").url == f"/{where.slug}/werkplek/"


def test_someone_who_stopped_gets_no_code(client, mailoutbox):
    alice = person("Alice", "expert", where=neighbourhood())
    alice.is_active = False
    alice.save()
    ask(client, alice.email)
    assert re.search(r"^ {4}\S+$", mailoutbox[-1].body, re.MULTILINE) is None
