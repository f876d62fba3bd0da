CREATE TABLE content (
    sha256 BYTEA NOT NULL,
    data BYTEA NOT NULL,
    CONSTRAINT pk_content PRIMARY KEY (sha256)
);

CREATE TABLE article (
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    byline TEXT COLLATE "C" NOT NULL,
    publication TEXT COLLATE "C" NOT NULL,
    published TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_article PRIMARY KEY (id),
    CONSTRAINT uq_article_uid UNIQUE (uid),
    CONSTRAINT uq_article_slug UNIQUE (slug)
);

CREATE TABLE source (
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    url_key TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    authors VARCHAR COLLATE "C" NOT NULL,
    publisher TEXT COLLATE "C" NOT NULL,
    published TEXT COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C" NOT NULL,
    rank VARCHAR COLLATE "C",
    accessed TEXT COLLATE "C" NOT NULL,
    archived_url TEXT COLLATE "C" NOT NULL,
    identifiers VARCHAR COLLATE "C" NOT NULL,
    confidential BOOLEAN NOT NULL,
    CONSTRAINT pk_source PRIMARY KEY (id),
    CONSTRAINT uq_source_uid UNIQUE (uid),
    CONSTRAINT uq_source_slug UNIQUE (slug),
    CONSTRAINT ck_source_kind_known CHECK (kind = 'page' OR kind = 'report' OR kind = 'article' OR kind = 'dataset' OR kind = 'document' OR kind = 'law' OR kind = 'interview' OR kind = 'book' OR kind = 'video' OR kind = 'other'),
    CONSTRAINT ck_source_rank_known CHECK (rank = 'primary' OR rank = 'secondary')
);

CREATE UNIQUE INDEX uq_source_url_key ON source (url_key) WHERE url_key <> '';

CREATE INDEX ix_source_title ON source (title);

CREATE TABLE same (
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    claim_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_same PRIMARY KEY (id),
    CONSTRAINT uq_same_uid UNIQUE (uid),
    CONSTRAINT uq_same_claim_id_other_id UNIQUE (claim_id, other_id),
    CONSTRAINT ck_same_order CHECK (claim_id < other_id)
);

CREATE INDEX ix_same_other ON same (other_id);

CREATE TABLE rule (
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    enabled BOOLEAN NOT NULL,
    settings VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_rule PRIMARY KEY (id),
    CONSTRAINT uq_rule_uid UNIQUE (uid),
    CONSTRAINT uq_rule_code UNIQUE (code)
);

CREATE TABLE person (
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    role VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_uid UNIQUE (uid),
    CONSTRAINT uq_person_name UNIQUE (name),
    CONSTRAINT ck_person_role_known CHECK (role = 'checker' OR role = 'reviewer' OR role = 'editor' OR role = 'admin')
);

CREATE TABLE event (
    article_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    operation UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    undoes UUID,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_event PRIMARY KEY (article_id, seq)
);

CREATE INDEX ix_event_undoes ON event (undoes) WHERE undoes IS NOT NULL;

CREATE INDEX ix_event_operation ON event (operation);

CREATE TABLE seal (
    root BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    heads VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_seal PRIMARY KEY (root)
);

CREATE TABLE counter (
    noun TEXT COLLATE "C" NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (noun)
);

CREATE TABLE revision (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    number BIGINT NOT NULL,
    text_sha256 BYTEA NOT NULL,
    file_sha256 BYTEA NOT NULL,
    filename TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    encoding TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    blocks VARCHAR COLLATE "C" DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (article_id, id),
    CONSTRAINT fk_revision_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT uq_revision_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT uq_revision_article_id_number UNIQUE (article_id, number)
);

CREATE TABLE claim (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    kind VARCHAR COLLATE "C",
    status VARCHAR COLLATE "C" NOT NULL,
    verdict VARCHAR COLLATE "C",
    reasoning TEXT COLLATE "C" NOT NULL,
    correction TEXT COLLATE "C" NOT NULL,
    correction_state VARCHAR COLLATE "C",
    checker TEXT COLLATE "C" NOT NULL,
    approver TEXT COLLATE "C" NOT NULL,
    tags VARCHAR COLLATE "C" NOT NULL,
    evidence_count BIGINT NOT NULL,
    position BIGINT NOT NULL,
    extra VARCHAR COLLATE "C" DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_claim PRIMARY KEY (article_id, id),
    CONSTRAINT fk_claim_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT uq_claim_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT ck_claim_correction_state CHECK ((correction = '') = (correction_state IS NULL)),
    CONSTRAINT ck_claim_kind_known CHECK (kind = 'quantity' OR kind = 'date' OR kind = 'quotation' OR kind = 'attribution' OR kind = 'identity' OR kind = 'event' OR kind = 'cause' OR kind = 'prediction' OR kind = 'opinion' OR kind = 'other'),
    CONSTRAINT ck_claim_status_known CHECK (status = 'todo' OR status = 'checking' OR status = 'query' OR status = 'checked' OR status = 'approved' OR status = 'stale' OR status = 'dropped'),
    CONSTRAINT ck_claim_verdict_known CHECK (verdict = 'supported' OR verdict = 'inexact' OR verdict = 'misleading' OR verdict = 'refuted' OR verdict = 'conflicting' OR verdict = 'unproven' OR verdict = 'on_author' OR verdict = 'not_checkable'),
    CONSTRAINT ck_claim_correction_state_known CHECK (correction_state = 'open' OR correction_state = 'accepted' OR correction_state = 'stet')
);

