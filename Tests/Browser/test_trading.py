"""The trade's pages in a real browser: the public's, the bidder's from notice to receipt, the holders' keys."""
import json
import pathlib
import re
import subprocess
import sys
import zipfile

import pytest
import requests
from tusclient import client as tus

from axe_style import picture, visit
from conftest import BINARY, page_of

SECTION = re.compile(r"/section/(\d{4}-\d{6})")


def sections(city, stage):
    """Numbers of the demonstration's sections in a stage, newest change first."""
    page = requests.get(f"{city.address}/notices", params={"stage": stage}, timeout=10).text
    return list(dict.fromkeys(SECTION.findall(page)))


@pytest.mark.parametrize("path", ["/", "/notices", "/notices?q=%E7%81%8C%E5%8C%BA&region=530600", "/openings", "/barriers",
                                  "/barriers/acts", "/barriers/findings?aspect=FC04", "/barriers?region=530627&month=2026-01",
                                  "/barriers/letters?region=530600", "/barriers/answers?answer=returned", "/barriers/findings?page=99", "/plans", "/plans?missing=1", "/filings", "/filings?region=530600&month=2026-10&trade=A07",
                                  "/scan", "/checklists", "/rules", "/rules?aspect=FC04", "/behaviours", "/behaviours?state=notified", "/terms?rule=T27.decision&from=2026-09-25T09:00", "/terms?rule=T03&from=x",
                                  "/terms?rule=T27.decision&from=2026-09-10&pauseFrom=2026-09-15T10:00&pauseTo=2026-09-17T09:00&pauseReason=testing&begun=2026-09-01",
                                  "/terms?rule=T06&before=2026-10-29T09:30"])
def test_public_lists(passer_by, path):
    visit(passer_by, path)


@pytest.mark.parametrize("stage", ["archived", "failed", "bidding", "opening", "candidatesPublicised", "drafting", "filed", "terminated"])
def test_project_pages_in_every_stage(passer_by, city, stage):
    found = sections(city, stage)
    assert found or stage == "drafting", f"the demonstration has no section in stage {stage}"
    for number in found[:1]:
        visit(passer_by, f"/section/{number}")


def term(*arguments):
    """What the command line prints for machines."""
    ended = subprocess.run(
        [BINARY, "term", "--format", "json", *arguments], capture_output=True, text=True, timeout=60)
    assert ended.stderr == "", ended.stderr
    return json.loads(ended.stdout)


def computed(page):
    """The result as the page shows it, a last day's 24:00 as the midnight that it is."""
    return page.locator("[aria-labelledby=computed] .clock").inner_text()


def test_running_terms_stand_on_the_project_page_with_inputs_share_and_warnings(passer_by, city):
    """Every running term with its rule, inputs, due instant, how it was computed, what is left, and its warnings."""
    page = page_of(passer_by)
    for number in sections(city, "noticeIssued"):
        page.goto(f"/section/{number}")
        contract = page.locator("li[data-rule='T24']")
        assert "30 日内" in contract.inner_text()
        share = re.search(r"还剩全部时间的 (\d+)%", contract.inner_text())
        assert contract.locator("svg.bar rect").get_attribute("width") == share.group(1)
        due = re.search(r"届满 (\S+ 24:00)", contract.inner_text()).group(1)
        contract.locator("summary").click()
        assert "不计入" in contract.locator("ol").inner_text()
        contract.locator("details a").click()
        page.wait_for_load_state("load")
        assert computed(page) == due, "the explanation has the very inputs"
        page.go_back()
        if int(share.group(1)) > 50:
            continue
        warnings = page.locator("li[data-rule='T24'] .warnings li")
        assert "时间已过半" in warnings.first.inner_text()
        warnings.first.locator("a").first.click()
        page.wait_for_load_state("load")
        assert "/term/section-" in page.url and "时限提醒" in page.locator(".docket").inner_text()
        assert f"section/{number}：T24" in page.locator(".docket").inner_text()
        return
    pytest.fail("the demonstration has no contract term past its half")


def test_times_in_which_bidders_may_act_stand_there_and_nobody_is_late_when_they_end(passer_by, city):
    page = page_of(passer_by)
    for number in sections(city, "bidding"):
        page.goto(f"/section/{number}")
        assert page.locator("li[data-rule='T06'] .term-left").count() == 1
        assert page.locator("li[data-rule='T12'] .term-left").count() == 1
        assert page.locator("li[data-rule='T02'] .past, li[data-rule='T05'] .past").count() == 0
        assert page.locator("li[data-rule='T06'] details li").count() >= 1


def test_a_suspension_is_shown_and_its_days_are_not_counted(passer_by, city):
    page = page_of(passer_by)
    for number in sections(city, "noticeIssued"):
        page.goto(f"/section/{number}")
        if not page.locator("#pauses").count():
            continue
        contract = page.locator("li[data-rule='T24']")
        contract.locator("summary").click()
        assert "扣除暂停时间" in contract.locator("ol").inner_text() and "天不计入" in contract.locator("ol").inner_text()
        due = re.search(r"届满 (\S+ 24:00)", contract.inner_text()).group(1)
        contract.locator("details a").click()
        page.wait_for_load_state("load")
        assert computed(page) == due and page.input_value("#pause-from-1") and page.input_value("#pause-to-1")
        assert page.locator(".month td.skipped").count() >= 4
        return
    pytest.fail("the demonstration has no contract term with a suspension")


def test_a_passed_term_stays_until_what_it_asks_for_is_done(passer_by, city):
    page = page_of(passer_by)
    for number in sections(city, "archived"):
        page.goto(f"/section/{number}")
        late = page.locator("li[data-rule='T25'], li[data-rule='T16']")
        if late.count():
            assert "已过期" in late.first.inner_text() and "还剩全部时间的 0%" in late.first.inner_text()
            assert late.first.locator(".warnings .tag").all_inner_texts() == ["时间已过半", "时间已过五分之四", "期限已过"]
            return
    pytest.fail("nobody in the demonstration forgot a report or a deposit")


