"""What the source imports, read from its text: modules, and the places of the tree that hold them."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from lab.servers.process import ROOT

# From the ground up: each may import what is before it, and itself.
ORDER = (
    "core",
    "realtime",
    "accounts",
    "files",
    "chat",
    "search",
    "moderation",
    "notifications",
    "operations",
    "config",
)

Graph = Mapping[str, set[str]]


@cache
def modules() -> Mapping[str, Path]:
    """The files of the site by their dotted name. Migrations are left out: they are history, and imported by nobody."""
    files = (file for top in ORDER for file in sorted((ROOT / top).rglob("*.py")) if "migrations" not in file.parts)
    return {_name(file): file for file in files}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> Graph:
    """The site's own modules that each of its modules imports, also inside a function and under TYPE_CHECKING."""
    return {name: set(_known(names_in(file.read_text()))) - {name} for name, file in modules().items()}


def names_in(text: str) -> Iterator[str]:
    """Dotted names; `from chat import events` counts as chat.events and as chat."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.module is not None, "imports here are absolute"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def _known(names: Iterable[str]) -> Iterator[str]:
    """A name of something in a module counts as the module."""
    for name in names:
        if name in modules():
            yield name
        elif (module := name.rpartition(".")[0]) in modules():
            yield module


def inside(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")


def children(place: str, graph: Graph) -> dict[str, set[str]]:
    """How the files and folders right inside a place import each other, with all that is below them. "" is the whole tree."""
    depth = len(place.split(".")) if place else 0
    found: dict[str, set[str]] = {}
    for name, imported in graph.items():
        if not _below(name, place):
            continue
        for other in imported:
            if _below(other, place) and (here := name.split(".")[depth]) != (there := other.split(".")[depth]):
                found.setdefault(here, set()).add(there)
    return found


def _below(name: str, place: str) -> bool:
    return not place or name.startswith(f"{place}.")


def cycle_in(graph: Graph) -> list[str]:
    """One way that leads back to where it began; empty where there is none."""
    done: set[str] = set()

    def follow(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(graph.get(name, ())):
            if found := follow(other, [*way, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(graph) if (found := follow(name, []))), [])
