"""Counting again in a real browser: the same verdicts as the program, nothing sent, and a page that works offline."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from mutated_bundles import cases, documents, draw_document
from samenspel.engines.evidence import commitment_of, seal
from samenspel.engines.verification import verify_bundle

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASES = 400

VERDICTS = """async ([module, cases]) => {
  const { recount } = await import(module);
  const found = [];
  for (const [data, commitment] of cases) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const { verdict, commitment: own, checks } = await recount(bytes, commitment);
    found.push([verdict, own, checks.filter((check) => !check.ok).map((check) => check.name)]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch, playwright.sync_playwright() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        launched = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en")
    made = context.new_page()
    made.set_default_timeout(15_000)
    yield made
    context.close()


def bundle_file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "bundle.json"
    path.write_bytes(data)
    return path


def count(page, path: Path, code: str = "") -> str:
    page.set_input_files("[data-recount-file]", path)
    page.fill("[data-recount-code]", code)
    page.click("[data-recount-start]")
    page.wait_for_selector(".recount-stamp")
    return str(page.inner_text("[data-recount]"))


def test_the_browser_and_the_program_come_to_the_same_verdict(page, live_server):
    page.goto(f"{live_server.url}/controleren/")
    damaged = list(cases(CASES))
    sent = [[base64.b64encode(case.data).decode(), case.commitment] for case in damaged]
    found = page.evaluate(VERDICTS, [f"{live_server.url}/static/samenspel/js/recount/recount.js", sent])
    good = 0
    for case, (verdict, commitment, failing) in zip(damaged, found, strict=True):
        report = verify_bundle(case.data, case.commitment or None)
        expected = [check.name for check in report.checks if not check.ok]
        assert (verdict == "good", failing, commitment) == (report.ok, expected, report.commitment), case.told
        good += report.ok
    # Both verdicts occur, or the comparison says nothing.
    assert len(documents()) <= good < CASES // 2


def test_a_visitor_drops_a_file_and_nothing_is_sent(page, live_server, tmp_path):
    bundle = draw_document("balls:007", announced="balls")
    page.goto(f"{live_server.url}/controleren/")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    said = count(page, bundle_file(tmp_path, seal(bundle)), commitment_of(bundle))
    assert "Everything is right" in said
    assert "Panel 007" in said
    assert "000, 007, 010" in said
    said = count(page, bundle_file(tmp_path, seal(bundle | {"picked": 8})), commitment_of(bundle))
    assert "Something is not right" in said
    assert "The public number points to panel 007; the file says 008." in said
    said = count(page, bundle_file(tmp_path, seal(bundle)), commitment_of(bundle)[:16])
    assert "the first 16 characters" in said
    assert asked == []
    # The browser itself forbids it.
    refused = page.evaluate("() => fetch('/gezond/').then(() => 'sent', () => 'refused')")
    assert refused == "refused"


def test_what_a_browser_does_not_check_is_said(page, live_server, tmp_path):
    page.goto(f"{live_server.url}/controleren/")
    bundle = draw_document(None)
    drand = f"drand:1000:{'ab' * 48}"
    forged = {**bundle, "announced": "drand:1000", "randomness": drand}
    number = page.evaluate(
        """async ([module, count, source]) => {
          const { panelNumber, parseSource } = await import(module);
          return panelNumber(count, await parseSource(source));
        }""",
        [f"{live_server.url}/static/samenspel/js/recount/randomness.js", len(bundle["panels"]), drand],
    )
    forged |= {"picked": number, "panel": bundle["panels"][number]}
    assert not verify_bundle(seal(forged)).ok
    said = count(page, bundle_file(tmp_path, seal(forged)))
    assert "Right, as far as a browser can see" in said
    assert "The signature of drand is not checked here" in said
    said = count(page, bundle_file(tmp_path, seal({"kind": "samenspel-vote", "version": 1})))
    assert "The program counts this file" in said
    assert "Everything is right" not in said


def test_the_page_to_take_home_works_without_a_network(browser, page, live_server, tmp_path):
    page.goto(f"{live_server.url}/controleren/")
    with page.expect_download() as waiting:
        page.click("text=Keep this page")
    kept = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    context = browser.new_context(offline=True)
    home = context.new_page()
    errors = []
    home.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    home.goto(kept.as_uri())
    bundle = draw_document("balls:007", announced="balls")
    assert "Everything is right" in count(home, bundle_file(tmp_path, seal(bundle)), commitment_of(bundle))
    changed = seal(bundle).replace(b'"003"', b'"004"', 1)
    assert "Something is not right" in count(home, bundle_file(tmp_path, changed), commitment_of(bundle))
    assert errors == []
    assert home.evaluate("() => fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
    context.close()
