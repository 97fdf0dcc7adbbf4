"""The handbook inside the site: pages of docs/handboek, as safe HTML."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token

from samenspel.foundation.search import Found, matches


@dataclass(frozen=True)
class HandbookPage:
    """One page: for whom it is, what it says."""

    slug: str
    title: str
    reader: str
    lead: SafeString
    body: SafeString
    text: str


def folder() -> Path:
    """Where the pages lie."""
    if settings.HANDBOOK is None:
        raise FileNotFoundError("the handbook was not installed with the site")
    return Path(settings.HANDBOOK)


def _markdown() -> MarkdownIt:
    """Markdown without HTML of its own: what someone writes cannot become a script. Pictures are the handbook's own."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_inline", "html_block"])
    markdown.add_render_rule("image", _picture)
    return markdown


def _picture(_renderer: RendererProtocol, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """`![what it shows](pictures/name.png)`; any other address is refused. The view points it to the static files."""
    name = re.fullmatch(r"pictures/([a-z0-9-]+\.png)", str(tokens[index].attrs.get("src", "")))
    if name is None:
        raise ValueError("a picture of the handbook lies in its folder pictures/ and is a .png")
    return format_html(
        '<a href="pictures/{}"><img class="sam-handboek__beeld" src="pictures/{}" alt="{}" loading="lazy" '
        'decoding="async"></a>',
        name[1],
        name[1],
        tokens[index].content,
    )


def read_page(path: Path) -> HandbookPage:
    """A page from its file: `# title`, a line `Voor: …`, a first paragraph, then the rest."""
    title, reader, lead, rest = _parts(path.read_text(encoding="utf-8"))
    # The source is part of the product and is rendered without raw HTML.
    body = mark_safe(_markdown().render(rest))  # noqa: S308
    first = mark_safe(_markdown().renderInline(lead))  # noqa: S308
    text = re.sub(r"[#*`|_>\[\]]|\([^)]*\)", " ", f"{lead} {rest}")
    return HandbookPage(path.stem.split("-", 1)[1], title, reader, first, body, " ".join(text.split()))


def _parts(source: str) -> tuple[str, str, str, str]:
    blocks = source.strip().split("\n\n", 3)
    if len(blocks) < 4 or not blocks[0].startswith("# ") or not blocks[1].startswith("Voor: "):
        raise ValueError("a page of the handbook begins with '# title', 'Voor: …' and a first paragraph")
    return blocks[0][2:].strip(), f"Voor {blocks[1][6:].strip()}", " ".join(blocks[2].split()), blocks[3]


@functools.cache
def pages() -> tuple[HandbookPage, ...]:
    """All pages, in the order of their file names (`01-beginnen.md`)."""
    return tuple(read_page(path) for path in sorted(folder().glob("[0-9][0-9]-*.md")))


def index(request: HttpRequest) -> HttpResponse:
    """What the handbook holds."""
    return render(request, "site/handbook.html", {"pages": pages()})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the handbook."""
    found = next((one for one in pages() if one.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "site/handbook_page.html", {"page": found, "body": _with_pictures(found), "pages": pages()})


def _with_pictures(found: HandbookPage) -> SafeString:
    """The page's body, its pictures pointing to the static files as they are named there."""
    body = re.sub(r'(src|href)="pictures/([a-z0-9-]+\.png)"', _static_source, found.body)
    # Rendered without raw HTML, and the addresses are our own.
    return mark_safe(body)  # noqa: S308


def _static_source(found: re.Match[str]) -> str:
    return f'{found[1]}="{static(f"samenspel/handboek/{found[2]}")}"'


def search_public(neighbourhood: Any, words: Sequence[str]) -> list[Found]:
    """Pages of the handbook that hold all words."""
    return [
        Found(one.title, reverse("handbook-page", args=[one.slug]), one.text)
        for one in pages()
        if matches(words, one.title, one.text)
    ]
