"""What the command line promises to people outside the platform."""
import json
import subprocess

import pytest

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
