-- The user's truth. Every table of this first part is attached to the undo session (store/undo.rs),
-- so: a primary key each, no CASCADE, no SET NULL, and later columns only at the end.
-- Civil dates are TEXT YYYY-MM-DD, instants INTEGER milliseconds UTC. A CHECK lists words by OR: for IN with more than
-- two, SQLite makes a table of its own at every write, which took two thirds of an insert's time.

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'organisation')),
  name TEXT NOT NULL CHECK (name <> ''),
  sort_name TEXT NOT NULL,                    -- folded, to sort and match; never shown
  given TEXT NOT NULL DEFAULT '',
  family TEXT NOT NULL DEFAULT '',
  nicknames TEXT NOT NULL DEFAULT '[]',       -- JSON array of text
  org TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  about TEXT NOT NULL DEFAULT '',             -- Markdown; a vCard's NOTE
  expectations TEXT NOT NULL DEFAULT '',
  photo TEXT,                                 -- SHA-256 of a file in files/
  source TEXT NOT NULL DEFAULT '',            -- file name of the import it came from
  archived_on TEXT,
  cadence_every INTEGER CHECK (cadence_every > 0),
  cadence_unit TEXT CHECK (cadence_unit = 'day' OR cadence_unit = 'week' OR cadence_unit = 'month'
        OR cadence_unit = 'year' OR cadence_unit = 'none'), -- NULL: from the groups
  cadence_set_on TEXT,
  cadence_first_due TEXT,                     -- set when many were given a cadence at once
  paused_until TEXT,
  snoozed_until TEXT,
  skipped_on TEXT,                            -- the last skip
  vcard_extra TEXT NOT NULL DEFAULT '[]',     -- JSON array of lines kept for the way back
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  latest_every INTEGER CHECK (latest_every > 0), -- the longest interval beside the cadence
  latest_unit TEXT CHECK (latest_unit = 'day' OR latest_unit = 'week' OR latest_unit = 'month'
        OR latest_unit = 'year'),
  CHECK ((latest_unit IS NULL) = (latest_every IS NULL)),
  CHECK ((cadence_unit = 'day' OR cadence_unit = 'week' OR cadence_unit = 'month'
        OR cadence_unit = 'year') = (cadence_every IS NOT NULL) OR cadence_unit IS NULL AND cadence_every IS NULL)
) STRICT;
-- Those with a rhythm of their own, with all that follows from it: the day's list reads nothing else of them. By id, the
-- order of their touches, which are read beside.
CREATE INDEX contacts_with_rhythm ON contacts (id, cadence_unit, cadence_every, cadence_set_on, cadence_first_due,
  paused_until, snoozed_until, skipped_on, latest_every, latest_unit, archived_on) WHERE cadence_unit IS NOT NULL;
CREATE INDEX contacts_by_sort_name ON contacts (sort_name, id);

CREATE TABLE contact_points (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  kind TEXT NOT NULL CHECK (kind = 'email' OR kind = 'phone' OR kind = 'address' OR kind = 'url' OR kind = 'profile'),
  value TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  parts TEXT NOT NULL DEFAULT '{}'            -- JSON: an address's street, city, region, postcode, country
) STRICT;
CREATE INDEX contact_points_by_contact ON contact_points (contact_id, kind, position);

CREATE TABLE groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  intent TEXT CHECK (intent = 'grow' OR intent = 'keep' OR intent = 're-engineer' OR intent = 'let go'),
  expectations TEXT NOT NULL DEFAULT '',
  cadence_every INTEGER CHECK (cadence_every > 0),
  cadence_unit TEXT CHECK (cadence_unit = 'day' OR cadence_unit = 'week' OR cadence_unit = 'month'
        OR cadence_unit = 'year'),
  cadence_set_on TEXT,
  created_at INTEGER NOT NULL,
  latest_every INTEGER CHECK (latest_every > 0), -- the longest interval that members inherit
  latest_unit TEXT CHECK (latest_unit = 'day' OR latest_unit = 'week' OR latest_unit = 'month'
        OR latest_unit = 'year'),
  household INTEGER NOT NULL DEFAULT 0 CHECK (household IN (0, 1)), -- a talk with one is a touch with all
  CHECK ((latest_unit IS NULL) = (latest_every IS NULL)),
  CHECK ((cadence_unit IS NULL) = (cadence_every IS NULL))
) STRICT;

