-- What sources said when they were looked at, and its view, frozen as they were released.

CREATE TABLE snapshot (
  id INTEGER NOT NULL,
  uid BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version BLOB NOT NULL,
  source_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  at TEXT NOT NULL,
  status INTEGER NOT NULL,
  problem TEXT NOT NULL,
  filename TEXT NOT NULL,
  media_type TEXT NOT NULL,
  payload_sha256 BLOB,
  file_sha256 BLOB,
  text_sha256 BLOB,
  added_by TEXT NOT NULL,
  CONSTRAINT pk_snapshot PRIMARY KEY (id),
  CONSTRAINT fk_snapshot_source_id_source FOREIGN KEY(source_id) REFERENCES source (id),
  CONSTRAINT uq_snapshot_uid UNIQUE (uid)
)
 STRICT;

CREATE INDEX ix_snapshot_source ON snapshot (source_id, id);

CREATE VIEW snapshots_view AS
  SELECT snapshot.id, substr(lower(hex(snapshot.uid)), 1, 8) || '-' || substr(lower(hex(snapshot.uid)), 9, 4) || '-' || substr(lower(hex(snapshot.uid)), 13, 4) || '-' || substr(lower(hex(snapshot.uid)), 17, 4) || '-' || substr(lower(hex(snapshot.uid)), 21, 12) AS uid, source.slug AS source, snapshot.url,
    snapshot.at, nullif(snapshot.status, 0) AS status, nullif(snapshot.problem, '') AS problem,
    snapshot.filename, snapshot.media_type,
    iif(snapshot.payload_sha256 IS NULL, NULL, lower(hex(snapshot.payload_sha256))) AS sha256,
    CAST(content.data AS TEXT) AS text, snapshot.added_by
  FROM snapshot
  JOIN source ON source.id = snapshot.source_id
  LEFT JOIN content ON content.sha256 = snapshot.text_sha256;
