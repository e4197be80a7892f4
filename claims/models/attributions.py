"""Who says it: claim ← source, with the cue and how the source knows."""

from django.db import models
from django.db.models import F, Q

from claims.enums import Knowledge, Mode
from claims.models.claims import Claim
from claims.models.sources import Source
from claims.models.stale import restale


class Attribution(models.Model):
    """One link from a claim to a source. In a chain (“the board said, according to two people”) the inner link
    names the outer one in `relayed_by`; only the outermost speaks to the reader."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="attributions")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="attributions")
    cue = models.CharField(max_length=300, blank=True)
    printed = models.CharField("source as printed", max_length=500, blank=True)
    spans = models.JSONField(default=dict, blank=True, help_text='{"cue": [[s, e]…], "source": [[s, e]…]}')
    mode = models.CharField(max_length=10, choices=Mode.choices)
    knowledge = models.CharField(max_length=20, choices=Knowledge.choices, default=Knowledge.UNKNOWN)
    anonymity_phrase = models.CharField(max_length=300, blank=True)
    relayed_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="relays")
    certainty = models.FloatField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(relayed_by=F("id")), name="attribution_does_not_relay_itself"),
        ]
        triggers = restale("attribution", claims="SELECT r.claim_id FROM {rows} r")

    def __str__(self) -> str:
        return f"{self.printed or self.source} {self.cue}".strip()
