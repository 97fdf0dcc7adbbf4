"""The demonstration: one believable neighbourhood mid-cycle, made by the same services that people use.

`files/` holds ordinary import files, `generator` makes what would look like real people from a seed, `cycle` plays
the year. Everything and everyone is fictional, and the database says so.
"""
