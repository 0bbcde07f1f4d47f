"""Where the label of a link or of a picture ends: markdown-it-py's `parseLinkLabel` with a memory, in linear time.

The original reads on from each bracket that is never closed, to the end of the paragraph: 128 brackets before 9,700 other signs took
half a second.
"""

from typing import NamedTuple

from markdown_it.rules_inline import StateInline

# The key of the memory in the parser's `env`, which lives as long as one text is parsed.
KEPT = "link_labels"
NONE = -1


class Labels(NamedTuple):
    """What is known of one paragraph, by positions in it. `ends`: where a bracket that begins no link is closed, NONE for never.
    `answers`: by the bracket that was asked for, and whether a link may be inside."""

    ends: dict[int, int]
    answers: dict[tuple[int, bool], int]


def link_label_end(state: StateInline, start: int, disableNested: bool = False) -> int:
    """The position of the bracket that closes the one at `start`; -1 where none does, or where there is a link inside that
    `disableNested` forbids."""
    labels: Labels = state.env.setdefault(KEPT, {}).setdefault(state.src, Labels({}, {}))
    asked = (start, disableNested)
    if asked not in labels.answers:
        before, state.pos = state.pos, start + 1
        labels.answers[asked] = _end(state, start, labels, disableNested)
        state.pos = before
    return labels.answers[asked]


def _end(state: StateInline, start: int, labels: Labels, is_alone: bool) -> int:
    ends, answers = labels
    inside = [start]
    while state.pos < state.posMax:
        at, sign = state.pos, state.src[state.pos]
        if sign == "]":
            ends[inside.pop()] = at
            if not inside:
                return at
        state.md.inline.skipToken(state)
        if sign != "[":
            continue
        is_link = state.pos != at + 1
        # A bracket that is none was tried as one: what forbids it to be one, is inside.
        if is_alone and (is_link or (answers.get((at, True)) == NONE and ends.get(at) != NONE)):
            return NONE
        if is_link:
            continue
        if at not in ends:
            inside.append(at)
        elif ends[at] == NONE:
            # What is around a bracket that is never closed is not closed either.
            break
        else:
            state.pos = ends[at] + 1
    ends.update(dict.fromkeys(inside, NONE))
    return NONE
