"""Rating scales, as data: the words that readers are shown and where each stands between false and true."""

from django.db import models
from django.db.models import Q


class RatingScale(models.Model):
    name = models.CharField(max_length=100, unique=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="desk_has_one_default_scale"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """One step of a scale. `value` is its place on the true–false line (1 is false); without one it is not on it."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    order = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=50)
    reader_words = models.CharField(max_length=300, help_text="What the rating means, for readers.")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    colour = models.CharField(max_length=7, default="#555555")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scale", "order"], name="ratings_have_an_order"),
            models.UniqueConstraint(fields=["scale", "slug"], name="ratings_have_their_own_slug"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=1), name="rating_value_starts_at_one"),
            models.CheckConstraint(condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="rating_colour_is_a_colour"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def on_line(self) -> bool:
        """Whether it lies on the true–false line: “Unproven” does not."""
        return self.value is not None
