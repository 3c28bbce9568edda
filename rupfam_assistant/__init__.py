"""The colleague who knows the two founding texts on family breakdowns by heart."""

import os

__version__ = "0.1.0"

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Told before numpy is there: in products as small as ours, its other threads wait at full speed for the first."""
