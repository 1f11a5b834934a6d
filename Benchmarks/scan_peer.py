"""Searches the exported document for the exported literals with pyahocorasick, as `daylight-bench scan` does.

    daylight-bench scan --export FOLDER && python3 Benchmarks/scan_peer.py FOLDER
"""
import pathlib
import statistics
import sys
import time

import ahocorasick

folder = pathlib.Path(sys.argv[1])
document = (folder / "document.txt").read_text(encoding="utf-8")
literals = (folder / "literals.txt").read_text(encoding="utf-8").split("\n")
machine = ahocorasick.Automaton()
for number, literal in enumerate(literals):
    machine.add_word(literal, number)
machine.make_automaton()
times = []
for _ in range(20):
    start = time.perf_counter()
    hits = sum(1 for _ in machine.iter(document))
    times.append(time.perf_counter() - start)
print(f"pyahocorasick {len(document)} characters {len(literals)} literals {hits} hits")
print(f"median {statistics.median(times):.4f} s best {min(times):.4f} s")
