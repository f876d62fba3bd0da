-- The rules that a workspace has set, its people, their tasks and their judgements, frozen as
-- they were released.

CREATE TABLE rule (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  code TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  settings TEXT NOT NULL,
  CONSTRAINT pk_rule PRIMARY KEY (id),
  CONSTRAINT uq_rule_uid UNIQUE (uid),
  CONSTRAINT uq_rule_code UNIQUE (code)
)
  STRICT;

CREATE TABLE person (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  CONSTRAINT pk_person PRIMARY KEY (id),
  CONSTRAINT uq_person_uid UNIQUE (uid),
  CONSTRAINT uq_person_name UNIQUE (name),
  CONSTRAINT ck_person_role_known CHECK (role = 'checker' OR role = 'reviewer' OR role = 'editor' OR role = 'admin')
)
  STRICT;

CREATE TABLE assignment (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  claim_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  task TEXT NOT NULL,
  added_by TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_assignment_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_assignment_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id),
  CONSTRAINT uq_assignment_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT uq_assignment_article_id_claim_id_name_task UNIQUE (article_id, claim_id, name, task),
  CONSTRAINT ck_assignment_task_known CHECK (task = 'judge' OR task = 'adjudicate')
)
  STRICT;

CREATE INDEX ix_assignment_name ON assignment (name);

CREATE TABLE judgement (
  article_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  claim_id INTEGER NOT NULL,
  reader TEXT NOT NULL,
  verdict TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (id), UNIQUE (article_id, id),
  CONSTRAINT fk_judgement_article_id_article FOREIGN KEY(article_id) REFERENCES article (id),
  CONSTRAINT fk_judgement_article_id_claim_id_claim FOREIGN KEY(article_id, claim_id) REFERENCES claim (article_id, id),
  CONSTRAINT uq_judgement_article_id_uid UNIQUE (article_id, uid),
  CONSTRAINT uq_judgement_article_id_claim_id_reader UNIQUE (article_id, claim_id, reader),
  CONSTRAINT ck_judgement_verdict_known CHECK (verdict = 'supported' OR verdict = 'inexact' OR verdict = 'misleading' OR verdict = 'refuted' OR verdict = 'conflicting' OR verdict = 'unproven' OR verdict = 'on_author' OR verdict = 'not_checkable')
)
  STRICT;

CREATE VIEW rules_view AS
  SELECT rule.id, substr(lower(hex(rule.uid)), 1, 8) || '-' || substr(lower(hex(rule.uid)), 9, 4) || '-' || substr(lower(hex(rule.uid)), 13, 4) || '-' || substr(lower(hex(rule.uid)), 17, 4) || '-' || substr(lower(hex(rule.uid)), 21, 12) AS uid, rule.code, rule.enabled, rule.settings,
    rule.created_at, rule.updated_at
  FROM rule;

CREATE VIEW people_view AS
  SELECT person.id, substr(lower(hex(person.uid)), 1, 8) || '-' || substr(lower(hex(person.uid)), 9, 4) || '-' || substr(lower(hex(person.uid)), 13, 4) || '-' || substr(lower(hex(person.uid)), 17, 4) || '-' || substr(lower(hex(person.uid)), 21, 12) AS uid, person.name, person.role, person.created_at,
    person.updated_at
  FROM person;

CREATE VIEW assignments_view AS
  SELECT assignment.id, substr(lower(hex(assignment.uid)), 1, 8) || '-' || substr(lower(hex(assignment.uid)), 9, 4) || '-' || substr(lower(hex(assignment.uid)), 13, 4) || '-' || substr(lower(hex(assignment.uid)), 17, 4) || '-' || substr(lower(hex(assignment.uid)), 21, 12) AS uid, assignment.claim_id,
    iif(assignment.article_id = 0, NULL, article.slug) AS article, assignment.name,
    assignment.task, assignment.added_by, assignment.created_at
  FROM assignment JOIN article ON article.id = assignment.article_id;

CREATE VIEW judgements_view AS
  SELECT judgement.id, substr(lower(hex(judgement.uid)), 1, 8) || '-' || substr(lower(hex(judgement.uid)), 9, 4) || '-' || substr(lower(hex(judgement.uid)), 13, 4) || '-' || substr(lower(hex(judgement.uid)), 17, 4) || '-' || substr(lower(hex(judgement.uid)), 21, 12) AS uid, judgement.claim_id,
    iif(judgement.article_id = 0, NULL, article.slug) AS article, judgement.reader,
    judgement.verdict, judgement.note, judgement.created_at, judgement.updated_at
  FROM judgement JOIN article ON article.id = judgement.article_id;
