-- The permission ledger: what each process asked Deno for, and whether it had been granted. What
-- was declared and which flags were given is in executions. History: rows are added while the
-- execution is running and never changed.

-- How much the ledger can tell. kept: Deno's log was read to its end; full: the log reached the
-- size a process may write, so that what came after is not in it; none: no log was written. Null
-- for what earlier versions recorded, and where the kernel ended before the process.
ALTER TABLE executions ADD COLUMN ledger_state TEXT
  CHECK (ledger_state IN ('kept', 'full', 'none'));
-- Checks of further things, of which only the number is kept; null with ledger_state.
ALTER TABLE executions ADD COLUMN ledger_dropped INTEGER CHECK (ledger_dropped >= 0);

CREATE TABLE execution_permissions (
  -- Execution whose process asked.
  execution_id INTEGER NOT NULL REFERENCES executions (execution_id),
  -- Place in its ledger, which is sorted by permission and value, from 0.
  position INTEGER NOT NULL CHECK (position >= 0),
  -- Deno's name for the permission, such as read or net.
  permission TEXT NOT NULL CHECK (length(permission) BETWEEN 1 AND 20),
  -- What exactly was asked for, escaped, with INPUT, BUNDLE, RUN and APPDATA for the folders that
  -- differ between runs; null when all of it was.
  value TEXT,
  -- How often.
  count INTEGER NOT NULL CHECK (count > 0),
  -- 1 when it had been granted; 0 when it was refused.
  granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
  PRIMARY KEY (execution_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX execution_permissions_refused ON execution_permissions (permission, value)
WHERE granted = 0;

CREATE TRIGGER execution_permissions_are_not_added_later BEFORE INSERT ON execution_permissions
WHEN (SELECT status FROM executions WHERE execution_id = NEW.execution_id) IS NOT 'running'
BEGIN
  SELECT RAISE(ABORT, 'append-only: the ledger of an execution is written before it is completed');
END;

CREATE TRIGGER execution_permissions_are_not_replaced BEFORE INSERT ON execution_permissions
WHEN EXISTS (
  SELECT 1 FROM execution_permissions
  WHERE execution_id = NEW.execution_id AND position = NEW.position
)
BEGIN
  SELECT RAISE(ABORT, 'append-only: entries of a ledger are not replaced');
END;

CREATE TRIGGER execution_permissions_are_not_changed BEFORE UPDATE ON execution_permissions
BEGIN
  SELECT RAISE(ABORT, 'append-only: entries of a ledger are not changed');
END;

CREATE TRIGGER execution_permissions_are_not_deleted BEFORE DELETE ON execution_permissions
BEGIN
  SELECT RAISE(ABORT, 'append-only: entries of a ledger are not deleted');
END;
