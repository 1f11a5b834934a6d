"""A demonstration city, served by the real executable, and Debian's Chromium to look at it."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time

import pytest
import requests
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("DAYLIGHT_BIN", str(ROOT / ".build/debug/daylight"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def one_time_code(secret, at=None):
    """RFC 6238: SHA-1, six digits, 30 seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    offset = digest[19] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class City:
    """A served installation: its address, its folder, and who may sign in."""

    def __init__(self, folder, port, process):
        self.folder, self.port, self.process = folder, port, process
        self.address = f"http://127.0.0.1:{port}"
        marks = json.loads((pathlib.Path(folder) / "demonstration.json").read_text())
        self.accounts = {account["login"]: account for account in marks["accounts"]}
        self.steps = {}

    def account(self, role):
        """The first account whose login begins with a role's name."""
        return next(login for login in self.accounts if login.startswith(role))

    def code(self, login):
        """The next one-time code of an account; no step is used twice, so a second sign-in waits for its turn."""
        secret = self.accounts[login].get("secret")
        if not secret:
            return ""
        now = time.time()
        # The server takes the step before and the step after the present one, each once.
        step = max(self.steps.get(login, 0) + 1, int(now // 30) - 1)
        if step > int(now // 30) + 1:
            raise RuntimeError(f"{login} has used up its one-time codes of this minute; sign in once and keep the page")
        self.steps[login] = step
        return one_time_code(secret, step * 30)


@pytest.fixture(scope="session")
def city():
    given = os.environ.get("DAYLIGHT_DATA")
    folder = tempfile.mkdtemp(prefix="daylight-browser-")
    data = str(pathlib.Path(folder) / "data")
    if given:
        shutil.copytree(given, data)
    else:
        subprocess.run([BINARY, "demo", "--data", data], check=True, timeout=600)
    port = free_port()
    log = open(pathlib.Path(folder) / "serve.log", "wb")
    process = subprocess.Popen(
        [BINARY, "serve", "--data", data, "--port", str(port)], stdout=log, stderr=subprocess.STDOUT)
    city = City(data, port, process)
    deadline = time.monotonic() + 60
    while True:
        try:
            if requests.get(city.address + "/healthz", timeout=2).status_code == 200:
                break
        except requests.ConnectionError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.exit("the site did not start: " + (pathlib.Path(folder) / "serve.log").read_text()[-2000:])
        # Waits for the process, never for a result.
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            pass
    yield city
    process.terminate()
    process.wait(20)
    log.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def page_of(context):
    """The one page of a context. Pages are used again, never closed: a browser that is asked to close a page while
    it loads may never answer."""
    return context.pages[0] if context.pages else context.new_page()


@pytest.fixture(scope="session")
def signed_in(city, chromium):
    """Contexts of signed-in people by login; each signs in once for the whole run."""
    contexts = {}

    def enter(login):
        if login not in contexts:
            context = chromium.new_context(base_url=city.address, locale="zh-CN", timezone_id="Asia/Shanghai")
            contexts[login] = context
            page = page_of(context)
            page.goto("/sign-in")
            page.fill("#login", login)
            page.fill("#password", city.accounts[login]["password"])
            page.fill("#code", city.code(login))
            page.click("main button[type=submit]")
            page.wait_for_load_state("load")
            if page.url.endswith("/office"):
                page.locator("main .choice").first.click()
                page.wait_for_load_state("load")
            assert page.url.endswith("/workbench"), page.content()[:3000]
        return contexts[login]

    # The browser's end is theirs.
    return enter


@pytest.fixture
def passer_by(city, chromium):
    context = chromium.new_context(base_url=city.address, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context
    context.close()
