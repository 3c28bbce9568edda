"""The colleague who knows the two founding texts on family breakdowns by heart."""

__version__ = "0.1.0"
