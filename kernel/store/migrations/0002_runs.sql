-- Runs and their steps.

CREATE TABLE runs (
  -- Sorts by time; name of the folder under runs/.
  run_id TEXT NOT NULL PRIMARY KEY,
  -- Hash of all that the report is a function of; null until the plan is known.
  run_key TEXT CHECK (length(run_key) = 64),
  -- Project it belongs to.
  project_id INTEGER NOT NULL REFERENCES projects (project_id),
  -- The file it was given; null when it works on datasets that were there.
  upload_id INTEGER REFERENCES uploads (upload_id),
  -- interrupted: its process died or was told to stop.
  status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'partial', 'failed', 'interrupted')),
  -- The run's --seed.
  seed INTEGER NOT NULL CHECK (seed >= 0),
  -- Which plugins were asked for: "auto", "all" or a list of ids. JSON.
  choice TEXT NOT NULL CHECK (json_valid(choice)),
  -- Settings the user gave, by plugin id. JSON.
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  -- Other options of the command, which do not change the report. JSON.
  options TEXT NOT NULL CHECK (json_valid(options)),
  -- 1 when the developer override opened the network.
  network_allowed INTEGER NOT NULL CHECK (network_allowed IN (0, 1)),
  -- Version of the kernel.
  kernel_version TEXT NOT NULL,
  -- Version of Deno.
  deno_version TEXT NOT NULL,
  -- When it began.
  started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
  -- When it ended; for an interrupted run, when that was noticed.
  ended_at TEXT CHECK (ended_at GLOB '????-??-??T??:??:??.???Z'),
  -- Exit code of the command; null while it runs and when it was interrupted.
  exit_code INTEGER CHECK (exit_code BETWEEN 0 AND 255),
  -- Code of the error that ended it, if one did.
  error_code TEXT,
  -- What that error says.
  error_message TEXT,
  CHECK ((status = 'running') = (ended_at IS NULL))
) STRICT;

CREATE INDEX runs_by_status ON runs (status);

CREATE TABLE steps (
  -- Number of the step, rising in the order in which steps were begun.
  step_id INTEGER PRIMARY KEY,
  -- Run it belongs to.
  run_id TEXT NOT NULL REFERENCES runs (run_id),
  -- Plugin it runs.
  plugin_id TEXT NOT NULL,
  -- Kind of that plugin.
  plugin_type TEXT NOT NULL CHECK (
    plugin_type IN ('ingest', 'profile', 'planner', 'transform', 'analysis', 'report', 'llm')
  ),
  -- Version of that plugin.
  plugin_version TEXT,
  -- How it ended; interrupted: its kernel died.
  status TEXT NOT NULL CHECK (
    status IN (
      'running', 'ok', 'skipped', 'error', 'timeout', 'oom', 'killed', 'refused', 'interrupted'
    )
  ),
  -- Hash of all that its result is a function of; null when it never came to have one.
  step_key TEXT CHECK (length(step_key) = 64),
  -- What step_key is the hash of. JSON.
  key_parts TEXT CHECK (json_valid(key_parts)),
  -- Hash of the plugin's bundle.
  code_hash TEXT CHECK (length(code_hash) = 64),
  -- Effective settings. JSON.
  settings TEXT CHECK (json_valid(settings)),
  -- Hash of those settings.
  settings_hash TEXT CHECK (length(settings_hash) = 64),
  -- Hash of its result as stored.
  result_sha256 TEXT CHECK (length(result_sha256) = 64),
  -- Step whose result was used again instead of running the plugin.
  reused_from INTEGER REFERENCES steps (step_id),
  -- Why the kernel did not start it.
  skip_reason TEXT,
  -- Code of its error, if it had one.
  error_code TEXT,
  -- What that error says.
  error_message TEXT,
  -- When it began.
  started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
  -- When it ended; for an interrupted one, when that was noticed.
  ended_at TEXT CHECK (ended_at GLOB '????-??-??T??:??:??.???Z'),
  CHECK ((status = 'running') = (ended_at IS NULL))
) STRICT;

CREATE INDEX steps_by_run ON steps (run_id, step_id);
CREATE INDEX steps_by_key ON steps (step_key);
