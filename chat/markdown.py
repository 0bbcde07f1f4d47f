"""The parts of a message that the web app draws as words: outside code, links and pictures.

The web app parses CommonMark and GitHub's tables without raw HTML, character references and link reference definitions
(frontend/src/entities/messages/markdown/). tests/text_cases/mentions.json holds both parsers to the same decisions.
"""

import re
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt, helpers
from markdown_it.token import Token

from chat.bare_urls import urls_in
from chat.link_labels import link_label_end
from core.text.blanks import is_blank

# What an escaped "@" becomes. No stored text contains it.
ESCAPED_AT = "\0"
# A text without any of these has no code, link, picture or escape.
MARKUP = re.compile(r"[`\\<\t]|\]\(|~~~| {4}")
# Schemes of links that the web app makes; a link to anything else is shown as it was typed.
SCHEMES = frozenset({"http", "https", "irc", "ircs", "mailto", "xmpp"})
RELATIVE = frozenset("/?#")  # before the first colon

# The web app shows a text with more of these as it was typed (frontend/src/entities/messages/markdown/limits.ts).
# Parsing takes at most about 20 ms at any one limit.
MOST = tuple(
    (re.compile(what, re.MULTILINE | re.IGNORECASE), most)
    for what, most in (
        (r"\r\n?|\n", 1000),
        (r"[*_~]+", 1000),
        (r"[\[\]]", 800),
        (r"`+", 800),
        (r"<", 500),
        (r"<[!?]", 50),
        (r"\\", 1500),
        (r"&", 1000),
        (r"@|://|www\.", 300),
        (r"^[ \t>]*[`~]{3}", 200),
    )
)
LEAST = min(most for _, most in MOST)
PUNCTUATION = re.compile(r"[!\"&'()*,.:;<>?\]_}~]{201}")
LINE_PREFIX = re.compile(r"^[ \t>*+\-\d.)]+", re.MULTILINE)
NESTING = re.compile(r">|[-*+](?=[ \t])|\d[.)](?=[ \t])")
DEEPEST, MOST_NESTED = 32, 1000
DELIMITERS = re.compile(r"[\s|:\-*+>\d.)]+")
# Of all tables. A short row is filled up to the width of its table.
MOST_CELLS = 2000

_parser = (
    MarkdownIt("commonmark", {"maxNesting": 4 * DEEPEST})
    .enable("table")
    .disable(["html_block", "entity", "reference", "lheading", "emphasis", "text_join"])
)


def _may_open(url: str) -> bool:
    """As react-markdown's `defaultUrlTransform`, and not empty."""
    scheme, colon, _ = url.partition(":")
    return url != "" and (not colon or not RELATIVE.isdisjoint(scheme) or scheme.lower() in SCHEMES)


_parser.validateLink = _may_open  # type: ignore[method-assign]
_parser.helpers = SimpleNamespace(  # type: ignore[assignment]  # it is a module there
    parseLinkLabel=link_label_end,
    parseLinkDestination=helpers.parseLinkDestination,
    parseLinkTitle=helpers.parseLinkTitle,
)
_read_paragraph = _parser.inline.parse
# The key, in the parser's `env`, of whether a paragraph is being read.
READING = "reading"


def _read_once(src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
    """Leaves the text of a picture unread: it is drawn as it is, if at all, and one inside of others was read again for each."""
    if env.get(READING):
        return tokens
    env[READING] = True
    read = _read_paragraph(src, md, env, tokens)
    env[READING] = False
    return read


_parser.inline.parse = _read_once  # type: ignore[method-assign]


def words(text: str) -> str:
    """The text as it is drawn, with spaces in place of code, links and pictures, and ESCAPED_AT for an escaped "@".
    It is empty where the web app shows the text as it was typed. Takes linear time."""
    if not is_bounded(text):
        return ""
    return "\n".join(_blocks(text)) if MARKUP.search(text) else _without_urls(text)


def is_bounded(text: str) -> bool:
    """Whether the parser reads the text in a short time."""
    few = len(text) <= LEAST or all(len(what.findall(text)) <= most for what, most in MOST)
    return few and not PUNCTUATION.search(text) and _is_nested_little(text) and _cells(text) <= MOST_CELLS


def _is_nested_little(text: str) -> bool:
    nested = 0
    for prefix in LINE_PREFIX.findall(text):
        if marks := len(NESTING.findall(f"{prefix} ")):
            nested += marks
            indentation = prefix.count("  ") + 2 * prefix.count("\t")
            if nested > MOST_NESTED or marks + indentation > DEEPEST:
                return False
    return True


def _cells(text: str) -> int:
    """An upper bound: each table ends at a blank line or before."""
    cells = columns = 0
    for line in text.splitlines() if "|" in text else ():
        if not line.strip(" \t>"):
            columns = 0
        elif "-" in line and DELIMITERS.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        cells += columns
    return cells


def _blocks(text: str) -> Iterator[str]:
    for block in _parser.parse(text):
        if block.type == "inline":
            yield _drawn(block.children or ())
        elif block.type == "fence" and is_blank(block.content):
            # Without code the web app shows the fence as it was typed.
            yield _without_urls(block.markup + block.info)


def _drawn(tokens: Iterable[Token]) -> str:
    in_link, parts = False, []
    for token in tokens:
        if token.type.startswith("link_"):
            # A link to nowhere is shown as it was typed.
            in_link = bool(token.attrs.get("href"))
        if in_link:
            parts.append(" ")
        elif token.type in ("text", "text_special", "html_inline"):
            parts.append(_word(token))
        elif token.type == "image" and not token.attrs["src"]:
            parts.append(f" {token.content} ")
        else:
            parts.append("\n" if token.type.endswith("break") else " ")
    return "".join(parts)


def _word(token: Token) -> str:
    if token.type == "text_special":
        return ESCAPED_AT if token.content == "@" else token.content
    return _without_urls(token.content)


def _without_urls(text: str) -> str:
    kept, at = [], 0
    for start, end in urls_in(text):
        kept.append(text[at:start])
        at = end
    return " ".join([*kept, text[at:]])
