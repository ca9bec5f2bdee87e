-- What people write down about a raw format. History: notes are added and never changed.

CREATE TABLE raw_format_notes (
  -- Number of the note, rising in the order in which notes were written.
  note_id INTEGER PRIMARY KEY,
  -- Form of data that it is about.
  fingerprint TEXT NOT NULL REFERENCES raw_formats (fingerprint),
  -- What was written. From outside: escape it.
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 10000),
  -- When.
  written_at TEXT NOT NULL CHECK (written_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;

CREATE INDEX raw_format_notes_by_format ON raw_format_notes (fingerprint);

CREATE TRIGGER raw_format_notes_are_not_replaced BEFORE INSERT ON raw_format_notes
WHEN EXISTS (SELECT 1 FROM raw_format_notes WHERE note_id = NEW.note_id)
BEGIN
  SELECT RAISE(ABORT, 'append-only: notes are not replaced');
END;

CREATE TRIGGER raw_format_notes_are_not_changed BEFORE UPDATE ON raw_format_notes
BEGIN
  SELECT RAISE(ABORT, 'append-only: notes are not changed');
END;

CREATE TRIGGER raw_format_notes_are_not_deleted BEFORE DELETE ON raw_format_notes
BEGIN
  SELECT RAISE(ABORT, 'append-only: notes are not deleted');
END;

-- The datasets of a form, and the steps that made a dataset, are looked up by these.
CREATE INDEX dataset_versions_by_format ON dataset_versions (fingerprint);
CREATE INDEX datasets_by_version ON datasets (version_id);
CREATE INDEX results_by_version ON results (version_id, step_key) WHERE version_id IS NOT NULL;
