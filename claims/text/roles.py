"""What the list of role nouns (`lexicon/roles.txt`) says about a noun."""

from claims.text.lexicon import sections, singulars

_SPEAKERS = frozenset({"informant", "crowd", "spokesperson"})
_ONE = frozenset({"informant", "title", "kin"})


def lists_of(noun: str) -> set[str]:
    """Under which headings a noun stands, in the singular or in the plural."""
    return {name for name, members in sections("roles").items() if any(form in members for form in singulars(noun))}


def is_role(noun: str) -> bool:
    """Whether those who are called so speak: "officials", "critics", "spokesman"."""
    return bool(lists_of(noun) & _SPEAKERS)


def is_one_person(noun: str) -> bool:
    """Whether a noun in the singular stands for one human being: "a protester", not "a group"."""
    return bool(lists_of(noun) & _ONE) or (is_role(noun) and "organisation" not in lists_of(noun))
