"""The site's apps, in the order that docs/architecture.md gives; a later one may use an earlier one."""
