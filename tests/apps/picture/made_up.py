"""Made-up key figures in the shape of the real answers: no figure here says anything about a real place.

The municipality Voorbeeldstad (GM9999) with three neighbourhoods over three years. Its table numbers its columns
otherwise each year, as the real ones do; in 2022 the boundary of Tuinwijk moved, in 2023 Havenkwartier began.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

# year → code → (name, change, inhabitants, 0-15, 15-25, 25-45, 45-65, 65+, households, alone, dwellings, rent, doctor)
FIGURES: dict[int, dict[str, tuple[Any, ...]]] = {
    2021: {
        "NL00": ("Nederland", "1", 1000000, 160000, 120000, 250000, 270000, 200000, 450000, 170000, 460000, 43, "1.0"),
        "GM9999": ("Voorbeeldstad", "1", 10000, 1500, 2500, 3000, 2000, 1000, 5500, 3000, 5600, 55, "0.8"),
        "WK999901": ("Tuinwijk", "1", 2000, 200, 700, 600, 300, 200, 1200, 800, 1250, 60, "0.6"),
        "WK999902": ("Dorp", "1", 1500, 300, 150, 350, 400, 300, 650, 200, 660, 30, "1.4"),
    },
    2022: {
        "NL00": ("Nederland", "1", 1010000, 160000, 121000, 254000, 272000, 203000, 455000, 173000, 465000, 43, "1.0"),
        "GM9999": ("Voorbeeldstad", "1", 10200, 1510, 2600, 3050, 2020, 1020, 5600, 3080, 5700, 55, "0.8"),
        "WK999901": ("Tuinwijk", "3", 2300, 220, 850, 690, 330, 210, 1400, 950, 1420, 61, "0.7"),
        "WK999902": ("Dorp", "1", 1505, 300, 150, 350, 400, 305, 655, 205, 665, 30, "."),
    },
    2023: {
        "NL00": ("Nederland", "1", 1020000, 160000, 122000, 258000, 274000, 206000, 460000, 176000, 470000, 42, "1.0"),
        "GM9999": ("Voorbeeldstad", "1", 10400, 1520, 2700, 3100, 2040, 1040, 5700, 3160, 5800, 54, "0.8"),
        "WK999901": ("Tuinwijk", "1", 2500, 230, 1010, 720, 330, 210, 1550, 1090, 1560, 62, "0.7"),
        "WK999902": ("Dorp", "1", 1510, 300, 150, 350, 400, 310, 660, 210, 670, 29, "1.4"),
        "WK9999A3": ("Havenkwartier", "2", 300, 20, 90, 120, 50, 20, 210, 160, 240, "", "1.1"),
    },
}
COLUMNS = (
    "AantalInwoners", "k_0Tot15Jaar", "k_15Tot25Jaar", "k_25Tot45Jaar", "k_45Tot65Jaar", "k_65JaarOfOuder",
    "HuishoudensTotaal", "Eenpersoonshuishoudens", "Woningvoorraad", "HuurwoningenTotaal",
    "AfstandTotHuisartsenpraktijk",
)  # fmt: skip
TABLES = {2021: "85039NED", 2022: "85318NED", 2023: "85618NED"}


def columns_of(year: int) -> list[str]:
    """The columns of a year's table: the same names, other numbers."""
    return [f"{name}_{number + year - 2016}" for number, name in enumerate(COLUMNS)]


def rows_of(year: int) -> list[dict[str, Any]]:
    """UntypedDataSet: everything is text, codes and numbers padded with spaces."""
    found = []
    for number, (code, (_name, change, *values)) in enumerate(FIGURES[year].items()):
        row = {
            "ID": number,
            "WijkenEnBuurten": code.ljust(10),
            "Gemeentenaam_1": "" if code == "NL00" else "Voorbeeldstad".ljust(40),
            "Codering_3": code.ljust(10),
            "IndelingswijzigingGemeenteWijkBuurt_4": change,
        }
        found.append(row | {key: str(value).rjust(7) for key, value in zip(columns_of(year), values, strict=True)})
    return found


def names_of(year: int) -> list[dict[str, str]]:
    return [{"Key": code.ljust(10), "Title": row[0]} for code, row in FIGURES[year].items()]


def infos_of(year: int) -> list[dict[str, str]]:
    return [{"Identifier": TABLES[year], "Title": f"Kerncijfers {year} (verzonnen)", "Period": str(year)}]


def document(year: int, **changed: Any) -> bytes:
    """The whole answer of a year, as a fetch keeps it and a file holds it."""
    whole = {"TableInfos": infos_of(year), "WijkenEnBuurten": names_of(year), "value": rows_of(year)}
    return json.dumps(whole | changed).encode()


def outlines(*codes: str) -> bytes:
    """A square for each code, in degrees."""
    features = [
        {
            "type": "Feature",
            "properties": {"wijkcode": code, "wijknaam": code, "gemeentecode": "GM9999", "water": "NEE"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[6.5 + n, 53.2], [6.6 + n, 53.2], [6.6 + n, 53.3], [6.5 + n, 53.3], [6.5 + n, 53.2]]],
            },
        }
        for n, code in zip((0, 0.2, 0.4), codes, strict=False)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


class Server:
    """The recorded answers behind an address of this machine; `asked` tells what was asked of it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.asked: list[str] = []


@contextmanager
def served(*, page_rows: int = 100, broken: Mapping[str, str] | None = None, sent_on: str = "") -> Iterator[Server]:
    """Serve the tables of all years as OData, and outlines as a feature service, on the loopback address.

    page_rows: how many rows before the answer tells of a next page. broken: a part of an address → the text to give.
    sent_on: where the server sends who asks for rows.
    """

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = unquote(self.path)
            server.asked.append(address)
            if sent_on and "UntypedDataSet" in address:
                self.send_response(302)
                self.send_header("Location", sent_on)
                self.end_headers()
                return
            text = next((told for part, told in (broken or {}).items() if part in address), "")
            if not text:
                answer = _answer(server.base, address, page_rows)
                if answer is None:
                    self.send_error(404)
                    return
                text = json.dumps(answer)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_arguments: Any) -> None:
            """Stay silent."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server = Server(f"http://127.0.0.1:{http.server_port}/odata")
    thread = Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def _answer(base: str, address: str, page_rows: int) -> dict[str, Any] | None:
    path, query = urlsplit(address).path, parse_qs(urlsplit(address).query)
    if "wfs" in path:
        wanted = "GM9999" in address and "wijkenbuurten:wijken" in address
        found: dict[str, Any] = json.loads(outlines("WK999901", "WK999902")) if wanted else {"features": []}
        return found
    table, what = path.removeprefix("/odata/").split("/", 1)
    year = next((year for year, name in TABLES.items() if name == table), None)
    if year is None:
        return None
    topics = [{"Type": "Topic", "Key": key} for key in ("Codering_3", "Gemeentenaam_1", *columns_of(year))]
    topics.append({"Type": "Topic", "Key": "IndelingswijzigingGemeenteWijkBuurt_4"})
    rows: list[dict[str, Any]] = {
        "DataProperties": [{"Type": "TopicGroup", "Key": ""}, *topics],
        "TableInfos": infos_of(year),
        "WijkenEnBuurten": names_of(year),
        "UntypedDataSet": rows_of(year),
    }[what]
    skip = int(query.get("$skip", ["0"])[0])
    answer: dict[str, Any] = {"value": rows[skip : skip + page_rows]}
    if skip + page_rows < len(rows):
        answer["odata.nextLink"] = f"{base}/{table}/{what}?$skip={skip + page_rows}"
    return answer
