"""The one error the user can mend: a French sentence that says what, which file, what to do."""


class RupfamError(Exception):
    """A foreseeable fault; its text is one French sentence, shown as it is by the command line and the page."""
