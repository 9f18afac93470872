"""What people may type: free text without control characters, no longer than it may be."""

from desktop_app.rules.errors import ServiceError

MAX_NAME = 200
MAX_TEXT = 4000


def clean_text(text: str, name: str, *, needed: bool = False, longest: int = MAX_TEXT) -> str:
    """The text without blanks around it; control characters other than line ends are refused.

    Raises `text_needed`, `text_too_long`, `text_invalid`, each naming the field.
    """
    cleaned = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    if needed and not cleaned:
        raise ServiceError("text_needed", name=name)
    if len(cleaned) > longest:
        raise ServiceError("text_too_long", name=name, longest=longest)
    if any(is_unprintable(character) for character in cleaned):
        raise ServiceError("text_invalid", name=name)
    return cleaned


def is_unprintable(character: str) -> bool:
    """Whether a character is a control character other than line end and tab, half a surrogate pair, or none at all."""
    code = ord(character)
    is_control = code < 0x20 or 0x7F <= code < 0xA0
    return (is_control and character not in "\n\t") or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}
