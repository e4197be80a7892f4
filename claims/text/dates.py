"""What “last month” and “on Tuesday” mean, counted from the day of publication.

A weekday without “next” is the last one before publication, as news uses it; a bare “last November” the last one that
is over. What cannot be told is left alone.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a": 1, "one": 1}

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_EXPRESSION = re.compile(
    rf"\b(?P<last_month>last month)\b|\b(?P<this_month>this month)\b"
    rf"|\b(?P<last_week>last week)\b|\b(?P<this_week>this week)\b"
    rf"|\b(?P<last_year>last year)\b|\b(?P<this_year>this year)\b|\b(?P<yesterday>yesterday)\b|\b(?P<today>today)\b"
    rf"|\blast (?P<month>{_MONTH})\b|\b(?:on |last )?(?P<day>{_DAY})\b(?!['’]s? )"
    rf"|\b(?P<count>two|three|four|five|six|a|one|\d{{1,2}}) (?P<unit>day|week|month|year)s? ago\b",
    re.IGNORECASE,
)


_PREPOSITION = re.compile(r"\b(?:of|since|until|till|from|by|in|on|before|after|between|through|during)\s+$", re.I)


@dataclass(frozen=True)
class Dated:
    """An expression of time: where it stands in the string, and what it means."""

    start: int
    end: int
    meaning: str


def dated(words: str, published_on: date) -> Iterator[Dated]:
    """Every expression of time in these words that the day of publication resolves."""
    for match in _EXPRESSION.finditer(words):
        meaning = _meaning(match, published_on)
        if _PREPOSITION.search(words, 0, match.start()):
            meaning = meaning.removeprefix("in ").removeprefix("on ")
        if meaning:
            yield Dated(match.start(), match.end(), meaning)


def _meaning(match: re.Match[str], day: date) -> str:
    name = match.lastgroup or ""
    if name in _SIMPLE:
        return _SIMPLE[name](day)
    if match["month"]:
        month = MONTHS[match["month"].lower()]
        year = day.year if month < day.month else day.year - 1
        return f"in {calendar.month_name[month]} {year}"
    if match["day"]:
        back = (day.weekday() - WEEKDAYS[match["day"].lower()]) % 7
        return f"on {_day(day - timedelta(days=back))}"
    return _ago(match["count"].lower(), match["unit"].lower(), day)


def _ago(count: str, unit: str, day: date) -> str:
    number = SMALL.get(count) or int(count)
    if unit == "day":
        return f"on {_day(day - timedelta(days=number))}"
    if unit == "week":
        return f"around {_day(day - timedelta(weeks=number))}"
    if unit == "month":
        return f"in {_month(day, number)}"
    return f"in {day.year - number}"


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _month(day: date, back: int) -> str:
    months = day.year * 12 + day.month - 1 - back
    return f"{calendar.month_name[months % 12 + 1]} {months // 12}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


_SIMPLE: dict[str, Callable[[date], str]] = {
    "last_month": lambda day: f"in {_month(day, 1)}",
    "this_month": lambda day: f"in {_month(day, 0)}",
    "this_week": lambda day: f"in the week of {_day(_monday(day))}",
    "last_week": lambda day: f"in the week of {_day(_monday(day) - timedelta(weeks=1))}",
    "last_year": lambda day: f"in {day.year - 1}",
    "this_year": lambda day: f"in {day.year}",
    "yesterday": lambda day: f"on {_day(day - timedelta(days=1))}",
    "today": lambda day: f"on {_day(day)}",
}
