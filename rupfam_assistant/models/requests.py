"""What is asked of a language model about a department's words, personal data hidden before anything leaves."""

import hashlib
import logging
import re
from collections.abc import Collection
from dataclasses import dataclass

from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.masking import Mask

NAME = r"[A-ZÀ-Ý][\w’'-]+"
TITLED = rf"\b(?:M\.|MM\.|Mmes?|Mlle|Madame|Monsieur|Me|Dr)\s+(?P<name>{NAME}(?:\s+(?:(?:de|du|des|la|le)\s+)*{NAME})*)"


@dataclass(frozen=True)
class Request:
    """Rules and a text as they are sent, and what was hidden in the text."""

    rules: str
    text: str
    mask: Mask


def make_request(rules: str, text: str, model: LanguageModel, names: Collection[str] = ()) -> Request:
    """What would be sent to a model; for one that runs elsewhere, people are markers, those of `names` included."""
    mask = Mask((text,), (*names, *people_in(text)))
    return Request(rules, mask.hide(text) if model.is_remote else text, mask)


def send(request: Request, model: LanguageModel) -> str:
    """The model's reply, markers left as they are; ModelError when it fails. Only a size and a hash are logged."""
    digest = hashlib.sha256(request.text.encode("utf-8", "replace")).hexdigest()[:12]
    logging.getLogger(__name__).info("%s : %d caractères envoyés, sha256 %s", model.told, len(request.text), digest)
    return model.complete([("system", request.rules), ("user", request.text)])


def people_in(text: str) -> tuple[str, ...]:
    """The names that follow a civility, and each of their words."""
    whole = [" ".join(match["name"].split()) for match in re.finditer(TITLED, text)]
    parts = (word for name in whole for word in name.split() if word[0].isupper() and len(word) > 2)
    return tuple(dict.fromkeys([*whole, *parts]))
