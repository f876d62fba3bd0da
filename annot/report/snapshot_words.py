"""What a report says of snapshots, in the words of its language."""

from __future__ import annotations

from annot.report.model import EvidenceEntry, Report, SnapshotEntry
from annot.report.wording import Fact, Wording, one_line
from annot.vocabulary import Audience


def snapshot_words(wording: Wording, seen: SnapshotEntry) -> str:
    """A snapshot of a source, when it was taken, and whether the passage stands in it."""
    name = wording.text("snapshot.name", number=seen.number, when=wording.moment(seen.at))
    what = _what(wording, seen)
    return wording.text("snapshot.told", snapshot=name, what=what) if what else name


def _what(wording: Wording, seen: SnapshotEntry) -> str:
    if seen.problem:
        return wording.text("snapshot.silent", problem=one_line(seen.problem))
    if seen.stands is None:
        return ""
    if seen.stands:
        return wording.text(f"snapshot.stands{'_on' * bool(seen.page)}", page=seen.page)
    nearest = one_line(seen.difference)
    return wording.text(f"snapshot.lacks{'_nearest' * bool(nearest)}", nearest=nearest)


def snapshot_facts(wording: Wording, seen: SnapshotEntry) -> list[Fact]:
    """The hashes of a snapshot: of what is kept, and of what was sent if that is another."""
    sent = "" if seen.payload_sha256 == seen.sha256 else seen.payload_sha256
    facts = [
        Fact(wording.text("snapshot.hash"), seen.sha256, "fingerprint"),
        Fact(wording.text("snapshot.payload_hash"), sent, "fingerprint"),
    ]
    return [fact for fact in facts if fact.value]


def no_snapshot(wording: Wording, report: Report, evidence: EvidenceEntry) -> str:
    """That no snapshot was kept of a source with an address; said to the lawyer, else empty."""
    source = evidence.source
    is_missing = source is not None and bool(source.url.strip()) and not evidence.snapshots
    is_told = is_missing and report.audience is Audience.LAWYER
    return wording.text("snapshot.none") if is_told else ""
