"""Makes the model that ships: simulates streams, computes their features with Anel itself, trains, and installs the result
in scoring/models/onnx/champion/. Needs nothing but Python and `npm ci`; the Python packages go into .venv/."""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHAMPION = ROOT / "scoring" / "models" / "onnx" / "champion"
REQUIREMENTS = ROOT / "training" / "requirements.txt"
# Far from the seeds of the demo, the tests and the benchmarks: the model must never have seen those streams.
FIRST_SEED = 900_001


@dataclass(frozen=True)
class Stream:
    """What one simulated stream is made of."""

    name: str
    accounts: int
    transactions: int
    rings: int
    activities: float = 0
    takeovers: int = 0


# Several sizes and densities of rings, so that no feature is learned as the size of a stream. Half of the streams have
# authentications and logs, of half of their accounts: the model learns what they say and to do without them.
TRAINING = [
    Stream("training-1", 3_000, 50_000, 40),
    Stream("training-2", 3_000, 50_000, 60, activities=0.5, takeovers=60),
    Stream("training-3", 6_000, 100_000, 80),
    Stream("training-4", 2_000, 50_000, 40, activities=0.5, takeovers=60),
    Stream("training-5", 5_000, 50_000, 40),
    Stream("training-6", 3_000, 50_000, 40, activities=0.5, takeovers=60),
    Stream("training-7", 4_000, 80_000, 60),
    Stream("training-8", 3_000, 50_000, 30, activities=0.5, takeovers=60),
]
VALIDATION = Stream("validation", 6_000, 100_000, 80)
TEST = Stream("test", 6_000, 100_000, 80)


def python_of_environment() -> Path:
    """The Python of .venv/, made and filled when it is not there or its requirements changed."""
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed = folder / "training-requirements.txt"
    if not installed.is_file() or installed.read_bytes() != REQUIREMENTS.read_bytes():
        print("installing the Python packages of training/requirements.txt", file=sys.stderr)
        if not python.exists():
            venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
        installed.write_bytes(REQUIREMENTS.read_bytes())
    return python


def anel(*arguments: object) -> None:
    """Runs the anel command from its sources. Its output is shown only when it fails."""
    command = ["node", "--import", "tsx", "app/main.ts", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"anel {arguments[0]} failed:\n{done.stderr.strip()}")


def make_table(folder: Path, stream: Stream, seed: int) -> Path:
    """Simulates a stream and computes its features. Answers the table."""
    made = folder / stream.name
    size = ("--accounts", stream.accounts, "--transactions", stream.transactions, "--rings", stream.rings)
    told = ("--activities", stream.activities, "--takeovers", stream.takeovers) if stream.activities > 0 else ()
    anel("simulate", *size, *told, "--seed", seed, "--format", "jsonl", "--out", made)
    table = folder / f"{stream.name}-seed-{seed}.csv"
    anel("features", made / "transactions.jsonl", "--format", "jsonl", "--out", table)
    print(f"{stream.name}: {stream.transactions} transactions, seed {seed}", file=sys.stderr)
    return table


def make_tables(folder: Path, workers: int) -> list[Path]:
    """The tables of all streams, each with a seed of its own: those of the training, then validation, then test."""
    streams = [*TRAINING, VALIDATION, TEST]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(make_table, [folder] * len(streams), streams, range(FIRST_SEED, FIRST_SEED + len(streams))))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="training/make_champion.py", description=__doc__)
    parser.add_argument("--out", type=Path, default=CHAMPION, help="folder of the model (default: the one that ships)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="streams that are made at a time")
    parser.add_argument("--keep", type=Path, help="folder to leave the tables in (default: a temporary one)")
    options = parser.parse_args(arguments)
    python = python_of_environment()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        *training, validation, test = make_tables(folder, options.workers)
        command = [python, ROOT / "training" / "train.py", "--features", *training, "--validation", validation]
        return subprocess.run([*command, "--test", test, "--seed", "1", "--out", options.out]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
