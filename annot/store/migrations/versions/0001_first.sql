-- The first schema, frozen as it was released.

CREATE TABLE content (
  sha256 BLOB NOT NULL,
  data BLOB NOT NULL,
  CONSTRAINT pk_content PRIMARY KEY (sha256)
)
 STRICT;

CREATE TABLE article (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  byline TEXT NOT NULL,
  publication TEXT NOT NULL,
  published TEXT NOT NULL,
  CONSTRAINT pk_article PRIMARY KEY (id),
  CONSTRAINT uq_article_uid UNIQUE (uid),
  CONSTRAINT uq_article_slug UNIQUE (slug)
)
 STRICT;

CREATE TABLE source (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  slug TEXT NOT NULL,
  url TEXT NOT NULL,
  url_key TEXT NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,
  publisher TEXT NOT NULL,
  published TEXT NOT NULL,
  kind TEXT NOT NULL,
  rank TEXT,
  accessed TEXT NOT NULL,
  archived_url TEXT NOT NULL,
  identifiers TEXT NOT NULL,
  confidential INTEGER NOT NULL,
  CONSTRAINT pk_source PRIMARY KEY (id),
  CONSTRAINT uq_source_uid UNIQUE (uid),
  CONSTRAINT uq_source_slug UNIQUE (slug),
  CONSTRAINT ck_source_kind_known CHECK (kind = 'page' OR kind = 'report' OR kind = 'article' OR kind = 'dataset' OR kind = 'document' OR kind = 'law' OR kind = 'interview' OR kind = 'book' OR kind = 'video' OR kind = 'other'),
  CONSTRAINT ck_source_rank_known CHECK (rank = 'primary' OR rank = 'secondary')
)
 STRICT;

CREATE INDEX ix_source_title ON source (title);

CREATE UNIQUE INDEX uq_source_url_key ON source (url_key) WHERE url_key <> '';

CREATE TABLE event (
  article_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  operation BLOB NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  undoes BLOB,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  CONSTRAINT pk_event PRIMARY KEY (article_id, seq)
)
 STRICT;

CREATE INDEX ix_event_operation ON event (operation);

CREATE INDEX ix_event_undoes ON event (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE seal (
  root BLOB NOT NULL,
  at TEXT NOT NULL,
  heads TEXT NOT NULL,
  CONSTRAINT pk_seal PRIMARY KEY (root)
)
 STRICT;

CREATE TABLE counter (
  noun TEXT NOT NULL,
  last INTEGER NOT NULL,
  CONSTRAINT pk_counter PRIMARY KEY (noun)
)
 STRICT;

CREATE TABLE revision (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  number INTEGER NOT NULL,
  text_sha256 BLOB NOT NULL,
  file_sha256 BLOB NOT NULL,
  filename TEXT NOT NULL,
  media_type TEXT NOT NULL,
  encoding TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_revision_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT uq_revision_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT uq_revision_article_id_number UNIQUE (article_id, number)
)
 STRICT;

CREATE TABLE claim (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  "key" TEXT NOT NULL,
  text TEXT NOT NULL,
  kind TEXT,
  status TEXT NOT NULL,
  verdict TEXT,
  reasoning TEXT NOT NULL,
  correction TEXT NOT NULL,
  correction_state TEXT,
  checker TEXT NOT NULL,
  approver TEXT NOT NULL,
  tags TEXT NOT NULL,
  evidence_count INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_claim_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT uq_claim_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT ck_claim_correction_state CHECK ((correction = '') = (correction_state IS NULL)),
  CONSTRAINT ck_claim_kind_known CHECK (kind = 'quantity' OR kind = 'date' OR kind = 'quotation' OR kind = 'attribution' OR kind = 'identity' OR kind = 'event' OR kind = 'cause' OR kind = 'prediction' OR kind = 'opinion' OR kind = 'other'),
  CONSTRAINT ck_claim_status_known CHECK (status = 'todo' OR status = 'checking' OR status = 'query' OR status = 'checked' OR status = 'approved' OR status = 'stale' OR status = 'dropped'),
  CONSTRAINT ck_claim_verdict_known CHECK (verdict = 'supported' OR verdict = 'inexact' OR verdict = 'misleading' OR verdict = 'refuted' OR verdict = 'conflicting' OR verdict = 'unproven' OR verdict = 'on_author' OR verdict = 'not_checkable'),
  CONSTRAINT ck_claim_correction_state_known CHECK (correction_state = 'open' OR correction_state = 'accepted' OR correction_state = 'stet')
)
 STRICT;

CREATE INDEX ix_claim_status ON claim (status, article_id, position, id);

CREATE INDEX ix_claim_checker ON claim (checker, article_id, position, id);

CREATE INDEX ix_claim_bare ON claim (article_id, id) WHERE evidence_count = 0;

CREATE INDEX ix_claim_key ON claim (article_id, "key") WHERE key <> '';

CREATE INDEX ix_claim_place ON claim (article_id, position, id);

CREATE INDEX ix_claim_verdict ON claim (verdict, article_id, position, id);

CREATE TABLE change (
  article_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  position INTEGER NOT NULL,
  noun TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  "before" TEXT,
  "after" TEXT,
  digest BLOB NOT NULL,
  CONSTRAINT pk_change PRIMARY KEY (article_id, seq, position),
  CONSTRAINT fk_change_article_id_seq_event FOREIGN KEY(article_id, seq) REFERENCES event (article_id, seq),
  CONSTRAINT ck_change_rows CHECK (rows >= 1)
)
 STRICT;

CREATE INDEX ix_change_row ON change (noun, row_id);

CREATE INDEX ix_change_run ON change (noun, row_id) WHERE rows > 1;

CREATE TABLE anchor (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  revision_id INTEGER NOT NULL,
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  claim_id INTEGER NOT NULL,
  placement TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_anchor_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_anchor_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id),
  CONSTRAINT fk_anchor_article_id_revision_id_revision FOREIGN KEY(article_id, revision_id) REFERENCES revision (article_id, id),
  CONSTRAINT uq_anchor_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT ck_anchor_span CHECK ("start" >= 0 AND "end" >= "start"),
  CONSTRAINT ck_anchor_placement_known CHECK (placement = 'placed' OR placement = 'moved' OR placement = 'ambiguous' OR placement = 'orphaned')
)
 STRICT;

