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
  CONSTRAINT ck_source_kind_known CHECK (kind IN ('page', 'report', 'article', 'dataset', 'document', 'law', 'interview', 'book', 'video', 'other')),
  CONSTRAINT ck_source_rank_known CHECK (rank IN ('primary', 'secondary'))
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
  CONSTRAINT ck_claim_kind_known CHECK (kind IN ('quantity', 'date', 'quotation', 'attribution', 'identity', 'event', 'cause', 'prediction', 'opinion', 'other')),
  CONSTRAINT ck_claim_status_known CHECK (status IN ('todo', 'checking', 'query', 'checked', 'approved', 'stale', 'dropped')),
  CONSTRAINT ck_claim_verdict_known CHECK (verdict IN ('supported', 'inexact', 'misleading', 'refuted', 'conflicting', 'unproven', 'on_author', 'not_checkable')),
  CONSTRAINT ck_claim_correction_state_known CHECK (correction_state IN ('open', 'accepted', 'stet'))
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
  CONSTRAINT ck_anchor_placement_known CHECK (placement IN ('placed', 'moved', 'ambiguous', 'orphaned'))
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
  CONSTRAINT ck_evidence_stance_known CHECK (stance IN ('supports', 'refutes', 'context'))
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
  CONSTRAINT ck_note_kind_known CHECK (kind IN ('note', 'query')),
  CONSTRAINT ck_note_addressee_known CHECK (addressee IN ('author', 'source', 'editor'))
)
 STRICT;

CREATE INDEX ix_note_evidence ON note (article_id, evidence_id);

CREATE INDEX ix_note_claim ON note (article_id, claim_id);

CREATE INDEX ix_note_source ON note (source_id);

CREATE VIRTUAL TABLE claim_fts USING fts5(text, reasoning, correction, content='claim', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
