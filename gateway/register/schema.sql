-- schema.sql - the tables of the register, by numbered migrations
--
-- "-- connection" opens what every connection runs first, "-- migration N"
-- what brings a register from version N-1 to N, in one transaction.  Applied
-- migrations are never edited; a change is a new one.  Statements are parted
-- by blank lines.  The remarks inside a statement stay in the register's file,
-- so that `sqlite3 register.db .schema` explains it.
--
-- Instants are seconds since 1970 UTC; days are YYYY-MM-DD in London, NULL
-- where there is none.  Words are those of item.h, outbox.h and ledger.h.

-- connection

PRAGMA synchronous = FULL;

PRAGMA secure_delete = ON;

PRAGMA temp_store = MEMORY;

-- db.c keeps the write-ahead file when the last user leaves: empty, by this.

PRAGMA journal_size_limit = 8388608;

-- migration 1

PRAGMA application_id = 1347571026;

CREATE TABLE item (
	-- a thing that arrived
	id TEXT NOT NULL PRIMARY KEY, -- ours; the file's name in the spool
	channel TEXT NOT NULL,        -- email or post: the way it came
	kind TEXT NOT NULL,           -- message or document
	file TEXT NOT NULL,           -- name in the tray; '' for mail
	sha256 TEXT NOT NULL,         -- of its bytes
	size INTEGER NOT NULL,        -- bytes
	received_at INTEGER NOT NULL, -- when the organisation first had it
	registered_at INTEGER NOT NULL, -- when it entered the register
	first_id TEXT REFERENCES item (id), -- first item of the same bytes
	type TEXT NOT NULL,           -- media type found
	outcome TEXT NOT NULL,        -- read, encrypted, unreadable ...
	note TEXT NOT NULL,           -- why it could not be read
	message_id TEXT NOT NULL,     -- what a message calls itself
	sent_date TEXT NOT NULL,      -- what a message says of its date
	title TEXT NOT NULL,          -- subject, or the name in the tray
	author_name TEXT NOT NULL,    -- who wrote it, '' unknown
	author_address TEXT NOT NULL, -- e-mail address, '' unknown
	author_postal TEXT NOT NULL,  -- postal address, '' unknown
	author_phone TEXT NOT NULL,   -- telephone, '' unknown
	forwarder TEXT NOT NULL,      -- address of who passed it on, or ''
	origin TEXT NOT NULL,         -- public, staff_forward, machine ...
	machine TEXT NOT NULL,        -- bounce, auto_reply ...; '' for people
	authenticated TEXT NOT NULL,  -- pass, fail or none
	disposition TEXT NOT NULL,    -- what triage took it for
	place TEXT NOT NULL           -- its file below the spool; '' in work
) STRICT, WITHOUT ROWID;

CREATE INDEX item_by_bytes ON item (sha256);

CREATE TABLE part (
	-- one document of an item: a body, an attachment, a file in a file
	item_id TEXT NOT NULL REFERENCES item (id),
	position INTEGER NOT NULL,    -- from 0, in the item's order
	path TEXT NOT NULL,           -- 1, 1.2: where it is in the item
	name TEXT NOT NULL,           -- a label from outside
	declared_type TEXT NOT NULL,  -- media type it claims
	type TEXT NOT NULL,           -- media type found
	size INTEGER NOT NULL,        -- decoded bytes
	sha256 TEXT NOT NULL,         -- of the decoded bytes
	md5 TEXT NOT NULL,            -- of the decoded bytes
	disposition TEXT NOT NULL,    -- body, inline or attachment
	is_nested INTEGER NOT NULL,   -- 1: found inside another part
	is_alternative INTEGER NOT NULL, -- 1: repeats another part
	outcome TEXT NOT NULL,        -- read, encrypted, unreadable ...
	note TEXT NOT NULL,           -- why it could not be read
	pages INTEGER NOT NULL,       -- 0 where the format has none
	is_ocr INTEGER NOT NULL,      -- 1: some text was recognised
	confidence INTEGER NOT NULL,  -- of the recognition, thousandths
	language TEXT NOT NULL,       -- en; '' unknown
	text TEXT NOT NULL,           -- all of it; never shortened
	PRIMARY KEY (item_id, position)
) STRICT;

