"""How long each step takes on a text, how fast that is, and how much memory it needs at most.

    python benchmarks/speed.py TEXT...               a table for each file
    python benchmarks/speed.py TEXT --copies 1 2 4   the same text joined to itself: is the time linear?

Each figure is of one run in a process of its own. Memory is the peak resident size of the process when the step ends.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from pathlib import Path


def peak() -> float:
    """The peak resident memory of this process so far, in megabytes."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD), ("peak", ctypes.c_size_t)] + [
                (f"other{k}", ctypes.c_size_t) for k in range(7)
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        process = ctypes.windll.kernel32.GetCurrentProcess
        process.restype = wintypes.HANDLE
        ctypes.windll.psapi.GetProcessMemoryInfo(wintypes.HANDLE(process()), ctypes.byref(counters), counters.cb)
        return counters.peak / 1e6
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / 1e6 if sys.platform == "darwin" else size * 1024 / 1e6


def steps(path: str, copies: int) -> list[tuple[str, float, float, float]]:
    """Each step's name, seconds on the clock and on the processors, and the peak memory at its end."""
    rows: list[tuple[str, float, float, float]] = []
    begun = [("starting", time.perf_counter(), time.process_time())]

    def next_step(name: str, done: float = 0.0) -> None:
        if name == begun[0][0]:
            return
        step, clock, cpu = begun[0]
        begun[0] = (name, time.perf_counter(), time.process_time())
        rows.append((step, begun[0][1] - clock, begun[0][2] - cpu, peak()))

    import unspoken
    from unspoken.reading import read_document
    from unspoken.sources import open_document
    from unspoken.sources.document import Document

    if copies == 1:
        story = unspoken.read(path, next_step, corrected=False)
    else:
        next_step("opening")
        one = open_document(Path(path))
        story = read_document(Document("\n\n".join([one.text] * copies)), next_step)
    next_step("writing JSON")
    document = story.to_json()
    next_step("opening JSON")
    unspoken.Story.from_json(document)
    next_step("end")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", metavar="TEXT")
    parser.add_argument("--copies", nargs="+", type=int, default=[1])
    args = parser.parse_args()
    for path in args.texts:
        for copies in args.copies:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                rows = pool.apply(steps, (path, copies))
            words = len(Path(path).read_bytes().split())
            print(f"{path}, {words * copies:,} words")
            print(f"{'step':24}{'seconds':>10}{'of CPU':>10}{'words/s':>12}{'peak MB':>10}")
            rows.append(("all", sum(r[1] for r in rows), sum(r[2] for r in rows), max(r[3] for r in rows)))
            for name, seconds, cpu, memory in rows:
                print(f"{name:24}{seconds:10.2f}{cpu:10.2f}{words * copies / seconds:12,.0f}{memory:10.0f}")
            print()


if __name__ == "__main__":
    main()