def test_workbenches_show_the_terms_that_press_most_urgent_first(signed_in, city):
    """Half or more for whoever is bound; for the supervising authority what has passed."""
    found = {}
    for role in ("tenderer", "agency", "regulator"):
        for login in [login for login in city.accounts if login.startswith(role)]:
            page = page_of(signed_in(login))
            page.goto("/workbench")
            if page.locator("[aria-labelledby=pressing]").count():
                found[role] = page
                break
    assert {"tenderer", "regulator"} <= set(found), "somebody is pressed"
    for role, page in found.items():
        lines = page.locator("[aria-labelledby=pressing] .duties > li")
        dues = [line.get_attribute("datetime") for line in page.locator("[aria-labelledby=pressing] time").all()]
        assert dues == sorted(dues) and dues, "the most urgent first"
        if role == "regulator":
            assert all("期限已过" in text for text in lines.all_inner_texts())
        lines.first.locator("a").click()
        page.wait_for_load_state("load")
        assert page.url.endswith("#terms") and page.locator("#terms").count() == 1
        visit(signed_in(next(login for login in city.accounts if login.startswith(role))), "/workbench")


def test_the_terms_page_takes_what_the_command_line_takes(passer_by, city):
    """Pauses, the later instant, and the day whose rules apply."""
    page = page_of(passer_by)
    page.goto("/terms")
    page.select_option("#rule", "T27.decision")
    page.fill("#from", "2026-09-10T00:00")
    page.locator("form.card-d summary").click()
    page.fill("#pause-from-1", "2026-09-15T10:00")
    page.fill("#pause-to-1", "2026-09-17T09:00")
    page.select_option("#pause-reason-1", "testing")
    page.click("form.card-d button[type=submit]")
    page.wait_for_load_state("load")
    told = term("--rule", "T27.decision", "--from", "2026-09-10",
                "--pause", "2026-09-15T10:00+08:00/2026-09-17T09:00+08:00/testing")
    assert computed(page) == f"{told['lastDay']} 24:00"
    assert "扣除" in page.locator("[aria-labelledby=computed] ol").inner_text()
    assert page.input_value("#pause-from-1") == "2026-09-15T10:00" and page.input_value("#pause-from-2") == ""
    page.goto("/terms?rule=T06&before=2026-10-29T09:30")
    told = term("--rule", "T06", "--before", "2026-10-29T09:30+08:00")
    assert computed(page) == told["latest"].replace("T", " ")[:16]
    page.goto("/terms?rule=T27&from=2026-11-02&begun=2012-01-31")
    told = term("--rule", "T27", "--from", "2026-11-02", "--begun", "2012-01-31")
    assert told["unit"] == "calendarDay" and computed(page) == f"{told['lastDay']} 24:00"
    for query, said in (("rule=T24&before=2026-10-29", "倒算"), ("rule=T07&from=2026-11-02&pauseFrom=2026-11-03", "不因暂停"),
                        ("rule=T24&from=2026-11-02&pauseFrom=2026-11-05&pauseTo=2026-11-04", "早于"),
                        ("rule=T24&from=2026-11-02&begun=x", "日期")):
        page.goto(f"/terms?{query}")
        assert said in page.locator(".notice-past").inner_text(), query


def test_opening_page(passer_by, city):
    visit(passer_by, f"/section/{sections(city, 'opening')[0]}/opening")


def test_a_finding_opens_its_page_with_the_words_marked(passer_by, city):
    """Issue of gate one: each finding opens the page at its place."""
    page = page_of(passer_by)
    # Marks of words; a number that differs from the form is a mark of three characters.
    page.goto("/barriers/findings?aspect=FC02")
    link = page.locator(".findings a[href*='/read?']").first
    sentence = link.locator("xpath=ancestor::li").locator("blockquote").inner_text()
    path = link.get_attribute("href")
    visit(passer_by, path.split("#")[0])
    page.goto(path)
    marked = page.locator(".document-text mark").first.inner_text()
    assert len(marked) > 3 and marked in sentence
    page.wait_for_function("() => document.querySelector('svg.page-picture image').getBBox().width > 100")
    picture = requests.get(city.address + page.locator("svg.page-picture image").get_attribute("href"), timeout=30)
    assert picture.headers["content-type"] == "image/png" and len(picture.content) > 10_000
    box = page.locator("#mark").bounding_box()
    assert box["width"] > 30 and box["y"] >= 0, "the mark is on the page and scrolled into view"
    page.click("a[rel=next]")
    assert page.locator("h1").inner_text() and page.locator(".page-picture").count() == 1


def test_a_file_that_is_not_public_cannot_be_opened_either(city):
    for path in ("read", "pages/1"):
        answer = requests.get(f"{city.address}/files/{'0' * 64}/x.pdf/{path}", timeout=10)
        assert answer.status_code == 404


def test_search_finds_chinese_words(city):
    def titles(query):
        return SECTION.findall(requests.get(f"{city.address}/notices", params={"q": query}, timeout=10).text)
    assert titles("灌区配套"), "three characters and more use the trigram index"
    assert titles("灌区"), "two characters are looked for as well"
    assert not titles("没有这个项目名称")
    assert titles("灌区 镇雄")


def test_every_line_of_a_project_page_is_checked_in_the_browser(passer_by, city):
    page = page_of(passer_by)
    page.goto(f"/section/{sections(city, 'archived')[0]}")
    page.click("[data-proof-all]")
    page.wait_for_function("() => [...document.querySelectorAll('[data-proof]')].every((one) => /is-(true|false)/.test(one.className))")
    assert page.locator("[data-proof].is-true").count() == page.locator("[data-proof]").count() > 30


