"""The site's own pages in a real browser: sign-in, forms, account, verification."""
import re

import pytest
import requests

from axe_style import visit
from conftest import page_of


@pytest.mark.parametrize("path, status", [("/sign-in", 200), ("/verify", 200), ("/verify?sequence=0", 200), ("/no-such-page", 404)])
def test_public_pages(passer_by, path, status):
    visit(passer_by, path, status=status)


@pytest.mark.parametrize("path", ["/workbench", "/account", "/account/password", "/admin", "/do/person/register", "/do/organisation/register"])
def test_administrator_pages(signed_in, city, path):
    visit(signed_in(city.account("admin")), path)


def test_a_docket_and_its_proofs(passer_by, city):
    """A citizen checks every line of a docket in the own browser."""
    page = page_of(passer_by)
    page.goto("/verify?sequence=0")
    docket = page.locator("main a.quiet-link, main section a").first.get_attribute("href")
    visit(passer_by, docket)
    page.goto(docket + "?lang=zh-CN")
    page.click("[data-proof-all]")
    lines = page.locator("[data-proof]")
    page.wait_for_function("() => [...document.querySelectorAll('[data-proof]')].every((one) => /is-(true|false)/.test(one.className))")
    assert lines.count() > 0
    assert page.locator("[data-proof].is-true").count() == lines.count()
    assert page.locator("[data-proof] .proof-state").first.inner_text() == "已验证"


def test_every_step_is_shown(passer_by):
    page = page_of(passer_by)
    page.goto("/verify?sequence=1&lang=en")
    page.click("[data-verify]")
    page.wait_for_selector("#verify-result:not([hidden])")
    assert "Verified" in page.locator("[data-verdict]").inner_text()
    assert page.locator("[data-checks] li.bad").count() == 0
    # The second look is compared with the first.
    page.reload()
    page.click("[data-verify]")
    page.wait_for_selector("#verify-result:not([hidden])")
    assert "only grew" in page.locator("[data-checks]").inner_text()


@pytest.mark.parametrize("change", ["entry", "hash", "signature", "root"])
def test_changed_proofs_are_refuted(passer_by, city, change):
    proof = requests.get(f"{city.address}/ledger/proof/2.tlog-proof", timeout=10).text
    entry = requests.get(f"{city.address}/ledger/entry/2.json", timeout=10).text
    lines = proof.split("\n")
    flip = lambda text, at: text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:]
    if change == "entry":
        entry = entry.replace('"act":"', '"act":"x', 1)
    elif change == "hash":
        lines[2] = flip(lines[2], 10)
    elif change == "signature":
        at = next(i for i, line in enumerate(lines) if line.startswith("\u2014"))
        lines[at] = flip(lines[at], len(lines[at]) - 8)
    else:
        blank = lines.index("")
        lines[blank + 3] = flip(lines[blank + 3], 10)
    page = page_of(passer_by)
    page.goto("/verify?lang=en")
    page.fill("#proof-text", "\n".join(lines))
    page.fill("#entry-text", entry)
    page.click("[data-verify-own] button")
    page.wait_for_selector("#verify-result:not([hidden])")
    assert "Refuted" in page.locator("[data-verdict]").inner_text()


def test_an_honest_proof_from_outside_holds(passer_by, city):
    page = page_of(passer_by)
    page.goto("/verify?lang=en")
    page.fill("#proof-text", requests.get(f"{city.address}/ledger/proof/2.tlog-proof", timeout=10).text)
    page.fill("#entry-text", requests.get(f"{city.address}/ledger/entry/2.json", timeout=10).text)
    page.click("[data-verify-own] button")
    page.wait_for_selector("#verify-result:not([hidden])")
    assert "Verified" in page.locator("[data-verdict]").inner_text()


def test_a_ledger_that_was_rewritten_is_noticed(passer_by, city):
    """The browser remembers another history of the same size: a fork."""
    page = page_of(passer_by)
    page.goto("/verify?sequence=0&lang=en")
    page.click("[data-verify]")
    page.wait_for_selector("#verify-result:not([hidden])")
    page.evaluate("""() => {
      const kept = JSON.parse(localStorage.getItem("daylight-ledger"));
      const lines = kept.checkpoint.split("\\n");
      lines[2] = (lines[2][0] === "A" ? "B" : "A") + lines[2].slice(1);
      localStorage.setItem("daylight-ledger", JSON.stringify({ ...kept, checkpoint: lines.join("\\n") }));
    }""")
    page.reload()
    page.click("[data-verify]")
    page.wait_for_selector("#verify-result:not([hidden])")
    assert "rewritten" in page.locator("[data-checks]").inner_text()


def test_forms_keep_what_was_typed_and_say_what_is_wrong(signed_in, city):
    page = page_of(signed_in(city.account("admin")))
    page.goto("/do/organisation/register?lang=zh-CN")
    # Valid for the browser, refused by the desk: the check character is wrong.
    page.fill("#f-code", "91530600MA6K00014X")
    page.fill("#f-name", "测试建筑有限公司")
    page.select_option("#f-region", index=2)
    page.click("main form button[type=submit]")
    assert page.locator("#summary").is_visible()
    assert page.input_value("#f-name") == "测试建筑有限公司"
    assert page.evaluate("document.activeElement.id") == "summary"
    page.click("#summary a")
    fault = page.locator(".field-fault").first
    assert fault.is_visible()


def test_a_docket_shows_news_without_a_reload(signed_in, city):
    """Server-sent events: a second window sees what the first one did."""
    context = signed_in(city.account("admin"))
    first = page_of(context)
    first.goto("/do/person/register?lang=zh-CN")
    first.fill("#f-personName", "赵一")
    first.select_option("#f-region", index=1)
    first.click("main form button[type=submit]")
    docket = re.search(r"/person/(P-\d+)", first.url).group(0)
    second = context.new_page()
    with second.expect_response(lambda answer: "/events" in answer.url):
        second.goto(docket)
    assert second.locator(".docket > li").count() == 1
    first.goto(f"/do/person/proposeOffice?docket={docket.split('/')[-1]}")
    first.select_option("#f-role", "expert")
    first.select_option("#f-region", index=1)
    first.click("main form button[type=submit]")
    assert first.url.endswith(docket)
    second.wait_for_function("() => document.querySelectorAll('.docket > li').length === 2")


def test_pages_work_without_scripts(chromium, city):
    context = chromium.new_context(base_url=city.address, java_script_enabled=False, locale="zh-CN")
    page = page_of(context)
    for path in ("/sign-in", "/verify?sequence=0"):
        assert page.goto(path).status == 200
        assert page.locator("h1").count() == 1
    login = city.account("tenderer")
    page.goto("/sign-in")
    page.fill("#login", login)
    page.fill("#password", city.accounts[login]["password"])
    page.click("main button[type=submit]")
    if page.url.endswith("/office"):
        page.locator("main .choice").first.click()
    assert page.url.endswith("/workbench")
    context.close()
