"""Fetches key figures from the open data of Statistics Netherlands (OData, version 3), on explicit request only.

The address is a setting and empty by default: without it nothing is ever called. The answer is kept as one JSON
document (table information, names of regions, rows), which can be saved and loaded elsewhere as a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from samenspel.engines.errors import EngineError

from .reading import COUNTRY, plan_of

TIMEOUT_SECONDS = 60
ANSWER_BYTES_MAX = 100_000_000
PAGES_MAX = 100
# The tables of key figures by year; which year a table is of is read from the table itself.
TABLES = {
    2018: "84286NED",
    2019: "84583NED",
    2020: "84799NED",
    2021: "85039NED",
    2022: "85318NED",
    2023: "85618NED",
    2024: "85984NED",
    2025: "86165NED",
}
Told = Callable[[int], None]


class _SameHost(HTTPRedirectHandler):
    """Follows a server that sends us on within its own host, and nowhere else."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise URLError("it sends us on to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


urlopen = build_opener(_SameHost).open


def fetch_table(base: str, table: str, *, regions: str, told: Told = lambda _count: None) -> dict[str, Any]:
    """The rows of a table for a municipality ('GM0014': it, its parts and the country) or for all ('').

    Without a municipality the smallest areas (BU) stay out. `told` hears how many rows came in so far. Raises
    EngineError 'fetch_off' (no address), 'fetch_failed' (what was asked, why), 'fetch_empty'.
    """
    columns = [one["Key"] for one in _rows(base, f"{table}/DataProperties") if one.get("Type") == "Topic"]
    plan = plan_of(columns)
    wanted = [*plan.regions, *plan.municipalities, *plan.changes, *(column for column, _topic in plan.topics)]
    key = "WijkenEnBuurten"
    select = ",".join(dict.fromkeys([key, *wanted]))
    rows = []
    for row in _rows(base, f"{table}/UntypedDataSet", _choice(key, regions) | {"$select": select}):
        rows.append(row)
        if len(rows) % 500 == 0:
            told(len(rows))
    if not rows:
        raise EngineError("fetch_empty", table=table)
    told(len(rows))
    return {
        "TableInfos": list(_rows(base, f"{table}/TableInfos")),
        key: list(_rows(base, f"{table}/{key}", _choice("Key", regions) | {"$select": "Key,Title"})),
        "value": rows,
    }


def _choice(column: str, regions: str) -> dict[str, str]:
    """The filter for one municipality, by the four characters that all its codes share, or for all of them."""
    digits = regions.removeprefix("GM")
    starts = (f"GM{digits}", f"WK{digits}", f"BU{digits}", COUNTRY) if digits else ("GM", "WK", COUNTRY)
    return {"$filter": " or ".join(f"substringof('{start}',{column})" for start in starts)}


def _rows(base: str, path: str, query: dict[str, str] | None = None) -> Iterable[dict[str, Any]]:
    """All rows of an address, page after page, never of another host than that of the setting."""
    parameters = {"$format": "json", **(query or {})}
    address = f"{base.rstrip('/')}/{path}?" + "&".join(f"{name}={quote(text)}" for name, text in parameters.items())
    for _page in range(PAGES_MAX):
        answer = read_json(base, address)
        yield from answer.get("value", ())
        address = answer.get("odata.nextLink") or answer.get("@odata.nextLink") or ""
        if not address:
            return
    raise EngineError("fetch_failed", asked=path, why=f"more than {PAGES_MAX} pages")


def read_json(base: str, address: str) -> dict[str, Any]:
    """One answer as JSON, from the host of `base` alone. Raises EngineError 'fetch_off' or 'fetch_failed'."""
    host, asked = urlsplit(base), urlsplit(address)
    if not base:
        raise EngineError("fetch_off")
    if host.scheme not in ("http", "https") or (asked.scheme, asked.netloc) != (host.scheme, host.netloc):
        raise EngineError("fetch_failed", asked=address, why="another host than that of the setting")
    request = Request(address, headers={"Accept": "application/json", "User-Agent": "Samenspel"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            data = answer.read(ANSWER_BYTES_MAX + 1)
        found = json.loads(data) if len(data) <= ANSWER_BYTES_MAX else None
    except (HTTPError, URLError, TimeoutError, ConnectionError, HTTPException, ValueError, RecursionError) as error:
        raise EngineError("fetch_failed", asked=asked.path, why=str(error)) from error
    if not isinstance(found, dict):
        raise EngineError("fetch_failed", asked=asked.path, why="the answer is too large or no JSON object")
    return found


def fetch_year(base: str, year: int, *, regions: str, told: Told = lambda _count: None) -> dict[str, Any]:
    """The table of a year (see `fetch_table`); 'table_unknown' where we know none.

    The year of the figures is what the table itself tells, never this list.
    """
    if year not in TABLES:
        raise EngineError("table_unknown", year=year)
    return fetch_table(base, TABLES[year], regions=regions, told=told)
