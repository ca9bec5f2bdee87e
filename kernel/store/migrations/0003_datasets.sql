-- Dataset versions: what each pack under datasets/ holds, and where it came from.

CREATE TABLE raw_formats (
  -- Hash of the sorted (normalised name, type) pairs of the columns: files of the same form,
  -- whatever the order of their columns.
  fingerprint TEXT NOT NULL PRIMARY KEY CHECK (length(fingerprint) = 64),
  -- Those pairs. JSON.
  columns TEXT NOT NULL CHECK (json_valid(columns)),
  -- When a dataset of this form was first seen.
  first_seen_at TEXT NOT NULL CHECK (first_seen_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE TABLE dataset_versions (
  -- First 16 digits of sha256; also the pack's name.
  version_id TEXT NOT NULL PRIMARY KEY CHECK (version_id = substr(sha256, 1, 16)),
  -- SHA-256 of the pack's footer, which covers the data.
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  -- Rows of data.
  row_count INTEGER NOT NULL CHECK (row_count >= 0),
  -- Size of the pack file.
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  -- Form of the data.
  fingerprint TEXT NOT NULL REFERENCES raw_formats (fingerprint),
  -- Plugin that first made it.
  plugin_id TEXT NOT NULL,
  -- Hash of that plugin's bundle.
  code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
  -- Hash of the settings it had.
  settings_hash TEXT NOT NULL CHECK (length(settings_hash) = 64),
  -- Key of the step that made it.
  step_key TEXT NOT NULL CHECK (length(step_key) = 64),
  -- When it was first made.
  created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE TABLE dataset_columns (
  -- Dataset it belongs to.
  version_id TEXT NOT NULL REFERENCES dataset_versions (version_id),
  -- Place of the column in it, from 0.
  position INTEGER NOT NULL CHECK (position >= 0),
  -- Name as in the data. From outside: escape it.
  name TEXT NOT NULL,
  -- Logical type.
  type TEXT NOT NULL CHECK (
    type IN ('boolean', 'int64', 'float64', 'date', 'timestamp', 'text')
  ),
  -- How text is stored; plain for all other types.
  encoding TEXT NOT NULL CHECK (encoding IN ('plain', 'dictionary')),
  -- Missing cells.
  null_count INTEGER NOT NULL CHECK (null_count >= 0),
  -- Smallest value as exact decimal text; null for text, boolean and nothing present.
  min TEXT,
  -- Largest value, likewise.
  max TEXT,
  PRIMARY KEY (version_id, position),
  UNIQUE (version_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE datasets (
  -- Number of the dataset: one version as one project knows it.
  dataset_id INTEGER PRIMARY KEY,
  -- Project it belongs to.
  project_id INTEGER NOT NULL REFERENCES projects (project_id),
  -- Its data.
  version_id TEXT NOT NULL REFERENCES dataset_versions (version_id),
  -- File it was imported from; null when a transform made it.
  upload_id INTEGER REFERENCES uploads (upload_id),
  -- Run that first imported it into the project.
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  -- When that was.
  imported_at TEXT NOT NULL CHECK (imported_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE UNIQUE INDEX datasets_once ON datasets (project_id, version_id, ifnull(upload_id, 0));
