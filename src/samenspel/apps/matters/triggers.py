"""What the database refuses: the steps of a matter and the weighings are added, never changed."""

from samenspel.foundation.triggers import append_only

TRIGGERS = [*append_only("matters_matterstep"), *append_only("matters_valueweighing")]
