"""Pure engines: data in, result and reasons out. They import neither Django nor the site."""