CREATE INDEX ix_claim_key ON claim (article_id, key) WHERE key <> '';

CREATE INDEX ix_claim_status ON claim (status, article_id, position, id);

CREATE INDEX ix_claim_bare ON claim (article_id, id) WHERE evidence_count = 0;

CREATE INDEX ix_claim_place ON claim (article_id, position, id);

CREATE INDEX ix_claim_verdict ON claim (verdict, article_id, position, id);

CREATE INDEX ix_claim_checker ON claim (checker, article_id, position, id);

CREATE TABLE snapshot (
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    source_id BIGINT NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    status BIGINT NOT NULL,
    problem TEXT COLLATE "C" NOT NULL,
    filename TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    payload_sha256 BYTEA,
    file_sha256 BYTEA,
    text_sha256 BYTEA,
    added_by TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_snapshot PRIMARY KEY (id),
    CONSTRAINT fk_snapshot_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) DEFERRABLE,
    CONSTRAINT uq_snapshot_uid UNIQUE (uid)
);

CREATE INDEX ix_snapshot_source ON snapshot (source_id, id);

CREATE TABLE change (
    article_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    position BIGINT NOT NULL,
    noun TEXT COLLATE "C" NOT NULL,
    row_id BIGINT NOT NULL,
    rows BIGINT NOT NULL,
    before TEXT COLLATE "C",
    after TEXT COLLATE "C",
    digest BYTEA NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (article_id, seq, position),
    CONSTRAINT fk_change_article_id_seq_event FOREIGN KEY(article_id, seq) REFERENCES event (article_id, seq) DEFERRABLE,
    CONSTRAINT ck_change_rows CHECK (rows >= 1)
);

CREATE INDEX ix_change_run ON change (noun, row_id) WHERE rows > 1;

CREATE INDEX ix_change_row ON change (noun, row_id);

CREATE TABLE anchor (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    revision_id BIGINT NOT NULL,
    exact TEXT COLLATE "C" NOT NULL,
    prefix TEXT COLLATE "C" NOT NULL,
    suffix TEXT COLLATE "C" NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    claim_id BIGINT NOT NULL,
    placement VARCHAR COLLATE "C" NOT NULL,
    CONSTRAINT pk_anchor PRIMARY KEY (article_id, id),
    CONSTRAINT fk_anchor_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT fk_anchor_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id) DEFERRABLE,
    CONSTRAINT fk_anchor_article_id_revision_id_revision FOREIGN KEY(article_id, revision_id) REFERENCES revision (article_id, id) DEFERRABLE,
    CONSTRAINT uq_anchor_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT ck_anchor_span CHECK ("start" >= 0 AND "end" >= "start"),
    CONSTRAINT ck_anchor_placement_known CHECK (placement = 'placed' OR placement = 'moved' OR placement = 'ambiguous' OR placement = 'orphaned')
);

CREATE INDEX ix_anchor_claim ON anchor (article_id, claim_id);

CREATE INDEX ix_anchor_place ON anchor (article_id, revision_id, start);

CREATE TABLE acceptance (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    revision_id BIGINT NOT NULL,
    exact TEXT COLLATE "C" NOT NULL,
    prefix TEXT COLLATE "C" NOT NULL,
    suffix TEXT COLLATE "C" NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_acceptance PRIMARY KEY (article_id, id),
    CONSTRAINT fk_acceptance_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT fk_acceptance_article_id_revision_id_revision FOREIGN KEY(article_id, revision_id) REFERENCES revision (article_id, id) DEFERRABLE,
    CONSTRAINT uq_acceptance_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT ck_acceptance_span CHECK ("start" >= 0 AND "end" >= "start")
);

CREATE INDEX ix_acceptance_place ON acceptance (article_id, revision_id, start);

CREATE TABLE evidence (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    claim_id BIGINT NOT NULL,
    source_id BIGINT NOT NULL,
    stance VARCHAR COLLATE "C" NOT NULL,
    passage TEXT COLLATE "C" NOT NULL,
    locator TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (article_id, id),
    CONSTRAINT fk_evidence_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT fk_evidence_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id) DEFERRABLE,
    CONSTRAINT fk_evidence_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) DEFERRABLE,
    CONSTRAINT uq_evidence_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT ck_evidence_stance_known CHECK (stance = 'supports' OR stance = 'refutes' OR stance = 'context')
);

