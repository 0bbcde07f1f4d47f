"""What is told of a run."""

from benchmarks.results import Results


def test_a_median_is_of_the_runs_that_have_the_figure() -> None:
    """The size of an index has no time, and stands among the searches."""
    results = Results()
    for p95 in (3.0, 5.0, 4.0):
        results.add("search", "two characters", {"p95_ms": p95})
    results.add("search", "size of the index", {"index_by_text": 1.5})
    assert results.headlines()["search"] == {"two characters": 4.0}
