"""The vendor step keeps what is used, and says in one sentence what is missing."""

import gzip
import json
import re
import time
from pathlib import Path

import pytest

from samenspel.site import vendor

ROOT = Path(__file__).resolve().parents[2]


def test_keeps_rules_in_use_and_drops_the_others() -> None:
    css = "/* c */.a{x:1}.a--danger,.a--hover{y:2}.b,.b--danger{z:3}@media print{.c--danger{w:4}}"
    assert vendor.keep_used_rules(css) == ".a{x:1}.b{z:3}@media print{.c--danger{w:4}}"


def test_a_comma_inside_a_selector_does_not_split_it() -> None:
    css = ".a:is(.b,.c),.d{x:1}"
    assert vendor.keep_used_rules(css) == css


def test_follows_tokens_through_their_references() -> None:
    theme = ".t{--a: var(--b, var(--c));--b: 1px;--c: 2px;--unused: 3px;}"
    assert vendor.reachable_tokens(theme, {"--a", "--absent"}) == {
        "--a": "var(--b, var(--c))",
        "--b": "1px",
        "--c": "2px",
    }


def test_tokens_that_refer_to_each_other_end() -> None:
    assert vendor.reachable_tokens(".t{--a: var(--b);--b: var(--a);}", {"--a"}).keys() == {"--a", "--b"}


def test_versions_are_exact_and_the_lock_file_holds_no_address() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    lock = (ROOT / "package-lock.json").read_text()
    assert "http" not in lock
    packages = {name: entry for name, entry in json.loads(lock)["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_every_component_is_a_dependency() -> None:
    dependencies = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert {f"@utrecht/{name}-css" for name in vendor.UTRECHT_COMPONENTS} <= dependencies.keys()


def test_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert vendor.main(["--test"]) == 2
    assert "--tests" in capsys.readouterr().err


def test_up_to_date_is_quick_and_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / ".stamp").write_text(vendor._stamp(ROOT))
    start = time.perf_counter()
    assert vendor.lay_out(project=ROOT, var=tmp_path) is False
    assert time.perf_counter() - start < 0.1


def test_without_npm_and_without_a_wheel_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Failed:
        returncode = 1
        stderr = ""

    monkeypatch.setattr(vendor.shutil, "which", lambda name: None)
    monkeypatch.setattr(vendor.subprocess, "run", lambda *a, **k: Failed())
    monkeypatch.setenv("SAMENSPEL_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(ROOT)
    assert vendor.main([]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "Node.js" in message
    assert not (tmp_path / "var" / "vendor").exists(), "nothing half laid out"


def test_the_style_sheet_is_small() -> None:
    sheet = ROOT / "var" / "vendor" / "vendor" / "vendor.css"
    if not sheet.is_file():
        pytest.skip("front-end files are not laid out: python -m samenspel.site.vendor")
    css = sheet.read_text()
    assert len(gzip.compress(css.encode())) < 12_000
    assert "font-display: swap" in css
    assert not re.search(r"url\((?!fonts/)", css), "no other host, no other file"
