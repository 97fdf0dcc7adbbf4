"""Takes the pictures of README and LEESMIJ from a running demonstration: `python docs/pictures.py http://localhost:8000`.

Needs the test requirements (Playwright) and Chromium. The pictures are small: 256 colours, 900 pixels wide.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent / "pictures"
HOME = "/oosterparkwijk/"
# (file, page, part of the role's name or '', what to bring into view)
PICTURES = (
    ("voorpagina", HOME, "", ""),
    ("loting", f"{HOME}loting/", "", ""),
    ("gesprek", f"{HOME}gesprek/", "", ""),
    ("uitslag", f"{HOME}wijkbegroting/", "", "Wijkbegroting"),
    ("geld", f"{HOME}geld/", "", ""),
    ("werkplek", f"{HOME}werkplek/geld/", "Lotte", ""),
)


def main(base: str) -> None:
    """Write every picture below docs/pictures, in Dutch and in English."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for language in ("nl", "en"):
            (HERE / language).mkdir(parents=True, exist_ok=True)
            for name, path, role, link in PICTURES:
                context = browser.new_context(viewport={"width": 1240, "height": 860})
                context.add_cookies([{"name": "taal", "value": language, "url": base}])
                page = context.new_page()
                if role:
                    page.goto(f"{base}{HOME}werkplek/rol/")
                    page.locator("button.sam-keuze", has_text=role).first.click()
                    page.wait_for_load_state()
                page.goto(base + path)
                if link:
                    page.locator("main").get_by_role("link", name=link).last.click()
                    page.wait_for_load_state()
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                small = picture.resize((900, round(picture.height * 900 / picture.width)), Image.Resampling.LANCZOS)
                small.quantize(256).save(HERE / language / f"{name}.png", optimize=True)
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