CREATE TABLE memberships (
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  group_id INTEGER NOT NULL REFERENCES groups (id),
  added_on TEXT NOT NULL,
  first_due TEXT,                             -- set when many were added, or the group given a cadence, at once
  PRIMARY KEY (contact_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_by_group ON memberships (group_id, contact_id);

CREATE TABLE connections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  from_id INTEGER NOT NULL REFERENCES contacts (id),
  to_id INTEGER NOT NULL REFERENCES contacts (id),
  kind TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  UNIQUE (from_id, to_id, kind)
) STRICT;
CREATE INDEX connections_by_to ON connections (to_id);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  day TEXT NOT NULL,                          -- its own local date
  at INTEGER,                                 -- the instant; NULL for a bare date
  offset_minutes INTEGER,                     -- local offset at that instant
  minutes INTEGER CHECK (minutes >= 0),
  channel TEXT NOT NULL DEFAULT 'other'
    CHECK (channel = 'in person' OR channel = 'call' OR channel = 'video' OR channel = 'message'
        OR channel = 'mail' OR channel = 'letter' OR channel = 'event' OR channel = 'other'),
  initiated_by TEXT CHECK (initiated_by IN ('me', 'them')),
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt IN (0, 1)),
  again_on TEXT,                              -- an attempt: the day to try again
  place TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',              -- Markdown
  line TEXT,                                  -- as typed, where it was read from one line
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((at IS NULL) = (offset_minutes IS NULL))
) STRICT;
CREATE INDEX conversations_by_day ON conversations (day DESC, at DESC, id DESC);
CREATE INDEX conversations_again ON conversations (again_on) WHERE again_on IS NOT NULL;

