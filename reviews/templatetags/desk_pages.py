"""How the public pages write a day, a moment, a month and an address."""

from datetime import date, datetime

from django import template
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import pgettext

register = template.Library()


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
def web(address: str) -> str:
    """The address if it leads to a web page, else nothing: `javascript:` and `data:` are never linked."""
    return address if address.startswith(("https://", "http://")) else ""
