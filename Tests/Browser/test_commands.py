"""What the command line promises to people outside the platform."""
import json
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
