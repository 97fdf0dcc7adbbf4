"""The docs say what the code does: commands, targets, settings, rooms, links, words."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

import samenspel
from samenspel.cli import COMMANDS, build_app
from samenspel_testing import ROOT

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
DECISION_LINES_MAX = 25


def read(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def tracked_files() -> list[Path]:
    """Files in git, or skip where this is no checkout."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def all_commands() -> list[str]:
    """Every command as typed, those of a group included: 'draw', 'book verify'."""
    group = typer.main.get_command(build_app())
    names = []
    for name, command in group.commands.items():
        subcommands = getattr(command, "commands", None)
        names += [f"{name} {sub}" for sub in subcommands] if subcommands else [name]
    return names


def table_rows(text: str) -> list[list[str]]:
    """Cells of every row of every table, without the rules under headers."""
    rows = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]
    return [row for row in cells if not all(set(cell) <= set("-: ") for cell in row)]


# --- Commands, targets, settings, rooms -------------------------------------------------------------------


def test_every_command_is_described():
    text = read("README.md", "docs/operations.md")
    assert len(all_commands()) >= len(COMMANDS)
    assert [name for name in all_commands() if f"samenspel {name}" not in text] == []


def test_every_make_target_is_described():
    targets = re.findall(r"^([a-z-]+):.*##", read("Makefile"), re.MULTILINE)
    assert "run" in targets
    text = read("CONTRIBUTING.md")
    assert [target for target in targets if f"`make {target}`" not in text] == []


def test_every_setting_from_the_environment_is_described():
    names = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", read("src/samenspel/site/settings.py"))
    assert "DATABASE_URL" in names
    described = {row[0].strip("`") for row in table_rows(read("docs/operations.md"))}
    assert set(names) - described == set()


def test_every_described_setting_exists():
    described = set(re.findall(r"SAMENSPEL_[A-Z_]+", read("docs/operations.md")))
    assert {name for name in described if name not in read("src/samenspel/site/settings.py")} == set()


def test_every_app_and_engine_is_described():
    described = {row[0].strip("`") for row in table_rows(read("docs/architecture.md"))}
    for parent in ("apps", "engines"):
        folder = ROOT / "src" / "samenspel" / parent
        rooms = {path.name for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
        assert rooms - described == set()


def test_every_app_with_triggers_is_described_as_protected():
    protected = read("docs/architecture.md").split("## Protected tables")[1].split("\n## ")[0]
    with_triggers = {path.parent.name for path in (ROOT / "src/samenspel/apps").glob("*/triggers.py")}
    assert {row[0].strip("`") for row in table_rows(protected)} - {"app"} == with_triggers


def test_services_in_the_docs_exist():
    section = read("docs/architecture.md").split("## The apps")[1].split("\n### ")[0]
    for app, _holds, writes, _reads in table_rows(section)[1:]:
        services = import_module(f"samenspel.apps.{app.strip('`')}.services")
        missing = [name for name in re.findall(r"`(\w+)`", writes) if not hasattr(services, name)]
        assert (app, missing) == (app, [])


# --- Links and places -------------------------------------------------------------------------------------


def test_relative_links_resolve():
    broken = []
    for path in tracked_files():
        if path.suffix != ".md":
            continue
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:|#", target):
                continue
            if not (path.parent / target.split("#")[0]).exists():
                broken.append(f"{path.relative_to(ROOT)} → {target}")
    assert broken == []


def test_no_file_names_a_folder_of_someones_machine_or_a_package_registry():
    # Written in parts, so that this file does not find itself.
    folders = "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers"])
    hosts = "|".join(["registry\\." + "npmjs", "py" + "pi\\.org", "python" + "hosted\\.org", "registry\\." + "yarnpkg"])
    # A path of the site has something before its slash, such as a name or a closing brace.
    found = re.compile(rf"(?<![\w.~}}>-])/(?:{folders})/|{hosts}".encode())
    naming = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in tracked_files()
        if (match := found.search(path.read_bytes()))
    ]
    assert naming == []


# --- Words and decisions ----------------------------------------------------------------------------------


def test_glossary_rows_have_four_cells():
    rows = table_rows(read("docs/glossary.md"))
    assert len(rows) > 100
    assert [row for row in rows if len(row) != 4 or not all(row)] == []


def test_a_word_stands_in_the_glossary_once():
    words = [row[0] for row in table_rows(read("docs/glossary.md")) if row[0] != "English"]
    assert [word for word in set(words) if words.count(word) > 1] == []


def _resolves(dotted: str) -> bool:
    """True for a module below samenspel or its apps, or a name or model field in one of them."""
    parts = dotted.split(".")
    for base in ("samenspel.apps", "samenspel"):
        for length in range(len(parts), 0, -1):
            name = ".".join([base, *parts[:length]])
            try:
                found = import_module(name)
            except ModuleNotFoundError:
                continue
            if length == 1 and base == "samenspel.apps" and len(parts) > 1:
                found = import_module(f"{name}.models")
            return _has(found, parts[length:])
    return False


def _has(found: object, names: list[str]) -> bool:
    for name in names:
        if hasattr(found, name):
            found = getattr(found, name)
            continue
        try:
            found = found._meta.get_field(name)  # type: ignore[attr-defined]
        except (AttributeError, FieldDoesNotExist):
            return False
    return True


def test_the_glossary_points_at_code_that_exists():
    assert apps.ready
    places = re.findall(r"`([\w.]+)`", " ".join(row[3] for row in table_rows(read("docs/glossary.md"))))
    assert [place for place in places if not _resolves(place)] == []


def test_decisions_are_numbered_short_and_of_one_form():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= DECISION_LINES_MAX, path.name
        assert lines[0].startswith(f"# {path.name[:4]}. "), path.name
        headings = [line for line in lines if line.startswith("## ")]
        assert headings == ["## Context", "## Decision", "## Consequences"], path.name


# --- What is published about the project ------------------------------------------------------------------


def test_publiccode_tells_this_version_and_licence():
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with the test requirements")
    told = yaml.safe_load(read("publiccode.yml"))
    assert told["softwareVersion"] == samenspel.__version__
    assert told["legal"]["license"] == "EUPL-1.2"
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in text["features"])


def test_the_commands_of_the_readme_work_and_say_what_it_says(tmp_path):
    def run(*arguments: str) -> str:
        done = subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(str(DOCS / "examples.py"), str(tmp_path))
    counted = run("-m", "samenspel.cli", "count", "wijkbegroting.pb", "--explain")
    readme = read("README.md")
    # The first line tells seconds; the last ones are left out of the README.
    assert [line for line in counted.splitlines()[1:9] if line not in readme] == []
    run(
        *["-m", "samenspel.cli", "draw", "--pool", "respondents.csv", "--targets", "categories.csv"],
        "--seats",
        "11",
        "--out",
        "c",
    )
    run("-m", "samenspel.cli", "pick", "c", "--randomness", "balls:417", "--out", "b")
    assert "good  pick: balls:417 points to panel 417" in run("-m", "samenspel.cli", "verify", "b")
    assert "Common ground (every group, 2 statements):" in run("-m", "samenspel.cli", "map", "votes.csv")
