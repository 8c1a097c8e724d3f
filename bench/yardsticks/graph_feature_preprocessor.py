"""Runs IBM's Graph Feature Preprocessor (snapml) over a file of edges and says what it cost.

What it computes, and its traps: graph-feature-preprocessor.md. Call it as

    python graph_feature_preprocessor.py EDGES CONFIG.json [--batch N] [--limit N] [--seconds-max S] [--out FILE]

EDGES, little-endian: one uint32 with the count of edges, then four columns of that many float64 each: source, target, time in whole
seconds from 1 on, amount. The edges should be in order of time. CONFIG is like usual.json: windows in seconds, bins and the cycle length per
pattern; the statistics take part in it with a window only, which must be the greatest.

FILE gets the engineered columns alone, float64, little-endian, one edge after the other; with an early end only the edges that were done.
One JSON object goes to standard output:
  edges, columns    edges done, engineered columns of each
  complete          false when --seconds-max ended it; it is looked at between calls, a call is never cut short
  cpuSeconds        user and system time of the process inside of `transform`, all threads (one is asked for)
  wallSeconds       elapsed time inside of `transform`
  p50Us, p99Us      elapsed time of a call (nearest rank); on a machine that others use, p99Us is mostly their doing
  cpuP50Us, cpuP99Us  the same of the process time of a call
  peakMemoryMiB     greatest resident set; baseMemoryMiB is what it was with the edges read, before the first of them was inserted
  version           of snapml
Errors go to standard error, exit code 2 for bad input.
"""

import argparse
import json
import math
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from snapml import GraphFeaturePreprocessor

# Name in the configuration -> name in snapml.
PATTERNS = {
    "fan": "fan",
    "degree": "degree",
    "scatterGather": "scatter-gather",
    "temporalCycle": "temp-cycle",
    "simpleCycle": "lc-cycle",
}
TIME_COLUMN, AMOUNT_COLUMN, RAW_COLUMNS = 3, 4, 5
# fan, degree, ratio, average, sum, variance, skewness, kurtosis
STATISTICS = [0, 1, 2, 3, 4, 8, 9, 10]
INT32_END = 2**31


class InputError(Exception):
    """A file or an option that cannot be used. The message names it and what was expected."""


def make_preprocessor(config: dict) -> GraphFeaturePreprocessor:
    """The library with every pattern and the statistics over time and amount, one thread."""
    windows, bins = config["windows"], config["bins"]
    longest = max(windows.values())
    if windows["statistics"] != longest:
        raise InputError(
            f'windows.statistics is {windows["statistics"]}: the library computes statistics over its whole graph, '
            f"so it must be the greatest window, {longest}"
        )
    params = {
        "num_threads": 1,
        "time_window": longest,
        "max_no_edges": -1,
        "vertex_stats": True,
        "vertex_stats_tw": longest,
        "vertex_stats_cols": [TIME_COLUMN, AMOUNT_COLUMN],
        "vertex_stats_feats": STATISTICS,
        "lc-cycle_len": config["cycleLengthMax"],
    }
    for ours, theirs in PATTERNS.items():
        params[theirs] = True
        params[f"{theirs}_tw"] = windows[ours]
        params[f"{theirs}_bins"] = bins[ours]
    preprocessor = GraphFeaturePreprocessor()
    preprocessor.set_params(params)
    return preprocessor