def test_a_docket_downloaded_verifies_offline_and_no_byte_of_it_may_change(passer_by, city, tmp_path):
    number = sections(city, "archived")[0]
    page = page_of(passer_by)
    page.goto(f"/section/{number}?lang=zh-CN")
    with page.expect_download() as download:
        page.click("a[href$='/docket.zip']")
    folder = tmp_path / "docket"
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(folder)
    verify = lambda: subprocess.run([BINARY, "verify", str(folder), "--format", "json"], capture_output=True, text=True)
    answer = json.loads(verify().stdout)
    assert answer["ok"] and answer["proven"] == answer["replayed"] > 40 and answer["blobs"] >= 5, answer
    peer = [sys.executable, pathlib.Path(__file__).parents[1] / "Peers/verify_ledger.py", folder]
    assert subprocess.run(peer, capture_output=True, text=True).stdout.startswith("ok: ")
    for name in [f"dockets/section/{number}/7.json", f"dockets/section/{number}/7.tlog-proof", "checkpoint",
                 "blobs/" + next((folder / "blobs").iterdir()).name]:
        path = folder / name
        honest = path.read_bytes()
        path.write_bytes(honest[:-9] + bytes([honest[-9] ^ 1]) + honest[-8:])
        assert verify().returncode == 1, name
        assert subprocess.run(peer, capture_output=True).returncode == 1, name
        path.write_bytes(honest)
    assert verify().returncode == 0


def test_anybody_may_have_a_document_checked(passer_by, tmp_path):
    """Without an account, and nothing is kept: a pasted clause, a file, and a file that is none."""
    page = page_of(passer_by)
    page.goto("/scan?lang=zh-CN")
    page.fill("#text", "投标人须在本市设有分支机构。\n投标人应具有有效的安全生产许可证。")
    page.click("main form button[type=submit]")
    assert page.locator(".findings > li").count() == 1
    assert "FC04" in page.locator(".findings > li").inner_text()
    assert page.locator(".findings mark").inner_text()
    picture(page, "/scan-result", "zh-CN", 1280)
    clean = tmp_path / "条款.txt"
    clean.write_text("投标人应具有有效的安全生产许可证。")
    page.goto("/scan?lang=zh-CN")
    page.set_input_files("#file", str(clean))
    page.click("main form button[type=submit]")
    assert page.locator(".findings").count() == 0 and "条款.txt" in page.locator("#result").inner_text()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    page.set_input_files("#file", str(broken))
    page.click("main form button[type=submit]")
    assert page.locator("[role=alert]").is_visible()
    # What holds no text is not said to be clean.
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    page.set_input_files("#file", str(empty))
    page.click("main form button[type=submit]")
    assert "没有文字" in page.locator("[role=alert]").inner_text() and page.locator("#result").count() == 0
    page.fill("#text", "  \n ")
    page.click("main form button[type=submit]")
    assert page.locator("[role=alert]").is_visible() and page.locator("#result").count() == 0


def test_what_the_machine_found_stands_on_the_project_page(passer_by, city):
    number = sections(city, "archived")[0]
    page = page_of(passer_by)
    page.goto(f"/section/{number}?lang=zh-CN")
    assert page.locator("#scan").is_visible()


LAMP = re.compile(r'<h3 class="lamp (\w+)" id="gate-(\w+)">')


def section_with(city, gate, lamp):
    """A section whose lamp of a gate has a state."""
    for stage in ("drafting", "filed", "bidding", "archived"):
        for number in sections(city, stage):
            page = requests.get(f"{city.address}/section/{number}", timeout=10).text
            if (lamp, gate) in LAMP.findall(page):
                return number
    raise AssertionError(f"the demonstration has no section whose {gate} is {lamp}")


def test_the_lamp_of_a_refused_entry_is_red_and_tells_the_whole_story(passer_by, city):
    """By whom, when, with which defects, and how it was put right; a word stands beside each colour."""
    number = section_with(city, "verification", "past")
    visit(passer_by, f"/section/{number}")
    page = page_of(passer_by)
    page.goto(f"/section/{number}?lang=zh-CN")
    heading = page.locator("#gate-verification")
    assert "不予受理" in heading.inner_text()
    assert page.locator("aside .lamp.past a[href='#gate-verification']").count() == 1
    lines = page.locator("#gate-verification ~ ul > li")
    story = lines.all_inner_texts()
    refusal = next(line for line in story if line.startswith("不予受理"))
    assert "经提醒告知仍不更正" in refusal and "异议" in refusal and "尚未修改" in refusal
    reminder = next(line for line in story if line.startswith("提醒告知"))
    assert "交易中心" in reminder and "排他性内容" in reminder and "已修改文件" in reminder
    # When and by whom each was done, and where that stands in the ledger.
    for line in range(lines.count()):
        first = lines.nth(line).locator("> div").first
        assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", first.inner_text())
        assert first.locator("a[href^='/verify?sequence=']").count() == 1


def test_a_filing_with_an_unlawful_clause_is_not_green(passer_by, city):
    number = section_with(city, "filing", "near")
    page = page_of(passer_by)
    page.goto(f"/section/{number}?lang=zh-CN")
    assert "有事项待处理" in page.locator("#gate-filing").inner_text()
    story = page.locator("#gate-filing + p + ul").inner_text()
    assert "备案回执" in story and "行政监督部门尚未处理" in story
    assert page.locator("#gate-filing + p + ul .tag.near").count() >= 2


def test_an_open_investigation_is_red_and_tells_why(passer_by, city):
    number = section_with(city, "filing", "past")
    visit(passer_by, f"/section/{number}")
    page = page_of(passer_by)
    page.goto(f"/section/{number}?lang=zh-CN")
    assert "正在调查" in page.locator("#gate-filing").inner_text()
    story = page.locator("#gate-filing + p + ul > li", has_text="责令暂停").inner_text()
    assert "文书编号" in story and "含有违法条款" in story and "调查中" in story and "行政监督部门" in story


