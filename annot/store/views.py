"""The views by which other programs read a workspace: plain names, readable values.

They belong to the schema: a new workspace is made with them, the migrations leave a database with
the same ones, and a file whose views are worded otherwise is not opened (see `sqlite_file`). Uids
are hex with hyphens, times are UTC text, tags and authors stand in one cell with commas between
them, `extra` is a JSON object, an article is named by its slug and is NULL for claims without one.
A migration that changes a table drops all views first and makes them again at its end.
"""

from __future__ import annotations

from collections.abc import Mapping


def _uid(column: str) -> str:
    digits = f"lower(hex({column}))"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({digits}, {start}, {length})" for start, length in parts)


def _optional_uid(column: str) -> str:
    return f"iif({column} IS NULL, NULL, {_uid(column)})"


def _list(column: str) -> str:
    return f"(SELECT group_concat(value, ', ') FROM json_each({column}))"


_CLAIMS = f"""
  SELECT claim.id, {_uid("claim.uid")} AS uid, nullif(claim.key, '') AS key,
    iif(claim.article_id = 0, NULL, article.slug) AS article, claim.text, claim.kind,
    claim.status, claim.verdict, claim.reasoning, claim.correction, claim.correction_state,
    claim.checker, claim.approver, {_list("claim.tags")} AS tags, claim.extra,
    claim.evidence_count AS evidence, claim.created_at, claim.updated_at
  FROM claim JOIN article ON article.id = claim.article_id
"""

_EVIDENCE = f"""
  SELECT evidence.id, {_uid("evidence.uid")} AS uid, evidence.claim_id, claim.text AS claim,
    iif(evidence.article_id = 0, NULL, article.slug) AS article, evidence.stance,
    evidence.passage, evidence.locator, evidence.note, evidence.added_by, evidence.source_id,
    source.slug AS source, source.title AS source_title, source.url AS source_url,
    source.confidential, evidence.created_at, evidence.updated_at
  FROM evidence
  JOIN claim ON claim.article_id = evidence.article_id AND claim.id = evidence.claim_id
  JOIN article ON article.id = evidence.article_id
  JOIN source ON source.id = evidence.source_id
"""

_SOURCES = f"""
  SELECT source.id, {_uid("source.uid")} AS uid, source.slug, source.title, source.url,
    {_list("source.authors")} AS authors, source.publisher, source.published, source.kind,
    source.rank, source.accessed, source.archived_url,
    (SELECT group_concat(key || ' ' || value, ', ') FROM json_each(source.identifiers))
      AS identifiers,
    source.confidential,
    (SELECT count(*) FROM evidence WHERE evidence.source_id = source.id) AS evidence,
    source.created_at, source.updated_at
  FROM source
"""

_SNAPSHOTS = f"""
  SELECT snapshot.id, {_uid("snapshot.uid")} AS uid, source.slug AS source, snapshot.url,
    snapshot.at, nullif(snapshot.status, 0) AS status, nullif(snapshot.problem, '') AS problem,
    snapshot.filename, snapshot.media_type,
    iif(snapshot.payload_sha256 IS NULL, NULL, lower(hex(snapshot.payload_sha256))) AS sha256,
    CAST(content.data AS TEXT) AS text, snapshot.added_by
  FROM snapshot
  JOIN source ON source.id = snapshot.source_id
  LEFT JOIN content ON content.sha256 = snapshot.text_sha256
"""

_RULES = f"""
  SELECT rule.id, {_uid("rule.uid")} AS uid, rule.code, rule.enabled, rule.settings,
    rule.created_at, rule.updated_at
  FROM rule
"""

_PEOPLE = f"""
  SELECT person.id, {_uid("person.uid")} AS uid, person.name, person.role, person.created_at,
    person.updated_at
  FROM person
"""

_ASSIGNMENTS = f"""
  SELECT assignment.id, {_uid("assignment.uid")} AS uid, assignment.claim_id,
    iif(assignment.article_id = 0, NULL, article.slug) AS article, assignment.name,
    assignment.task, assignment.added_by, assignment.created_at
  FROM assignment JOIN article ON article.id = assignment.article_id
"""

_JUDGEMENTS = f"""
  SELECT judgement.id, {_uid("judgement.uid")} AS uid, judgement.claim_id,
    iif(judgement.article_id = 0, NULL, article.slug) AS article, judgement.reader,
    judgement.verdict, judgement.note, judgement.created_at, judgement.updated_at
  FROM judgement JOIN article ON article.id = judgement.article_id
"""

_ANCHORS = f"""
  SELECT anchor.id, {_uid("anchor.uid")} AS uid, anchor.claim_id, claim.text AS claim,
    article.slug AS article, revision.number AS revision,
    revision.id = (SELECT max(latest.id) FROM revision AS latest
      WHERE latest.article_id = anchor.article_id) AS latest,
    anchor.exact, anchor.prefix, anchor.suffix, anchor.start, anchor."end", anchor.placement,
    anchor.created_at, anchor.updated_at
  FROM anchor
  JOIN claim ON claim.article_id = anchor.article_id AND claim.id = anchor.claim_id
  JOIN revision ON revision.article_id = anchor.article_id AND revision.id = anchor.revision_id
  JOIN article ON article.id = anchor.article_id
"""

_NOTES = f"""
  SELECT note.id, {_uid("note.uid")} AS uid,
    CASE WHEN note.claim_id IS NOT NULL THEN 'claim'
      WHEN note.evidence_id IS NOT NULL THEN 'evidence'
      WHEN note.source_id IS NOT NULL THEN 'source'
      ELSE 'article' END AS about,
    iif(note.article_id = 0, NULL, article.slug) AS article, note.claim_id, note.evidence_id,
    note.source_id, note.kind, note.text, note.addressee, note.answer, note.added_by,
    note.created_at, note.updated_at
  FROM note JOIN article ON article.id = note.article_id
"""

_HISTORY = f"""
  SELECT event.at, event.actor, event.action, event.reason,
    iif(event.article_id = 0, NULL, article.slug) AS article, change.noun,
    change.row_id AS id, change.rows, change."before", change."after",
    {_uid("event.operation")} AS operation, {_optional_uid("event.undoes")} AS undoes,
    event.article_id AS chain, event.seq, change.position, lower(hex(event.hash)) AS hash
  FROM event
  LEFT JOIN change ON change.article_id = event.article_id AND change.seq = event.seq
  LEFT JOIN article ON article.id = event.article_id
"""

VIEWS: Mapping[str, str] = {
    name: f"CREATE VIEW {name} AS{query.rstrip()}"
    for name, query in (
        ("claims_view", _CLAIMS),
        ("evidence_view", _EVIDENCE),
        ("sources_view", _SOURCES),
        ("snapshots_view", _SNAPSHOTS),
        ("rules_view", _RULES),
        ("people_view", _PEOPLE),
        ("assignments_view", _ASSIGNMENTS),
        ("judgements_view", _JUDGEMENTS),
        ("anchors_view", _ANCHORS),
        ("notes_view", _NOTES),
        ("history_view", _HISTORY),
    )
}
"""The statement that makes each view, by its name, as SQLite keeps it."""
