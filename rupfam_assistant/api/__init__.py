"""The doors of other programs: HTTP under /api/v1, and the Model Context Protocol."""