def test_sixteen_answers_stand_folded_and_lead_to_their_findings(passer_by, city):
    number = section_with(city, "filing", "near")
    page = page_of(passer_by)
    page.goto(f"/section/{number}?lang=zh-CN")
    table = page.locator("#answers table")
    assert not table.is_visible()
    page.click("#answers summary")
    assert table.is_visible()
    rows = table.locator("tbody tr")
    assert [rows.nth(row).locator("th").inner_text()[:4] for row in range(rows.count())] == [
        f"FC{aspect:02}" for aspect in range(1, 17)]
    found = 0
    for row in range(16):
        cells = rows.nth(row).locator("td")
        links = cells.nth(2).locator("a")
        assert int(re.match(r"\d+", cells.nth(2).inner_text()).group()) == links.count()
        aspect = rows.nth(row).locator("th").inner_text()[:4]
        for link in range(links.count()):
            found += 1
            target = page.locator(links.nth(link).get_attribute("href"))
            assert aspect in target.inner_text()
        # What the machine found is not called clear, and the note says why it stands.
        assert links.count() == 0 or ("有说明" in cells.nth(0).inner_text() and len(cells.nth(1).inner_text()) > 3)
    assert found == page.locator("#scan ~ ol.findings > li").count() > 0
    # Who justified each, and when.
    for item in page.locator("#scan ~ ol.findings > li").all_inner_texts():
        assert re.search(r"招标人说明.*\d{4}-\d\d-\d\d \d\d:\d\d", item, re.S)


def test_a_second_scan_marks_what_is_new_and_lists_what_was_put_right(passer_by, city):
    page = page_of(passer_by)
    both = set()
    for number in sections(city, "bidding") + sections(city, "filed"):
        page.goto(f"/section/{number}?lang=zh-CN")
        compared = re.search(r"已改正 (\d+) 项，新增 (\d+) 项", page.content())
        if not compared:
            assert page.locator("#scan ~ ol.findings .tag", has_text="新增").count() == 0
            continue
        fixed, new = map(int, compared.groups())
        assert page.locator("#scan ~ ol.findings .tag", has_text="新增").count() == new
        assert page.locator("#scan ~ ul s").count() == fixed
        both |= {"fixed"} if fixed else set()
        both |= {"new"} if new else set()
    assert both == {"fixed", "new"}, "the demonstration has both"


def total(address):
    """How many rows a list says it has."""
    page = requests.get(address, params={"lang": "zh-CN"}, timeout=10).text
    return int(re.search(r"共 ([\d,]+) 项", page).group(1).replace(",", ""))


@pytest.mark.parametrize("query", ["", "?region=530600&month=2026-10", "?region=530629"])
def test_every_number_of_the_barriers_page_opens_its_list(passer_by, city, query):
    page = page_of(passer_by)
    page.goto("/barriers" + query)
    for cell in page.locator("main td.num").all():
        assert cell.inner_text() == "0" or cell.locator("a").count() == 1, cell.inner_text()
    numbers = {}
    for link in page.locator("main a[href^='/barriers/']").all():
        if re.fullmatch(r"[\d,]+", link.inner_text()):
            numbers[link.get_attribute("href")] = int(link.inner_text().replace(",", ""))
    assert len(numbers) > 15 and {path.split("?")[0] for path in numbers} == {
        f"/barriers/{name}" for name in ("acts", "letters", "answers", "findings")}
    for path, number in numbers.items():
        assert total(city.address + path) == number, path


def test_the_first_pass_rate_and_its_filters(passer_by, city):
    """Passed at once are those whose first answer was to pass; a county, its city and its province include."""
    def shown(query):
        page = page_of(passer_by)
        page.goto("/barriers" + query)
        return page.locator("#n2 + p").inner_text()

    def counted(query):
        return [total(f"{city.address}/barriers/answers?{query}&answer={answer}") for answer in ("passed", "returned", "refused")]

    for query in ("region=530600", "region=530629", "month=2026-09"):
        passed, returned, refused = counted(query)
        tenths = passed * 1000 // (passed + returned + refused)
        assert shown("?" + query) == f"{tenths // 10}.{tenths % 10} %"
    whole = counted("region=530000")
    assert whole == counted("region=530600") == counted("") and whole[0] > counted("region=530629")[0]
    assert sum(counted("region=530600&own=1")) < sum(whole)


