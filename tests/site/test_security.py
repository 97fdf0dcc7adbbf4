"""What the site promises about security, as far as one process can show it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.factories import neighbourhood, person

FREE_AT_THE_DESK = {"accounts:roles"}  # Steps into a role, in a demonstration only.


def _views(resolver=None, path="", namespace=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _views(one, f"{path}{one.pattern}", inner)
        elif isinstance(one, URLPattern):
            yield f"{path}{one.pattern}", f"{namespace}{one.name}", one.callback


def _mark(view, name):
    while view is not None:
        if hasattr(view, name):
            return getattr(view, name)
        view = getattr(view, "__wrapped__", None)
    return None


def test_every_screen_of_the_workspace_has_the_same_door():
    desk = [(name, view) for path, name, view in _views() if "/werkplek/" in path]
    assert len(desk) > 5
    open_ones = [name for name, view in desk if _mark(view, "desk_roles") is None and name not in FREE_AT_THE_DESK]
    assert open_ones == []


def test_every_form_with_a_letter_code_counts_wrong_ones():
    limited = {name for _path, name, view in _views() if _mark(view, "limits_wrong_codes")}
    assert {"draws:answer", "voting:ballot"} <= limited


def test_check_deploy_is_clean_without_silences(tmp_path):
    environment = {
        **os.environ,
        "SAMENSPEL_VAR": str(tmp_path),
        "SAMENSPEL_HTTPS": "1",
        "SAMENSPEL_SECRET_KEY": "a-long-key-of-many-different-characters-0123456789-abcdefghij",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'check.sqlite3'}",
    }
    environment.pop("SAMENSPEL_DEBUG", None)
    command = [sys.executable, "-m", "samenspel.site.manage", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout
    assert not getattr(configured, "SILENCED_SYSTEM_CHECKS", [])


def test_no_script_or_style_within_a_page_is_allowed():
    directives = configured.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for name in ("default-src", "script-src", "style-src"):
        assert directives[name] == ["'self'"]
    assert directives["object-src"] == directives["frame-ancestors"] == ["'none'"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/inloggen/", "/mijn-toegang/", "/mijn-toegang/app/", "/mijn-toegang/passkeys/nieuw/", "/mijn-werkplek/"],
)
def test_pages_of_signing_in_keep_the_policy(client, address):
    where = neighbourhood()
    if address != "/inloggen/":
        client.force_login(person("Alice", "expert", where=where))
    answer = client.get(address)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    html = answer.content.decode()
    assert " style=" not in html
    assert "<style" not in html
    # A script without an address holds data, which a browser does not run.
    scripts = [tag for tag in html.split("<script")[1:] if " src=" not in tag.split(">")[0]]
    assert all('type="application/json"' in tag.split(">")[0] for tag in scripts)


@pytest.mark.django_db
def test_wrong_letter_codes_wait_and_a_right_one_after_them_too(client):
    from samenspel.apps.accounts import attempts
    from samenspel.apps.accounts.access import count_wrong_code, limit_wrong_codes
    from samenspel.foundation.errors import Refusal

    @limit_wrong_codes
    def form(request):
        from django.http import HttpResponse

        code = request.POST.get("code")
        if code != "right":
            count_wrong_code(request, Refusal("no", code=code))
            return HttpResponse(status=422)
        return HttpResponse("ok")

    from django.test import RequestFactory

    def send(code, address="192.0.2.1"):
        request = RequestFactory().post("/", {"code": code}, REMOTE_ADDR=address)
        request.resolver_match, request.user, request.session = None, _nobody(), {}
        return form(request).status_code

    # What is no wrong code does not count.
    assert [send("too_many_choices") for _number in range(configured.AXES_FAILURE_LIMIT + 5)][-1] == 422
    assert [send("code_unknown") for _number in range(configured.AXES_FAILURE_LIMIT)] == [422] * 10
    assert send("right") == 429
    assert send("right", "192.0.2.2") == 200
    # Another subject has a count of its own.
    assert attempts.is_allowed(RequestFactory().post("/", REMOTE_ADDR="192.0.2.1"), "sign-in code a@example.org")
    from axes.models import AccessAttempt

    kept = AccessAttempt.objects.get()
    assert kept.username == attempts.LETTER_CODES
    assert "code_unknown" not in f"{kept.get_data}{kept.post_data}"
    assert set(kept.get_data) <= {"-", "\n"}


def _nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 198.51.100.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_the_address_is_read_past_as_many_proxies_as_there_are(settings, rf, proxies, forwarded, address):
    from samenspel.apps.accounts.attempts import client_address

    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


@pytest.mark.django_db
def test_a_page_without_an_organisation_set_leads_nowhere():
    assert Client().get("/inloggen/organisatie/oidc/organisatie/login/").status_code == 404


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_with_a_whole_page(client):
    answer = client.get("/", HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
