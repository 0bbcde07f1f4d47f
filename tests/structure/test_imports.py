"""Which place of the tree may import which. Where a rule is broken, the failure names the modules."""

import ast

import pytest

from tests.structure.imports import ORDER, children, cycle_in, imports, inside, modules

PLACES = sorted({"", *(name.rpartition(".")[0] for name in modules())})
# Inside an app: each of these imports none of the others.
LAYERS = {
    "models": ("selectors", "services", "gates", "events", "signals", "api", "socket", "admin", "management", "demo"),
    "payloads": ("selectors", "services", "events", "api", "socket", "admin", "management", "demo"),
    "selectors": ("services", "events", "api", "socket", "admin", "management", "demo"),
    "events": ("selectors", "services", "api", "socket", "admin", "management", "demo"),
    "gates": ("services", "events", "api", "socket", "admin", "management", "demo"),
    "services": ("api", "socket", "admin", "management", "demo"),
    "api": ("socket", "admin", "management", "demo"),
    "socket": ("api", "admin", "management", "demo"),
    "admin": ("socket", "management", "demo"),
}
LEAVES = ORDER[ORDER.index("chat") + 1 : ORDER.index("config")]
APPS = ("accounts", "chat", "moderation", "notifications")


def broken(importer: str, imported: str) -> list[str]:
    """The imports of one place by another."""
    assert any(inside(name, importer) for name in modules()), f"{importer} is gone"
    return [
        f"{name} imports {other}"
        for name, others in imports().items()
        for other in sorted(others)
        if inside(name, importer) and inside(other, imported)
    ]


@pytest.mark.parametrize("place", ORDER)
def test_what_is_below_knows_nothing_of_what_is_above(place: str) -> None:
    above = ORDER[ORDER.index(place) + 1 :]
    assert [line for other in above for line in broken(place, other)] == []


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_knows_no_other(leaf: str) -> None:
    assert [line for other in LEAVES if other != leaf for line in broken(leaf, other)] == []


LAYERED = [
    (f"{app}.{layer}", f"{app}.{other}")
    for app in APPS
    for layer, others in LAYERS.items()
    for other in others
    if any(inside(name, f"{app}.{layer}") for name in modules())
]


@pytest.mark.parametrize(("layer", "other"), LAYERED)
def test_a_layer_of_an_app_knows_only_what_is_below_it(layer: str, other: str) -> None:
    assert broken(layer, other) == []


def test_no_module_leads_back_to_itself() -> None:
    assert cycle_in(imports()) == []


@pytest.mark.parametrize("place", PLACES)
def test_no_file_or_folder_of_a_place_leads_back_to_itself(place: str) -> None:
    assert cycle_in(children(place, imports())) == []


def test_only_events_reaches_for_the_channel_layer() -> None:
    assert [name for name, file in modules().items() if "get_channel_layer" in file.read_text()] == ["chat.events"]


def test_one_other_file_publishes() -> None:
    """It does so through the layer that it is given: docs/tour.md."""
    publishers = [
        name for name, file in modules().items() if not inside(name, "realtime") and publishes(file.read_text())
    ]
    assert publishers == ["chat.events", "chat.socket.presence.remote"]


def publishes(text: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("publish", "publish_soon", "publish_surely")
        and ast.unparse(node.value).removesuffix("()").endswith("layer")
        for node in ast.walk(ast.parse(text))
    )


class TestTheSearchForCycles:
    def test_finds_the_way_back(self) -> None:
        assert cycle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
        assert cycle_in({"a": {"b", "c"}, "b": {"c"}}) == []

    def test_counts_what_is_below_a_folder(self) -> None:
        graph = {"app.one.a": {"app.two.b"}, "app.two.c": {"app.one.d"}}
        assert cycle_in(graph) == []
        assert cycle_in(children("app", graph)) == ["one", "two", "one"]
