"""What “last month” and “on Tuesday” mean, counted from the day of publication.

A weekday without “next” is the last one before publication, as news uses it; a bare “last November” or “in May” the
last one that has begun. Beside “will” and the like a weekday or month may lie ahead: then it is left alone, as is all
that cannot be told.
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
    rf"\b(?P<last_month>last month)\b|\b(?P<this_month>this month)\b|\b(?P<next_month>next month)\b"
    rf"|\b(?P<last_week>last week)\b|\b(?P<this_week>this week)\b|\b(?P<next_week>next week)\b"
    rf"|\b(?P<last_year>last year)\b|\b(?P<this_year>this year)\b|\b(?P<next_year>next year)\b"
    rf"|\b(?P<yesterday>yesterday)\b|\b(?P<today>today)\b|\b(?P<tomorrow>tomorrow)\b|\b(?P<last_night>last night)\b"
    rf"|\b(?P<this_morning>this morning)\b"
    rf"|\blast (?P<month>{_MONTH})\b|\b(?:on |last )?(?P<day>{_DAY})\b(?!['’]s? | night| morning| afternoon| evening)"
    rf"|(?<=\bin )(?P<bare>{_MONTH})\b(?!,? \d|['’]s? | and | or | last | this | of )"
    rf"|\b(?P<count>two|three|four|five|six|a|one|\d{{1,2}}) (?P<unit>day|week|month|year)s? ago\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|won['’]t|would|shall|['’]ll|next|upcoming|scheduled|expected|plans?|planned|planning|due|going to)\b",
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
    ahead = _AHEAD.search(words) is not None
    for match in _EXPRESSION.finditer(words):
        if ahead and (match["day"] or match["bare"]):
            continue
        if match["bare"] and not match["bare"][0].isupper():
            continue  # "in may" is a typing error for something else
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
    if match["bare"]:
        month = MONTHS[match["bare"].lower()]
        return f"{calendar.month_name[month]} {day.year if month <= day.month else day.year - 1}"
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
    "tomorrow": lambda day: f"on {_day(day + timedelta(days=1))}",
    "last_night": lambda day: f"on the night of {_day(day - timedelta(days=1))}",
    "this_morning": lambda day: f"on the morning of {_day(day)}",
    "next_week": lambda day: f"in the week of {_day(_monday(day) + timedelta(weeks=1))}",
    "next_month": lambda day: f"in {_month(day, -1)}",
    "next_year": lambda day: f"in {day.year + 1}",
}
