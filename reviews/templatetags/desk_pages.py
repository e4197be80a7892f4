"""How the public pages write a day, a moment, a month and an address."""

import re
from datetime import date, datetime

from django import template
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import pgettext

register = template.Library()
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@register.filter
def day(value: "date | datetime | str | None") -> "SafeString | str":
    """A day in the desk's language, with the machine's form beside it; takes the ISO dates of a signed content too."""
    moment = parse_date(value) if isinstance(value, str) else value
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = localtime(moment)
    words = date_format(moment, pgettext("date, by Django's letters", "j F Y"))
    machine = moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def day_and_time(moment: datetime) -> SafeString:
    """A moment to the minute, with its zone, in the desk's language."""
    local = localtime(moment)
    words = date_format(local, pgettext("date and time, by Django's letters", "j F Y, H:i e"))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.filter
def month_words(value: str) -> str:
    """“November 2026” for 2026-11."""
    moment = parse_date(f"{value}-01")
    return date_format(moment, "F Y") if moment else value


@register.filter
def spoken(language: str) -> SafeString:
    """The attribute that says in which language an article's words are (BCP 47), to be read aloud in it; empty where
    that is no name of a language."""
    return format_html(' lang="{}"', language) if LANGUAGE.fullmatch(language or "") else SafeString("")


@register.filter
def web(address: str) -> str:
    """The address if it leads to a web page, else nothing: `javascript:` and `data:` are never linked."""
    return address if address.startswith(("https://", "http://")) else ""
