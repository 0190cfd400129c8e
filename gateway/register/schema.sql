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

PRAGMA temp_store = MEMORY;

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
