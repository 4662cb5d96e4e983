"""What a server is asked in, from the richest request to the plainest; sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ainews.model import ItemText
from ainews.summarize import prompt

_HOPELESS = ("context", "too long", "too large", "too many tokens")


class Dialect(NamedTuple):
    """What is asked for besides the words; a server that refuses a part is asked without it.

    form   of the answer: by schema, then any JSON, then only told to be JSON
    limit  what the most tokens are called: OpenAI's newer models refuse the name that all others know
    """

    form: str = "json_schema"
    limit: str = "max_tokens"
    has_temperature: bool = True
    has_usage: bool = True

    def request(self, model: str, items: Sequence[ItemText], most_tokens: int) -> dict[str, Any]:
        """Return the arguments of a call."""
        wanted: dict[str, Any] = {
            "model": model,
            "messages": prompt.messages(items),
            "stream": True,
            self.limit: most_tokens,
        }
        if self.form == "json_schema":
            named = {"name": "summary", "strict": True, "schema": prompt.schema(items)}
            wanted["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.form == "json_object":
            wanted["response_format"] = {"type": "json_object"}
        if self.has_temperature:
            wanted["temperature"] = 0
        if self.has_usage:
            wanted["stream_options"] = {"include_usage": True}
        return wanted

    def without_what(self, said: str) -> Dialect | None:
        """Return a plainer dialect, given what a server said when it refused; None where none would help."""
        said = said.lower()
        if any(word in said for word in _HOPELESS):
            return None
        if "max_completion_tokens" in said and self.limit == "max_tokens":
            return self._replace(limit="max_completion_tokens")
        if "temperature" in said and self.has_temperature:
            return self._replace(has_temperature=False)
        if "stream_options" in said and self.has_usage:
            return self._replace(has_usage=False)
        plainer = {"json_schema": "json_object", "json_object": "text"}.get(self.form)
        return self._replace(form=plainer) if plainer else None
