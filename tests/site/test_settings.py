"""Settings from the environment: closed by default, and no warning of Django's on https."""

import json
import os
import stat
import subprocess
import sys

KEY = "a-key-of-more-than-fifty-characters-0123456789-abcdefghij"
ASK = (
    "import json; from django.conf import settings; "
    "print(json.dumps({name: getattr(settings, name, None) for name in NAMES}, default=str))"
)


def environment(folder, **extra):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMENSPEL_", "DATABASE_"))}
    return {**kept, "SAMENSPEL_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "samenspel.site.settings", **extra}


def run(folder, *arguments, **extra):
    return subprocess.run(
        [sys.executable, *arguments], env=environment(folder, **extra), cwd=folder, capture_output=True, text=True
    )


def settings_of(folder, *names, **extra):
    told = run(folder, "-c", f"NAMES = {names!r}; {ASK}", **extra)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_on_https_django_finds_nothing_to_warn_of(tmp_path):
    told = run(
        tmp_path,
        *("-m", "samenspel.cli", "manage", "check", "--deploy", "--fail-level", "WARNING"),
        SAMENSPEL_HTTPS="1",
        SAMENSPEL_SECRET_KEY=KEY,
        SAMENSPEL_HOSTS="wijk.example",
    )
    assert (told.returncode, told.stdout) == (0, "System check identified no issues (0 silenced).\n"), told.stderr


def test_no_check_is_silenced():
    from django.conf import settings

    assert settings.SILENCED_SYSTEM_CHECKS == []


def test_https_needs_a_key_in_the_environment(tmp_path):
    told = run(tmp_path, "-m", "samenspel.cli", "manage", "check", SAMENSPEL_HTTPS="1")
    assert told.returncode != 0
    assert "SAMENSPEL_SECRET_KEY" in told.stderr
    assert not (tmp_path / "secret-key").exists()


def test_closed_by_default_and_the_key_is_kept_to_its_owner(tmp_path):
    names = ("DEBUG", "ALLOWED_HOSTS", "SECRET_KEY", "LETTER_CODE_KEY", "SESSION_COOKIE_HTTPONLY")
    first = settings_of(tmp_path, *names)
    assert first["DEBUG"] is False
    assert first["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert first["SESSION_COOKIE_HTTPONLY"] is True
    assert len(first["SECRET_KEY"]) >= 50
    assert first["LETTER_CODE_KEY"] != first["SECRET_KEY"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert settings_of(tmp_path, *names) == first


def test_the_secret_key_can_change_without_voiding_letters(tmp_path):
    keys = [
        settings_of(tmp_path, "LETTER_CODE_KEY", SAMENSPEL_SECRET_KEY=key, SAMENSPEL_LETTER_CODE_KEY="letters")
        for key in ("one", "other")
    ]
    assert keys[0] == keys[1] == {"LETTER_CODE_KEY": "letters"}


def test_on_https_cookies_and_forms_are_bound_to_it(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "CSRF_TRUSTED_ORIGINS")
    found = settings_of(
        tmp_path, *names, SAMENSPEL_HTTPS="1", SAMENSPEL_SECRET_KEY=KEY, SAMENSPEL_HOSTS="wijk.example,.oost.example"
    )
    assert [found[name] for name in names[:3]] == [True, True, True]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://wijk.example", "https://*.oost.example"]


def test_sqlite_keeps_what_it_acknowledged(tmp_path):
    options = settings_of(tmp_path, "DATABASES")["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "recursive_triggers=ON", "foreign_keys=ON"):
        assert pragma in options["init_command"]


def test_images_come_from_the_one_host_of_a_background_map_and_only_when_asked(tmp_path):
    def images(**extra):
        policy = settings_of(tmp_path, "CONTENT_SECURITY_POLICY", **extra)["CONTENT_SECURITY_POLICY"]
        return policy["DIRECTIVES"]["img-src"]

    assert images() == ["'self'", "data:"]
    tiles = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"
    assert images(SAMENSPEL_MAP_TILES_URL=tiles) == ["'self'", "data:", "https://service.pdok.nl"]
