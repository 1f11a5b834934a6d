"""The API as schemathesis finds it: no answer that the description does not know, and never a 5xx."""
import json
import os
import pathlib
import subprocess
import sys

import pytest
import requests

from conftest import BINARY, page_of


@pytest.fixture(scope="session")
def token(signed_in, city):
    page = page_of(signed_in(city.account("admin")))
    page.goto("/account?lang=en")
    page.fill("#label", "schemathesis")
    page.click("form[action='/account/tokens'] button")
    text = page.locator(".secret").inner_text().strip()
    assert text.startswith("dl_")
    return text


@pytest.fixture(scope="session")
def tenderer_token(signed_in, city):
    page = page_of(signed_in(city.account("tenderer")))
    page.goto("/account?lang=en")
    page.fill("#label", "schemathesis")
    page.click("form[action='/account/tokens'] button")
    text = page.locator(".secret").inner_text().strip()
    return text


CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "negative_data_rejection,ignored_auth,unsupported_method"
)


@pytest.mark.parametrize("office", ["token", "tenderer_token"])
def test_schemathesis(city, office, request):
    key = request.getfixturevalue(office)
    program = pathlib.Path(sys.executable).parent / "schemathesis"
    examples = os.environ.get("SCHEMATHESIS_EXAMPLES", "25")
    run = subprocess.run(
        [str(program), "run", f"{city.address}/api/openapi.json", "--url", city.address,
         "--header", f"Authorization: Bearer {key}", "--checks", CHECKS, "--max-examples", examples,
         "--phases", "examples,coverage,fuzzing", "--generation-deterministic", "--no-color",
         "--request-timeout", "20"],
        capture_output=True, text=True, timeout=900, cwd=city.folder)
    assert run.returncode == 0, run.stdout[-12000:] + run.stderr[-2000:]
    assert city.process.poll() is None


def test_every_command_is_also_a_command_line(city, token):
    """`daylight do`: flags from the same description; refusals name the flag; a key makes a repetition harmless."""
    environment = {**os.environ, "DAYLIGHT_TOKEN": token, "DAYLIGHT_SERVER": city.address}

    def do(*words, expect=0):
        run = subprocess.run([BINARY, "do", *words], env=environment, capture_output=True, text=True)
        assert run.returncode == expect, run.stdout + run.stderr
        return run.stdout + run.stderr

    flags = ["--personName", "赵敏", "--region", "530600"]
    first = json.loads(do("--format", "json", "--key", "press-1", "person", "register", *flags))
    again = json.loads(do("--format", "json", "--key", "press-1", "person", "register", *flags))
    assert first["docket"].startswith("person/P-") and first == again
    assert "--region: " in do("person", "register", "--personName", "赵敏", "--region", "999999", expect=1)
    assert "not a flag" in do("person", "register", "--colour", "red", expect=2)
    assert "no command" in do("person", "fly", expect=2)
    assert "--deadline" in do("section", "draftNotice", "--help")
    listed = do()
    described = requests.get(f"{city.address}/api/openapi.json", timeout=10).json()["paths"]
    commands = [path for path, ways in described.items() if "post" in ways and path != "/api/blobs"]
    assert len(listed.strip().splitlines()) == len(commands)