CREATE INDEX ix_evidence_source ON evidence (source_id);

CREATE INDEX ix_evidence_claim ON evidence (article_id, claim_id);

CREATE TABLE assignment (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    claim_id BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    task VARCHAR COLLATE "C" NOT NULL,
    added_by TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_assignment PRIMARY KEY (article_id, id),
    CONSTRAINT fk_assignment_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT fk_assignment_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id) DEFERRABLE,
    CONSTRAINT uq_assignment_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT uq_assignment_article_id_claim_id_name_task UNIQUE (article_id, claim_id, name, task),
    CONSTRAINT ck_assignment_task_known CHECK (task = 'judge' OR task = 'adjudicate')
);

CREATE INDEX ix_assignment_name ON assignment (name);

CREATE TABLE judgement (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    claim_id BIGINT NOT NULL,
    reader TEXT COLLATE "C" NOT NULL,
    verdict VARCHAR COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_judgement PRIMARY KEY (article_id, id),
    CONSTRAINT fk_judgement_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT fk_judgement_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id) DEFERRABLE,
    CONSTRAINT uq_judgement_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT uq_judgement_article_id_claim_id_reader UNIQUE (article_id, claim_id, reader),
    CONSTRAINT ck_judgement_verdict_known CHECK (verdict = 'supported' OR verdict = 'inexact' OR verdict = 'misleading' OR verdict = 'refuted' OR verdict = 'conflicting' OR verdict = 'unproven' OR verdict = 'on_author' OR verdict = 'not_checkable')
);

CREATE TABLE note (
    article_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    uid UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version UUID NOT NULL,
    claim_id BIGINT,
    evidence_id BIGINT,
    source_id BIGINT,
    kind VARCHAR COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    addressee VARCHAR COLLATE "C",
    answer TEXT COLLATE "C",
    added_by TEXT COLLATE "C" NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (article_id, id),
    CONSTRAINT fk_note_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) DEFERRABLE,
    CONSTRAINT fk_note_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id) DEFERRABLE,
    CONSTRAINT fk_note_article_id_evidence_id_evidence FOREIGN KEY(article_id, evidence_id) REFERENCES evidence (article_id, id) DEFERRABLE,
    CONSTRAINT fk_note_source_id_source FOREIGN KEY(source_id) REFERENCES source (id) DEFERRABLE,
    CONSTRAINT uq_note_article_id_uid UNIQUE (article_id, uid),
    CONSTRAINT ck_note_about_one CHECK ((claim_id IS NULL OR evidence_id IS NULL) AND (claim_id IS NULL OR source_id IS NULL) AND (evidence_id IS NULL OR source_id IS NULL)),
    CONSTRAINT ck_note_addressee CHECK ((kind = 'query') = (addressee IS NOT NULL)),
    CONSTRAINT ck_note_kind_known CHECK (kind = 'note' OR kind = 'query'),
    CONSTRAINT ck_note_addressee_known CHECK (addressee = 'author' OR addressee = 'source' OR addressee = 'editor')
);

CREATE INDEX ix_note_evidence ON note (article_id, evidence_id);

CREATE INDEX ix_note_claim ON note (article_id, claim_id);

CREATE INDEX ix_note_source ON note (source_id);

CREATE INDEX ix_claim_id ON claim (id);

CREATE INDEX ix_revision_id ON revision (id);

CREATE INDEX ix_acceptance_id ON acceptance (id);

CREATE INDEX ix_anchor_id ON anchor (id);

CREATE INDEX ix_assignment_id ON assignment (id);

CREATE INDEX ix_evidence_id ON evidence (id);

CREATE INDEX ix_judgement_id ON judgement (id);

CREATE INDEX ix_note_id ON note (id);

CREATE TABLE claim_fts (article_id bigint NOT NULL, id bigint NOT NULL, words tsvector NOT NULL, CONSTRAINT pk_claim_fts PRIMARY KEY (article_id, id));

CREATE INDEX ix_claim_fts_words ON claim_fts USING gin (words);

CREATE INDEX ix_claim_fts_id ON claim_fts (id);

CREATE VIEW claims_view AS
  SELECT claim.id, claim.uid AS uid, nullif(claim.key, '') AS key,
    CASE WHEN claim.article_id = 0 THEN NULL ELSE article.slug END AS article, claim.text, claim.kind,
    claim.status, claim.verdict, claim.reasoning, claim.correction, claim.correction_state,
    claim.checker, claim.approver, (SELECT string_agg(value, ', ') FROM json_array_elements_text(CAST(claim.tags AS json)) AS own(value)) AS tags, claim.extra,
    claim.evidence_count AS evidence, claim.created_at, claim.updated_at
  FROM claim JOIN article ON article.id = claim.article_id;

