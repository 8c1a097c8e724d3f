"""Makes the small model that the tests of scoring/models/ load: 120 trees of 8 leaves on made streams."""

import sys
import tempfile
from pathlib import Path

import train
from made_stream import write_stream

FOLDER = Path(__file__).parent.parent / "scoring" / "models" / "onnx" / "fixture"
# More than 80, where ONNX Runtime would change its way to sum trees if it had more than one thread.
TREES = 120
ROWS = 20_000


def main() -> int:
    with tempfile.TemporaryDirectory() as made:
        learn, judge = (write_stream(Path(made) / f"made-{seed}.csv", seed, rows=ROWS) for seed in (1, 2))
        arguments = ["--features", str(learn), "--validation", str(judge), "--out", str(FOLDER), "--name", "fixture"]
        return train.main([*arguments, "--seed", "1", "--trees", str(TREES), "--patience", str(TREES), "--leaves", "8"])


if __name__ == "__main__":
    sys.exit(main())