CREATE TABLE conversation_people (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  position INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_people_by_contact ON conversation_people (contact_id, conversation_id);

CREATE TABLE conversation_tags (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  tag TEXT NOT NULL,                          -- without '#'
  PRIMARY KEY (conversation_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_tags_by_tag ON conversation_tags (tag, conversation_id);

CREATE TABLE facts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  kind TEXT NOT NULL DEFAULT 'personal'
    CHECK (kind = 'personal' OR kind = 'professional' OR kind = 'wants' OR kind = 'offers' OR kind = 'likes'
        OR kind = 'dislikes'),
  text TEXT NOT NULL CHECK (text <> ''),
  conversation_id INTEGER REFERENCES conversations (id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX facts_by_contact ON facts (contact_id, id);
CREATE INDEX facts_by_conversation ON facts (conversation_id) WHERE conversation_id IS NOT NULL;

CREATE TABLE exchanges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  conversation_id INTEGER REFERENCES conversations (id),
  direction TEXT NOT NULL CHECK (direction = 'gave' OR direction = 'received' OR direction = 'asked'),
  kind TEXT NOT NULL DEFAULT 'other'
    CHECK (kind = 'introduction' OR kind = 'referral' OR kind = 'advice' OR kind = 'article'
        OR kind = 'favour' OR kind = 'gift' OR kind = 'time' OR kind = 'business' OR kind = 'feedback'
        OR kind = 'other'),
  text TEXT NOT NULL,
  worth_cents INTEGER CHECK (worth_cents >= 0),  -- hundredths of the currency's unit
  currency TEXT,                              -- ISO 4217
  day TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  CHECK ((worth_cents IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX exchanges_by_contact ON exchanges (contact_id, day);
CREATE INDEX exchanges_by_conversation ON exchanges (conversation_id) WHERE conversation_id IS NOT NULL;

CREATE TABLE follow_ups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  conversation_id INTEGER REFERENCES conversations (id),
  kind TEXT NOT NULL DEFAULT 'promise' CHECK (kind = 'promise' OR kind = 'answer owed' OR kind = 'amends'
        OR kind = 'thank-you'),
  theirs INTEGER NOT NULL DEFAULT 0 CHECK (theirs IN (0, 1)),
  text TEXT NOT NULL CHECK (text <> ''),
  due_on TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state = 'open' OR state = 'kept' OR state = 'dropped'),
  closed_on TEXT,
  created_at INTEGER NOT NULL,
  CHECK ((state = 'open') = (closed_on IS NULL))
) STRICT;
CREATE INDEX follow_ups_by_contact ON follow_ups (contact_id, state);
CREATE INDEX follow_ups_by_conversation ON follow_ups (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX follow_ups_open ON follow_ups (due_on) WHERE state = 'open';

CREATE TABLE occasions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  kind TEXT NOT NULL CHECK (kind = 'birthday' OR kind = 'anniversary' OR kind = 'custom'),
  label TEXT NOT NULL DEFAULT '',
  date TEXT NOT NULL,                         -- YYYY-MM-DD, --MM-DD, YYYY-MM or --MM
  lead_days INTEGER NOT NULL DEFAULT 7 CHECK (lead_days >= 0),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX occasions_by_contact ON occasions (contact_id);

CREATE TABLE feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  conversation_id INTEGER REFERENCES conversations (id),
  score INTEGER CHECK (score BETWEEN 0 AND 10),
  text TEXT NOT NULL DEFAULT '',
  day TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_by_contact ON feedback (contact_id, day);
CREATE INDEX feedback_by_conversation ON feedback (conversation_id) WHERE conversation_id IS NOT NULL;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL                         -- JSON
) STRICT, WITHOUT ROWID;

INSERT INTO groups (uid, name, cadence_every, cadence_unit, created_at) VALUES
  ('group-clients', 'Clients', 2, 'month', 0),
  ('group-vendors', 'Vendors', 2, 'month', 0),
  ('group-peers', 'Peers', 3, 'month', 0);

-- What Kith keeps beside the user's truth. Never attached to the undo session.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,              -- 'database_id', 'epoch', …
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE undo_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  label TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',              -- JSON: the pattern of the label and its parts
  kind TEXT NOT NULL CHECK (kind = 'edit' OR kind = 'import' OR kind = 'merge' OR kind = 'restore'),
  state TEXT NOT NULL DEFAULT 'done' CHECK (state = 'running' OR state = 'done' OR state = 'undone'),
  at INTEGER NOT NULL,
  turn INTEGER NOT NULL DEFAULT 0             -- order of undoing, so that redo takes the latest undone first
) STRICT;

-- Of what is rare alone, so that a finished change writes to neither.
CREATE INDEX undo_log_undone ON undo_log (turn) WHERE state = 'undone';
CREATE INDEX undo_log_running ON undo_log (id) WHERE state = 'running';

CREATE TABLE undo_changes (
  operation_id INTEGER NOT NULL REFERENCES undo_log (id) ON DELETE CASCADE,
  batch INTEGER NOT NULL,
  changeset BLOB NOT NULL,                    -- SQLite session changeset
  PRIMARY KEY (operation_id, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_queue (
  seq INTEGER PRIMARY KEY,                    -- never reused, as the newest line stays: the index names the last it holds
  kind TEXT NOT NULL CHECK (kind IN ('contact', 'conversation')),
  id INTEGER NOT NULL
) STRICT;

CREATE TABLE drafts (
  id TEXT NOT NULL PRIMARY KEY,               -- 'log', 'conversation:12', 'contact:new', …
  body TEXT NOT NULL,                         -- JSON as the screen left it
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE day_lists (
  day TEXT NOT NULL PRIMARY KEY,              -- a routine day
  drawn_at INTEGER NOT NULL,
  topped_up INTEGER NOT NULL DEFAULT 0        -- places added to the pace
) STRICT, WITHOUT ROWID;

CREATE TABLE day_items (
  day TEXT NOT NULL REFERENCES day_lists (day) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (day, position),
  UNIQUE (day, contact_id)
) STRICT, WITHOUT ROWID;

-- What was told, and what is being told: claimed before it is shown, told once the desktop answered.
CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,                         -- 'digest', 'occasion', 'lead', 'planned', 'happened', 'again', 'summary'
  subject TEXT NOT NULL,                      -- the uid of an occasion or talk; for 'again' the key it repeats, as JSON; else empty
  occurrence TEXT NOT NULL,                   -- the day it is about; for 'again' when it was asked for
  due_at INTEGER,                             -- for 'again': when it is due
  claimed_at INTEGER,
  told_at INTEGER,
  told_with INTEGER REFERENCES notices (id) ON DELETE CASCADE, -- the notice that tells it too
  UNIQUE (kind, subject, occurrence)
) STRICT;
CREATE INDEX notices_told_with ON notices (told_with) WHERE told_with IS NOT NULL;

-- What the calendar file said last, so that an entry keeps its revision until it says something else.
CREATE TABLE calendar_entries (
  uid TEXT NOT NULL PRIMARY KEY,              -- as it is in the file
  fingerprint TEXT NOT NULL,                  -- SHA-256 of what it says
  revised_at INTEGER NOT NULL                 -- whole seconds, in milliseconds as all instants
) STRICT, WITHOUT ROWID;

-- Who was spoken with when: one row a contact and conversation, kept by triggers from conversations,
-- conversation_people and exchanges. counts: 0 an attempt, 1 an ask alone, 2 a touch.
CREATE TABLE touches (
  contact_id INTEGER NOT NULL,
  counts INTEGER NOT NULL,
  day TEXT NOT NULL,
  at INTEGER,
  conversation_id INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX touches_by_contact ON touches (contact_id, counts, day, at);
-- Asks alone are few: to see that there is none, a small index is asked.
CREATE INDEX touches_asks ON touches (contact_id, day, at) WHERE counts = 1;
