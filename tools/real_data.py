"""Writes the real tables of experiments/ (DATA.md there says whose they are) out of packages.

python tools/real_data.py PLACE FOLDER: PLACE holds Debian's r-cran-modeldata, r-cran-palmerpenguins and
wordnet-base, unpacked (apt-get download r-cran-modeldata …; dpkg-deb -x FILE.deb PLACE), and vega-datasets
(npm pack vega-datasets; tar xzf FILE.tgz -C PLACE). Needs rdata and pandas.
"""

import csv
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "bench/first-spec"))
from tables import lazy  # noqa: E402


def written(folder, name, header, rows):
    with open(Path(folder) / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def meats(place):
    """Every other channel of the spectra of 215 pieces of meat, and what a chemist found in each."""
    frame = lazy(place, "modeldata")("meats")
    channels = [f"x_{i:03d}" for i in range(1, 101, 2)]
    for _, row in frame.iterrows():
        yield [" ".join(f"{row[name]:.4f}" for name in channels)] + [
            f"{row[name]:g}" for name in ("water", "fat", "protein")
        ]


# In the order in which labels are written.
parts = {"adjective": "adj", "adverb": "adv", "noun": "noun", "verb": "verb"}


def words(place, count=4000):
    """Words of a few plain letters, with all parts of speech that each may be: those whose SHA-256 are smallest."""
    known = {}
    for part, ending in parts.items():
        for line in next(Path(place).glob(f"**/wordnet/index.{ending}")).read_text().splitlines():
            word = line.split(" ")[0]
            if word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 16:
                known.setdefault(word, []).append(part)
    order = sorted(known, key=lambda word: hashlib.sha256(word.encode()).digest())
    return [[word, ";".join(known[word])] for word in order[:count]]


def penguins(place):
    """As R writes them, with nothing where it has NA."""
    with open(next(Path(place).glob("**/palmerpenguins/extdata/penguins.csv")), newline="") as file:
        return [["" if cell == "NA" else cell for cell in row] for row in csv.reader(file)]


def main(place, folder):
    written(folder, "meats.csv", ["absorbance", "water", "fat", "protein"], meats(place))
    written(folder, "words.csv", ["word", "parts"], words(place))
    header, *rows = penguins(place)
    written(folder, "penguins.csv", header, rows)
    weather = next(Path(place).glob("**/data/seattle-weather.csv")).read_text()
    (Path(folder) / "weather.csv").write_text(weather)


if __name__ == "__main__":
    main(*sys.argv[1:])
