"""Writes real tables as CSV, and tables.json with the target of each, into a folder.

python tables.py FOLDER [PLACE]: scikit-learn's and vega_datasets' own tables; with PLACE those of R's
packages mlbench (its .rda files) and modeldata (its lazy-load database), which Debian's r-cran-mlbench
and r-cran-modeldata put below usr/lib/R/site-library. Needs scikit-learn, pandas, vega_datasets, rdata.
"""

import bz2
import json
import lzma
import struct
import sys
import zlib
from pathlib import Path

import rdata
import sklearn.datasets
import vega_datasets


def from_sklearn(name, loader, named=True):
    bunch = loader(as_frame=True)
    frame = bunch.frame
    if named and hasattr(bunch, "target_names") and len(bunch.target_names) < 20:
        frame["target"] = [str(bunch.target_names[i]) for i in frame["target"]]
    return frame, "target"


def from_mlbench(place, file):
    found = next(Path(place).glob(f"**/mlbench/data/{file}.rda"))
    return next(iter(rdata.read_rda(found).values()))


def unpacked(data):
    if data[:1] == b"2":
        return bz2.decompress(data[1:])
    if data[:1] == b"Z":
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
        return lzma.decompress(data[1:], format=lzma.FORMAT_RAW, filters=filters)
    return zlib.decompress(data)


def lazy(place, package):
    """The objects of a lazy-load database: an index of places, and zlib or other blocks behind their lengths."""
    folder = next(Path(place).glob(f"**/{package}/data"))
    index = rdata.read_rds(folder / "Rdata.rdx")
    database = (folder / "Rdata.rdb").read_bytes()

    def read(name):
        offset, length = (int(n) for n in index["variables"][name])
        block = database[offset : offset + length]
        (size,) = struct.unpack(">I", block[:4])
        data = unpacked(block[4:])
        assert len(data) == size
        return rdata.conversion.convert(rdata.parser.parse_data(data))

    return read


def tables(place):
    yield "digits", *from_sklearn("digits", sklearn.datasets.load_digits)
    yield "wine", *from_sklearn("wine", sklearn.datasets.load_wine)
    yield "iris", *from_sklearn("iris", sklearn.datasets.load_iris)
    yield "breast-cancer", *from_sklearn("breast-cancer", sklearn.datasets.load_breast_cancer)
    yield "diabetes", *from_sklearn("diabetes", sklearn.datasets.load_diabetes, named=False)
    yield "cars", vega_datasets.data.cars(), "Miles_per_Gallon"
    if place is None:
        return
    for name, file, target in [
        ("letter", "LetterRecognition", "lettr"),
        ("satellite", "Satellite", "classes"),
        ("vehicle", "Vehicle", "Class"),
        ("sonar", "Sonar", "Class"),
        ("glass", "Glass", "Type"),
        ("pima", "PimaIndiansDiabetes2", "diabetes"),
        ("soybean", "Soybean", "Class"),
        ("vowel", "Vowel", "Class"),
    ]:
        yield name, from_mlbench(place, file), target
    read = lazy(place, "modeldata")
    for name, variable, target in [
        ("ames", "ames", "Sale_Price"),
        ("attrition", "attrition", "Attrition"),
        ("credit", "credit_data", "Status"),
        ("churn", "mlc_churn", "churn"),
        ("concrete", "concrete", "compressive_strength"),
    ]:
        yield name, read(variable), target


def main(folder, place=None):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    targets = {}
    for name, frame, target in tables(place):
        # Neither network learns from rows without a target.
        frame = frame[frame[target].notna()]
        frame.to_csv(folder / f"{name}.csv", index=False)
        targets[name] = target
        print(name, frame.shape, int(frame.isna().sum().sum()), "cells missing")
    (folder / "tables.json").write_text(json.dumps(targets, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
