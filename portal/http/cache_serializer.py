"""What the cache on Redis is written in: JSON, so that whoever can write there can put in words and never code."""

import json
from typing import Any


class JsonSerializer:
    """As Django's own serializer, without pickle. Whole numbers stay bare, so that Redis can count them."""

    def dumps(self, value: Any) -> Any:
        """The value as it is written. Raises TypeError for what JSON cannot say."""
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, content: bytes) -> Any:
        """The value that was written; None for what is no JSON, as if nothing were there."""
        try:
            return json.loads(content)
        except ValueError:
            return None
