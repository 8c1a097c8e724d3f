import numpy as np
import pytest

from feature_table import TableError, read_table
from made_stream import NAMES, write_stream


@pytest.fixture
def stream(tmp_path):
    return write_stream(tmp_path / "stream.csv", 1, rows=300, unlabelled=5)


def change(path, old, new):
    path.write_text(path.read_text().replace(old, new, 1))


def test_reads_labelled_rows_as_float32(stream):
    table = read_table(stream)
    assert table.features.shape == (295, len(NAMES))
    assert table.features.dtype == np.float32
    sixth = stream.read_text().splitlines()[6].split(",")
    assert table.features[0].tolist() == [float(np.float32(value)) for value in sixth[4:]]
    assert table.labels[0] == int(sixth[3])


def test_keeps_what_overflows_float32_as_infinity(stream):
    lines = stream.read_text().splitlines()
    cells = lines[10].split(",")
    lines[10] = ",".join([*cells[:4], "1e300", *cells[5:]])
    stream.write_text("\n".join(lines) + "\n")
    assert np.isposinf(read_table(stream).features[4, 0])


def test_refuses_a_missing_manifest(stream):
    stream.with_name(stream.name + ".manifest.json").unlink()
    with pytest.raises(TableError, match="there is no stream.csv.manifest.json"):
        read_table(stream)


def test_refuses_columns_in_another_order(stream):
    change(stream, "amount_log,sender_out_count_1h", "sender_out_count_1h,amount_log")
    with pytest.raises(TableError, match="column 5"):
        read_table(stream)


def test_refuses_a_missing_column(stream):
    change(stream, ",noise_of_the_stream", "")
    with pytest.raises(TableError, match="column 10"):
        read_table(stream)


def test_refuses_a_wrong_label(stream):
    change(stream, ",0,", ",yes,")
    with pytest.raises(TableError, match="neither 0, 1 nor empty"):
        read_table(stream)


def test_refuses_a_stream_without_fraud(stream):
    stream.write_text(stream.read_text().replace(",1,", ",0,"))
    with pytest.raises(TableError, match="both labels"):
        read_table(stream)


def test_refuses_a_missing_file(tmp_path):
    with pytest.raises(TableError, match="no such file"):
        read_table(tmp_path / "none.csv")
