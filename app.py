"""The Gradio entry: `python app.py` serves the page."""

import sys

from rupfam_assistant.api.routes import add_api
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import read_settings
from rupfam_assistant.web.server import serve

if __name__ == "__main__":
    try:
        serve(read_settings(), add_api)
    except RupfamError as error:
        sys.exit(str(error))