CREATE VIEW evidence_view AS
  SELECT evidence.id, evidence.uid AS uid, evidence.claim_id, claim.text AS claim,
    CASE WHEN evidence.article_id = 0 THEN NULL ELSE article.slug END AS article, evidence.stance,
    evidence.passage, evidence.locator, evidence.note, evidence.added_by, evidence.source_id,
    source.slug AS source, source.title AS source_title, source.url AS source_url,
    source.confidential, evidence.created_at, evidence.updated_at
  FROM evidence
  JOIN claim ON claim.article_id = evidence.article_id AND claim.id = evidence.claim_id
  JOIN article ON article.id = evidence.article_id
  JOIN source ON source.id = evidence.source_id;

CREATE VIEW sources_view AS
  SELECT source.id, source.uid AS uid, source.slug, source.title, source.url,
    (SELECT string_agg(value, ', ') FROM json_array_elements_text(CAST(source.authors AS json)) AS own(value)) AS authors, source.publisher, source.published, source.kind,
    source.rank, source.accessed, source.archived_url,
    (SELECT string_agg(key || ' ' || value, ', ') FROM json_each_text(CAST(source.identifiers AS json)) AS own(key, value))
      AS identifiers,
    source.confidential,
    coalesce(cited.times, 0) AS evidence,
    source.created_at, source.updated_at
  FROM source LEFT JOIN (SELECT source_id, count(*) AS times FROM evidence GROUP BY source_id) AS cited ON cited.source_id = source.id;

CREATE VIEW snapshots_view AS
  SELECT snapshot.id, snapshot.uid AS uid, source.slug AS source, snapshot.url,
    snapshot.at, nullif(snapshot.status, 0) AS status, nullif(snapshot.problem, '') AS problem,
    snapshot.filename, snapshot.media_type,
    CASE WHEN snapshot.payload_sha256 IS NULL THEN NULL ELSE encode(snapshot.payload_sha256, 'hex') END AS sha256,
    convert_from(content.data, 'UTF8') AS text, snapshot.added_by
  FROM snapshot
  JOIN source ON source.id = snapshot.source_id
  LEFT JOIN content ON content.sha256 = snapshot.text_sha256;

CREATE VIEW rules_view AS
  SELECT rule.id, rule.uid AS uid, rule.code, rule.enabled, rule.settings,
    rule.created_at, rule.updated_at
  FROM rule;

CREATE VIEW people_view AS
  SELECT person.id, person.uid AS uid, person.name, person.role, person.created_at,
    person.updated_at
  FROM person;

CREATE VIEW assignments_view AS
  SELECT assignment.id, assignment.uid AS uid, assignment.claim_id,
    CASE WHEN assignment.article_id = 0 THEN NULL ELSE article.slug END AS article, assignment.name,
    assignment.task, assignment.added_by, assignment.created_at
  FROM assignment JOIN article ON article.id = assignment.article_id;

CREATE VIEW judgements_view AS
  SELECT judgement.id, judgement.uid AS uid, judgement.claim_id,
    CASE WHEN judgement.article_id = 0 THEN NULL ELSE article.slug END AS article, judgement.reader,
    judgement.verdict, judgement.note, judgement.created_at, judgement.updated_at
  FROM judgement JOIN article ON article.id = judgement.article_id;

CREATE VIEW anchors_view AS
  SELECT anchor.id, anchor.uid AS uid, anchor.claim_id, claim.text AS claim,
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
  SELECT note.id, note.uid AS uid,
    CASE WHEN note.claim_id IS NOT NULL THEN 'claim'
      WHEN note.evidence_id IS NOT NULL THEN 'evidence'
      WHEN note.source_id IS NOT NULL THEN 'source'
      ELSE 'article' END AS about,
    CASE WHEN note.article_id = 0 THEN NULL ELSE article.slug END AS article, note.claim_id, note.evidence_id,
    note.source_id, note.kind, note.text, note.addressee, note.answer, note.added_by,
    note.created_at, note.updated_at
  FROM note JOIN article ON article.id = note.article_id;

CREATE VIEW history_view AS
  SELECT event.at, event.actor, event.action, event.reason,
    CASE WHEN event.article_id = 0 THEN NULL ELSE article.slug END AS article, change.noun,
    change.row_id AS id, change.rows, change."before", change."after",
    event.operation AS operation, CASE WHEN event.undoes IS NULL THEN NULL ELSE event.undoes END AS undoes,
    event.article_id AS chain, event.seq, change.position, encode(event.hash, 'hex') AS hash
  FROM event
  LEFT JOIN change ON change.article_id = event.article_id AND change.seq = event.seq
  LEFT JOIN article ON article.id = event.article_id;
