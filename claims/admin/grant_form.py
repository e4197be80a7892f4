"""The form of a grant of anonymity, in the sections in which house rules ask. It checks shape and saves nothing."""

from datetime import date
from typing import Any

from django import forms

from claims.anonymity import Attempt
from claims.anonymity.granting import FIELDS
from claims.models import AnonymityGrant, User
from claims.refusals import Refused

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "What is said",
        "",
        ("statement_kind", "weight", "is_vital", "only_this_way", "is_attack", "seriousness", "why_vital",
         "referred_to", "referred_on"),
    ),
    (
        "How the source knows",
        "Never who it is: the identity has its own, locked place.",
        ("knowledge", "people", "how_they_know", "position_to_know", "reliability", "motive"),
    ),
    (
        "Another attempt to get the source on the record",
        "",
        ("attempt_on", "attempt_how", "attempt_answer"),
    ),
    (
        "What else stands behind it",
        "",
        ("corroboration", "other_side", "corroborated_how", "no_comment_checked", "jigsaw_checked"),
    ),
    (
        "The promise",
        "",
        ("ground_rules", "promised_by", "promised_on", "ends_on", "ends_when", "agreed_descriptor", "terms",
         "identity_known_by"),
    ),
    ("What readers are told", "", ("reason", "told_readers")),
)  # fmt: skip
WIDE = frozenset(
    "why_vital how_they_know position_to_know reliability motive corroborated_how terms reason told_readers "
    "no_comment_checked jigsaw_checked identity_known_by agreed_descriptor".split()
)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GrantForm(forms.ModelForm):
    """`grant_fields`, `attempts` and the rest are what the acts of `claims.anonymity` take."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    attempt_on = forms.DateField(label="On", required=False, widget=DAY)
    attempt_how = forms.CharField(label="How", max_length=300, required=False)
    attempt_answer = forms.CharField(label="Answer", max_length=300, required=False)
    jigsaw_checked = forms.BooleanField(
        label="What is printed in all places was put together, and does not identify the source", required=False
    )

    class Meta:
        model = AnonymityGrant
        fields = (*FIELDS, "identity_known_by")
        widgets = dict.fromkeys(("referred_on", "promised_on", "ends_on"), DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        for name in ("referred_to", "promised_by", "identity_known_by"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - by the model
            field.queryset = people
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        self.initial["version"] = self.instance.version
        self.initial["jigsaw_checked"] = self.instance.jigsaw_checked_by_id is not None

    def sections(self) -> list[tuple[str, str, list[tuple[forms.BoundField, bool, bool]]]]:
        """(title, help, fields), each field with whether it takes the whole line and whether it is a tick."""
        return [
            (title, words, [(self[name], name in WIDE, _is_tick(self[name])) for name in names])
            for title, words, names in SECTIONS
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("attempt_on") and not given.get("attempt_how"):
            self.add_error("attempt_how", "Say how the attempt was made.")
        if given.get("attempt_on") and given["attempt_on"] > date.today():  # noqa: DTZ011 - a day, not a moment
            self.add_error("attempt_on", "This day has not come yet.")
        if given.get("attempt_how") and not given.get("attempt_on"):
            self.add_error("attempt_on", "Say on which day.")
        return given

    def _post_clean(self) -> None:
        """Shape is all that is checked here: what must hold together, the functions of the acts say in sentences."""

    def given(self) -> dict[str, Any]:
        """The keyword arguments of request_grant and amend_grant."""
        cleaned = self.cleaned_data
        attempt = (cleaned["attempt_on"], cleaned["attempt_how"], cleaned["attempt_answer"])
        return {
            "fields": {name: cleaned[name] for name in FIELDS},
            "identity_known_by": list(cleaned["identity_known_by"]),
            "attempts": [Attempt(*attempt)] if cleaned["attempt_on"] else [],
            "jigsaw_checked": cleaned["jigsaw_checked"],
        }

    def refuse(self, refused: Refused) -> None:
        """Show the sentence at the field that it is about."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.sentence)


def _is_tick(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)
