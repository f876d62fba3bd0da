-- The view of claims with their extra columns, frozen as it was released.

CREATE VIEW claims_view AS
  SELECT claim.id, substr(lower(hex(claim.uid)), 1, 8) || '-' || substr(lower(hex(claim.uid)), 9, 4) || '-' || substr(lower(hex(claim.uid)), 13, 4) || '-' || substr(lower(hex(claim.uid)), 17, 4) || '-' || substr(lower(hex(claim.uid)), 21, 12) AS uid, nullif(claim.key, '') AS key,
    iif(claim.article_id = 0, NULL, article.slug) AS article, claim.text, claim.kind,
    claim.status, claim.verdict, claim.reasoning, claim.correction, claim.correction_state,
    claim.checker, claim.approver, (SELECT group_concat(value, ', ') FROM json_each(claim.tags)) AS tags, claim.extra,
    claim.evidence_count AS evidence, claim.created_at, claim.updated_at
  FROM claim JOIN article ON article.id = claim.article_id;
