-- What a run left in its folder when it ended, so that a later look can tell whether it is still
-- so. History: rows are added and never changed.

CREATE TABLE run_files (
  -- Run whose folder it is in.
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  -- Path in that folder, `report.json` or `artifacts/<plugin>/<name>`.
  path TEXT NOT NULL CHECK (length(path) BETWEEN 1 AND 400),
  -- SHA-256 of its bytes.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  -- Size of the file.
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  PRIMARY KEY (run_id, path)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER run_files_are_not_replaced BEFORE INSERT ON run_files
WHEN EXISTS (SELECT 1 FROM run_files WHERE run_id = NEW.run_id AND path = NEW.path)
BEGIN
  SELECT RAISE(ABORT, 'append-only: run files are not replaced');
END;

CREATE TRIGGER run_files_are_not_changed BEFORE UPDATE ON run_files
BEGIN
  SELECT RAISE(ABORT, 'append-only: run files are not changed');
END;

CREATE TRIGGER run_files_are_not_deleted BEFORE DELETE ON run_files
BEGIN
  SELECT RAISE(ABORT, 'append-only: run files are not deleted');
END;

-- The step that computed a result is looked up by both.
CREATE INDEX steps_by_result ON steps (step_key, result_sha256);
