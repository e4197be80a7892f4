"""House rules on unnamed sources, as data: each clause names the test that a grant must pass."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from claims.enums import ClauseTest


class HousePolicy(models.Model):
    """One organisation's rules for unnamed sources (AP, New York Times, Reuters, BBC, NPR, or the desk's own).

    Grants are graded against the policy that is in force; the others are there to compare with.
    """

    name = models.CharField(max_length=100, unique=True)
    publisher = models.CharField(max_length=100)
    is_own = models.BooleanField("the desk's own", default=False)
    in_force = models.BooleanField("in force at this desk", default=False)

    class Meta:
        verbose_name_plural = "house policies"
        permissions = [("adopt_housepolicy", "Can decide which house policy is in force")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_own"], condition=Q(is_own=True), name="desk_has_one_policy_of_its_own"
            ),
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="one_policy_is_in_force"),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyClause(models.Model):
    """One demand of a policy.

    `fields` are the fields of the grant that the test looks at, `wanted` what it compares them with (the values of
    `one_of`, the number of `at_least`), and `only_if` says when the clause applies: {"weight": ["central"]}.
    """

    policy = models.ForeignKey(HousePolicy, on_delete=models.CASCADE, related_name="clauses")
    order = models.PositiveSmallIntegerField()
    demand = models.CharField(max_length=300)
    test = models.CharField(max_length=20, choices=ClauseTest.choices)
    fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    wanted = models.JSONField(default=None, null=True, blank=True)
    only_if = models.JSONField(default=dict, blank=True)
    url = models.URLField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "order"], name="clauses_have_an_order")]

    def __str__(self) -> str:
        return self.demand
