"""What every app stands on: identifiers, protected tables, constraints, import, PDF, pictures.

It knows no app. It has no tables of its own.
"""
