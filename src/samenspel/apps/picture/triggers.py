"""What the database refuses: the history of the list of themes is added to, never changed."""

from samenspel.foundation.triggers import append_only

TRIGGERS = append_only("picture_themechange")