def edge_rows(sources: np.ndarray, targets: np.ndarray, seconds: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    """The rows that `transform` takes: id, source, target, time, amount. Refuses what the library would read as something else."""
    if len(sources) >= INT32_END:
        raise InputError(f"{len(sources)} edges: the library tells ids of edges apart below {INT32_END} only")
    for name, column, least, end in (
        ("source", sources, -(2.0**63), 2.0**63),
        ("target", targets, -(2.0**63), 2.0**63),
        ("time", seconds, 1, INT32_END),
    ):
        bad = np.flatnonzero(~((column >= least) & (column < end) & (column == np.floor(column))))
        if len(bad) > 0:
            raise InputError(f"{name} of edge {bad[0]} is {column[bad[0]]!r}: expected a whole number from {least} up to {end}")
    bad = np.flatnonzero(~np.isfinite(amounts))
    if len(bad) > 0:
        raise InputError(f"amount of edge {bad[0]} is {amounts[bad[0]]!r}: expected a finite number")
    return np.column_stack([np.arange(len(sources), dtype=np.float64), sources, targets, seconds, amounts])


def read_edges(path: Path, limit: int | None) -> np.ndarray:
    """The first `limit` edges of a file (all without it) as rows for `transform`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(4)
        count = int.from_bytes(header, "little")
        if len(header) < 4 or size != 4 + 4 * 8 * count:
            raise InputError(f"{path} has {size} bytes: expected a uint32 count and four float64 columns, so 4 + 32 · {count}")
    taken = count if limit is None else min(limit, count)
    columns = [np.fromfile(path, "<f8", taken, offset=4 + 8 * count * column) for column in range(4)]
    return edge_rows(*columns)


def run(preprocessor: GraphFeaturePreprocessor, rows: np.ndarray, batch: int, seconds_max: float, out) -> dict:
    """Feeds the rows in order, `batch` at a call; `out` is an open file or None. Only `transform` is timed."""
    base = resident_peak_mib()
    calls: list[int] = []
    cpu_calls: list[int] = []
    done = columns = 0
    begin = time.perf_counter()
    while done < len(rows) and time.perf_counter() - begin < seconds_max:
        part = rows[done : done + batch]
        cpu_before, wall_before = time.process_time_ns(), time.perf_counter_ns()
        features = preprocessor.transform(part)
        wall_after, cpu_after = time.perf_counter_ns(), time.process_time_ns()
        cpu_calls.append(cpu_after - cpu_before)
        calls.append(wall_after - wall_before)
        done += len(part)
        columns = features.shape[1] - RAW_COLUMNS
        if out is not None:
            out.write(np.ascontiguousarray(features[:, RAW_COLUMNS:], dtype="<f8").tobytes())
    calls.sort()
    cpu_calls.sort()
    return {
        "edges": done,
        "columns": columns,
        "complete": done == len(rows),
        "cpuSeconds": sum(cpu_calls) / 1e9,
        "wallSeconds": sum(calls) / 1e9,
        "p50Us": quantile_us(calls, 0.5),
        "p99Us": quantile_us(calls, 0.99),
        "cpuP50Us": quantile_us(cpu_calls, 0.5),
        "cpuP99Us": quantile_us(cpu_calls, 0.99),
        "peakMemoryMiB": resident_peak_mib(),
        "baseMemoryMiB": base,
        "version": version("snapml"),
    }


def quantile_us(ascending_ns: list[int], share: float) -> float | None:
    if not ascending_ns:
        return None
    return ascending_ns[max(0, math.ceil(share * len(ascending_ns)) - 1)] / 1e3


def resident_peak_mib() -> float:
    """Greatest resident set of the process so far. (Linux counts in KiB, macOS in bytes.)"""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def at_least_one(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return value


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("edges", type=Path)
    parser.add_argument("config", type=Path)
    parser.add_argument("--batch", type=at_least_one, default=1, help="edges a call (default 1)")
    parser.add_argument("--limit", type=at_least_one, help="only the first N edges")
    parser.add_argument("--seconds-max", type=float, default=math.inf, help="end after this time, between two calls")
    parser.add_argument("--out", type=Path, help="write the engineered columns here")
    options = parser.parse_args()
    try:
        preprocessor = make_preprocessor(json.loads(options.config.read_text()))
        rows = read_edges(options.edges, options.limit)
        if options.out is None:
            figures = run(preprocessor, rows, options.batch, options.seconds_max, None)
        else:
            with options.out.open("wb") as out:
                figures = run(preprocessor, rows, options.batch, options.seconds_max, out)
    except (InputError, OSError, json.JSONDecodeError) as error:
        print(f"graph feature preprocessor: {error}", file=sys.stderr)
        return 2
    except KeyError as error:
        print(f"graph feature preprocessor: {options.config} lacks {error}; see usual.json", file=sys.stderr)
        return 2
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
