"""JSON with comments (JSONC), in which a W-8BEN may be sent."""

import json
import re

from ribbit_tui.wire.model import loads

# A text or a comment that never ends reaches to the end, so that nothing is looked at twice.
_TEXT = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)'
_COMMENT = re.compile(rf"({_TEXT})|//[^\n\r]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_LAST_COMMA = re.compile(rf"({_TEXT})|,(?=\s*[}}\]])", re.DOTALL)


def loads_jsonc(content: bytes) -> object:
    """Parse JSON that may have comments, and commas after last items. Raises ValueError."""
    text = content.decode(json.detect_encoding(content), "surrogatepass")
    for left_out in (_COMMENT, _LAST_COMMA):
        text = left_out.sub(lambda found: found[1] or " ", text)
    parsed: object = loads(text)
    return parsed
