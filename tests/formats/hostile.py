"""Texts and addresses as a hostile feed would write them, as strategies of hypothesis."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

TRIED = settings(max_examples=50, deadline=None)

FRAGMENTS = [
    "<script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    "]]>",
    "<!--",
    "-->",
    "&amp;",
    "&copy;",
    "&#60;",
    '" onmouseover="x',
    "'",
    "\x1b[31m",
    "\x1b]8;;https://evil.example\x07",
    "\x9b2J",
    "\x00",
    "\x08",
    "\u202e",
    "\u2066",
    "\u200f",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\ufeff",
    "\u2028",
    "\r\nBcc: you@evil.example",
    "\n\n# Heading\n",
    "\n---\n",
    "| a | b |\n|---|---|\n",
    "[words](https://evil.example)",
    "![image](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "https://evil.example",
    "www.evil.example",
    "me@evil.example",
    "@everyone",
    "<!channel>",
    "`code`",
    "```\n",
    "~~~",
    "**bold**",
    "_under_",
    "* item",
    "- item",
    "1. item",
    "12) item",
    "+ item",
    "> quote",
    "===",
    "\\",
    "$x$",
    "[x] ",
    "[^1]: note",
    "\t\tcode",
    "日本語のニュース",
    "خبر عاجل",
    "👩‍🚀",
]
ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/",
    "https://",
    "https://[::1",
    "https://paper.example/a b\"'<>`(x)[y]{z}|\\^?a=1&copy;=2#f",
    "https://paper.example/\ud800\x00\n",
    "https://mün chen.example/",
    "https://münchen.example/straße",
    "https://paper.example/" + "x" * 5000,
    "",
]


def texts() -> st.SearchStrategy[str]:
    anything = st.text(st.characters(exclude_categories=()), max_size=8)
    return st.lists(st.one_of(st.sampled_from(FRAGMENTS), anything), max_size=6).map("".join)


def addresses() -> st.SearchStrategy[str]:
    anything = st.text(st.characters(exclude_categories=()), max_size=20)
    return st.one_of(st.sampled_from(ADDRESSES), anything.map("https://paper.example/{}".format), anything)
