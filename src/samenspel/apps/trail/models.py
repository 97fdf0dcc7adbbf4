"""The public log of a municipality: numbered acts, each a leaf of a Merkle tree."""

from django.db import models

from samenspel.foundation.models import MunicipalModel


class TrailHead(models.Model):
    """Where the log of a municipality stands; the row that serialises its writers."""

    municipality = models.OneToOneField("places.Municipality", on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField(default=0)
    # Hashes (hex) of the perfect subtrees on the right edge: enough to append in O(log n).
    frontier = models.JSONField(default=list)
    root = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.size}: {self.root}"


class Act(MunicipalModel):
    """One public act. `content` is what is hashed; the other columns repeat it to find it by."""

    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    neighbourhood_id_public = models.CharField(max_length=12, blank=True)
    content = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["municipality", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "sequence"], name="trail_act_sequence_once"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="trail_act_sequence_from_one"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="trail_act_subject"),
            models.Index(fields=["municipality", "kind"], name="trail_act_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
