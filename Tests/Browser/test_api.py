"""The API as schemathesis finds it: no answer that the description does not know, and never a 5xx."""
import os
import pathlib
import subprocess
import sys

import pytest

from conftest import page_of


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
