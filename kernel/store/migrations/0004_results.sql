-- Results by step key: same key, same bytes. History: rows are added and never changed.

CREATE TABLE results (
  -- Hash of all that the result is a function of.
  step_key TEXT NOT NULL PRIMARY KEY CHECK (length(step_key) = 64),
  -- Plugin that gave it.
  plugin_id TEXT NOT NULL,
  -- SHA-256 of json.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  -- The result with evidence, as canonical JSON.
  json TEXT NOT NULL CHECK (json_valid(json)),
  -- Dataset that the step made (ingest and transform).
  version_id TEXT REFERENCES dataset_versions (version_id),
  -- When it was first given.
  created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;

-- REPLACE deletes without firing the delete trigger, so it is stopped before it begins.
CREATE TRIGGER results_are_not_replaced BEFORE INSERT ON results
WHEN EXISTS (SELECT 1 FROM results WHERE step_key = NEW.step_key)
BEGIN
  SELECT RAISE(ABORT, 'append-only: results are not replaced');
END;

CREATE TRIGGER results_are_not_changed BEFORE UPDATE ON results
BEGIN
  SELECT RAISE(ABORT, 'append-only: results are not changed');
END;

CREATE TRIGGER results_are_not_deleted BEFORE DELETE ON results
BEGIN
  SELECT RAISE(ABORT, 'append-only: results are not deleted');
END;
