"""`make quality`: measure the rules anew, raise the floors, and write the tables of the documentation.

    PYTHONPATH=. python tests/quality.py [--lower REASON] [--first-sight SET]

Floors only go up: where F1 fell and the labels are what they were, nothing is written, unless a reason is given.
Sets whose labels are not on this machine keep what was measured before.
"""

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from quality_measure import measure
from quality_pages import NoPlace, filled
from quality_sets import FILE, LabelledSet, Quality, Refused, digest_of, read, seen_first, updated, written
from reading import reader

from extractors.pipeline import Extractor


def main() -> int:
    """Run the command; return its exit code: 0 where all is written, 1 where nothing is."""
    parser = argparse.ArgumentParser(description="Measure the rules, raise the floors, write the tables.")
    parser.add_argument("--lower", metavar="REASON", help="let floors go down, and keep the reason beside them")
    parser.add_argument("--first-sight", metavar="SET", help="keep what is measured now as the set's first sight")
    asked = parser.parse_args()
    try:
        quality = _measured(read(), asked.lower, asked.first_sight)
        pages = filled(quality)
    except (Refused, NoPlace) as error:
        _say(f"{error}\nNothing was written.")
        return 1
    FILE.write_text(written(quality), encoding="utf-8")
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")
    _say(f"Written: {', '.join(path.name for path in (FILE, *pages))}")
    return 0


def _measured(quality: Quality, reason: str | None, first_sight: str | None) -> Quality:
    here = [each for each in quality.sets if each.is_here()]
    away = [each for each in quality.sets if not each.is_here()]
    for each in away:
        _say(f"{each.name}: its labels are not here ({each.labels}); what was measured before is kept")
    day = date.today().isoformat()
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(here, reader(Extractor()), Path(folder))
        news, refused = {}, []
        for each in here:
            try:
                news[each.name] = updated(each, measured.of(each), digest_of(each), day, reason)
            except Refused as error:
                refused.append(str(error))
        if refused:
            raise Refused("\n".join(refused))
        if first_sight in news:
            news[first_sight] = seen_first(news[first_sight], day)
        elif first_sight:
            raise Refused(f"there is no set {first_sight} here")
        for each in here:
            _tell(each, news[each.name])
        quality = replace(quality, sets=tuple(news.get(each.name, each) for each in quality.sets))
        if away:  # what confidence is worth is measured over all the documents that were not read, or not at all
            return quality
        unread = [name for each in here if not each.is_read for name in each.documents]
        return replace(quality, confidence_documents=len(unread), confidence=measured.confidence(unread))


def _tell(old: LabelledSet, new: LabelledSet) -> None:
    if old.digest not in ("", new.digest):
        _say(f"{new.name}: the labels or texts changed; say why in the commit")
    for name, kind in new.kinds.items():
        before = old.kinds.get(name)
        if before is None or before.floor != kind.floor:
            _say(f"{new.name}: {name} {f'{before.floor:.3f} → ' if before else ''}{kind.floor:.3f}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