CREATE TABLE mark (
	-- a stretch of text that the author did not write now
	item_id TEXT NOT NULL REFERENCES item (id),
	position INTEGER NOT NULL,    -- from 0
	kind TEXT NOT NULL,           -- quoted, signature ...
	part INTEGER NOT NULL,        -- position of the part
	begins INTEGER NOT NULL,      -- byte of the part's text
	ends INTEGER NOT NULL,        -- byte behind the last
	PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reason (
	-- a phrase that spoke for a category
	item_id TEXT NOT NULL REFERENCES item (id),
	position INTEGER NOT NULL,    -- from 0
	phrase TEXT NOT NULL,         -- as it stands in the text
	weight INTEGER NOT NULL,      -- thousandths
	category TEXT NOT NULL,       -- the one it spoke for
	part INTEGER NOT NULL,        -- position of the part
	begins INTEGER NOT NULL,      -- byte of the part's text
	ends INTEGER NOT NULL,        -- byte behind the last
	PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
	-- something in the text that somebody else must hear of
	item_id TEXT NOT NULL REFERENCES item (id),
	position INTEGER NOT NULL,    -- from 0
	kind TEXT NOT NULL,           -- safeguarding_child, media ...
	urgency TEXT NOT NULL,        -- immediate, same_day or routine
	refer_to TEXT NOT NULL,       -- who, by the policy
	phrase TEXT NOT NULL,         -- as it stands in the text
	part INTEGER NOT NULL,        -- position of the part
	begins INTEGER NOT NULL,      -- byte of the part's text
	ends INTEGER NOT NULL,        -- byte behind the last
	PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE sequence (
	-- the last number given to a case, by year of receipt
	year INTEGER NOT NULL PRIMARY KEY,
	last INTEGER NOT NULL
) STRICT;

CREATE TABLE cases (
	-- a matter with its clocks ("case" is a word of SQL)
	id INTEGER NOT NULL PRIMARY KEY,
	reference TEXT NOT NULL UNIQUE, -- CS26-001234-K
	state TEXT NOT NULL CHECK (state IN
	    ('received', 'acknowledged', 'closed')),
	category TEXT NOT NULL,       -- complaint ...; '' undecided
	disposition TEXT NOT NULL,    -- what triage took it for
	confidence INTEGER NOT NULL,  -- of the category, thousandths
	needs_review INTEGER NOT NULL, -- 1: a person must decide
	review_reason TEXT NOT NULL,  -- why; for staff
	author_name TEXT NOT NULL,    -- who it is from, '' unknown
	author_address TEXT NOT NULL, -- e-mail address, '' unknown
	author_postal TEXT NOT NULL,  -- postal address, '' unknown
	author_phone TEXT NOT NULL,   -- telephone, '' unknown
	received_on TEXT NOT NULL,    -- day 0 of its clocks
	ack_due TEXT,                 -- last day to acknowledge
	holding_due TEXT,             -- last day for a holding letter
	response_due TEXT,            -- last day to respond
	acknowledge TEXT NOT NULL,    -- true, false or hold, as decided
	why_not TEXT NOT NULL         -- why not acknowledged, or held
) STRICT;

CREATE INDEX cases_by_receipt ON cases (received_on, id);

CREATE INDEX cases_open ON cases (state, response_due);

CREATE INDEX cases_for_review ON cases (needs_review) WHERE needs_review = 1;

CREATE TABLE item_case (
	-- which items a case is made of
	item_id TEXT NOT NULL REFERENCES item (id),
	case_id INTEGER NOT NULL REFERENCES cases (id),
	role TEXT NOT NULL CHECK (role IN ('original', 'follow_up')),
	PRIMARY KEY (item_id, case_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_case_by_case ON item_case (case_id, role);

CREATE TABLE outbox (
	-- what is owed to whom, and what became of it
	id INTEGER NOT NULL PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	kind TEXT NOT NULL,           -- acknowledgement
	state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent',
	    'printed', 'posted', 'held', 'failed')),
	channel TEXT NOT NULL,        -- email, letter or none
	template TEXT NOT NULL,       -- a text of the policy pack
	to_name TEXT NOT NULL,        -- fit for a greeting, or ''
	to_address TEXT NOT NULL,     -- e-mail address, or ''
	to_postal TEXT NOT NULL,      -- postal address, or ''
	message_id TEXT NOT NULL UNIQUE, -- chosen once, kept for ever
	in_reply_to TEXT NOT NULL,    -- RFC 5322 section 3.6.4, or ''
	thread TEXT NOT NULL,         -- its References field, or ''
	attempts INTEGER NOT NULL,    -- how often a sender took it
	next_attempt INTEGER NOT NULL, -- not before this instant
	made_at INTEGER NOT NULL,     -- when it was owed
	finished_at INTEGER,          -- when it was sent, posted or given up
	note TEXT NOT NULL,           -- why held, or what went wrong
	UNIQUE (case_id, kind)
) STRICT;

CREATE INDEX outbox_by_state ON outbox (state, next_attempt, id);

CREATE TABLE event (
	-- the history: only ever added to; no personal data
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- without gaps
	at INTEGER NOT NULL,          -- when it was written
	who TEXT NOT NULL,            -- a role, or the login of a person
	what TEXT NOT NULL,           -- registered, acknowledged ...
	detail TEXT NOT NULL,         -- plain English
	reference TEXT REFERENCES cases (reference), -- the case, if any
	item_id TEXT REFERENCES item (id), -- the item, if any
	hash TEXT NOT NULL            -- SHA-256 of the last hash and this row
) STRICT;

CREATE INDEX event_by_case ON event (reference, id);

CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN
	SELECT RAISE (ABORT, 'the history is never changed');
END;

CREATE TRIGGER event_is_kept BEFORE DELETE ON event
BEGIN
	SELECT RAISE (ABORT, 'the history is never shortened');
END;

CREATE TABLE ledger (
	-- every UID a server showed, every file dropped in the tray
	id INTEGER NOT NULL PRIMARY KEY,
	mailbox TEXT NOT NULL,        -- its name in postroom.conf, or post
	folder TEXT NOT NULL,         -- on the server; '' for the tray
	uidvalidity INTEGER NOT NULL, -- RFC 9051 section 2.3.1.1; 0 for a file
	uid INTEGER NOT NULL,         -- 0 for a file
	file TEXT NOT NULL,           -- name in the tray; '' for mail
	item_id TEXT NOT NULL,        -- '' before it is fetched
	internaldate INTEGER NOT NULL, -- when the server or the tray had it
	size INTEGER NOT NULL,        -- bytes
	state TEXT NOT NULL CHECK (state IN
	    ('seen', 'fetched', 'filed', 'unfetchable', 'too_large')),
	attempts INTEGER NOT NULL,    -- to fetch it
	last_error TEXT NOT NULL      -- of the last attempt that failed
) STRICT;

CREATE UNIQUE INDEX ledger_mail ON ledger (mailbox, folder, uidvalidity, uid)
    WHERE uid > 0;

CREATE UNIQUE INDEX ledger_post ON ledger (item_id, file) WHERE uid = 0;

CREATE INDEX ledger_stuck ON ledger (state)
    WHERE state IN ('unfetchable', 'too_large');

CREATE TABLE poll (
	-- when a mailbox was last read to its end
	mailbox TEXT NOT NULL PRIMARY KEY,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIEW case_view AS
-- struct case_row of cases.h, column by column, then the key
SELECT c.reference, ic.item_id, c.category, c.disposition, c.state,
    CASE WHEN c.author_name <> '' THEN c.author_name
	ELSE c.author_address END AS who,
    i.title, i.channel, c.needs_review, c.review_reason,
    c.received_on, c.ack_due, c.response_due,
    COALESCE (o.state, 'none') AS ack_state,
    CASE WHEN o.note <> '' THEN o.note ELSE c.why_not END AS ack_note,
    (SELECT group_concat (kind, ' ')
	FROM (SELECT f.kind FROM item_case fc
	    JOIN flag f ON f.item_id = fc.item_id
	    WHERE fc.case_id = c.id GROUP BY f.kind
	    ORDER BY MIN (CASE f.urgency WHEN 'immediate' THEN 0
		WHEN 'same_day' THEN 1 ELSE 2 END), f.kind)) AS flags,
    i.outcome, i.place, c.id
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement';

PRAGMA user_version = 1;

-- migration 2

CREATE TABLE departure (
	-- an e-mail that left within a day, or may have: what the caps count
	id INTEGER NOT NULL PRIMARY KEY,
	outbox_id INTEGER NOT NULL REFERENCES outbox (id),
	address TEXT NOT NULL,        -- of the recipient, in small letters
	domain TEXT NOT NULL,         -- what stands behind its '@'
	at INTEGER NOT NULL           -- when the attempt began
) STRICT;

CREATE INDEX departure_by_time ON departure (at);

CREATE INDEX departure_by_domain ON departure (domain, at);

CREATE INDEX departure_by_address ON departure (address, at);

PRAGMA user_version = 2;

-- migration 3

ALTER TABLE poll ADD COLUMN
	trouble TEXT NOT NULL DEFAULT ''; -- of the last poll; '' for none

ALTER TABLE poll ADD COLUMN
	since INTEGER NOT NULL DEFAULT 0; -- when it began; 0 for none

ALTER TABLE poll ADD COLUMN
	told_at INTEGER NOT NULL DEFAULT 0; -- last alarm about it; 0 for none

PRAGMA user_version = 3;

-- migration 4

ALTER TABLE item ADD COLUMN
	content TEXT NOT NULL DEFAULT ''; -- SHA-256 of what the author sent

UPDATE item SET content = sha256;

CREATE INDEX item_by_content ON item (content);

CREATE INDEX item_by_message_id ON item (message_id) WHERE message_id <> '';

CREATE TABLE item_link (
	-- items that belong together, and are not the same
	item_id TEXT NOT NULL REFERENCES item (id),
	other_id TEXT NOT NULL REFERENCES item (id), -- the earlier one
	why TEXT NOT NULL CHECK (why IN ('same_message_id')),
	PRIMARY KEY (item_id, other_id, why)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_link_back ON item_link (other_id, item_id);

CREATE INDEX ledger_by_item ON ledger (item_id) WHERE item_id <> '';

PRAGMA user_version = 4;

-- migration 5

CREATE TABLE secret (
	-- keys that were made with the register, and never leave it
	name TEXT NOT NULL PRIMARY KEY, -- token
	value TEXT NOT NULL           -- 64 hexadecimal digits
) STRICT, WITHOUT ROWID;

ALTER TABLE cases ADD COLUMN
	merged_into INTEGER REFERENCES cases (id); -- the case it went into

ALTER TABLE outbox ADD COLUMN
	bounced_at INTEGER; -- when a report said that it did not arrive

ALTER TABLE outbox ADD COLUMN
	bounce TEXT NOT NULL DEFAULT ''; -- why: 5.1.1 (RFC 3463), '' unknown

CREATE INDEX outbox_by_address ON outbox (LOWER (to_address))
    WHERE to_address <> '';

ALTER TABLE item ADD COLUMN
	author_role TEXT NOT NULL DEFAULT ''; -- solicitor, council ...; or ''

ALTER TABLE item_link RENAME TO item_link_before;

CREATE TABLE item_link (
	-- items that belong together, or may, and are not the same
	item_id TEXT NOT NULL REFERENCES item (id),
	other_id TEXT NOT NULL REFERENCES item (id), -- the earlier one
	why TEXT NOT NULL CHECK (why IN
	    ('same_message_id', 'possibly_related')),
	PRIMARY KEY (item_id, other_id, why)
) STRICT, WITHOUT ROWID;

INSERT INTO item_link (item_id, other_id, why)
SELECT item_id, other_id, why FROM item_link_before;

DROP TABLE item_link_before;

CREATE INDEX item_link_back ON item_link (other_id, item_id);

PRAGMA user_version = 5;

-- migration 6

ALTER TABLE ledger ADD COLUMN
	settled_at INTEGER NOT NULL DEFAULT 0; -- a person saw to it; 0 for no

ALTER TABLE ledger ADD COLUMN
	put_back_at INTEGER NOT NULL DEFAULT 0; -- by reconcile; 0 for no

DROP INDEX ledger_stuck;

CREATE INDEX ledger_stuck ON ledger (state)
    WHERE state IN ('unfetchable', 'too_large') AND settled_at = 0;

PRAGMA user_version = 6;

-- migration 7

CREATE TABLE case_field (
	-- what staff wrote down of a case: casework.h has the fields
	id INTEGER NOT NULL PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	field TEXT NOT NULL,
	value TEXT NOT NULL,          -- '' where it was cleared
	at INTEGER NOT NULL,          -- when it was set
	who TEXT NOT NULL,            -- by whom
	is_current INTEGER NOT NULL   -- 0: another value came after it
) STRICT;

CREATE UNIQUE INDEX case_field_now ON case_field (case_id, field)
    WHERE is_current = 1;

CREATE INDEX case_field_by_case ON case_field (case_id, id);

CREATE INDEX case_field_by_person ON case_field (field, value, case_id)
    WHERE is_current = 1 AND field IN ('owner', 'officer');

PRAGMA user_version = 7;

-- migration 8

CREATE TABLE score (
	-- how probable each category was for a model
	item_id TEXT NOT NULL REFERENCES item (id),
	category TEXT NOT NULL,       -- '' for no case at all
	probability INTEGER NOT NULL, -- thousandths
	model TEXT NOT NULL,          -- ID of the model; '' for none
	PRIMARY KEY (item_id, category)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
	-- what a person said of a category: models learn from it
	id INTEGER NOT NULL PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	item_id TEXT NOT NULL REFERENCES item (id),
	at INTEGER NOT NULL,          -- when
	who TEXT NOT NULL,            -- the person
	category_from TEXT NOT NULL,  -- as it was; '' undecided
	category_to TEXT NOT NULL,    -- as it is; '' for none of them
	reason TEXT NOT NULL,         -- why; for staff
	model TEXT NOT NULL           -- that had weighed the item, or ''
) STRICT;

CREATE INDEX correction_by_item ON correction (item_id, id);

CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
BEGIN
	SELECT RAISE (ABORT, 'corrections are never changed');
END;

PRAGMA user_version = 8;

-- migration 9

CREATE TABLE holiday (
	-- a holiday proclaimed since the table of them was made
	day TEXT NOT NULL PRIMARY KEY,
	in_england INTEGER NOT NULL,  -- 1: England and Wales; 0: elsewhere
	name TEXT NOT NULL,           -- what it is for
	at INTEGER NOT NULL,          -- when it was added
	who TEXT NOT NULL             -- by whom
) STRICT, WITHOUT ROWID;

CREATE INDEX cases_by_reply ON cases (response_due) WHERE state <> 'closed';

CREATE INDEX cases_by_ack ON cases (ack_due) WHERE state = 'received';

PRAGMA user_version = 9;

-- migration 10

ALTER TABLE cases ADD COLUMN
	closed_on TEXT; -- NULL while it is open

ALTER TABLE cases ADD COLUMN
	retain_until TEXT; -- may be destroyed after it; NULL while open

ALTER TABLE cases ADD COLUMN
	paused_on TEXT; -- its clocks are paused since; NULL for running

CREATE INDEX cases_by_retention ON cases (retain_until)
    WHERE retain_until IS NOT NULL;

CREATE INDEX cases_by_target ON cases (merged_into)
    WHERE merged_into IS NOT NULL;

ALTER TABLE item ADD COLUMN
	reread_at INTEGER NOT NULL DEFAULT 0; -- to be read again since

-- what it reads of changes from here on; migration 19 has it again
DROP VIEW case_view;

CREATE TABLE departure_before AS SELECT * FROM departure;

DROP TABLE departure;

ALTER TABLE outbox RENAME TO outbox_before;

CREATE TABLE outbox (
	-- what is owed to whom, and what became of it
	id INTEGER NOT NULL PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	kind TEXT NOT NULL,           -- acknowledgement
	state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent',
	    'printed', 'posted', 'telephoned', 'held', 'failed', 'cancelled')),
	channel TEXT NOT NULL,        -- email, letter or none
	template TEXT NOT NULL,       -- a text of the policy pack
	to_name TEXT NOT NULL,        -- fit for a greeting, or ''
	to_address TEXT NOT NULL,     -- e-mail address, or ''
	to_postal TEXT NOT NULL,      -- postal address, or ''
	message_id TEXT NOT NULL UNIQUE, -- chosen once, kept for ever
	in_reply_to TEXT NOT NULL,    -- RFC 5322 section 3.6.4, or ''
	thread TEXT NOT NULL,         -- its References field, or ''
	attempts INTEGER NOT NULL,    -- how often a sender took it
	next_attempt INTEGER NOT NULL, -- not before this instant
	made_at INTEGER NOT NULL,     -- when it was owed
	finished_at INTEGER,          -- when it was sent, posted or given up
	note TEXT NOT NULL,           -- why held, or what went wrong
	bounced_at INTEGER, -- when a report said that it did not arrive
	bounce TEXT NOT NULL DEFAULT '', -- why: 5.1.1 (RFC 3463), '' unknown
	released_at INTEGER, -- when a person let it go; NULL: nobody had to
	UNIQUE (case_id, kind)
) STRICT;

INSERT INTO outbox (id, case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, finished_at, note, bounced_at, bounce)
SELECT id, case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, finished_at, note, bounced_at, bounce
FROM outbox_before;

DROP TABLE outbox_before;

CREATE INDEX outbox_by_state ON outbox (state, next_attempt, id);

CREATE INDEX outbox_by_address ON outbox (LOWER (to_address))
    WHERE to_address <> '';

CREATE TABLE departure (
	-- an e-mail that left within a day, or may have: what the caps count
	id INTEGER NOT NULL PRIMARY KEY,
	outbox_id INTEGER NOT NULL REFERENCES outbox (id),
	address TEXT NOT NULL,        -- of the recipient, in small letters
	domain TEXT NOT NULL,         -- what stands behind its '@'
	at INTEGER NOT NULL           -- when the attempt began
) STRICT;

INSERT INTO departure (id, outbox_id, address, domain, at)
SELECT id, outbox_id, address, domain, at FROM departure_before;

DROP TABLE departure_before;

CREATE INDEX departure_by_time ON departure (at);

CREATE INDEX departure_by_domain ON departure (domain, at);

CREATE INDEX departure_by_address ON departure (address, at);

PRAGMA user_version = 10;

-- migration 11

ALTER TABLE item ADD COLUMN
	destroyed_at INTEGER; -- its content was, at the end of its time

ALTER TABLE cases ADD COLUMN
	destroyed_at INTEGER; -- its content was; NULL while it is kept

CREATE INDEX item_by_first ON item (first_id) WHERE first_id IS NOT NULL;

CREATE INDEX item_half_destroyed ON item (id)
    WHERE destroyed_at IS NOT NULL AND place <> '';

CREATE TABLE backup (
	-- what was taken where: a destroyed case may still be in it
	id INTEGER NOT NULL PRIMARY KEY,
	at INTEGER NOT NULL,          -- when
	folder TEXT NOT NULL,         -- of backups
	name TEXT NOT NULL            -- in it
) STRICT;

CREATE TABLE restoration (
	-- the register was brought back from a backup
	id INTEGER NOT NULL PRIMARY KEY,
	taken_at INTEGER NOT NULL,    -- the backup
	restored_at INTEGER NOT NULL  -- and since then the register goes on
) STRICT;

PRAGMA user_version = 11;

-- migration 12

CREATE TABLE person (
	-- somebody who wrote, or whom a case is about
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- P12: never used again
	name TEXT NOT NULL,           -- '' unknown
	born_on TEXT,                 -- NULL unknown
	made_at INTEGER NOT NULL,     -- when the register first had them
	merged_into INTEGER REFERENCES person (id) -- the same, by a person
) STRICT;

CREATE INDEX person_by_target ON person (merged_into)
    WHERE merged_into IS NOT NULL;

CREATE TABLE person_name (
	-- the names that a person writes under, '' for none
	person_id INTEGER NOT NULL REFERENCES person (id),
	likeness TEXT NOT NULL,       -- in small letters
	PRIMARY KEY (person_id, likeness)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_name_by_likeness ON person_name (likeness, person_id);

CREATE TABLE contact (
	-- how a person is reached
	id INTEGER NOT NULL PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('email', 'postal', 'phone')),
	value TEXT NOT NULL,          -- as it was written
	likeness TEXT NOT NULL,       -- what two that are the same share
	is_preferred INTEGER NOT NULL, -- 1: the person asked for this one
	UNIQUE (person_id, kind, likeness)
) STRICT;

CREATE INDEX contact_by_likeness ON contact (likeness, kind, person_id);

CREATE TABLE person_case (
	-- who a person is to a case
	person_id INTEGER NOT NULL REFERENCES person (id),
	case_id INTEGER NOT NULL REFERENCES cases (id),
	role TEXT NOT NULL CHECK (role IN
	    ('complainant', 'patient', 'representative', 'mp', 'advocate')),
	basis TEXT NOT NULL CHECK (basis IN ('', 'deceased', 'child',
	    'incapacity', 'requested', 'mp', 'poa', 'advocate',
	    'solicitor')),            -- of a representative
	evidence_on TEXT,             -- proof of it was seen; NULL: not yet
	at INTEGER NOT NULL,          -- when it was written down
	who TEXT NOT NULL,            -- by whom
	PRIMARY KEY (case_id, person_id, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_case_by_person ON person_case (person_id, case_id);

CREATE TABLE person_apart (
	-- two who look alike and are not the same, by a person
	low_id INTEGER NOT NULL REFERENCES person (id),
	high_id INTEGER NOT NULL REFERENCES person (id),
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	PRIMARY KEY (low_id, high_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_apart_back ON person_apart (high_id, low_id);

CREATE TABLE need (
	-- how a person must be written and spoken to (Accessible
	-- Information Standard)
	person_id INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL,           -- large_print, bsl ...
	detail TEXT NOT NULL,         -- which language, what size; or ''
	at INTEGER NOT NULL,          -- when it was written down
	who TEXT NOT NULL,            -- by whom
	PRIMARY KEY (person_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE equality (
	-- what a person answered to the equality questions: no row, not
	-- disclosed
	person_id INTEGER NOT NULL REFERENCES person (id),
	question TEXT NOT NULL,       -- race, disability ...
	answer TEXT NOT NULL,         -- one of those given
	at INTEGER NOT NULL,          -- when it was written down
	who TEXT NOT NULL,            -- by whom
	PRIMARY KEY (person_id, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE restriction (
	-- a decision on how a person may write to us
	id INTEGER NOT NULL PRIMARY KEY,
	person_id INTEGER NOT NULL REFERENCES person (id),
	kind TEXT NOT NULL CHECK (kind IN ('no_ack', 'single_contact',
	    'one_channel', 'via_advocate', 'suspended')),
	detail TEXT NOT NULL,         -- which contact or channel; or ''
	reason TEXT NOT NULL,         -- why; for staff
	decided_by TEXT NOT NULL,     -- who decided it
	decided_on TEXT NOT NULL,
	review_due TEXT NOT NULL,     -- last day to look at it again
	at INTEGER NOT NULL,          -- when it was written down
	who TEXT NOT NULL,            -- by whom
	ended_on TEXT,                -- NULL while it holds
	ended_by TEXT NOT NULL DEFAULT '', -- who decided that
	end_reason TEXT NOT NULL DEFAULT '' -- why; for staff
) STRICT;

CREATE UNIQUE INDEX restriction_now ON restriction (person_id, kind)
    WHERE ended_on IS NULL;

CREATE INDEX restriction_by_person ON restriction (person_id, id);

CREATE INDEX restriction_by_review ON restriction (review_due, id)
    WHERE ended_on IS NULL;

CREATE TABLE new_issue (
	-- what came of a restricted person: a new issue?
	item_id TEXT NOT NULL REFERENCES item (id),
	case_id INTEGER NOT NULL REFERENCES cases (id),
	person_id INTEGER NOT NULL REFERENCES person (id), -- restricted
	asked_at INTEGER NOT NULL,
	answer TEXT NOT NULL CHECK (answer IN ('', 'yes', 'no')),
	answered_at INTEGER,          -- NULL: nobody has answered
	who TEXT NOT NULL,            -- who did
	PRIMARY KEY (case_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX new_issue_open ON new_issue (asked_at) WHERE answer = '';

CREATE INDEX item_by_author ON item (LOWER (author_address), received_at)
    WHERE author_address <> '';

-- Who wrote before there were persons: one for each address and name, and for
-- each case without an address, by the number of the first case.

INSERT INTO person (id, name, made_at)
SELECT MIN (c.id), c.author_name, MIN (i.registered_at)
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
WHERE c.author_address <> ''
GROUP BY LOWER (c.author_address), LOWER (TRIM (c.author_name))
UNION ALL
SELECT c.id, c.author_name, i.registered_at
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
WHERE c.author_address = ''
AND (c.author_name <> '' OR c.author_postal <> '' OR c.author_phone <> '');

INSERT INTO person_name (person_id, likeness)
SELECT id, LOWER (TRIM (name)) FROM person;

INSERT INTO contact (person_id, kind, value, likeness, is_preferred)
SELECT p.id, 'email', c.author_address, LOWER (c.author_address), 0
FROM person p
JOIN cases c ON c.id = p.id
WHERE c.author_address <> '';

INSERT INTO person_case (person_id, case_id, role, basis, at, who)
SELECT p.id, c.id, 'complainant', '', p.made_at, 'migration'
FROM cases c
JOIN contact e ON e.likeness = LOWER (c.author_address) AND e.kind = 'email'
JOIN person p ON p.id = e.person_id
AND LOWER (TRIM (p.name)) = LOWER (TRIM (c.author_name))
WHERE c.author_address <> ''
UNION ALL
SELECT p.id, p.id, 'complainant', '', p.made_at, 'migration'
FROM person p
JOIN cases c ON c.id = p.id
WHERE c.author_address = '';

INSERT INTO contact (person_id, kind, value, likeness, is_preferred)
SELECT x.person_id, 'postal', c.author_postal,
    LOWER (REPLACE (REPLACE (REPLACE (REPLACE (REPLACE (c.author_postal,
    ' ', ''), CHAR (10), ''), CHAR (13), ''), ',', ''), '.', '')), 0
FROM person_case x
JOIN cases c ON c.id = x.case_id
WHERE c.author_postal <> ''
ON CONFLICT (person_id, kind, likeness) DO NOTHING;

INSERT INTO contact (person_id, kind, value, likeness, is_preferred)
SELECT x.person_id, 'phone', c.author_phone,
    REPLACE (REPLACE (REPLACE (REPLACE (REPLACE (REPLACE (REPLACE (REPLACE (
    c.author_phone, ' ', ''), '-', ''), '.', ''), '(', ''), ')', ''),
    '+440', '0'), '+44', '0'), '+', '00'), 0
FROM person_case x
JOIN cases c ON c.id = x.case_id
WHERE c.author_phone <> ''
ON CONFLICT (person_id, kind, likeness) DO NOTHING;

PRAGMA user_version = 12;

-- migration 13

-- The index of words.  One row for each item; what it is of stays where it
-- is: search_text gives it to the index again when the row is taken out, so
-- it must be the same then.  The triggers see to that: an item is taken out
-- before its text changes, and whoever changed it puts it in again.  The
-- functions search_put, search_drop and item_words are of register/search.c:
-- a trigger may not write to a virtual table where the schema is not trusted.

CREATE TABLE search_item (
	-- what of an item may change while it is in the index
	id INTEGER NOT NULL PRIMARY KEY, -- newer items have higher ones
	item_id TEXT NOT NULL UNIQUE REFERENCES item (id),
	title TEXT NOT NULL,          -- subject, or the name in the tray
	people TEXT NOT NULL,         -- author, forwarder, those of its cases
	refs TEXT NOT NULL            -- the references of its cases
) STRICT;

CREATE VIEW search_source AS
-- a row of search_item as it should be
SELECT i.id AS item_id, i.title,
    i.author_name || ' ' || i.author_address || ' ' || i.author_postal || ' '
	|| i.author_phone || ' ' || REPLACE (i.author_phone, ' ', '') || ' '
	|| i.forwarder || COALESCE ((SELECT group_concat (' ' || p.name
	    || COALESCE ((SELECT group_concat (' ' || n.likeness, '')
		FROM person_name n WHERE n.person_id = p.id), '')
	    || COALESCE ((SELECT group_concat (' ' || k.value, '')
		FROM contact k WHERE k.person_id = p.id), ''), '')
	    FROM item_case ic
	    JOIN person_case pc ON pc.case_id = ic.case_id
	    JOIN person p ON p.id = pc.person_id
	    WHERE ic.item_id = i.id), '') AS people,
    COALESCE ((SELECT group_concat (c.reference, ' ')
	FROM item_case ic JOIN cases c ON c.id = ic.case_id
	WHERE ic.item_id = i.id), '') AS refs
FROM item i;

CREATE VIEW search_text AS
-- what the author wrote now, and all else in the parts
SELECT s.id, s.title, item_words (s.item_id, 1) AS words, s.people, s.refs,
    item_words (s.item_id, 0) AS rest
FROM search_item s;

CREATE VIRTUAL TABLE search USING fts5 (title, words, people, refs, rest,
    content = 'search_text', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2');

CREATE VIRTUAL TABLE search_word USING fts5vocab (search, row);

CREATE TRIGGER search_item_comes AFTER INSERT ON search_item
BEGIN
	SELECT search_put (NEW.id);
END;

CREATE TRIGGER search_item_goes BEFORE DELETE ON search_item
BEGIN
	SELECT search_drop (OLD.id);
END;

CREATE TRIGGER search_item_changes BEFORE UPDATE ON search_item
BEGIN
	SELECT search_drop (OLD.id);
END;

CREATE TRIGGER search_item_changed AFTER UPDATE ON search_item
BEGIN
	SELECT search_put (NEW.id);
END;

CREATE TRIGGER search_part_comes BEFORE INSERT ON part
BEGIN
	DELETE FROM search_item WHERE item_id = NEW.item_id;
END;

CREATE TRIGGER search_part_changes BEFORE UPDATE ON part
BEGIN
	DELETE FROM search_item WHERE item_id = OLD.item_id;
END;

CREATE TRIGGER search_part_goes BEFORE DELETE ON part
BEGIN
	DELETE FROM search_item WHERE item_id = OLD.item_id;
END;

CREATE TRIGGER search_mark_comes BEFORE INSERT ON mark
BEGIN
	DELETE FROM search_item WHERE item_id = NEW.item_id;
END;

CREATE TRIGGER search_mark_changes BEFORE UPDATE ON mark
BEGIN
	DELETE FROM search_item WHERE item_id = OLD.item_id;
END;

CREATE TRIGGER search_mark_goes BEFORE DELETE ON mark
BEGIN
	DELETE FROM search_item WHERE item_id = OLD.item_id;
END;

CREATE TRIGGER search_title_changes BEFORE UPDATE OF title, author_name,
author_address, author_postal, author_phone, forwarder ON item
BEGIN
	DELETE FROM search_item WHERE item_id = OLD.id;
END;

CREATE TRIGGER search_case_of_item AFTER INSERT ON item_case
BEGIN
	UPDATE search_item SET (people, refs) = (SELECT v.people, v.refs
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id = NEW.item_id;
END;

CREATE TRIGGER search_no_case_of_item AFTER DELETE ON item_case
BEGIN
	UPDATE search_item SET (people, refs) = (SELECT v.people, v.refs
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id = OLD.item_id;
END;

CREATE TRIGGER search_person_of_case AFTER INSERT ON person_case
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM item_case ic
	    WHERE ic.case_id = NEW.case_id);
END;

CREATE TRIGGER search_no_person_of_case AFTER DELETE ON person_case
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM item_case ic
	    WHERE ic.case_id = OLD.case_id);
END;

CREATE TRIGGER search_other_person_of_case
AFTER UPDATE OF person_id ON person_case
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM item_case ic
	    WHERE ic.case_id = NEW.case_id);
END;

CREATE TRIGGER search_name_of_person AFTER UPDATE OF name ON person
WHEN NEW.name <> OLD.name
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id = NEW.id);
END;

CREATE TRIGGER search_alias_of_person AFTER INSERT ON person_name
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id = NEW.person_id);
END;

CREATE TRIGGER search_other_alias_of_person
AFTER UPDATE ON person_name
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id IN (OLD.person_id, NEW.person_id));
END;

CREATE TRIGGER search_no_alias_of_person AFTER DELETE ON person_name
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id = OLD.person_id);
END;

CREATE TRIGGER search_contact_of_person AFTER INSERT ON contact
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id = NEW.person_id);
END;

CREATE TRIGGER search_other_contact_of_person
AFTER UPDATE OF value, person_id ON contact
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id IN (OLD.person_id, NEW.person_id));
END;

CREATE TRIGGER search_no_contact_of_person AFTER DELETE ON contact
BEGIN
	UPDATE search_item SET people = (SELECT v.people
	    FROM search_source v WHERE v.item_id = search_item.item_id)
	WHERE item_id IN (SELECT ic.item_id FROM person_case pc
	    JOIN item_case ic ON ic.case_id = pc.case_id
	    WHERE pc.person_id = OLD.person_id);
END;

INSERT INTO search_item (item_id, title, people, refs)
SELECT v.item_id, v.title, v.people, v.refs
FROM item i
JOIN search_source v ON v.item_id = i.id
WHERE i.destroyed_at IS NULL
ORDER BY i.registered_at, i.id;

-- What lists are read from.

CREATE INDEX cases_by_category ON cases (category, received_on, id);

CREATE INDEX cases_open_by_receipt ON cases (received_on, id)
    WHERE state <> 'closed';

CREATE INDEX flag_by_kind ON flag (kind, item_id);

CREATE INDEX outbox_bounced ON outbox (case_id) WHERE bounced_at IS NOT NULL;

PRAGMA user_version = 13;

-- migration 14

ALTER TABLE outbox ADD COLUMN
	circumstances TEXT NOT NULL DEFAULT ''; -- late representative ...

ALTER TABLE outbox ADD COLUMN
	may_go_neutral INTEGER NOT NULL DEFAULT 0; -- 1: held, and to somebody
	-- sure: its neutral text may go out on the last day

ALTER TABLE outbox ADD COLUMN
	text_sent TEXT NOT NULL DEFAULT ''; -- the text that went: cy/complaint

ALTER TABLE outbox ADD COLUMN
	version TEXT NOT NULL DEFAULT ''; -- SHA-256 of that text as it was

PRAGMA user_version = 14;

-- migration 15

CREATE TABLE alert (
	-- somebody inside the organisation must hear of something
	id INTEGER NOT NULL PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	kind TEXT NOT NULL,           -- of a flag, or a word of alert.h
	about TEXT NOT NULL,          -- the flag's item; a deadline's day
	urgency TEXT NOT NULL,        -- immediate, same_day or routine
	recipient TEXT NOT NULL,      -- who, by the policy
	state TEXT NOT NULL CHECK (state IN
	    ('due', 'sent', 'failed', 'confirmed')),
	raised_at INTEGER NOT NULL,
	due_at INTEGER,               -- of the next mail; NULL for none
	sent_at INTEGER,              -- of the last mail; NULL for none
	times INTEGER NOT NULL DEFAULT 0, -- mails that left
	attempts INTEGER NOT NULL DEFAULT 0, -- in vain since the last one
	refusals INTEGER NOT NULL DEFAULT 0, -- addresses, since the last one
	token TEXT NOT NULL,          -- digits for the Message-IDs
	note TEXT NOT NULL DEFAULT '', -- why it waits, or where it went
	confirmed_by TEXT NOT NULL DEFAULT '', -- a person, or postroom
	confirmed_at INTEGER,         -- that somebody has it in hand
	UNIQUE (case_id, kind, about, recipient)
) STRICT;

CREATE INDEX alert_by_time ON alert (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX alert_by_state ON alert (state, id);

PRAGMA user_version = 15;

-- migration 16

CREATE TABLE letter (
	-- what was said to somebody, as it was said
	outbox_id INTEGER NOT NULL PRIMARY KEY REFERENCES outbox (id),
	subject TEXT NOT NULL,
	text TEXT NOT NULL            -- as text/plain
) STRICT;

PRAGMA user_version = 16;

-- migration 17

CREATE VIEW case_worker AS
-- who answers for a case (owner), and who works on it (officer)
SELECT case_id, field, value FROM case_field
WHERE field IN ('owner', 'officer') AND value <> '' AND is_current = 1;

-- A matter of a member of staff (reg 8(1)(b)) stands in no ordinary list.

CREATE INDEX cases_of_staff ON cases (received_on, id)
    WHERE disposition = 'staff_matter';

-- What could not be read.

CREATE INDEX item_unread ON item (id) WHERE outcome <> 'read';

CREATE INDEX part_unread ON part (item_id, position)
    WHERE outcome NOT IN ('read', 'empty');

PRAGMA user_version = 17;

-- migration 18

-- What was done with an item that is in no case, and how many of which kind
-- came.

CREATE INDEX event_by_item ON event (item_id, id) WHERE item_id IS NOT NULL;

CREATE INDEX item_counted ON item (channel, outcome);

PRAGMA user_version = 18;

-- migration 19

-- Letters that are owed while a case is open: kind is then follow_up, or
-- holding- and the day by which it was owed.

ALTER TABLE outbox ADD COLUMN
	due_on TEXT; -- the day by which it is owed; NULL for acknowledgements

ALTER TABLE outbox ADD COLUMN
	about TEXT NOT NULL DEFAULT ''; -- holding: the day that was named then

ALTER TABLE alert ADD COLUMN
	sent_to INTEGER NOT NULL DEFAULT 0; -- the last mail: which address

ALTER TABLE alert ADD COLUMN
	returned INTEGER NOT NULL DEFAULT 0; -- so many addresses came back

CREATE VIEW case_clock AS
-- the days of what is still owed, NULL where nothing is
SELECT c.id, CASE WHEN c.state <> 'closed' AND (o.state IN
    ('due', 'sending', 'printed', 'held', 'failed')
    OR (o.state = 'sent' AND o.bounced_at IS NOT NULL))
    THEN c.ack_due END AS ack_on,
    CASE WHEN c.state <> 'closed' AND COALESCE ((SELECT r.value
	FROM case_field r WHERE r.case_id = c.id
	AND r.field = 'response_sent_on' AND r.is_current = 1), '') = ''
    THEN c.response_due END AS response_on,
    (SELECT MIN (l.due_on) FROM outbox l WHERE l.case_id = c.id
	AND c.state <> 'closed' AND l.kind <> 'acknowledgement'
	AND l.state IN ('due', 'sending', 'printed', 'held', 'failed'))
	AS letter_on
FROM cases c
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement';

CREATE VIEW case_view AS
-- struct case_row of cases.h, column by column, then the key
SELECT c.reference, ic.item_id, c.category, c.disposition, c.state,
    CASE WHEN c.author_name <> '' THEN c.author_name
	ELSE c.author_address END || CASE WHEN i.author_role <> ''
	THEN ' (' || i.author_role || ')' ELSE '' END AS who,
    i.title, i.channel, c.needs_review, c.review_reason,
    c.received_on, c.ack_due, c.response_due,
    CASE WHEN o.bounced_at IS NOT NULL AND o.state IN ('sending', 'sent')
	THEN 'bounced' ELSE COALESCE (o.state, 'none') END AS ack_state,
    CASE WHEN o.bounced_at IS NOT NULL AND o.state IN ('sending', 'sent')
	THEN 'it could not be delivered to ' || o.to_address ||
	    CASE WHEN o.bounce <> '' THEN ' (' || o.bounce || ')'
	    ELSE '' END || ': send a letter instead'
	WHEN o.note <> '' OR o.state <> 'held' THEN o.note
	ELSE c.why_not END AS ack_note,
    (SELECT group_concat (kind, ' ')
	FROM (SELECT f.kind FROM item_case fc
	    JOIN flag f ON f.item_id = fc.item_id
	    WHERE fc.case_id = c.id GROUP BY f.kind
	    ORDER BY MIN (CASE f.urgency WHEN 'immediate' THEN 0
		WHEN 'same_day' THEN 1 ELSE 2 END), f.kind)) AS flags,
    i.outcome, i.place, COALESCE (c.paused_on, '') AS paused_on,
    COALESCE (c.closed_on, '') AS closed_on,
    COALESCE (c.retain_until, '') AS retain_until,
    COALESCE (c.holding_due, '') AS holding_due,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'agreed_due' AND f.is_current = 1), '') AS agreed_due,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'response_sent_on' AND f.is_current = 1), '')
	AS response_sent_on,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'owner' AND f.is_current = 1), '') AS owner,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'officer' AND f.is_current = 1), '') AS officer,
    COALESCE (w.kind, '') AS letter, COALESCE (w.state, '') AS letter_state,
    COALESCE (w.due_on, '') AS letter_due, COALESCE (w.note, '') AS letter_note,
    c.id
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
LEFT JOIN outbox w ON w.id = (SELECT MIN (l.id) FROM outbox l
    WHERE l.case_id = c.id AND l.kind <> 'acknowledgement'
    AND l.state IN ('due', 'sending', 'printed', 'held', 'failed'));

