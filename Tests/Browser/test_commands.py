"""What the command line promises to people outside the platform."""
import json
import os
import re
import subprocess

import pytest
import requests

from conftest import BINARY


def scan(*files, text=None):
    """Exit code, what was found, what was said."""
    ended = subprocess.run(
        [BINARY, "scan", "--format", "json", *map(str, files)], input=text, capture_output=True, text=True, timeout=60)
    return ended.returncode, json.loads(ended.stdout), ended.stderr


def test_a_finding_has_its_fields_and_its_place_in_the_text():
    text = "本项目不限地区😀。\n履约保证金只收现金。\n"
    code, findings, said = scan("-", text=text)
    assert (code, said) == (1, "") and [finding["aspect"] for finding in findings] == ["FC03"]
    finding = findings[0]
    assert {"file", "aspect", "rule", "severity", "start", "end", "page", "sentence", "basis", "suggestion"} <= set(finding)
    assert finding["file"] == "-" and finding["page"] is None and finding["sentence"] == "履约保证金只收现金"
    # Python counts as the promise does: in Unicode scalars.
    assert text[finding["start"]:finding["end"]] in finding["sentence"] and finding["end"] > finding["start"]


def test_sarif_marks_the_words_and_gives_the_sentence_as_their_context(tmp_path):
    """SARIF 2.1.0 §3.29.5 and §3.30.13: a snippet is its own region's text; the sentence is the region around it."""
    text = "本项目不限地区😀。\n履约保证金只收现金。\n"
    document = tmp_path / "招标文件.txt"
    document.write_text(text, encoding="utf-8")
    ended = subprocess.run([BINARY, "scan", "--format", "sarif", str(document)], capture_output=True, text=True, timeout=60)
    log = json.loads(ended.stdout)
    assert log["version"] == "2.1.0" and log["runs"][0]["columnKind"] == "unicodeCodePoints"
    (result,) = log["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]

    def cut(region):
        return text[region["charOffset"]:region["charOffset"] + region["charLength"]]

    region, context = place["region"], place["contextRegion"]
    assert region["snippet"]["text"] == cut(region) and context["snippet"]["text"] == cut(context)
    assert cut(context) == "履约保证金只收现金" and cut(region) in cut(context) and cut(region) != cut(context)
    assert "properties" not in result, "plain text has no pages"


def test_sarif_of_a_pdf_tells_pages_in_its_properties(city, tmp_path):
    # A finding of a sentence by itself: what the document says against its form, the command line cannot know.
    page = requests.get(f"{city.address}/barriers/findings", params={"aspect": "FC02"}, timeout=10).text
    path = next(path for path in re.findall(r'href="(/files/[^"]+)/read', page) if path.endswith(".pdf"))
    document = tmp_path / "tender.pdf"
    document.write_bytes(requests.get(city.address + path, timeout=30).content)
    ended = subprocess.run([BINARY, "scan", "--format", "sarif", str(document)], capture_output=True, text=True, timeout=60)
    results = json.loads(ended.stdout)["runs"][0]["results"]
    assert results
    for result in results:
        assert result["properties"]["page"] >= 1
        place = result["locations"][0]["physicalLocation"]
        region, context = place["region"], place.get("contextRegion", place["region"])
        assert len(region["snippet"]["text"]) == region["charLength"] and "page" not in region
        start = region["charOffset"] - context["charOffset"]
        assert context["snippet"]["text"][start:start + region["charLength"]] == region["snippet"]["text"]


def pdf(*contents):
    """A PDF (ISO 32000-1) with a page for each content stream; /I is a picture of one pixel."""
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(contents)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\nx\nendstream",
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * index} 0 R "
            "/Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data, table = "%PDF-1.4\n", f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    for number, value in enumerate(objects, 1):
        table += f"{len(data):010} 00000 n \n"
        data += f"{number} 0 obj\n{value}\nendobj\n"
    return (data + table + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n").encode()


WORDS, PICTURE = "BT /F 12 Tf 72 700 Td (Page one of the tender) Tj ET", "q 500 0 0 700 40 40 cm /I Do Q"


def sarif(*files):
    """Exit code and the only run's only invocation."""
    ended = subprocess.run(
        [BINARY, "scan", "--format", "sarif", *map(str, files)], capture_output=True, text=True, timeout=60)
    (run,) = json.loads(ended.stdout)["runs"]
    (invocation,) = run["invocations"]
    return ended.returncode, invocation


def test_pages_that_are_pictures_do_not_pass_for_clean_ones(tmp_path):
    document, missing = tmp_path / "half.pdf", tmp_path / "missing.pdf"
    document.write_bytes(pdf(WORDS, PICTURE, PICTURE))
    code, findings, said = scan(document)
    assert (code, findings) == (1, [])
    assert said == f"daylight: {document}: pages without text, not read: 2, 3\n"
    # SARIF 2.1.0 §3.20.21: what hindered the tool stands in the log itself.
    code, invocation = sarif(document, missing)
    pages, lost = invocation["toolExecutionNotifications"]
    assert code == 1 and invocation["executionSuccessful"] is False
    assert pages["properties"]["pages"] == [2, 3] and "2, 3" in pages["message"]["text"] and "properties" not in lost
    places = [note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for note in (pages, lost)]
    assert places == [str(document), str(missing)] and lost["message"]["text"] == "no such file"
    document.write_bytes(pdf(WORDS))
    assert sarif(document) == (0, {"executionSuccessful": True, "toolExecutionNotifications": []})


UNLAWFUL, LAWFUL = "投标人须在昭通市设有分公司或者办事处，并提供证明材料", "本项目面向全国公开招标，不限制投标人所在地区"


@pytest.mark.parametrize("lines", [(UNLAWFUL, LAWFUL), (LAWFUL, UNLAWFUL)])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_standard_input_is_read_as_the_same_bytes_in_a_file(tmp_path, lines, end, encoding):
    document = tmp_path / "lines.txt"
    document.write_bytes(end.join(lines).encode(encoding))
    ended = subprocess.run(
        [BINARY, "scan", "--format", "json", "-"], stdin=document.open("rb"), capture_output=True, timeout=60)
    code, findings, _ = scan(document)
    assert ended.returncode == code == 1 and [finding["sentence"] for finding in findings] == [UNLAWFUL]
    assert [finding | {"file": str(document)} for finding in json.loads(ended.stdout)] == findings


def test_standard_input_has_the_limit_of_a_file_and_is_no_place_for_a_pdf():
    endless = open("/dev/zero", "rb")
    ended = subprocess.run([BINARY, "scan", "-"], stdin=endless, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stderr) == (1, "daylight: -: larger than 100000000 bytes\n")
    ended = subprocess.run([BINARY, "scan", "-"], input=pdf(WORDS), capture_output=True, timeout=30)
    assert ended.returncode == 1 and b"read from files" in ended.stderr


def test_findings_are_said_in_both_languages():
    _, (finding,), _ = scan("-", text="履约保证金只收现金。")
    for key in ("basis", "explanation", "suggestion"):
        assert re.search("[一-鿿]", finding[key]) and not re.search("[一-鿿]", finding[key + "English"])

    def text(*options):
        command = [BINARY, "scan", "-", *options]
        return subprocess.run(command, input="履约保证金只收现金。", capture_output=True, text=True, timeout=60).stdout

    assert text() == text("--language", "zh") and finding["suggestion"] in text()
    english = text("--language", "en")
    assert finding["suggestionEnglish"] in english and finding["basis"] not in english


def test_what_is_no_file_is_called_what_it_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, said in [(tmp_path, "a directory"), ("/dev/null", "a device"), (pipe, "a named pipe")]:
        code, findings, errors = scan(path)
        assert (code, findings) == (1, []) and errors.startswith(f"daylight: {path}: {said}, not a file")


@pytest.mark.parametrize("content, said", [
    (None, "no such file"), (b"", "there is no text in it"), (b" \n\n", "there is no text in it"),
    (bytes(range(256)) * 40, "not a kind of file that is read"), (b"%PDF-1.7\nnothing", "damaged"),
])
def test_what_cannot_be_read_is_said_and_the_others_are_read(tmp_path, content, said):
    bad, good = tmp_path / "bad", tmp_path / "good.txt"
    if content is not None:
        bad.write_bytes(content)
    good.write_text("开标时法定代表人必须亲自到场。", encoding="utf-8")
    code, findings, errors = scan(bad, good)
    assert code == 1 and f"daylight: {bad}: {said}" in errors and "Refusal" not in errors
    assert [(finding["file"], finding["aspect"]) for finding in findings] == [(str(good), "FC13")]
