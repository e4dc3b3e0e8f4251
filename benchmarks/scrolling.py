"""How smoothly the page scrolls through a novel of 200,000 words, in the real Chromium of the tests.

    python benchmarks/scrolling.py
    python benchmarks/scrolling.py --speed 20000

It scrolls a bit in each frame, in three places of the novel, and prints the milliseconds between frames, and how far
it came. At 60 frames a second they are 17; a stutter is a gap of more than 50. `blank` is a page with nothing on it,
scrolled in the same way.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "web"))

from chromium import Browser, Served, chromium
from stories import novel

from unspoken.story import Story
from unspoken.web.shelf import Shelf

SECONDS = 5
STUTTER = 50  # milliseconds
SCROLL = """
const [from, speed, seconds, done] = arguments;
scrollTo(0, from * document.documentElement.scrollHeight);
const gaps = [], first = scrollY;
let begun, last;
requestAnimationFrame(function frame(now) {
  if (last === undefined) begun = now;
  else {
    gaps.push(now - last);
    scrollBy(0, speed * (now - last) / 1000);
  }
  last = now;
  if (now - begun < 1000 * seconds) requestAnimationFrame(frame);
  else done([gaps, scrollY - first]);
});
"""


def measure(browser: Browser, name: str, start: float, speed: int) -> None:
    gaps, far = browser.driver.execute_async_script(SCROLL, start, speed, SECONDS)
    long = sum(gap > STUTTER for gap in gaps)
    late = statistics.quantiles(gaps, n=100)[98]
    print(f"{name:14}{statistics.median(gaps):8.0f}{late:12.0f}{max(gaps):8.0f}{long:10}{far:12,.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--speed", type=int, default=6000, help="pixels a second (default: %(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UNSPOKEN_HOME"] = folder
        path = Path(folder) / "novel.json"
        path.write_text(novel(args.words).to_json(), "utf-8")
        served = Served(Shelf(Path(folder), lambda path, progress: Story.from_json(path.read_bytes())))
        driver = chromium()
        if driver is None:
            raise SystemExit("Debian's chromium and chromium-driver are not installed")
        try:
            browser = Browser(driver, served)
            driver.set_script_timeout(60)
            print(f"{'':14}{'median':>8}{'99 of 100':>12}{'worst':>8}{'over 50':>10}{'pixels':>12}")
            driver.get("data:text/html,<body style='height:1000000px'>blank")
            measure(browser, "blank", 0, args.speed)
            browser.open(path)
            for name, start in (("beginning", 0.0), ("middle", 0.5), ("end", 0.9)):
                measure(browser, name, start, args.speed)
        finally:
            driver.quit()
            served.stop()


if __name__ == "__main__":
    main()
