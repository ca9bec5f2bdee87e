-- The audit: one row for every process that was started, written before it starts and completed
-- once, so that even a kernel that dies leaves it.

CREATE TABLE executions (
  -- Number of the execution.
  execution_id INTEGER PRIMARY KEY,
  -- Step it was for.
  step_id INTEGER NOT NULL REFERENCES steps (step_id),
  -- Plugin that ran.
  plugin_id TEXT NOT NULL,
  -- How it ended; interrupted: its kernel died.
  status TEXT NOT NULL CHECK (
    status IN (
      'running', 'ok', 'skipped', 'error', 'timeout', 'oom', 'killed', 'refused', 'interrupted'
    )
  ),
  -- When its process began.
  started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
  -- When it ended; for an interrupted one, when that was noticed.
  ended_at TEXT CHECK (ended_at GLOB '????-??-??T??:??:??.???Z'),
  -- Wall-clock time in milliseconds.
  duration_ms REAL CHECK (duration_ms >= 0),
  -- Processor time in its own code, in milliseconds, as the system counts it.
  cpu_user_ms REAL CHECK (cpu_user_ms >= 0),
  -- Processor time in the system for it, in milliseconds.
  cpu_system_ms REAL CHECK (cpu_system_ms >= 0),
  -- Largest resident set in KiB.
  max_rss_kb INTEGER CHECK (max_rss_kb >= 0),
  -- Rows of the datasets it was given, counted by the kernel.
  rows_granted INTEGER NOT NULL CHECK (rows_granted >= 0),
  -- Rows of the dataset it made, counted by the kernel.
  rows_written INTEGER CHECK (rows_written >= 0),
  -- Findings it gave, counted by the kernel.
  rows_output INTEGER CHECK (rows_output >= 0),
  -- Rows it says it read. Self-reported.
  rows_read_self_reported INTEGER CHECK (rows_read_self_reported >= 0),
  -- Warnings about the execution. JSON list.
  warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings)),
  -- How many.
  warning_count INTEGER NOT NULL DEFAULT 0 CHECK (warning_count >= 0),
  -- Its exit code; null when a signal ended it or the kernel died first.
  exit_code INTEGER,
  -- The signal that ended it.
  signal TEXT,
  -- Walls that stood around it. JSON list.
  walls TEXT CHECK (json_valid(walls)),
  -- What its manifest declares. JSON.
  permissions_declared TEXT NOT NULL CHECK (json_valid(permissions_declared)),
  -- The permission flags it was given. JSON list.
  permissions_granted TEXT CHECK (json_valid(permissions_granted)),
  -- Bytes of its standard output, which are frames.
  stdout_bytes INTEGER CHECK (stdout_bytes >= 0),
  -- Bytes of its standard error.
  stderr_bytes INTEGER CHECK (stderr_bytes >= 0),
  -- Escaped beginning of its standard error.
  stderr_text TEXT,
  -- Code of its error, if it had one.
  error_code TEXT,
  -- What that error says.
  error_message TEXT,
  CHECK ((status = 'running') = (ended_at IS NULL))
) STRICT;

CREATE INDEX executions_by_step ON executions (step_id);
CREATE INDEX executions_running ON executions (status) WHERE status = 'running';

CREATE TRIGGER executions_begin_running BEFORE INSERT ON executions
WHEN NEW.status <> 'running'
  OR EXISTS (SELECT 1 FROM executions WHERE execution_id = NEW.execution_id)
BEGIN
  SELECT RAISE(ABORT, 'append-only: executions are added before they end, and not replaced');
END;

CREATE TRIGGER executions_are_completed_once BEFORE UPDATE ON executions
WHEN OLD.status <> 'running' OR NEW.status = 'running'
  OR NEW.execution_id <> OLD.execution_id OR NEW.step_id <> OLD.step_id
  OR NEW.plugin_id <> OLD.plugin_id OR NEW.rows_granted <> OLD.rows_granted
  OR NEW.permissions_declared <> OLD.permissions_declared
BEGIN
  SELECT RAISE(ABORT, 'append-only: executions are completed once');
END;

CREATE TRIGGER executions_are_not_deleted BEFORE DELETE ON executions
BEGIN
  SELECT RAISE(ABORT, 'append-only: executions are not deleted');
END;
