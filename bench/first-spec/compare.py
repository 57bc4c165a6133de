"""`dlx init`'s first spec beside scikit-learn's MLPClassifier and MLPRegressor, on the same splits.

python compare.py FOLDER [TABLE…] [--seeds 5] [--keep FILE]: FOLDER is what tables.py wrote. Each seed has a
split of its own: dlx cuts it (a fifth for the test, a fifth of the rest for validation), trains what
`dlx init` wrote, and scikit-learn learns from the same training rows, and besides from those of
training and validation together, which it has no use for. Both are judged on the same test rows:
accuracy, or R² where the target is a number. Numbers are imputed by their median and standardised,
words one-hot, targets that are numbers standardised; all else of scikit-learn is its default.

With --keep the scores are kept in a file as they come; scikit-learn's are taken from it where the
splits are the same, so that only dlx is trained again. --print FILE… prints what such files hold.
Prints a table of Markdown: means ± standard deviations over the seeds, and the mean difference of the
pairs with its 95 % interval (Student's t). Needs scikit-learn, pandas, scipy; dlx is built before.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

repository = Path(__file__).parent.parent.parent


def dlx(words, folder):
    done = subprocess.run(
        ["node", str(repository / "bin/dlx.js"), *words], cwd=folder, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"dlx {' '.join(words)}: {done.stderr}")
    return done.stdout.strip()


def trained_by_dlx(spec, seed, folder):
    """The test score, the rows of validation and test, and the epochs of one run."""
    words = ["train", spec, "--seed", str(seed), "-S", f"dataset.split_seed={seed}", "--quiet"]
    run = folder / dlx(words, folder)
    record = json.loads((run / "run.json").read_text())
    scores = record["scores"]["test"]
    rows = [np.load(run / "rows" / f"{part}.npy").astype(int) for part in ("validation", "test")]
    return scores.get("accuracy", scores.get("r2_score")), rows, record["epochs"]


def scaled(frame):
    numbers = frame.select_dtypes("number").columns.tolist()
    words = [name for name in frame.columns if name not in numbers]
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (
            make_pipeline(
                SimpleImputer(strategy="constant", fill_value="(missing)"),
                OneHotEncoder(handle_unknown="ignore"),
            ),
            words,
        ),
        sparse_threshold=0,
    )


def trained_by_sklearn(frame, target, rows, test, seed, is_number):
    inputs, wanted = frame.drop(columns=target), frame[target]
    if is_number:
        network = TransformedTargetRegressor(MLPRegressor(random_state=seed), transformer=StandardScaler())
    else:
        network, wanted = MLPClassifier(random_state=seed), wanted.astype(str)
    model = make_pipeline(scaled(inputs), network)
    with warnings.catch_warnings():
        # That 200 iterations were too few for it is the default's own affair.
        warnings.simplefilter("ignore")
        model.fit(inputs.iloc[rows], wanted.iloc[rows])
        said = model.predict(inputs.iloc[test])
    return (r2_score if is_number else accuracy_score)(wanted.iloc[test], said)


def compared(file, target, seeds, known):
    """The scores of one table; `known` are those of an earlier time."""
    frame = pd.read_csv(file)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        dlx(["init", str(file.resolve()), "--target", target, "--output", "first.yaml"], folder)
        is_number = "mean_squared_error" in (folder / "first.yaml").read_text()
        found = {"dlx": [], "sklearn": [], "sklearn_all": [], "best_epochs": [], "epochs": [], "splits": []}
        for i, seed in enumerate(seeds):
            score, (validation, test), epochs = trained_by_dlx("first.yaml", seed, folder)
            held = set(test.tolist())
            rest = np.array([row for row in range(len(frame)) if row not in held])
            training = np.setdiff1d(rest, validation)
            found["dlx"].append(score)
            found["best_epochs"].append(epochs["best"])
            found["epochs"].append(epochs.get("done", epochs.get("trained")))
            split = hashlib.sha256(test.tobytes() + validation.tobytes()).hexdigest()[:16]
            found["splits"].append(split)
            for key, rows in (("sklearn", training), ("sklearn_all", rest)):
                if split in known["splits"][i : i + 1]:
                    found[key].append(known[key][i])
                    continue
                found[key].append(trained_by_sklearn(frame, target, rows, test, seed, is_number))
    return {"rows": len(frame), "columns": frame.shape[1] - 1, "score": "R²" if is_number else "accuracy", **found}


def difference(ours, theirs):
    pairs = np.subtract(ours, theirs)
    half = student.ppf(0.975, len(pairs) - 1) * pairs.std(ddof=1) / np.sqrt(len(pairs))
    return f"{pairs.mean():+.4f} [{pairs.mean() - half:+.4f}, {pairs.mean() + half:+.4f}]"


def mean(values):
    return f"{np.mean(values):.4f} ± {np.std(values, ddof=1):.4f}"


def markdown(results):
    yield "| table | rows × columns | score | dlx | MLP, same rows | difference, 95 % interval | MLP, validation rows too | difference, 95 % interval |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, one in results.items():
        ours, same, more = one["dlx"], one["sklearn"], one["sklearn_all"]
        cells = [name, f"{one['rows']} × {one['columns']}", one["score"], mean(ours)]
        for theirs in (same, more):
            cells += [mean(theirs), difference(ours, theirs)]
        yield f"| {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("tables", nargs="*")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--print", type=Path, nargs="+")
    asked = parser.parse_args()
    if asked.print:
        kept = {name: one for file in asked.print for name, one in json.loads(file.read_text()).items()}
        print("\n".join(markdown(kept)))
        return
    targets = json.loads((asked.folder / "tables.json").read_text())
    results = json.loads(asked.keep.read_text()) if asked.keep and asked.keep.exists() else {}
    for name in asked.tables or targets:
        one = compared(asked.folder / f"{name}.csv", targets[name], range(1, asked.seeds + 1), results.get(name, {"splits": []}))
        results[name] = one
        print(name, mean(one["dlx"]), mean(one["sklearn"]), mean(one["sklearn_all"]), one["best_epochs"], one["epochs"], file=sys.stderr, flush=True)
        if asked.keep:
            asked.keep.write_text(json.dumps(results, indent=1) + "\n")
    print("\n".join(markdown(results)))


main()