def test_what_the_machine_found_is_shown_by_aspect_month_and_region(passer_by, city):
    page = page_of(passer_by)
    page.goto("/barriers?lang=zh-CN")
    sums = []
    for name in ("aspect", "month", "region"):
        table = page.locator(f"section[aria-labelledby='machine-{name}'] table")
        rows = [[int(cell.replace(",", "")) for cell in row.locator("td.num").all_inner_texts()] for row in table.locator("tbody tr").all()]
        assert len(rows) > 3 and all(found == sum(ends) for found, *ends in rows)
        widths = [float(bar.get_attribute("width")) for bar in table.locator("svg.bar rect").all()]
        most = max(found for found, *_ in rows)
        assert widths == [found * 100 // most for found, *_ in rows]
        sums.append(sum(found for found, *_ in rows))
    assert sums[0] == sums[1] == sums[2] == total(city.address + "/barriers/findings")


def test_counts_of_behaviour_records_open_their_lists(passer_by, city):
    page = page_of(passer_by)
    page.goto("/behaviours?lang=zh-CN")
    links = {link.get_attribute("href"): int(link.inner_text()) for link in page.locator("#states + table a").all()}
    assert links
    for path, count in links.items():
        page.goto(path)
        assert page.locator("#records ~ ol > li").count() == count


def open_section(city):
    """A section that takes bids: neither suspended nor past its deadline."""
    for number in sections(city, "bidding"):
        page = requests.get(f"{city.address}/section/{number}", timeout=10).text
        if f"/section/{number}/bid" in page and "notice-near" not in page:
            return number
    raise AssertionError("the demonstration has no section open for bids")


def test_a_bid_is_sealed_in_the_browser_and_received(signed_in, city, tmp_path):
    number = open_section(city)
    context = signed_in("bidder5")
    visit(context, f"/section/{number}/bid")
    page = page_of(context)
    page.goto(f"/section/{number}/bid")
    document = tmp_path / "技术标.txt"
    document.write_text("施工组织设计" * 20000)
    page.fill("#price", "12,345,678.90")
    page.fill("#leader", "夏致远")
    page.fill("#certificate", "滇1532026")
    page.set_input_files("#documents", str(document))
    page.fill("#passphrase", "a long passphrase")
    page.fill("#again", "a long passphrase")
    with page.expect_download() as download:
        page.click("form[data-bid] button[type=submit]")
    assert "BEGIN ENCRYPTED PRIVATE KEY" in pathlib.Path(download.value.path()).read_text()
    page.wait_for_selector("#receipts ~ ol > li")
    with page.expect_download() as download:
        page.click("#receipts ~ ol > li a")
    receipt = json.loads(pathlib.Path(download.value.path()).read_text())
    inner = json.loads(receipt["receipt"])
    assert inner["section"] == number and inner["kind"] == "received" and inner["size"] % 1 == 0
    page.locator("form[action$='/withdraw'] button").click()
    page.wait_for_selector("#receipts ~ ol > li:nth-child(2)")


def test_late_and_foreign_uploads_are_told_why(signed_in, city):
    """A section whose deadline has passed takes nothing; a page of another person's upload does not exist."""
    context = signed_in("bidder5")
    page = page_of(context)
    closed = sections(city, "opened")[0]
    page.goto(f"/section/{closed}/bid?lang=zh-CN")
    assert page.locator(".notice-past").count() == 1
    assert page.locator("form[data-bid]").count() == 0


def api_token(signed_in, login):
    """An API token made on the account page, as a person makes one."""
    page = page_of(signed_in(login))
    page.goto("/account")
    page.fill("input[name=label]", "test")
    page.locator("form[action='/account/tokens'] button[type=submit]").click()
    page.wait_for_load_state("load")
    return re.search(r"dl_[A-Za-z0-9]+_[A-Za-z0-9_-]+", page.content()).group(0)


def sealed_bid(city, number, folder):
    """A bid sealed by the command line for a section of the served city."""
    notice = folder / "notice.json"
    notice.write_bytes(requests.get(f"{city.address}/section/{number}/notice.json", timeout=10).content)
    form = {"section": number, "bidder": "91530100MA6K10044", "bidderName": "甲", "priceFen": 100, "durationDays": 10,
            "quality": "合格", "projectLeader": {"name": "乙", "certificate": ""}, "items": [], "declaration": ""}
    package = folder / "package.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("bid.json", json.dumps(form))
        archive.writestr("技术标.bin", bytes(300_000))
    sealed = folder / "bid.sealed"
    subprocess.run([BINARY, "seal", "--notice", notice, "--in", package, "--out", sealed, "--key", folder / "bid.key"],
                   check=True, env={"DAYLIGHT_PASSPHRASE": "a long passphrase", "PATH": "/usr/bin:/bin"})
    return sealed


def upload(city, token, number, sealed):
    """tuspy, a client that nobody here wrote, sends a file in small parts."""
    session = tus.TusClient(f"{city.address}/uploads", headers={"Authorization": f"Bearer {token}"})
    uploader = session.uploader(str(sealed), chunk_size=65_536, metadata={"section": number}, upload_checksum=False)
    uploader.upload()
    assert uploader.offset == sealed.stat().st_size


def test_tus_client_uploads_a_sealed_file(signed_in, city, tmp_path):
    number = open_section(city)
    token = api_token(signed_in, "bidder4")
    upload(city, token, number, sealed_bid(city, number, tmp_path))
    refused = requests.post(f"{city.address}/uploads", timeout=10, headers={
        "Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0", "Upload-Length": "100",
        "Upload-Metadata": "section MjAyNi05OTk5OTk="})
    assert refused.status_code == 404


def test_before_the_deadline_nobody_learns_of_a_bid(signed_in, city, tmp_path):
    """办法 21: what every office, a passer-by, the API, the log and the folder show is the same before and after."""
    number = open_section(city)
    token = api_token(signed_in, "bidder3")
    sealed = sealed_bid(city, number, tmp_path)
    watchers = [signed_in(city.account(office)) for office in ("admin", "clerk", "regulator", "tenderer")]
    paths = ["/", "/notices", "/openings", f"/section/{number}", f"/section/{number}/opening", f"/section/{number}/bid",
             "/workbench", "/account", "/admin", f"/api/section/{number}", "/ledger/checkpoint"]

    def seen():
        answers = {}
        for index, context in enumerate(watchers):
            for path in paths:
                answer = context.request.get(city.address + path)
                text = answer.text()
                # Clocks, forms' tokens and the ledger's own growth, which goes on whether or not bids come in.
                text = re.sub(r'name="_token" value="[^"]+"|\d{4}-\d\d-\d\d[T ][\d:.]+Z?|data-token="[^"]*"', "", text)
                text = re.sub(r"还剩[^<]*|台账现有[^<]*|[\d,]+ 项行为|刚刚[^<]*|\d+ 分钟[^<]*|\d+ 小时[^<]*", "", text)
                answers[index, path] = None if path == "/ledger/checkpoint" else (answer.status, text)
        folder = pathlib.Path(city.folder)
        files = {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*")
                 if p.is_file() and not p.name.startswith("ledger.sqlite")}
        return answers, files

    # The clocks that are taken out are Chinese ones; another test may have left an office in English.
    for context in watchers:
        context.request.get(f"{city.address}/?lang=zh-CN")
    log = pathlib.Path(city.folder).parent / "serve.log"
    before, files = seen()
    logged = log.read_text()
    upload(city, token, number, sealed)
    after, files_after = seen()
    for key in before:
        assert before[key] == after[key], (key, before[key], after[key])
    assert files == files_after
    assert log.read_text() == logged


def test_holders_make_their_keys_in_the_browser(signed_in, city):
    """The tenderer declares an opening key for a section before its notice."""
    context = signed_in("tenderer")
    for number in sections(city, "drafting") + sections(city, "filed"):
        page = page_of(context)
        page.goto(f"/section/{number}/key")
        if page.locator("form[data-holder-key]").count():
            visit(context, f"/section/{number}/key")
            page.goto(f"/section/{number}/key?lang=zh-CN")
            page.fill("#passphrase", "a long passphrase")
            page.fill("#again", "a long passphrase")
            with page.expect_download() as download:
                page.click("form[data-holder-key] button")
            assert "BEGIN ENCRYPTED PRIVATE KEY" in pathlib.Path(download.value.path()).read_text()
            page.wait_for_function("() => document.querySelector('[data-status]').textContent.trim().length > 4")
            return
    raise AssertionError("no section waits for keys")


def test_keys_are_published_and_a_bid_is_read_out(signed_in, city):
    """At a running opening a bidder releases its key from the key file; the price appears on the page."""
    number = sections(city, "opening")[0]
    keys = pathlib.Path(city.folder) / "demo-keys" / number
    released = 0
    for login in ("bidder1", "bidder2", "bidder3", "bidder4", "bidder5"):
        context = signed_in(login)
        page = page_of(context)
        page.goto(f"/section/{number}/opening")
        form = page.locator("form[data-release]")
        if form.count():
            code = form.get_attribute("data-header").split("/")[-2]
            page.set_input_files("#bid-file", str(keys / f"bid-{code}.pem"))
            page.fill("#bid-passphrase", "daylight-demo")
            before = page.locator("#live .tag.info").count()
            form.locator("button").click()
            page.wait_for_function("() => !document.querySelector('form[data-release]')", timeout=20000)
            released += 1
        if released:
            break
    assert released, "no bidder of the running opening still has to release its key"


def test_an_administrator_adds_a_rule_pack(signed_in, city):
    context = signed_in("admin1")
    visit(context, "/rules/new")
    page = page_of(context)
    pack = {"id": "browser", "version": "1", "regions": ["530602", "530621"], "rules": [
        {"aspect": "FC16", "id": "BR-1", "severity": "soft", "match": ["(常驻现场"], "examples": ["项目负责人应当常驻现场。"]}]}
    page.goto("/rules/new?lang=zh-CN")
    page.fill("#text", json.dumps(pack, ensure_ascii=False))
    page.click("main button[type=submit]")
    assert "BR-1 · match[0]" in page.locator("[role=alert]").inner_text()
    assert "(常驻现场" in page.locator("#text").input_value(), "what was typed is kept"
    pack["rules"][0]["match"] = ["常驻现场"]
    page.fill("#text", json.dumps(pack, ensure_ascii=False))
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/rules/\d{4}-\d{6}$"))
    # The platform compares by itself; the page follows.
    page.get_by_role("link", name="启用规则包").wait_for(timeout=120_000)
    assert page.locator(".findings li").count() > 0
    number = page.url.removeprefix(city.address)
    visit(context, number)
    page.goto(number + "?lang=zh-CN")
    page.get_by_role("link", name="启用规则包").click()
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/rules/"))
    scan = page_of(context)
    scan.goto("/scan")
    # The pack is for two counties: whoever checks a document may say where it is for.
    for region, found in (("", 1), ("530621", 1), ("530627", 0)):
        scan.fill("#text", "项目负责人应当常驻现场。")
        scan.select_option("#region", region)
        scan.click("main button[type=submit]")
        scan.wait_for_load_state("load")
        assert scan.locator(".findings", has_text="BR-1").count() == found, region
        assert scan.locator("#region").input_value() == region
        assert ("browser 1" in scan.locator("#result").locator("xpath=..").inner_text()) == bool(found)


def test_who_answers_and_who_decides_read_what_a_record_is_about_and_nobody_else_does(city, signed_in):
    page = page_of(signed_in("tenderer4"))
    page.goto("/workbench")
    page.locator("a[href*='behaviour/state']").first.click()
    page.wait_for_load_state("load")
    address = page.url
    briefing = page.locator("#briefing").locator("xpath=..")
    assert "注册资本" in briefing.inner_text() and "巧家县水务局" in briefing.inner_text()
    briefing.locator("a").first.click()
    page.wait_for_url("**/verify**")
    # Another organisation of the same role sees the form and nothing of what is closed.
    other = page_of(signed_in("tenderer5"))
    other.goto(address)
    assert other.locator("form[data-form]").count() == 1 and other.locator("#briefing").count() == 0
    assert "注册资本" not in other.content()
    regulator = page_of(signed_in("regulator"))
    regulator.goto("/workbench")
    regulator.locator("a[href*='behaviour/confirm']").first.click()
    regulator.wait_for_load_state("load")
    assert "注册资本" in regulator.locator("#briefing").locator("xpath=..").inner_text()


def test_the_authority_finds_filings_with_defects_and_open_investigations_on_its_workbench(city, signed_in):
    page = page_of(signed_in("regulator"))
    page.goto("/workbench")
    assert page.locator("a[href*='section/closeInvestigation']").count() >= 1
    page.locator("a[href*='section/examineFiling']").first.click()
    page.wait_for_load_state("load")
    assert re.search(r"S\d+ FC\d\d", page.locator("#briefing").locator("xpath=..").inner_text())
    page.fill("textarea[name=examinationNote]", "已约谈招标人")
    page.click("form[data-form] button[type=submit]")
    page.wait_for_url("**/section/**")
    assert "已约谈招标人" in page.inner_text("main")


def test_plans_are_imported_from_a_file_as_spreadsheets_save_it(city, signed_in, tmp_path):
    page = page_of(signed_in("regulator"))
    page.goto("/plans/import")
    heads = page.locator("#table").input_value().strip()
    good = "昭发改审〔2026〕901号,乡村道路工程,昭通市发展和改革委员会,2026-11-02,530627,A07,115306220152000728,open,9000000.00,true,,"
    table = tmp_path / "plans.csv"
    table.write_bytes("\n".join([heads, good, good.replace("901", "902").replace("530627", "110101")]).encode("gb18030"))
    # A table of heads alone is not taken in silence.
    page.click("main form button[type=submit]")
    assert page.locator("#results").locator("xpath=..").locator(".tag.past").count() == 1
    page.set_input_files("#file", str(table))
    page.click("main form button[type=submit]")
    results = page.locator("#results").locator("xpath=..")
    assert (results.locator(".tag.true").count(), results.locator(".tag.past").count()) == (1, 1), results.inner_text()
    page.goto("/plans")
    assert "昭发改审〔2026〕901号" in page.content()


def test_the_register_of_filings_counts_a_city_with_its_counties(city, signed_in, passer_by):
    """备案台账: from the regulator's workbench; each receipt leads to its section and its act."""
    page = page_of(signed_in("regulator"))
    page.goto("/workbench")
    page.locator("main a[href^='/filings?region=']").click()
    page.wait_for_load_state("load")
    reader = page_of(passer_by)

    def receipts(query=""):
        reader.goto("/filings" + query)
        return [line.inner_text() for line in reader.locator("main ol.list-plain > li span.fw-semibold").all()]

    everything = receipts()
    inside = receipts("?region=530600")
    assert everything and all(re.fullmatch(r"BA-53\d{4}-\d{8}-\d{4}-\d{6}-\d+", one) for one in everything)
    assert {one[3:9] for one in inside} > {"530627"}
    county = receipts("?region=530627")
    assert county and set(county) <= set(inside) and all(one.startswith("BA-530627-") for one in county)
    month = county[0][10:14] + "-" + county[0][14:16]
    assert county[0] in receipts(f"?region=530627&month={month}") and receipts("?month=2001-01") == []
    reader.goto("/filings?region=530627")
    line = reader.locator("main ol.list-plain > li").first
    assert line.locator("a[href^='/section/']").count() == 1 and line.locator("a[href*='/verify']").count() >= 1


def test_a_plan_that_has_not_come_waits_until_the_authority_answered_in_public(city, signed_in):
    page = page_of(signed_in("regulator"))
    page.goto("/workbench")
    page.locator("a[href*='plan/answerMissing']").first.click()
    page.wait_for_load_state("load")
    assert "未见进场" in page.locator("#briefing").locator("xpath=..").inner_text()
    page.select_option("select[name=missingResult]", "reasonFound")
    page.fill("textarea[name=missingText]", "项目已并入另一招标方案")
    page.click("form[data-form] button[type=submit]")
    page.wait_for_url("**/plan/**")
    assert "项目已并入另一招标方案" in requests.get(f"{city.address}/plans", timeout=10).text


def test_letters_are_linked_from_the_lines_of_their_acts(city, passer_by):
    page = page_of(passer_by)
    for name in ("备案回执", "询问函", "责令暂停通知", "提醒告知函"):
        for number in (n for stage in ("archived", "contracted", "bidding") for n in sections(city, stage)):
            page.goto(f"/section/{number}")
            letters = page.locator("ol.docket .why a", has_text=name)
            if letters.count():
                answer = requests.get(city.address + letters.first.get_attribute("href"), timeout=10)
                assert answer.content.startswith(b"%PDF"), name
                break
        else:
            assert name == "责令暂停通知", name


def test_an_extended_validity_shows_what_each_bidder_answered(city, passer_by):
    page = page_of(passer_by)
    number, = sections(city, "evaluated")
    visit(passer_by, f"/section/{number}")
    page.goto(f"/section/{number}")
    answers = page.locator("[aria-labelledby=validity]")
    assert [answers.locator(f".tag.{kind}").count() for kind in ("true", "past", "near")] == [1, 1, 2]


def test_who_withdrew_is_told_to_the_tenderer_alone(city):
    pages = [requests.get(f"{city.address}/section/{number}", timeout=10).text
             for stage in ("archived", "contracted", "noticeIssued") for number in sections(city, stage)]
    assert any("名称只告知招标人" in page and "撤回投标的保证金已退还" in page for page in pages)


def test_a_repaired_record_names_nobody_any_more(city, signed_in):
    page = page_of(signed_in("regulator"))
    page.goto("/workbench")
    page.locator("a[href*='behaviour/repair']").first.click()
    page.wait_for_load_state("load")
    number = re.search(r"docket=([\d-]+)", page.url).group(1)
    public = requests.get(f"{city.address}/behaviour/{number}", timeout=10).text
    facts = "两次被提醒告知仍保留企业成立年限"
    assert facts in public and facts in page.inner_text("main")
    page.fill("textarea[name=repair]", "已核实复核记录")
    page.click("form[data-form] button[type=submit]")
    page.wait_for_url("**/behaviour/**")
    after = requests.get(f"{city.address}/behaviour/{number}", timeout=10).text
    assert facts not in after and "已核实复核记录" in after
    assert number not in requests.get(f"{city.address}/behaviours", timeout=10).text


def submit(page):
    page.click("form[data-form] button[type=submit]")
    page.wait_for_load_state("load")


def test_the_centre_goes_through_the_checklist_line_by_line(city, signed_in):
    context = signed_in("clerk")
    page = page_of(context)
    page.goto("/workbench")
    address = page.locator("a[href*='section/passVerification']").first.get_attribute("href")
    visit(context, address)
    page = page_of(context)
    page.goto(address)
    number = re.search(r"docket=([\d-]+)", page.url).group(1)
    # Notice and document side by side.
    days = page.locator("#briefing").locator("xpath=..").inner_text()
    assert re.search(r"招标文件\.pdf: \d{4}-\d\d-\d\d – ", days), days
    boxes = page.locator(".checklist-line input[type=checkbox]")
    assert boxes.count() >= 10
    for index in range(boxes.count() - 1):
        boxes.nth(index).check()
    submit(page)
    assert page.locator(".checklist-line .field-fault").count() == 1
    assert boxes.first.is_checked(), "what was ticked stays"
    boxes.last.check()
    submit(page)
    assert page.url.endswith(f"/section/{number}")
    gate = page.locator("#gate-verification").locator("xpath=..")
    assert gate.locator("a[href='/checklists#tender']").count() == 1


def author(city, number):
    """Who tenders for a section, by login."""
    facts = requests.get(f"{city.address}/section/{number}", timeout=10).text
    return next(login for login, account in city.accounts.items()
                if login.startswith("tenderer") and account["what"].split("· ")[1] in facts)


def test_a_clarification_is_read_before_it_is_out_and_looked_through_afterwards(city, signed_in):
    clerk = page_of(signed_in("clerk"))
    clerk.goto("/workbench")
    # Which of the waiting notices comes first depends on the day of the week.
    for address in [link.get_attribute("href") for link in clerk.locator("a[href*='section/verifyNotice']").all()]:
        clerk.goto(address)
        if clerk.input_value("input[name=notice]") == "C1":
            break
    number = re.search(r"docket=([\d-]+)", clerk.url).group(1)
    assert clerk.input_value("input[name=notice]") == "C1"
    # Reminded of, in a numbered letter.
    clerk.goto(f"/do/section/remindNotice?docket={number}")
    clerk.select_option("select[name='defects.0.defectKind']", "omission")
    clerk.fill("input[name='defects.0.defectPlace']", "正文")
    clerk.fill("input[name='defects.0.defectText']", "未写明改的是哪一处")
    submit(clerk)
    assert f"{number}-G1" in clerk.inner_text("main")
    # The tenderer drafts a further one; what restricts competition in it is found before it is out.
    page = page_of(signed_in(author(city, number)))
    def draft(text):
        page.goto(f"/do/section/draftClarification?docket={number}")
        page.fill("textarea[name=text]", text)
        submit(page)
        for _ in range(60):
            page.goto(f"/section/{number}")
            if page.locator("section[aria-labelledby=notices]").locator("a[href*='verify']").count() >= before + 2:
                return
            page.wait_for_timeout(500)
        raise AssertionError("the clarification was not read")
    page.goto(f"/section/{number}")
    before = page.locator("section[aria-labelledby=notices]").locator("a[href*='verify']").count()
    draft("投标人须在昭通市设有分公司。")
    assert "FC04" in page.locator("section[aria-labelledby=notices]").inner_text()
    page.goto(f"/do/section/clarify?docket={number}")
    submit(page)
    assert "S1" in page.inner_text("#summary")
    draft("第5项塑胶面层厚度由10毫米改为13毫米。")
    page.goto(f"/do/section/clarify?docket={number}")
    submit(page)
    assert page.url.endswith(f"/section/{number}")
    # The one before is corrected by it; the centre has the new one before it.
    clerk.goto(f"/do/section/verifyNotice?docket={number}")
    assert clerk.input_value("input[name=notice]") == "C2"
    for box in clerk.locator(".checklist-line input[type=checkbox]").all():
        box.check()
    submit(clerk)
    assert clerk.locator("section[aria-labelledby=notices]").locator("a[href='/checklists#clarification']").count() == 1


def test_a_correction_of_a_document_starts_with_the_document(city, signed_in):
    number = sections(city, "filed")[0]
    page = page_of(signed_in(author(city, number)))
    page.goto(f"/do/section/draftDocument?docket={number}")
    assert page.input_value("textarea[name=qualification]")
    assert page.locator("input[name='files.kept']").count() == 2
    assert page.input_value("input[name='factors.0.factorName']")


def test_a_tenderer_answers_what_was_found_and_signs_the_sixteen_aspects(city, signed_in):
    """Gate one by hand: each finding gets its reason, every aspect its tick or its note."""
    page = None
    for number in sections(city, "drafting"):
        page = page_of(signed_in(author(city, number)))
        page.goto(f"/do/section/justifyFinding?docket={number}")
        findings = re.findall(r"^(S\d+) (FC\d\d)：", page.inner_text("main"), re.M)
        if findings:
            break
    assert findings, "no document waits with findings"
    for finding, _ in findings:
        page.goto(f"/do/section/justifyFinding?docket={number}")
        assert finding in page.locator("#briefing").locator("xpath=..").inner_text()
        page.fill("input[name=finding]", finding)
        page.fill("textarea[name=reason]", f"{finding} 为本项目所必需")
        submit(page)
    visit(signed_in(author(city, number)), f"/do/section/signReview?docket={number}")
    page.goto(f"/do/section/signReview?docket={number}")
    lines = page.locator(".checklist-line")
    assert lines.count() == 16 and page.locator("#briefing").locator("xpath=..").inner_text().count("为本项目所必需") == len(findings)
    found = {aspect for _, aspect in findings}
    for index in range(16):
        aspect = lines.nth(index).locator(".tag").inner_text()
        note = lines.nth(index).locator("input[type=text], input.form-control").input_value()
        assert ("为本项目所必需" in note) == (aspect in found)
        lines.nth(index).locator("input[type=checkbox]").check()
    page.fill("textarea[name=opinion]", "逐项核对，保留的内容已说明理由。")
    submit(page)
    # What has a finding is not clear: told at its line, and nothing that was typed is lost.
    assert page.locator(".checklist-line .field-fault").count() >= 1
    for index in range(16):
        box = lines.nth(index).locator("input[type=checkbox]")
        assert box.is_checked()
        if lines.nth(index).locator(".tag").inner_text() in found:
            box.uncheck()
    submit(page)
    assert page.url.endswith(f"/section/{number}")
    assert "逐项核对" in page.inner_text("main")


HAN = re.compile("[\u4e00-\u9fff]")


def test_each_rule_says_what_it_looks_for_and_what_to_write_in_both_languages(city):
    for language, wanted in (("zh-CN", True), ("en", False)):
        page = requests.get(f"{city.address}/rules", params={"aspect": "FC15", "lang": language}, timeout=10).text
        chosen = page[page.index('id="chosen"'):]
        rules = re.findall(
            r'<span class="fw-semibold num">(FC15-\w+)</span> <span class="small text-quiet">(.*?)</span></div>'
            r'<div class="small">(.*?)</div><div class="small">(.*?)</div>', chosen)
        assert {"FC15-01", "FC15-67", "FC15-N1", "FC15-00"} <= {rule for rule, *_ in rules}
        assert len({explanation for _, _, explanation, _ in rules}) == len(rules)
        for rule, *texts in rules:
            assert all(text and bool(HAN.search(text)) == wanted for text in texts), (rule, texts)


def test_english_findings_of_a_project_bring_the_english_law(city):
    page = requests.get(f"{city.address}/barriers/findings", params={"aspect": "FC02"}, timeout=10).text
    number = re.search(r'href="/section/([0-9-]+)', page)[1]
    section = requests.get(f"{city.address}/section/{number}", params={"lang": "en"}, timeout=10).text
    found = re.findall(r"· (FC\d\d-\w+) · (.*?)</div>", section)
    assert found
    for rule, basis in found:
        assert basis and not HAN.search(basis), (rule, basis)
