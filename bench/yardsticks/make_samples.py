"""Freezes what the Graph Feature Preprocessor answers on three small random graphs, for the test of the naive pattern columns.

    python make_samples.py > pattern-columns.samples.json && npx biome format --write pattern-columns.samples.json

in this folder, with the packages of requirements.txt. The graphs have transfers between the same accounts, transfers at the same second,
transfers of an account to itself, and last several windows. A transfer is [from, to, seconds, cents]; the library sees cents / 100, one
edge a call. Numbers are cut to 15 significant digits. Same versions, same bytes.
"""

import json
import random
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from graph_feature_preprocessor import RAW_COLUMNS, edge_rows, make_preprocessor

USUAL = json.loads((Path(__file__).parent / "usual.json").read_text())
PUBLISHED = json.loads((Path(__file__).parent / "published.json").read_text())


def windows(**seconds: int) -> dict:
    return {pattern: seconds.get(pattern, seconds["rest"]) for pattern in USUAL["windows"]}


# name, seed, accounts, transfers, share that touches account 0, first second, steps of time, configuration
GRAPHS = [
    ("dense", 1, 7, 110, 0.0, 1, [0, 0, 15, 30, 60], {**USUAL, "windows": windows(rest=400)}),
    (
        "hub",
        2,
        9,
        110,
        0.4,
        1,
        [0, 1, 1, 2, 5],
        {
            **PUBLISHED,
            "windows": windows(rest=90, fan=30, scatterGather=60, temporalCycle=75),
            "cycleLengthMax": 4,
        },
    ),
    ("days", 3, 9, 90, 0.2, 1_700_000_000, [0, 1800, 3600, 14_400], USUAL),
]


def random_transfers(seed: int, accounts: int, count: int, hub: float, start: int, steps: list[int]) -> list[list[int]]:
    """In order of time. One in twelve goes to the account itself, one in six repeats an earlier pair, some end at the hub, account 0."""
    draw = random.Random(seed)
    seconds = start
    transfers: list[list[int]] = []
    while len(transfers) < count:
        seconds += draw.choice(steps)
        source, target = draw.randrange(accounts), draw.randrange(accounts)
        if draw.random() < hub:
            source, target = draw.choice([(source, 0), (0, target)])
        if transfers and draw.random() < 1 / 6:
            source, target = draw.choice(transfers)[:2]
        if draw.random() < 1 / 12:
            target = source
        transfers.append([source, target, seconds, draw.randrange(100, 100_000)])
    return transfers


def library_columns(config: dict, transfers: list[list[int]]) -> list[list[float]]:
    preprocessor = make_preprocessor(config)
    table = np.array(transfers, dtype=np.float64)
    rows = edge_rows(table[:, 0], table[:, 1], table[:, 2], table[:, 3] / 100)
    answers = [preprocessor.transform(rows[index : index + 1])[0, RAW_COLUMNS:] for index in range(len(rows))]
    return [[plain(value) for value in answer] for answer in answers]


def plain(value: float) -> float | int:
    cut = float(f"{value:.15g}")
    return int(cut) if cut.is_integer() else cut


def main() -> None:
    samples = []
    for name, *shape, config in GRAPHS:
        transfers = random_transfers(*shape)
        samples.append({"name": name, "config": config, "transfers": transfers, "columns": library_columns(config, transfers)})
    json.dump({"version": version("snapml"), "samples": samples}, sys.stdout)


if __name__ == "__main__":
    main()
