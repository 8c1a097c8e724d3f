import hashlib
import json

import numpy as np
import pytest

import train
from feature_table import read_table
from made_stream import NAMES, write_stream
from onnx_export import open_scorer


@pytest.fixture(scope="module")
def streams(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    return [write_stream(folder / f"{seed}.csv", seed) for seed in (1, 2, 3, 4)]


def run(streams, out, seed=7, trees=60, test=True):
    arguments = ["--features", str(streams[0]), str(streams[1]), "--validation", str(streams[2]), "--out", str(out)]
    arguments += ["--seed", str(seed), "--trees", str(trees)] + (["--test", str(streams[3])] if test else [])
    return train.main(arguments)


@pytest.fixture(scope="module")
def model(streams, tmp_path_factory):
    out = tmp_path_factory.mktemp("models") / "champion"
    assert run(streams, out) == 0
    return out


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_manifest_describes_the_files_and_the_features(model):
    manifest = json.loads((model / "manifest.json").read_text())
    assert manifest["features"] == list(NAMES)
    assert manifest["featureSetHash"] == "made-feature-set"
    assert sorted(contents(model)) == sorted(["manifest.json", *(file["name"] for file in manifest["files"].values())])
    for file in manifest["files"].values():
        assert hashlib.sha256((model / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    assert manifest["trainedOn"]["seed"] == 7
    assert [stream["rows"] for stream in manifest["trainedOn"]["streams"]] == [3990, 3990]
    assert str(model.parent) not in json.dumps(manifest)


def test_finds_the_made_pattern_and_cuts_it_in_order(model):
    manifest = json.loads((model / "manifest.json").read_text())
    for stream in ("validation", "test"):
        assert manifest["metrics"][stream]["auprc"] > 3 * manifest["metrics"][stream]["baseRate"]
    assert 0 < manifest["thresholds"]["review"] <= manifest["thresholds"]["reject"]
    assert manifest["metrics"]["validation"]["atReview"]["alertShare"] <= 0.01
    assert manifest["metrics"]["parityMaxDifference"] <= 1e-6


def test_probe_is_exact_and_spans_the_scores_of_the_validation_stream(streams, model):
    manifest = json.loads((model / "manifest.json").read_text())
    probe = np.loadtxt(model / manifest["files"]["probe"]["name"], delimiter=",")
    score = open_scorer((model / manifest["files"]["model"]["name"]).read_bytes())
    scores, rows = probe[:, 0], probe[:, 1:].astype(np.float32)
    assert (rows.astype(np.float64) == probe[:, 1:]).all()
    assert (score(rows).astype(np.float64) == scores).all()
    whole = score(read_table(streams[2]).features)
    assert (scores[:32].min(), scores[:32].max()) == (whole.min(), whole.max())


def test_same_streams_and_seed_give_the_same_bytes(streams, model, tmp_path):
    assert run(streams, tmp_path / "again") == 0
    assert contents(tmp_path / "again") == contents(model)
    assert run(streams, tmp_path / "other", seed=8) == 0
    assert contents(tmp_path / "other") != contents(model)


def test_replaces_a_model_and_leaves_it_alone_when_it_fails(streams, tmp_path, capsys):
    out = tmp_path / "champion"
    assert run(streams, out) == 0
    first = contents(out)
    broken = write_stream(tmp_path / "broken.csv", 9)
    broken.write_text(broken.read_text().replace(",1.0,", ",,"))
    assert run([broken, *streams[1:]], out) == 1
    assert 'feature "' in capsys.readouterr().err
    assert contents(out) == first
    assert run(streams, out, seed=8, test=False) == 0
    assert len(contents(out)) == len(first)
    assert contents(out) != first


def test_refuses_one_stream_in_two_parts(streams, tmp_path, capsys):
    assert run([streams[0], streams[1], streams[0], streams[3]], tmp_path / "out") == 1
    assert "the same stream" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_refuses_other_features(streams, tmp_path, capsys):
    other = write_stream(tmp_path / "other.csv", 5, names=(*NAMES[:-1], "other"))
    assert run([streams[0], streams[1], other, streams[3]], tmp_path / "out") == 1
    assert "have other features" in capsys.readouterr().err
