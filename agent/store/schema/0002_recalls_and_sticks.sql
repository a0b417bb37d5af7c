-- What the image repository recalled, as last verified.
CREATE TABLE recall (
  bundle TEXT PRIMARY KEY,
  action TEXT NOT NULL,
  reason TEXT NOT NULL
) WITHOUT ROWID;

-- The recalled bundle that a slot had to leave for the one before it.
ALTER TABLE slot ADD COLUMN left_bundle TEXT;

-- The folder of the stick that a hint came from; NULL for those of the network.
ALTER TABLE hint ADD COLUMN folder TEXT;
