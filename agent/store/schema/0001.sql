-- Small facts: session counter, newest hint, capability told, measured bandwidth.
CREATE TABLE kv (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- What the device has to say and nobody has taken yet.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  leaf TEXT NOT NULL,
  priority INTEGER NOT NULL,
  merge_key TEXT NOT NULL DEFAULT '',
  payload BLOB NOT NULL,
  deployment TEXT,
  attempt INTEGER,
  seq INTEGER,
  until_acked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_order ON outbox (priority, id);
CREATE INDEX outbox_deployment ON outbox (deployment) WHERE deployment IS NOT NULL;

-- The newest hint of every slot.
CREATE TABLE hint (
  slot TEXT PRIMARY KEY,
  body TEXT NOT NULL
) WITHOUT ROWID;

-- One row per attempt at a deployment; the state is written before its side effect.
CREATE TABLE deployment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  deployment TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  slot TEXT NOT NULL,
  state TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1,
  seq INTEGER NOT NULL,
  entered_at TEXT NOT NULL,
  boots INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  assignment TEXT,
  bundle TEXT,
  fault TEXT,
  measurements TEXT,
  report BLOB NOT NULL,
  UNIQUE (deployment, attempt)
);
CREATE UNIQUE INDEX deployment_active ON deployment (slot) WHERE active = 1;

-- What a slot serves, and what it served before.
CREATE TABLE slot (
  slot TEXT PRIMARY KEY,
  active TEXT NOT NULL,
  previous TEXT
) WITHOUT ROWID;

-- Versions of signed metadata that were verified, against going back.
CREATE TABLE trust_version (
  repository TEXT NOT NULL,
  role TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (repository, role)
) WITHOUT ROWID;
