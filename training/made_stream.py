"""Small made feature tables with a known pattern: for the tests and for the model that the runtime's tests load."""

import json
from pathlib import Path

import numpy as np

NAMES = ("amount_log", "sender_out_count_1h", "sender_pass_through_1d", "cycle_count_7d", "pair_is_first", "noise_of_the_stream")


def write_stream(path: Path, seed: int, rows: int = 4000, unlabelled: int = 10, names: tuple[str, ...] = NAMES) -> Path:
    """Writes a table and its manifest. Fraud is likelier with cycles, and rises smoothly with
    products of features, which takes trees many steps to follow. Values are float64
    on purpose, many of them equal, so that rounding to float32 and ties are part of the test."""
    random = np.random.default_rng(seed)
    count, ratio = random.poisson(3, rows), random.random(rows)
    cycles, first = random.poisson(0.2, rows), random.integers(0, 2, rows)
    columns = [random.normal(9, 2, rows), count, np.round(ratio, 3), cycles, first, random.random(rows)]
    danger = -6 + 4 * ratio * columns[0] / 9 + 3 * (cycles > 1) + 0.3 * count * first
    labels = random.random(rows) < 1 / (1 + np.exp(-danger))
    with open(path, "w") as file:
        file.write(",".join(["id", "at", "seq", "label", *names]) + "\n")
        for row in range(rows):
            label = "" if row < unlabelled else str(int(labels[row]))
            values = ",".join(repr(float(column[row])) for column in columns)
            file.write(f"t{row},{1_700_000_000_000 + row},{row + 1},{label},{values}\n")
    features = [{"name": name, "unit": "count", "window": "1d", "description": name} for name in names]
    manifest = {"hash": "made-feature-set", "features": features}
    path.with_name(path.name + ".manifest.json").write_text(json.dumps(manifest))
    return path
