"""Signing in through the organisation: only who is known here, by an address that the organisation vouches for."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore

from apps.factories import neighbourhood, person
from samenspel.apps.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organisation(settings):
    app = {"provider_id": "organisatie", "name": "Voorbeeldstad", "client_id": "x", "secret": "y"}
    app["settings"] = {"server_url": "https://login.example/"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def arrive(rf, *, email, verified, uid="42"):
    """What happens once the organisation's server has told who someone is."""
    request = rf.get("/inloggen/organisatie/oidc/organisatie/login/callback/")
    request.user, request.session = AnonymousUser(), SessionStore()
    request._messages = FallbackStorage(request)
    with context.request_context(request):
        login = SocialLogin(
            provider=get_adapter().get_provider(request, "organisatie"),
            user=Person(email=email),
            account=SocialAccount(provider="organisatie", uid=uid, extra_data={}),
            email_addresses=[EmailAddress(email=email, verified=verified, primary=True)],
        )
        login.state = {"process": "login"}
        answer = complete_login(request, login)
    return request, answer


def test_a_verified_address_of_someone_known_leads_to_the_own_desk(rf):
    where = neighbourhood()
    alice = person("Alice", "expert", where=where)
    request, answer = arrive(rf, email="Alice@example.org", verified=True)
    assert answer.url == f"/{where.slug}/werkplek/"
    assert request.user == alice


def test_an_address_that_nobody_vouches_for_opens_nothing(rf):
    person("Alice", "expert", where=neighbourhood())
    request, _answer = arrive(rf, email="alice@example.org", verified=False)
    assert not request.user.is_authenticated


def test_a_stranger_of_the_organisation_is_not_added(rf):
    request, answer = arrive(rf, email="mallory@example.org", verified=True)
    assert not request.user.is_authenticated
    assert not Person.objects.exists()
    assert "/inloggen/" in answer.get("Location", "/inloggen/")


def test_the_way_in_is_shown_only_where_it_is_set(client, settings):
    assert "Voorbeeldstad" in client.get("/inloggen/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Voorbeeldstad" not in client.get("/inloggen/").content.decode()
