"""Fetching a drand round: off unless a setting says where, and never believed without its proof."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from samenspel.apps.draws import beacon
from samenspel.apps.draws.desk.randomness import FallForm


@pytest.fixture
def told(settings):
    """A small beacon on this machine; a test says what it answers."""
    answers = {}

    class Beacon(BaseHTTPRequestHandler):
        def do_GET(self):  # the name that the library wants
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answers).encode())

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Beacon)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.DRAND_URL = f"http://127.0.0.1:{server.server_port}/rounds"
    yield answers
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_unless_a_setting_says_where(settings):
    assert settings.DRAND_URL == ""
    assert beacon.address("drand:1000") == ""
    with pytest.raises(beacon.BeaconUnreachable):
        beacon.fetch_signature("drand:1000")


def test_the_signature_of_the_announced_round_is_fetched(told):
    told.update({"round": 1000, "signature": "ab" * 48})
    assert beacon.fetch_signature("drand:1000") == "ab" * 48
    assert beacon.address("balls") == ""


@pytest.mark.parametrize("answer", [{"round": 999, "signature": "ab"}, {"round": "x"}, {}])
def test_another_round_or_no_round_is_not_taken(told, answer):
    told.update(answer)
    with pytest.raises(beacon.BeaconUnreachable):
        beacon.fetch_signature("drand:1000")


def test_nobody_there_is_said_and_not_a_fault(settings):
    settings.DRAND_URL = "http://127.0.0.1:9"
    with pytest.raises(beacon.BeaconUnreachable):
        beacon.fetch_signature("drand:1000")


def test_what_drand_publishes_is_pasted_whole_or_as_its_signature():
    whole = json.dumps({"round": 1000, "randomness": "00", "signature": "ab" * 48})
    for pasted in (whole, "ab" * 48, f" {'ab' * 24}\n{'ab' * 24} "):
        form = FallForm({"signature": pasted}, announced="drand:1000")
        assert form.is_valid(), form.errors
        assert form.source() == f"drand:1000:{'ab' * 48}"
    for wrong in (whole.replace("1000", "1001"), "{", '{"round": 1000}'):
        assert not FallForm({"signature": wrong}, announced="drand:1000").is_valid()


def test_numbers_of_others_have_a_field_for_each_source():
    announced = "numbers:Lotto 12 september;Dagtrekking"
    form = FallForm({"numbers_0": "9, 41  3", "numbers_1": "9319"}, announced=announced)
    assert form.is_valid(), form.errors
    assert form.source() == "numbers:Lotto 12 september=9 41 3;Dagtrekking=9319"
    assert not FallForm({"numbers_0": "9 x", "numbers_1": ""}, announced=announced).is_valid()
