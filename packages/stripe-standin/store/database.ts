import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {DatabaseSync} from 'node:sqlite'

const TABLES = `
  CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    internal TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS objects_by_name ON objects (name, livemode, seq);
  CREATE INDEX IF NOT EXISTS open_sessions ON objects (livemode, json_extract(body, '$.expires_at'))
    WHERE name = 'checkout.session' AND json_extract(body, '$.status') = 'open';

  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT NOT NULL,
    livemode INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    request_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (key, livemode)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    type TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);
  CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, endpoint, due);
`

/**
 * Opens (or makes) the database of a data directory. Committed work survives the process being killed at any moment;
 * losing the machine's power may cost the last few commits, which a stand-in can bear.
 */
export function openDatabase(directory: string): DatabaseSync {
  mkdirSync(directory, {recursive: true, mode: 0o700})
  const database = new DatabaseSync(join(directory, 'stripe.sqlite'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000')
  database.exec(TABLES)
  return database
}
