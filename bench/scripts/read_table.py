"""Reads a table into a matrix of numbers, and says the seconds; or writes a CSV file as Parquet.

    python read_table.py pandas|duckdb FILE
    python read_table.py convert table.csv table.parquet
"""
import sys
import time

how, file, *out = sys.argv[1:]

if how == "duckdb":
    import duckdb
    import numpy as np

    reader = "read_parquet" if file.endswith(".parquet") else "read_csv"
    begun = time.perf_counter()
    columns = duckdb.sql(f"select * from {reader}('{file}')").fetchnumpy()
    matrix = np.stack(list(columns.values()), axis=1)
else:
    import pandas as pd

    if how == "convert":
        pd.read_csv(file).to_parquet(out[0])
        sys.exit()
    begun = time.perf_counter()
    frame = pd.read_parquet(file) if file.endswith(".parquet") else pd.read_csv(file)
    matrix = frame.to_numpy()

seconds = time.perf_counter() - begun
assert matrix.shape[0] > 0
print(seconds)