CREATE INDEX ix_anchor_place ON anchor (article_id, revision_id, start);

CREATE INDEX ix_anchor_claim ON anchor (article_id, claim_id);

CREATE TABLE acceptance (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  revision_id INTEGER NOT NULL,
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_acceptance_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_acceptance_article_id_revision_id_revision FOREIGN KEY(article_id, revision_id) REFERENCES revision (article_id, id),
  CONSTRAINT uq_acceptance_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT ck_acceptance_span CHECK ("start" >= 0 AND "end" >= "start")
)
 STRICT;

CREATE INDEX ix_acceptance_place ON acceptance (article_id, revision_id, start);

CREATE TABLE evidence (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  claim_id INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  stance TEXT NOT NULL,
  passage TEXT NOT NULL,
  locator TEXT NOT NULL,
  note TEXT NOT NULL,
  added_by TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_evidence_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_evidence_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id),
  CONSTRAINT fk_evidence_source_id_source FOREIGN KEY(source_id) REFERENCES source (id),
  CONSTRAINT uq_evidence_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT ck_evidence_stance_known CHECK (stance = 'supports' OR stance = 'refutes' OR stance = 'context')
)
 STRICT;

CREATE INDEX ix_evidence_source ON evidence (source_id);

CREATE INDEX ix_evidence_claim ON evidence (article_id, claim_id);

CREATE TABLE note (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  claim_id INTEGER,
  evidence_id INTEGER,
  source_id INTEGER,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  addressee TEXT,
  answer TEXT,
  added_by TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_note_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_note_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id),
  CONSTRAINT fk_note_article_id_evidence_id_evidence FOREIGN KEY(article_id, evidence_id) REFERENCES evidence (article_id, id),
  CONSTRAINT fk_note_source_id_source FOREIGN KEY(source_id) REFERENCES source (id),
  CONSTRAINT uq_note_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT ck_note_about_one CHECK ((claim_id IS NULL OR evidence_id IS NULL) AND (claim_id IS NULL OR source_id IS NULL) AND (evidence_id IS NULL OR source_id IS NULL)),
  CONSTRAINT ck_note_addressee CHECK ((kind = 'query') = (addressee IS NOT NULL)),
  CONSTRAINT ck_note_kind_known CHECK (kind = 'note' OR kind = 'query'),
  CONSTRAINT ck_note_addressee_known CHECK (addressee = 'author' OR addressee = 'source' OR addressee = 'editor')
)
 STRICT;

CREATE INDEX ix_note_evidence ON note (article_id, evidence_id);

CREATE INDEX ix_note_claim ON note (article_id, claim_id);

CREATE INDEX ix_note_source ON note (source_id);

