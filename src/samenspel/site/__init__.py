"""The site: settings, addresses, shared templates, and the pages that stand on all apps."""
