"""The work calendar against the package chinesecalendar, which nobody here wrote: every day of 2019 to 2026, and
working-day terms counted by both. Ends with a count.

DAYLIGHT_BIN is the daylight executable; without it the debug build is used.
"""
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys

import chinese_calendar

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("DAYLIGHT_BIN", str(ROOT / ".build/debug/daylight"))
ONE = datetime.timedelta(days=1)
# 国办发明电: "与周末连休" names the holiday only; chinesecalendar calls some of the plain weekends beside it by its name.
JOINED = {"2019-04-06", "2019-04-07", "2019-06-08", "2019-06-09", "2019-09-14", "2019-09-15", "2023-12-30",
          "2023-12-31"}
NAMES = {"New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
         "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节"}
passed = failed = 0


def check(name, condition):
    global passed, failed
    passed, failed = passed + bool(condition), failed + (not condition)
    if not condition:
        print(f"FAILED {name}")


def daylight(*arguments, expect=0):
    done = subprocess.run([BIN, *arguments], capture_output=True, text=True)
    check(f"exit {expect} of daylight {' '.join(arguments)}: {done.stderr.strip()}", done.returncode == expect)
    return done.stdout


def every_day(year):
    days = json.loads(daylight("calendar", "--year", str(year), "--format", "json"))
    first = datetime.date(year, 1, 1)
    count = (datetime.date(year + 1, 1, 1) - first).days
    check(f"{year} lists every day once", [d["date"] for d in days] == [str(first + ONE * n) for n in range(count)])
    for shown in days:
        day = datetime.date.fromisoformat(shown["date"])
        check(f"{day} worked", shown["working"] == chinese_calendar.is_workday(day))
        name = chinese_calendar.get_holiday_detail(day)[1]
        reason = shown.get("reason")
        if str(day) in JOINED:
            check(f"{day} is a plain weekend", day.weekday() >= 5 and reason is None and not shown["working"])
        elif name is None:
            check(f"{day} is plain: {reason}", reason is None)
        else:
            check(f"{day} {reason} is {name}", reason is not None and NAMES[name] in reason)
            check(f"{day} {reason} is 调休 only when worked", ("调休" in reason) == shown["working"])


def working_day(day, count):
    while count:
        day += ONE
        count -= chinese_calendar.is_workday(day)
    return day


def terms():
    chance = random.Random(20260925)
    for rule, length in (("T27", 3), ("T27.decision", 30), ("T36", 20)):
        for _ in range(8):
            day = datetime.date(2019, 1, 1) + ONE * chance.randrange(0, 2830)
            told = json.loads(daylight("term", "--rule", rule, "--from", str(day), "--format", "json"))
            last = working_day(day, length)
            check(f"{rule} from {day} counts {length}", len(told["counted"]) == length and told["unit"] == "workingDay")
            check(f"{rule} from {day} ends {last}", told["lastDay"] == str(last))
            check(f"{rule} from {day} is due", told["due"] == f"{last + ONE}T00:00:00+08:00")
    for rule, length in (("T07", 3), ("T16", 5), ("T24", 30)):
        for _ in range(8):
            day = datetime.date(2019, 1, 1) + ONE * chance.randrange(0, 2830)
            told = json.loads(daylight("term", "--rule", rule, "--from", f"{day}T18:30+08:00", "--format", "json"))
            last = day + ONE * length
            while not chinese_calendar.is_workday(last):
                last += ONE
            check(f"{rule} from {day} ends {last}", told["lastDay"] == str(last))


def refusals():
    for year in ("2018", "2027"):
        daylight("calendar", "--year", year, expect=1)
        told = json.loads(daylight("term", "--rule", "T27", "--from", f"{year}-03-01", "--format", "json", expect=1))
        check(f"{year} is named", year in told["message"] and told["ok"] is False)
    daylight("term", "--rule", "T99", "--from", "2026-03-01", expect=1)
    daylight("term", "--rule", "T03", "--from", "soon", expect=1)
    daylight("term", "--rule", "T03", "--from", "2026-09-25", "--to", "2026-10-14", expect=1)
    daylight("term", "--rule", "T03", "--from", "2026-09-25", "--to", "2026-10-15")
    daylight("code", "check", "91530600MA6K000147")
    told = json.loads(daylight("code", "check", "91530600MA6K000148", "--format", "json", expect=1))
    check("the expected character", told["kind"] == "uscc" and told["expected"] == "7" and told["position"] == 18)


def main():
    for year in range(2019, 2027):
        every_day(year)
    terms()
    refusals()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
