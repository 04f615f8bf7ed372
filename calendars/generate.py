#!/usr/bin/env python3
"""Writes the calendars that `recover` ships, one TOML file each, from the PyPI package `holidays`.

    python3 -m venv venv && venv/bin/pip install holidays==0.109
    venv/bin/python calendars/generate.py            # writes the files beside this script anew
    venv/bin/python calendars/generate.py --check    # says whether they are what it would write; exit code 1 if not

The figures are those of the package's category PUBLIC, observed days included. On top of them this script marks the
days on which good sources differ (`check_locally`); the rules for them are the functions `*_differs` below.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

import holidays

PACKAGE = "0.109"
AS_OF = date(2026, 11, 22)
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)
YEARS = range(FIRST.year, LAST.year + 1)
ONE_DAY = timedelta(days=1)


def is_weekend(day):
    return day.weekday() >= 5


def ireland_differs(days):
    """A holiday on a weekend: sources disagree on whether a weekday after it is worked."""
    for year in YEARS:
        taken = set()
        for month, number, name in [(1, 1, "New Year's Day"), (3, 17, "Saint Patrick's Day"),
                                    (12, 25, "Christmas Day"), (12, 26, "Saint Stephen's Day")]:
            day = date(year, month, number)
            if not is_weekend(day):
                continue
            while is_weekend(day) or day in taken or day in days:
                day += ONE_DAY
            taken.add(day)
            yield day, f"{name} falls on a weekend, and sources differ on whether this day is worked"


def ontario_differs(days):
    for year in YEARS:
        civic = next(day for day in (date(year, 8, n) for n in range(1, 8)) if day.weekday() == 0)
        yield civic, "Civic Holiday: no public holiday by law, and many houses close"
        canada = date(year, 7, 1)
        if is_weekend(canada):
            while is_weekend(canada):
                canada += ONE_DAY
            yield canada, "Canada Day falls on a weekend, and sources differ on the day that stands in for it"


def new_south_wales_differs(days):
    for day in (date(2026, 4, 27), date(2027, 4, 26)):
        yield day, "an extra holiday for Anzac Day on a weekend, which not every source has"


def scotland_differs(days):
    yield date(2026, 6, 15), "a holiday of this year only, which not every source has and not every employer gives"


def bavaria_differs(days):
    for year in YEARS:
        yield date(year, 8, 15), "Assumption Day: a holiday in municipalities with a Catholic majority only"


def united_states_differs(days):
    for year in YEARS:
        new_year = date(year + 1, 1, 1)
        if new_year.weekday() == 5:
            yield date(year, 12, 31), "New Year's Day falls on a Saturday: federal offices close today, the Federal Reserve does not"


SURE_IN_INDIA = {"Republic Day", "Independence Day", "Mahatma Gandhi's Birthday", "Christmas", "Good Friday",
                 "Dr. B. R. Ambedkar's Birthday"}


def india_differs(days):
    for day, name in days.items():
        if not SURE_IN_INDIA & set(name.split("; ")):
            estimate = "an estimate; " if "(estimated)" in name else ""
            yield day, f"{estimate}it moves, and is confirmed by notification"


CALENDARS = {
    "GB-ENG": ("England: bank holidays", "GB", "ENG", None),
    "GB-SCT": ("Scotland: bank holidays", "GB", "SCT", scotland_differs),
    "GB-NIR": ("Northern Ireland: bank holidays", "GB", "NIR", None),
    "IE": ("Ireland: public holidays", "IE", None, ireland_differs),
    "US": ("United States: federal holidays", "US", None, united_states_differs),
    "CA-ON": ("Ontario: public holidays", "CA", "ON", ontario_differs),
    "DE": ("Germany: holidays of all Länder", "DE", None, None),
    "DE-BY": ("Bavaria: public holidays", "DE", "BY", bavaria_differs),
    "FR": ("France: public holidays", "FR", None, None),
    "AU-NSW": ("New South Wales: public holidays", "AU", "NSW", new_south_wales_differs),
    "NZ": ("New Zealand: national public holidays", "NZ", None, None),
    "IN": ("India: gazetted holidays", "IN", None, india_differs),
}


def public_holidays(country, subdivision):
    # Some names depend on the language of the machine unless one is named.
    plain = holidays.country_holidays(country, subdiv=subdivision)
    language = plain.default_language
    if language is not None and not language.startswith("en"):
        language = "en_US"
    # A holiday can be observed in the year before or after its own.
    around = range(FIRST.year - 1, LAST.year + 2)
    found = holidays.country_holidays(country, subdiv=subdivision, years=around, observed=True, language=language)
    days = sorted((day, name.replace("Labor Day", "Labour Day") if country != "US" else name)
                  for day, name in found.items())
    return {day: name for day, name in days if FIRST <= day <= LAST}


def quoted(text):
    assert not set(text) & set('"\\\n'), text
    return f'"{text}"'


def written(name):
    title, country, subdivision, differs = CALENDARS[name]
    days = public_holidays(country, subdivision)
    marked = sorted((day, why) for day, why in differs(days) if FIRST <= day <= LAST) if differs else []
    part = f", {subdivision}" if subdivision else ""
    lines = [
        "# Written by `calendars/generate.py`; change that, not this.",
        "",
        "format = 1",
        f"title = {quoted(title)}",
        'weekend = ["saturday", "sunday"]',
        f"valid_from = {FIRST}",
        f"valid_through = {LAST}",
        f"source = {quoted(f'PyPI holidays {PACKAGE} ({country}{part}; PUBLIC, observed days included)')}",
        f"as_of = {AS_OF}",
        "holidays = [",
        *(f"  {{ date = {day}, name = {quoted(what)} }}," for day, what in days.items()),
        "]",
    ]
    if marked:
        lines += ["check_locally = [", *(f"  {{ date = {day}, why = {quoted(why)} }}," for day, why in marked), "]"]
    return "\n".join(lines) + "\n"


def main():
    if holidays.__version__ != PACKAGE:
        sys.exit(f"this script is for holidays {PACKAGE}, and {holidays.__version__} is installed")
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit("usage: generate.py [--check]")
    behind = 0
    for name in CALENDARS:
        path, text = Path(__file__).parent / f"{name}.toml", written(name)
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path} is not what this script writes")
                behind += 1
        else:
            path.write_text(text, encoding="utf-8")
    sys.exit(1 if behind else 0)


main()
