-- Projects, and the files that were given to runs.
-- Moments are ISO 8601 in UTC with milliseconds, hashes are lower-case hex, JSON is canonical.

CREATE TABLE projects (
  -- Number of the project.
  project_id INTEGER PRIMARY KEY,
  -- What the user calls it.
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
  -- When it was first used.
  created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE TABLE uploads (
  -- Number of the upload.
  upload_id INTEGER PRIMARY KEY,
  -- SHA-256 of the bytes; also the folder under uploads/ that keeps them.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  -- Name the file had at the user's, without folders. Data from outside: escape it.
  filename TEXT NOT NULL,
  -- Size of the file.
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  -- When these bytes first came under this name.
  uploaded_at TEXT NOT NULL CHECK (uploaded_at GLOB '????-??-??T??:??:??.???Z'),
  UNIQUE (sha256, filename)
) STRICT;
