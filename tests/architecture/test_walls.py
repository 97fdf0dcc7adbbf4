"""The walls that import-linter cannot hold: doors between apps, order of foreign keys, engines behind one file."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from samenspel_testing import ROOT

SOURCE = ROOT / "src" / "samenspel"
APPS = SOURCE / "apps"
ORDER = [
    "foundation",
    "places",
    "trail",
    "accounts",
    "jobs",
    "matters",
    "picture",
    "teams",
    "councils",
    "draws",
    "doorstep",
    "advice",
    "household",
    "deliberation",
    "voting",
    "dossiers",
    "accounting",
    "site",
]
# The doors of an app: other apps come in by these only.
DOORS = {"services", "selectors"}
# What jobs is for: other apps hang their long work in its registry. Every desk has the same doorkeeper.
EXTRA_DOORS = {("jobs", "registry"), ("jobs", "daily"), ("accounts", "access")}


def _imports(path: Path) -> list[tuple[int, str]]:
    """(line, absolute module) of every import, `from a import b` as a.b."""
    package = ["samenspel", *path.relative_to(SOURCE).parent.parts]
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, node.module] if node.module else base)
            found += [(node.lineno, f"{module}.{alias.name}") for alias in node.names]
    return found


def _app_files() -> list[Path]:
    return [p for p in sorted(APPS.rglob("*.py")) if "migrations" not in p.parts]


def test_installed_apps_stand_in_the_order_of_the_walls():
    installed = [c.label for c in apps.get_app_configs() if c.name.startswith("samenspel.")]
    assert installed == ORDER


def test_every_app_folder_is_installed():
    folders = {p.name for p in APPS.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders == set(ORDER) - {"foundation", "site"}


def test_another_app_is_entered_by_its_doors():
    trespassing = []
    for path in _app_files():
        own = path.relative_to(APPS).parts[0]
        for line, module in _imports(path):
            parts = module.split(".")
            if parts[:2] != ["samenspel", "apps"] or len(parts) < 3 or parts[2] == own:
                continue
            door = parts[3] if len(parts) > 3 else ""
            if door not in DOORS and (parts[2], door) not in EXTRA_DOORS:
                trespassing.append(f"{path.relative_to(SOURCE)}:{line} enters {module}")
    assert trespassing == []


def test_only_engine_files_import_engines():
    # errors are the common tongue in which engines refuse; anyone may read it.
    trespassing = [
        f"{path.relative_to(SOURCE)}:{line} imports {module}"
        for path in _app_files()
        for line, module in _imports(path)
        if module.startswith("samenspel.engines")
        and not module.startswith("samenspel.engines.errors")
        and not (path.name == "engine.py" or "engine" in path.relative_to(APPS).parts[1:-1])
    ]
    assert trespassing == []


def test_views_do_http_only():
    """No view writes or asks the database itself: services write, selectors read."""
    trespassing = []
    for path in _app_files():
        if path.name != "views.py" and "views" not in path.relative_to(APPS).parts[1:-1]:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "delete", "bulk_create"}:
                trespassing.append(f"{path.relative_to(SOURCE)}:{node.lineno} uses .{node.attr}")
    assert trespassing == []


def test_foreign_keys_point_to_earlier_apps():
    wrong = []
    for model in apps.get_models():
        label = model._meta.app_label
        if label not in ORDER:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.auto_created:
                continue
            target = field.related_model._meta.app_label
            if target in ORDER and ORDER.index(target) > ORDER.index(label):
                wrong.append(f"{model._meta.label}.{field.name} → {target}")
    assert wrong == []


def test_every_row_reaches_its_municipality_in_one_step():
    # People may work for several municipalities; figures and task fields of a country belong to all.
    exceptions = {
        "places.Municipality",
        "accounts.Person",
        "picture.Figure",
        "picture.Region",
        "household.TaskField",
    }
    lonely = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        and model._meta.label not in exceptions
        and not any(
            isinstance(f, models.ForeignKey) and f.related_model._meta.label == "places.Municipality"
            for f in model._meta.get_fields()
        )
    ]
    assert lonely == []


def test_services_take_keywords_only():
    loose = []
    for path in _app_files():
        if path.name != "services.py" and "services" not in path.relative_to(APPS).parts[1:-1]:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if node.args.args:
                loose.append(f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}")
    assert loose == []


def test_money_columns_are_whole_cents():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ORDER
        for field in model._meta.get_fields()
        if field.name.endswith("_cents") and not isinstance(field, models.IntegerField)
    ]
    assert wrong == []


@pytest.mark.parametrize("pattern", ["datetime.now()", "datetime.utcnow", "date.today()"])
def test_no_clock_without_a_zone(pattern):
    found = [str(p.relative_to(SOURCE)) for p in SOURCE.rglob("*.py") if pattern in p.read_text(encoding="utf-8")]
    assert found == []


def test_engines_read_no_clock_of_the_day():
    """Seconds spent may be measured; the date and time of day come in as arguments."""
    for path in (SOURCE / "engines").rglob("*.py"):
        for line, module in _imports(path):
            assert module not in {"time.time", "random"}, f"{path}:{line} {module}"
