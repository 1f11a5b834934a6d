"""Codes against python-stdnum, which nobody here wrote: credit codes, identity numbers, and the names of every county
of the country. Ends with a count.

DAYLIGHT_BIN is the daylight executable; without it the debug build is used.
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys

from stdnum import numdb
from stdnum.cn import ric, uscc

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("DAYLIGHT_BIN", str(ROOT / ".build/debug/daylight"))
REGIONS = ROOT / "Sources/Statute/Data/codes/regions/2023.json"
# python-stdnum's list lacks these two districts of Hangzhou, founded in 2021.
NOT_THERE = {"330113", "330114"}
passed = failed = 0


def check(name, condition):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print(f"FAILED {name}")


def inspect(code):
    done = subprocess.run([BIN, "code", "check", code, "--format", "json"], capture_output=True, text=True)
    told = json.loads(done.stdout)
    check(f"exit of {code}: {done.stderr.strip()}", done.returncode == (0 if told["valid"] else 1))
    return told


def credit_codes():
    chance = random.Random(20260925)
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for code in ("91110000101623741K", "911101066976941872", "12530600431570013W", "91530600MA6K000147"):
        for _ in range(8):
            place = chance.randrange(18)
            other = chance.choice("0123456789" if 2 <= place < 8 else alphabet)
            typed = code[:place] + other + code[place + 1:]
            told = inspect(typed)
            check(f"{typed} is a credit code", told["kind"] == "uscc")
            check(f"{typed} is what python-stdnum says",
                  not any(f["reason"] == "checkCharacter" for f in told["faults"]) == uscc.is_valid(typed))
            if told["position"] == 18:
                check(f"{typed} expects {told['expected']}", uscc.calc_check_digit(typed) == told["expected"])


def identity_numbers():
    chance = random.Random(20260926)
    for _ in range(24):
        region = chance.choice(("110105", "530602", "440305", "659001"))
        born = f"{chance.randrange(1930, 2010)}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
        body = f"{region}{born}{chance.randrange(1000):03}"
        right = next(c for c in "0123456789X" if ric.calc_check_digit(body + c) == c)
        typed = body + chance.choice([right, right, "0123456789X"[chance.randrange(11)]])
        told = inspect(typed)
        if told["kind"] == "uscc":
            check("only a valid credit code is taken before an identity number that is not", uscc.is_valid(typed))
            continue
        check("an identity number", told["kind"] == "residentId" and born not in json.dumps(told))
        check("its check character", told["expected"] == right and told["valid"] == (typed[-1] == right))


def names_in(text, year):
    """The names in force at a year's end: "[2001-]昭阳区" since, "[-2010]崇文区" until."""
    spans = re.findall(r"\[(\d*)-(\d*)\]([^\[]*)", text) if "[" in text else [("", "", text)]
    return [name.rstrip(",") for since, until, name in spans
            if (not since or int(since) <= year) and (not until or int(until) > year)]


def regions():
    database = numdb.get("cn/loc")
    for entry in json.loads(REGIONS.read_text())["entries"]:
        code, name = entry["code"], entry["name"]
        if code.endswith("00") or code in NOT_THERE:
            continue
        known = {}
        for _, properties in database.info(code):
            known.update(properties)
        check(f"{code} {name}: {known.get('county')}", name in names_in(known.get("county", ""), 2023))
    check("a region by its code", inspect("530602")["names"]["region"]["zh"] == "昭阳区")


def main():
    credit_codes()
    identity_numbers()
    regions()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
