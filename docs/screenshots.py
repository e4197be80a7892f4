"""Take the pictures in docs/images anew, from a running demo desk: `make screenshots`."""

import os
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

django.setup()

from factcheck.demo import PASSWORD  # noqa: E402 - once the apps are there

BASE = f"http://127.0.0.1:{os.environ.get('FACTCHECK_PORT', '8000')}"
IMAGES = Path(__file__).parent / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def take(page: Page, path: str, name: str) -> None:
    page.goto(BASE + path)
    page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        take(page, "/", "page-home")
        page.click(".card h2 a")
        page.screenshot(path=IMAGES / "page-claim.png")
        page.goto(f"{BASE}/desk/login/")
        page.fill("#id_username", "editor")
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        take(page, "/desk/", "desk-home")
        take(page, "/desk/claims/claim/", "desk-queue")
        take(page, "/desk/claims/sourcemerge/", "desk-merges")
        page.goto(f"{BASE}/desk/claims/article/")
        page.click("#result_list tbody th a")
        page.locator("a.claim.basis-only_anonymous").first.scroll_into_view_if_needed()
        page.screenshot(path=IMAGES / "desk-article.png")
        page.locator("a.claim.basis-only_anonymous").nth(1).click()
        page.wait_for_selector(".statement")
        page.screenshot(path=IMAGES / "desk-claim.png")
        browser.close()


if __name__ == "__main__":
    main()