CREATE VIRTUAL TABLE claim_fts USING fts5(text, reasoning, correction, content='claim', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');

CREATE VIEW claims_view AS
  SELECT claim.id, substr(lower(hex(claim.uid)), 1, 8) || '-' || substr(lower(hex(claim.uid)), 9, 4) || '-' || substr(lower(hex(claim.uid)), 13, 4) || '-' || substr(lower(hex(claim.uid)), 17, 4) || '-' || substr(lower(hex(claim.uid)), 21, 12) AS uid, nullif(claim.key, '') AS key,
    iif(claim.article_id = 0, NULL, article.slug) AS article, claim.text, claim.kind,
    claim.status, claim.verdict, claim.reasoning, claim.correction, claim.correction_state,
    claim.checker, claim.approver, (SELECT group_concat(value, ', ') FROM json_each(claim.tags)) AS tags,
    claim.evidence_count AS evidence, claim.created_at, claim.updated_at
  FROM claim JOIN article ON article.id = claim.article_id;

CREATE VIEW evidence_view AS
  SELECT evidence.id, substr(lower(hex(evidence.uid)), 1, 8) || '-' || substr(lower(hex(evidence.uid)), 9, 4) || '-' || substr(lower(hex(evidence.uid)), 13, 4) || '-' || substr(lower(hex(evidence.uid)), 17, 4) || '-' || substr(lower(hex(evidence.uid)), 21, 12) AS uid, evidence.claim_id, claim.text AS claim,
    iif(evidence.article_id = 0, NULL, article.slug) AS article, evidence.stance,
    evidence.passage, evidence.locator, evidence.note, evidence.added_by, evidence.source_id,
    source.slug AS source, source.title AS source_title, source.url AS source_url,
    source.confidential, evidence.created_at, evidence.updated_at
  FROM evidence
  JOIN claim ON claim.article_id = evidence.article_id AND claim.id = evidence.claim_id
  JOIN article ON article.id = evidence.article_id
  JOIN source ON source.id = evidence.source_id;

CREATE VIEW sources_view AS
  SELECT source.id, substr(lower(hex(source.uid)), 1, 8) || '-' || substr(lower(hex(source.uid)), 9, 4) || '-' || substr(lower(hex(source.uid)), 13, 4) || '-' || substr(lower(hex(source.uid)), 17, 4) || '-' || substr(lower(hex(source.uid)), 21, 12) AS uid, source.slug, source.title, source.url,
    (SELECT group_concat(value, ', ') FROM json_each(source.authors)) AS authors, source.publisher, source.published, source.kind,
    source.rank, source.accessed, source.archived_url,
    (SELECT group_concat(key || ' ' || value, ', ') FROM json_each(source.identifiers))
      AS identifiers,
    source.confidential,
    (SELECT count(*) FROM evidence WHERE evidence.source_id = source.id) AS evidence,
    source.created_at, source.updated_at
  FROM source;

CREATE VIEW anchors_view AS
  SELECT anchor.id, substr(lower(hex(anchor.uid)), 1, 8) || '-' || substr(lower(hex(anchor.uid)), 9, 4) || '-' || substr(lower(hex(anchor.uid)), 13, 4) || '-' || substr(lower(hex(anchor.uid)), 17, 4) || '-' || substr(lower(hex(anchor.uid)), 21, 12) AS uid, anchor.claim_id, claim.text AS claim,
    article.slug AS article, revision.number AS revision,
    revision.id = (SELECT max(latest.id) FROM revision AS latest
      WHERE latest.article_id = anchor.article_id) AS latest,
    anchor.exact, anchor.prefix, anchor.suffix, anchor.start, anchor."end", anchor.placement,
    anchor.created_at, anchor.updated_at
  FROM anchor
  JOIN claim ON claim.article_id = anchor.article_id AND claim.id = anchor.claim_id
  JOIN revision ON revision.article_id = anchor.article_id AND revision.id = anchor.revision_id
  JOIN article ON article.id = anchor.article_id;

CREATE VIEW notes_view AS
  SELECT note.id, substr(lower(hex(note.uid)), 1, 8) || '-' || substr(lower(hex(note.uid)), 9, 4) || '-' || substr(lower(hex(note.uid)), 13, 4) || '-' || substr(lower(hex(note.uid)), 17, 4) || '-' || substr(lower(hex(note.uid)), 21, 12) AS uid,
    CASE WHEN note.claim_id IS NOT NULL THEN 'claim'
      WHEN note.evidence_id IS NOT NULL THEN 'evidence'
      WHEN note.source_id IS NOT NULL THEN 'source'
      ELSE 'article' END AS about,
    iif(note.article_id = 0, NULL, article.slug) AS article, note.claim_id, note.evidence_id,
    note.source_id, note.kind, note.text, note.addressee, note.answer, note.added_by,
    note.created_at, note.updated_at
  FROM note JOIN article ON article.id = note.article_id;

CREATE VIEW history_view AS
  SELECT event.at, event.actor, event.action, event.reason,
    iif(event.article_id = 0, NULL, article.slug) AS article, change.noun,
    change.row_id AS id, change.rows, change."before", change."after",
    substr(lower(hex(event.operation)), 1, 8) || '-' || substr(lower(hex(event.operation)), 9, 4) || '-' || substr(lower(hex(event.operation)), 13, 4) || '-' || substr(lower(hex(event.operation)), 17, 4) || '-' || substr(lower(hex(event.operation)), 21, 12) AS operation, iif(event.undoes IS NULL, NULL, substr(lower(hex(event.undoes)), 1, 8) || '-' || substr(lower(hex(event.undoes)), 9, 4) || '-' || substr(lower(hex(event.undoes)), 13, 4) || '-' || substr(lower(hex(event.undoes)), 17, 4) || '-' || substr(lower(hex(event.undoes)), 21, 12)) AS undoes,
    event.article_id AS chain, event.seq, change.position, lower(hex(event.hash)) AS hash
  FROM event
  LEFT JOIN change ON change.article_id = event.article_id AND change.seq = event.seq
  LEFT JOIN article ON article.id = event.article_id;
