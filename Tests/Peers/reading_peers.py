"""Documents that other programs wrote, read by `daylight read`: python-docx, ReportLab, pypdf and, where it is
installed, Chromium. What was put in must come out, cell by cell. Ends with a count.

DAYLIGHT_BIN is the daylight executable; without it the debug build is used.
"""
import html
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import docx
import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("DAYLIGHT_BIN", str(ROOT / ".build/debug/daylight"))
HEADING = "第一章 招标公告"
SENTENCE = ("投标人应当具备市政公用工程施工总承包叁级及以上资质和有效的安全生产许可证，拟派项目经理未担任其他在建工程的项目经理，"
            "业绩不限地区和行业，招标人不得以特定区域的业绩作为加分条件。")
PARAGRAPHS = [f"1.{number} " + SENTENCE * (1 + number % 3) for number in range(1, 40)]
TABLE = [["序号", "评审因素", "评审标准", "分值"],
         ["1", "施工组织设计", SENTENCE, "30"],
         ["2", "类似项目业绩", "每完成一项得二分，最高得满分；业绩不限地区和行业，不限于本市范围内的项目", "10"],
         ["3", "投标报价", "见本章第二节", "60"]]
passed = failed = 0


def check(name, condition):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print(f"FAILED {name}")


def read(path, status=0):
    done = subprocess.run([BIN, "read", str(path), "--format", "json"], capture_output=True, text=True)
    check(f"exit {status} for {path.name}: {done.stderr.strip()[:200]}", done.returncode == status)
    return json.loads(done.stdout)


def squeezed(text):
    return "".join(text.split())


def compare(name, document):
    text = document["text"]
    check(f"{name}: offsets", all(
        text[unit["offset"]:unit["offset"] + len(unit["text"])] == unit["text"] for unit in document["units"]))
    units = [squeezed(unit["text"]) for unit in document["units"] if unit["kind"] != "cell"]
    for paragraph in PARAGRAPHS:
        check(f"{name}: {paragraph[:5]}", squeezed(paragraph) in units)
    headings = [squeezed(unit["text"]) for unit in document["units"] if unit["kind"] == "heading"]
    check(f"{name}: heading", squeezed(HEADING) in headings)
    cells = {(unit["place"]["row"], unit["place"]["column"]): squeezed(unit["text"])
             for unit in document["units"] if unit["kind"] == "cell" and unit["place"]["table"] == 1}
    wanted = {(row + 1, column + 1): squeezed(cell) for row, line in enumerate(TABLE) for column, cell in enumerate(line)}
    check(f"{name}: cells {cells if cells != wanted else ''}", cells == wanted)


def word(path):
    document = docx.Document()
    document.add_heading(HEADING, 1)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=len(TABLE), cols=len(TABLE[0]))
    for row, line in zip(table.rows, TABLE):
        for cell, text in zip(row.cells, line):
            cell.text = text
    document.save(path)


def report(path):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=22)
    cell = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
    title = ParagraphStyle("title", parent=body, fontSize=16, leading=30, firstLineIndent=0)
    rows = [[Paragraph(text, cell) for text in line] for line in TABLE]
    story = [Paragraph(HEADING, title), Table(rows, colWidths=[40, 90, 240, 50]), Spacer(1, 20)]
    SimpleDocTemplate(str(path), pagesize=A4).build(story + [Paragraph(text, body) for text in PARAGRAPHS])


def page(path):
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in line) + "</tr>" for line in TABLE)
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in PARAGRAPHS)
    style = "table{border-collapse:collapse;width:100%}td{border:1px solid;padding:4px}"
    path.write_text(f"<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><style>{style}</style></head><body>"
                    f"<h1>{HEADING}</h1><table>{rows}</table>{paragraphs}</body></html>", encoding="utf-8")


def run(work):
    word(work / "word.docx")
    compare("python-docx", read(work / "word.docx"))
    report(work / "report.pdf")
    compare("ReportLab", read(work / "report.pdf"))
    page(work / "page.html")
    compare("HTML", read(work / "page.html"))
    chromium = shutil.which("chromium")
    if chromium:
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                        f"--user-data-dir={work}/profile", f"--print-to-pdf={work}/chromium.pdf",
                        (work / "page.html").as_uri()], capture_output=True, timeout=120)
        compare("Chromium", read(work / "chromium.pdf"))

    # The same words as pypdf finds, blanks aside: nothing is lost between poppler and the units.
    letters = sorted(squeezed("".join(page.extract_text() for page in pypdf.PdfReader(work / "report.pdf").pages)))
    check("pypdf finds the same characters", letters == sorted(squeezed(read(work / "report.pdf")["text"])))

    for user, owner, algorithm in [("open", "own", "AES-256"), ("open", "own", "RC4-128")]:
        writer = pypdf.PdfWriter(clone_from=work / "report.pdf")
        writer.encrypt(user, owner, algorithm=algorithm)
        writer.write(work / "locked.pdf")
        check(f"{algorithm} with a password", read(work / "locked.pdf", status=1)["code"] == "encrypted")
    writer = pypdf.PdfWriter(clone_from=work / "report.pdf")
    writer.compress_identical_objects()
    writer.write(work / "rewritten.pdf")
    compare("rewritten by pypdf", read(work / "rewritten.pdf"))


def main():
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        run(work)
    finally:
        shutil.rmtree(work)
    print(f"{passed} passed, {failed} failed")
    raise SystemExit(failed > 0)


main()
