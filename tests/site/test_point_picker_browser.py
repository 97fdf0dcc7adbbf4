"""Choosing a spot on the map in a real browser: by pointing and by arrow keys; without the script, by typing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.factories import neighbourhood
from samenspel_testing import ROOT

CHROMIUM = Path("/usr/bin/chromium")
SCRIPTS = ROOT / "src" / "samenspel" / "site" / "static_src" / "samenspel" / "js"
# About one kilometre square around 6.58, 53.22.
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[6.5725, 53.2155], [6.5875, 53.2155], [6.5875, 53.2245], [6.5725, 53.2245]]],
}
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def answer(client: Client) -> Any:
    """The form as the site sends it, policy and all."""
    where = neighbourhood()
    where.outline = OUTLINE
    where.save()
    return client.get(reverse("picture-energy:offer", args=[where.slug]), headers={"Accept-Language": "en"})


def test_a_spot_is_pointed_at_moved_by_keys_and_read_back(answer: Any) -> None:
    html = answer.content.decode()
    assert "data-point-picker" in html
    assert " hidden>" in html.split("data-point-picker")[1].split("<div")[0]
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    policy = answer.headers["Content-Security-Policy"]

    def respond(route: Any) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        if route.request.resource_type == "document":
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})
        elif (SCRIPTS / name).is_file() and name == "point-picker.js":
            route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
        else:
            route.fulfill(status=404, body="")

    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 900, "height": 1000})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.route("**/*", respond)
        page.goto("http://samenspel.test/")
        latitude, longitude = page.locator("#id_latitude"), page.locator("#id_longitude")
        drawing = page.locator("[data-point-picker] svg[data-west] >> visible=true").first
        box = drawing.bounding_box()
        drawing.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
        assert float(latitude.input_value()) == pytest.approx(53.22, abs=0.0005)
        assert float(longitude.input_value()) == pytest.approx(6.58, abs=0.0005)
        assert "Spot chosen" in page.locator("[data-point-picker] [role=status]").inner_text()
        before = float(latitude.input_value())
        page.locator("[role=application]").press("ArrowUp")
        # Twenty metres to the north.
        assert float(latitude.input_value()) - before == pytest.approx(20 / 111_320, abs=2e-5)
        # The numbers are folded away for who points; who wants to type opens them.
        assert not longitude.is_visible()
        page.get_by_text("Or type the spot as numbers").click()
        longitude.fill("6,5800")
        latitude.fill("")
        assert page.locator("[data-point-picker] svg g.geen").count() == 2
        assert faults == []
        without = browser.new_context(java_script_enabled=False).new_page()
        without.route("**/*", respond)
        without.goto("http://samenspel.test/")
        assert not without.locator("[data-point-picker]").is_visible()
        assert without.locator("#id_latitude").is_visible()
        browser.close()
