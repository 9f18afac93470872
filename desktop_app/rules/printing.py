"""The text of a printed QR code: written with a key, read back and proven genuine without a network.

`{base_url}/c/{case_number}?d={document}&k={query_code}&s={mac}`: `mac` is HMAC-SM3 over everything before `&s=`, cut to
96 bits and written in 20 capital letters and digits. Scanners that fold letters to one case or add blanks and line ends
around the text do no harm: the code is taken over the folded text. Any other change is found.
"""

import base64
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives import constant_time, hashes, hmac

from desktop_app.rules.errors import ServiceError
from models.enums import DocumentKind

MAC_BYTES = 12
"""96 bits; `interfaces.md` asks for 80 at least."""

_PATTERN = re.compile(
    r"(?P<signed>https?://[!-~]+/c/(?P<number>[0-9a-z._-]{1,64})"
    rf"\?d=(?P<document>{'|'.join(DocumentKind)})&k=(?P<code>[0-9]{{6}}))"
    r"&s=(?P<mac>[a-z2-7]{20})"
)
"""Matched against folded text."""


@dataclass(frozen=True, slots=True)
class QrClaim:
    """What a genuine code says: this document of this case was printed by an office that holds the key."""

    case_number: str
    document: DocumentKind
    query_code: str


def _folded(text: str) -> str:
    return text.strip().lower()


def _mac(signed: str, key: bytes) -> str:
    code = hmac.HMAC(key, hashes.SM3())
    code.update(signed.encode("ascii"))
    return base64.b32encode(code.finalize()[:MAC_BYTES]).decode("ascii").rstrip("=")


def sign(base_url: str, case_number: str, document: DocumentKind, query_code: str, key: bytes) -> str:
    """The text for the QR code of one document.

    Raises `qr_text_invalid` when the office's address or the number cannot stand in such a text.
    """
    signed = f"{base_url.strip().rstrip('/')}/c/{case_number}?d={document.value}&k={query_code}"
    if not signed.isascii():
        raise ServiceError("qr_text_invalid", address=base_url)
    text = f"{signed}&s={_mac(_folded(signed), key)}"
    if not _PATTERN.fullmatch(_folded(text)) or case_number != case_number.upper():
        raise ServiceError("qr_text_invalid", address=base_url)
    return text


def verify(text: str, key: bytes) -> QrClaim | None:
    """What a scanned text claims, or `None` when it was not written with this key or was changed since.

    Raises `qr_unreadable` when the text is not that of a printed document at all.
    """
    found = _PATTERN.fullmatch(_folded(text)) if text.isascii() else None
    if found is None:
        raise ServiceError("qr_unreadable")
    if not constant_time.bytes_eq(found["mac"].upper().encode(), _mac(found["signed"], key).encode()):
        return None
    return QrClaim(found["number"].upper(), DocumentKind(found["document"]), found["code"])