PRAGMA user_version = 19;

-- migration 20

CREATE TABLE code (
	-- what a case can be coded as, and in which time
	id INTEGER NOT NULL PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('subject', 'sub_subject',
	    'service', 'profession', 'age', 'status')),
	code TEXT NOT NULL,           -- waiting_times
	parent TEXT NOT NULL,         -- subject of a sub_subject; or ''
	name TEXT NOT NULL,           -- for people
	source TEXT NOT NULL,         -- where it is from: templates/codes.tsv
	low INTEGER,                  -- of an age: from so many years ...
	high INTEGER,                 -- ... to so many; NULL for others
	valid_from TEXT NOT NULL DEFAULT '1970-01-01', -- cases received then
	valid_until TEXT NOT NULL DEFAULT '9999-12-31', -- and until then
	UNIQUE (kind, code, valid_from)
) STRICT;

CREATE INDEX code_by_code ON code (code, valid_from);

CREATE TABLE code_topic (
	-- what in a text suggests a code
	code_id INTEGER NOT NULL REFERENCES code (id),
	topic TEXT NOT NULL,          -- a name of triage/topics.tsv
	PRIMARY KEY (topic, code_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX code_topic_by_code ON code_topic (code_id);

CREATE TABLE topic (
	-- a topic of an item, and the words that say so
	item_id TEXT NOT NULL REFERENCES item (id),
	position INTEGER NOT NULL,    -- from 0, the weightiest first
	name TEXT NOT NULL,           -- of triage/topics.tsv
	weight INTEGER NOT NULL,      -- thousandths
	phrase TEXT NOT NULL,         -- as it stands in the text
	part INTEGER NOT NULL,        -- position of the part
	begins INTEGER NOT NULL,      -- byte of the part's text
	ends INTEGER NOT NULL,        -- byte behind the last
	PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_code (
	-- what a person said of a code of a case
	case_id INTEGER NOT NULL REFERENCES cases (id),
	code_id INTEGER NOT NULL REFERENCES code (id),
	is_so INTEGER NOT NULL,       -- 1: it is; 0: it is not, though suggested
	at INTEGER NOT NULL,          -- when
	who TEXT NOT NULL,            -- by whom
	PRIMARY KEY (case_id, code_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_code_by_code ON case_code (code_id, case_id);

CREATE INDEX cases_by_closing ON cases (closed_on, id)
    WHERE closed_on IS NOT NULL;

CREATE INDEX case_field_by_day ON case_field (field, value, case_id)
    WHERE is_current = 1
    AND field IN ('response_sent_on', 'ombudsman_referred_on');

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (1, 'subject', 'access_treatment', '', 'Access to treatment or drugs', 'aligned', NULL, NULL),
    (2, 'subject', 'admissions_discharges', '', 'Admissions, discharges and transfers', 'aligned', NULL, NULL),
    (3, 'subject', 'appointments', '', 'Appointments', 'aligned', NULL, NULL),
    (4, 'subject', 'clinical_treatment', '', 'Clinical treatment', 'aligned', NULL, NULL),
    (5, 'subject', 'commissioning', '', 'Commissioning', 'recalled', NULL, NULL),
    (6, 'subject', 'communications', '', 'Communications', 'aligned', NULL, NULL),
    (7, 'subject', 'consent', '', 'Consent', 'aligned', NULL, NULL),
    (8, 'subject', 'end_of_life', '', 'End of life care', 'aligned', NULL, NULL),
    (9, 'subject', 'facilities', '', 'Facilities services', 'aligned', NULL, NULL),
    (10, 'subject', 'integrated_care', '', 'Integrated care', 'recalled', NULL, NULL),
    (11, 'subject', 'mortuary', '', 'Mortuary and post mortem', 'recalled', NULL, NULL),
    (12, 'subject', 'patient_care', '', 'Patient care, nutrition and hydration included', 'aligned', NULL, NULL),
    (13, 'subject', 'prescribing', '', 'Prescribing and medication', 'aligned', NULL, NULL),
    (14, 'subject', 'privacy_dignity', '', 'Privacy, dignity and wellbeing', 'aligned', NULL, NULL),
    (15, 'subject', 'restraint', '', 'Restraint', 'aligned', NULL, NULL),
    (16, 'subject', 'staff_numbers', '', 'Staff numbers', 'recalled', NULL, NULL),
    (17, 'subject', 'transport', '', 'Transport and ambulances', 'recalled', NULL, NULL),
    (18, 'subject', 'administration', '', 'Trust administration and policies', 'aligned', NULL, NULL),
    (19, 'subject', 'values_behaviours', '', 'Values and behaviours of staff', 'aligned', NULL, NULL),
    (20, 'subject', 'waiting_times', '', 'Waiting times', 'aligned', NULL, NULL),
    (21, 'subject', 'other_subject', '', 'Other', 'aligned', NULL, NULL);

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (22, 'sub_subject', 'access_refused', 'access_treatment', 'Treatment or service refused or not offered', 'own', NULL, NULL),
    (23, 'sub_subject', 'referral', 'access_treatment', 'Referral delayed, refused or lost', 'own', NULL, NULL),
    (24, 'sub_subject', 'discharge', 'admissions_discharges', 'Discharge: unsafe, early or badly planned', 'own', NULL, NULL),
    (25, 'sub_subject', 'transfer', 'admissions_discharges', 'Admission or move between wards and hospitals', 'own', NULL, NULL),
    (26, 'sub_subject', 'sectioned', 'admissions_discharges', 'Detention under the Mental Health Act', 'own', NULL, NULL),
    (27, 'sub_subject', 'appointment_cancelled', 'appointments', 'Appointment or operation cancelled', 'own', NULL, NULL),
    (28, 'sub_subject', 'appointment_letter', 'appointments', 'Appointment letter late, lost or wrong', 'own', NULL, NULL),
    (29, 'sub_subject', 'appointment_booking', 'appointments', 'Appointment not to be had, or not kept', 'own', NULL, NULL),
    (30, 'sub_subject', 'diagnosis', 'clinical_treatment', 'Diagnosis missed, wrong or delayed', 'own', NULL, NULL),
    (31, 'sub_subject', 'treatment_wrong', 'clinical_treatment', 'Treatment or operation wrong or poor', 'own', NULL, NULL),
    (32, 'sub_subject', 'treatment_delay', 'clinical_treatment', 'Treatment, tests or checks delayed or left out', 'own', NULL, NULL),
    (33, 'sub_subject', 'pain', 'clinical_treatment', 'Pain not treated', 'own', NULL, NULL),
    (34, 'sub_subject', 'deterioration', 'clinical_treatment', 'Getting worse, not recognised', 'own', NULL, NULL),
    (35, 'sub_subject', 'maternity_care', 'clinical_treatment', 'Labour, birth and loss of a baby', 'own', NULL, NULL),
    (36, 'sub_subject', 'test_results', 'clinical_treatment', 'Test results late or lost', 'own', NULL, NULL),
    (37, 'sub_subject', 'funding', 'commissioning', 'Funding of care refused', 'own', NULL, NULL),
    (38, 'sub_subject', 'not_informed', 'communications', 'Patient or family not told', 'own', NULL, NULL),
    (39, 'sub_subject', 'no_reply', 'communications', 'Calls, letters and messages not answered', 'own', NULL, NULL),
    (40, 'sub_subject', 'conflicting_information', 'communications', 'Conflicting information', 'own', NULL, NULL),
    (41, 'sub_subject', 'interpreter', 'communications', 'Interpreter or format not provided', 'own', NULL, NULL),
    (42, 'sub_subject', 'bad_news', 'communications', 'Bad news badly broken', 'own', NULL, NULL),
    (43, 'sub_subject', 'no_consent', 'consent', 'Consent not asked, or risks not told', 'own', NULL, NULL),
    (44, 'sub_subject', 'dying', 'end_of_life', 'Care of the dying and of their family', 'own', NULL, NULL),
    (45, 'sub_subject', 'cleanliness', 'facilities', 'Cleanliness', 'own', NULL, NULL),
    (46, 'sub_subject', 'food', 'facilities', 'Food', 'own', NULL, NULL),
    (47, 'sub_subject', 'parking', 'facilities', 'Car parking', 'own', NULL, NULL),
    (48, 'sub_subject', 'equipment', 'facilities', 'Equipment and aids', 'own', NULL, NULL),
    (49, 'sub_subject', 'environment', 'facilities', 'Noise, cold, seats and signs', 'own', NULL, NULL),
    (50, 'sub_subject', 'care_plan', 'integrated_care', 'Care plan, package or coordinator missing', 'own', NULL, NULL);

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (51, 'sub_subject', 'after_death', 'mortuary', 'Mortuary and post mortem', 'own', NULL, NULL),
    (52, 'sub_subject', 'hygiene_care', 'patient_care', 'Washing, toilet and answering the bell', 'own', NULL, NULL),
    (53, 'sub_subject', 'left_alone', 'patient_care', 'Left alone or unattended', 'own', NULL, NULL),
    (54, 'sub_subject', 'pressure_sore', 'patient_care', 'Pressure sore', 'own', NULL, NULL),
    (55, 'sub_subject', 'nutrition', 'patient_care', 'Food and drink not given or out of reach', 'own', NULL, NULL),
    (56, 'sub_subject', 'falls', 'patient_care', 'Falls', 'own', NULL, NULL),
    (57, 'sub_subject', 'medication_wrong', 'prescribing', 'Wrong medicine or dose', 'own', NULL, NULL),
    (58, 'sub_subject', 'medication_delay', 'prescribing', 'Medicine late, stopped or not given', 'own', NULL, NULL),
    (59, 'sub_subject', 'prescription', 'prescribing', 'Prescription', 'own', NULL, NULL),
    (60, 'sub_subject', 'confidentiality', 'privacy_dignity', 'Breach of confidentiality', 'own', NULL, NULL),
    (61, 'sub_subject', 'dignity', 'privacy_dignity', 'Privacy and dignity', 'own', NULL, NULL),
    (62, 'sub_subject', 'restrained', 'restraint', 'All aspects of restraint', 'own', NULL, NULL),
    (63, 'sub_subject', 'too_few_staff', 'staff_numbers', 'Too few staff', 'own', NULL, NULL),
    (64, 'sub_subject', 'ambulance_delay', 'transport', 'Ambulance late', 'own', NULL, NULL),
    (65, 'sub_subject', 'patient_transport', 'transport', 'Patient transport', 'own', NULL, NULL),
    (66, 'sub_subject', 'records', 'administration', 'Records wrong, lost or not given', 'own', NULL, NULL),
    (67, 'sub_subject', 'property', 'administration', 'Property lost or damaged', 'own', NULL, NULL),
    (68, 'sub_subject', 'finance', 'administration', 'Charges and costs', 'own', NULL, NULL),
    (69, 'sub_subject', 'complaint_handling', 'administration', 'How a complaint was handled', 'own', NULL, NULL),
    (70, 'sub_subject', 'website', 'administration', 'Website, switchboard and computers', 'own', NULL, NULL),
    (71, 'sub_subject', 'attitude', 'values_behaviours', 'Attitude of staff', 'own', NULL, NULL),
    (72, 'sub_subject', 'abuse_by_staff', 'values_behaviours', 'Abuse by staff, alleged included', 'own', NULL, NULL),
    (73, 'sub_subject', 'discrimination', 'values_behaviours', 'Discrimination', 'own', NULL, NULL),
    (74, 'sub_subject', 'waiting_list', 'waiting_times', 'Time on a waiting list', 'own', NULL, NULL),
    (75, 'sub_subject', 'waiting_clinic', 'waiting_times', 'Time waited on the day', 'own', NULL, NULL);

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (76, 'service', 'emergency', '', 'Accident, emergency and urgent care', 'recalled', NULL, NULL),
    (77, 'service', 'inpatient', '', 'Inpatient', 'recalled', NULL, NULL),
    (78, 'service', 'outpatient', '', 'Outpatient', 'recalled', NULL, NULL),
    (79, 'service', 'maternity', '', 'Maternity', 'recalled', NULL, NULL),
    (80, 'service', 'mental_health', '', 'Mental health', 'recalled', NULL, NULL),
    (81, 'service', 'learning_disability', '', 'Learning disability', 'recalled', NULL, NULL),
    (82, 'service', 'ambulance', '', 'Ambulance', 'recalled', NULL, NULL),
    (83, 'service', 'patient_transport_service', '', 'Patient transport', 'recalled', NULL, NULL),
    (84, 'service', 'community', '', 'Community health services', 'recalled', NULL, NULL),
    (85, 'service', 'dental', '', 'Dental', 'recalled', NULL, NULL),
    (86, 'service', 'prison', '', 'Prison healthcare', 'recalled', NULL, NULL),
    (87, 'service', 'diagnostics', '', 'Diagnostics', 'recalled', NULL, NULL),
    (88, 'service', 'pharmacy', '', 'Pharmacy', 'recalled', NULL, NULL),
    (89, 'service', 'end_of_life_service', '', 'End of life and hospice', 'recalled', NULL, NULL),
    (90, 'service', 'older_people', '', 'Older people', 'recalled', NULL, NULL),
    (91, 'service', 'commissioning_service', '', 'Commissioning and funding', 'recalled', NULL, NULL),
    (92, 'service', 'primary_care', '', 'Primary care', 'recalled', NULL, NULL),
    (93, 'service', 'corporate', '', 'Corporate and support services', 'recalled', NULL, NULL),
    (94, 'service', 'other_service', '', 'Other', 'recalled', NULL, NULL);

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (95, 'profession', 'medical', '', 'Medical', 'recalled', NULL, NULL),
    (96, 'profession', 'dental_staff', '', 'Dental', 'recalled', NULL, NULL),
    (97, 'profession', 'nursing', '', 'Nursing', 'recalled', NULL, NULL),
    (98, 'profession', 'midwifery', '', 'Midwifery', 'recalled', NULL, NULL),
    (99, 'profession', 'health_visiting', '', 'Health visiting', 'recalled', NULL, NULL),
    (100, 'profession', 'therapeutic', '', 'Scientific, therapeutic and technical', 'return', NULL, NULL),
    (101, 'profession', 'ambulance_crew', '', 'Ambulance crews', 'recalled', NULL, NULL),
    (102, 'profession', 'ancillary', '', 'Maintenance and ancillary', 'recalled', NULL, NULL),
    (103, 'profession', 'administrative', '', 'Administrative', 'recalled', NULL, NULL),
    (104, 'profession', 'care_worker', '', 'Care and support workers', 'own', NULL, NULL),
    (105, 'profession', 'other_profession', '', 'Other', 'recalled', NULL, NULL);

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (106, 'age', 'age_0_5', '', '0 to 5', 'recalled', 0, 5),
    (107, 'age', 'age_6_17', '', '6 to 17', 'recalled', 6, 17),
    (108, 'age', 'age_18_25', '', '18 to 25', 'recalled', 18, 25),
    (109, 'age', 'age_26_55', '', '26 to 55', 'recalled', 26, 55),
    (110, 'age', 'age_56_64', '', '56 to 64', 'recalled', 56, 64),
    (111, 'age', 'age_65_74', '', '65 to 74', 'recalled', 65, 74),
    (112, 'age', 'age_75', '', '75 and over', 'recalled', 75, 150),
    (113, 'age', 'age_unknown', '', 'Unknown', 'recalled', NULL, NULL);

INSERT INTO code (id, kind, code, parent, name, source, low, high) VALUES
    (114, 'status', 'status_patient', '', 'Patient', 'recalled', NULL, NULL),
    (115, 'status', 'status_parent', '', 'Parent', 'recalled', NULL, NULL),
    (116, 'status', 'status_carer', '', 'Guardian or carer', 'recalled', NULL, NULL),
    (117, 'status', 'status_relative', '', 'Other relative', 'recalled', NULL, NULL),
    (118, 'status', 'status_other', '', 'Other', 'recalled', NULL, NULL),
    (119, 'status', 'status_unknown', '', 'Unknown', 'recalled', NULL, NULL);

INSERT INTO code_topic (code_id, topic) VALUES
    (1, 'access_refused'), (1, 'referral'), (2, 'discharge'), (2, 'transfer'),
    (2, 'sectioned'), (3, 'appointment_cancelled'), (3, 'appointment_letter'),
    (3, 'appointment_booking'), (4, 'diagnosis_missed'),
    (4, 'treatment_wrong'), (4, 'treatment_delay'), (4, 'pain'),
    (4, 'deterioration'), (4, 'maternity_care'), (4, 'test_results'),
    (5, 'funding'), (6, 'not_informed'), (6, 'no_reply'),
    (6, 'conflicting_information'), (6, 'interpreter'),
    (6, 'breaking_bad_news'), (7, 'consent'), (8, 'end_of_life'),
    (9, 'cleanliness'), (9, 'food'), (9, 'parking'), (9, 'equipment'),
    (9, 'environment'), (10, 'care_plan'), (11, 'mortuary'),
    (12, 'hygiene_care'), (12, 'left_alone'), (12, 'pressure_sore'),
    (12, 'nutrition'), (12, 'falls'), (13, 'medication_wrong'),
    (13, 'medication_delay'), (13, 'prescription'), (14, 'confidentiality'),
    (14, 'dignity'), (15, 'restraint'), (16, 'staffing'),
    (17, 'waiting_ambulance'), (17, 'transport'), (18, 'records'),
    (18, 'property'), (18, 'finance'), (18, 'complaint_handling'),
    (18, 'website'), (19, 'attitude'), (19, 'abuse_by_staff'),
    (19, 'discrimination'), (20, 'waiting_list'), (20, 'waiting_clinic'),
    (22, 'access_refused'), (23, 'referral'), (24, 'discharge'),
    (25, 'transfer'), (26, 'sectioned'), (27, 'appointment_cancelled'),
    (28, 'appointment_letter'), (29, 'appointment_booking'),
    (30, 'diagnosis_missed'), (31, 'treatment_wrong'),
    (32, 'treatment_delay'), (33, 'pain'), (34, 'deterioration'),
    (35, 'maternity_care'), (36, 'test_results'), (37, 'funding'),
    (38, 'not_informed'), (39, 'no_reply'), (40, 'conflicting_information'),
    (41, 'interpreter'), (42, 'breaking_bad_news'), (43, 'consent'),
    (44, 'end_of_life'), (45, 'cleanliness'), (46, 'food'), (47, 'parking'),
    (48, 'equipment'), (49, 'environment'), (50, 'care_plan'),
    (51, 'mortuary'), (52, 'hygiene_care'), (53, 'left_alone'),
    (54, 'pressure_sore'), (55, 'nutrition'), (56, 'falls'),
    (57, 'medication_wrong'), (58, 'medication_delay'), (59, 'prescription'),
    (60, 'confidentiality'), (61, 'dignity'), (62, 'restraint'),
    (63, 'staffing'), (64, 'waiting_ambulance'), (65, 'transport'),
    (66, 'records'), (67, 'property'), (68, 'finance'),
    (69, 'complaint_handling'), (70, 'website'), (71, 'attitude'),
    (72, 'abuse_by_staff'), (73, 'discrimination'), (74, 'waiting_list'),
    (75, 'waiting_clinic'), (76, 'at_emergency'), (77, 'at_inpatient'),
    (78, 'at_outpatient'), (79, 'at_maternity'), (80, 'at_mental_health'),
    (81, 'at_learning_disability'), (82, 'at_ambulance'),
    (83, 'at_transport'), (84, 'at_community'), (85, 'at_dental'),
    (86, 'at_prison'), (87, 'at_diagnostics'), (88, 'at_pharmacy'),
    (89, 'at_end_of_life'), (90, 'at_older'), (91, 'at_commissioning'),
    (92, 'at_primary'), (93, 'at_corporate'), (95, 'by_doctor'),
    (96, 'by_dentist'), (97, 'by_nurse'), (98, 'by_midwife');

INSERT INTO code_topic (code_id, topic) VALUES
    (99, 'by_health_visitor'), (100, 'by_therapist'),
    (101, 'by_ambulance_crew'), (102, 'by_ancillary'),
    (103, 'by_administrative'), (104, 'by_care_worker');

PRAGMA user_version = 20;
