"""Measures pandas on one file, in a process of its own: pandas_peer.py read|profile FILE FOLDER.

Prints one JSON object; times cover the work, not the import of pandas.
"""
import json
import os
import sys
import time

import pandas
import pyarrow


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    cost = {
        "wall_ms": (time.perf_counter() - wall) * 1000,
        "cpu_ms": (time.process_time() - cpu) * 1000,
    }
    return result, cost


def peak_rss_kb():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def main(work, file, folder):
    out = {"version": pandas.__version__, "pyarrow": pyarrow.__version__}
    parquet = f"{folder}/pandas.parquet"
    if work == "read":
        def read():
            frame = pandas.read_csv(file)
            frame.to_parquet(parquet)
        _, out["read"] = timed(read)
        out["bytes"] = os.path.getsize(parquet)
    else:
        frame = pandas.read_csv(file)
        numbers = frame.select_dtypes("number")

        def described(what):
            return lambda: (what.describe(include="all"), what.corr(numeric_only=True))

        def the_same():
            described(frame)()
            numbers.corr(method="spearman")
            numbers.skew(), numbers.kurt(), frame.nunique()
            frame.duplicated().sum()
        _, out["numbers"] = timed(described(numbers))
        _, out["all"] = timed(described(frame))
        _, out["the_same"] = timed(the_same)
    out["rss_kb"] = peak_rss_kb()
    print(json.dumps(out))


main(*sys.argv[1:])
