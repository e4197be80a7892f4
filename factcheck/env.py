"""Typed readers of the environment. A bad value stops the start with a sentence that says what to do."""

import os
from pathlib import Path


class SettingError(Exception):
    """A setting in the environment cannot be used."""


def text(name: str, *, default: str | None = None) -> str:
    """The value as it stands; without one the default, and without that a refusal."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise SettingError(
            f"{name} is not set. Set it in the environment; docs/reference/settings.md lists all settings."
        )
    return default


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name} is “{value}”. Write 1 or 0.")


def number(name: str, *, default: int, at_least: int = 0) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        read = int(value)
    except ValueError:
        raise SettingError(f"{name} is “{value}”. Write a whole number.") from None
    if read < at_least:
        raise SettingError(f"{name} is {read}. It must be at least {at_least}.")
    return read


def choice(name: str, *, among: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, "").strip() or default
    if value not in among:
        raise SettingError(f"{name} is “{value}”. Write one of: {', '.join(among)}.")
    return value


def words(name: str, *, default: tuple[str, ...] = ()) -> list[str]:
    """A list written with commas: `desk.example,www.desk.example`."""
    value = os.environ.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] or list(default)


def folder(name: str, *, default: Path) -> Path:
    return Path(text(name, default=str(default))).expanduser().resolve()
