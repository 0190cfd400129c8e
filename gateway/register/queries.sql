-- queries.sql - every statement that the gateway ever runs
--
-- "-- name:" is its constant (Q_ITEM_ADD), "-- roles:" who prepares it, and
-- "-- scan:" why it may read a table from end to end, which a test refuses
-- otherwise.  Values are bound in the order in which their names first stand.

-- The file and its transactions.

-- name: application_id
-- roles: owner mailbox intake sender staff reconcile
PRAGMA application_id

-- name: user_version
-- roles: owner mailbox intake sender staff reconcile
PRAGMA user_version

-- name: write_ahead
-- roles: owner
PRAGMA journal_mode = WAL

-- name: table_count
-- roles: owner
-- scan: the schema is small, and this runs when a register is made
SELECT COUNT (*) FROM sqlite_schema

-- name: begin
-- roles: owner mailbox intake sender staff reconcile
BEGIN IMMEDIATE

-- name: begin_reading
-- roles: staff
BEGIN

-- name: commit
-- roles: owner mailbox intake sender staff reconcile
COMMIT

-- name: rollback
-- roles: owner mailbox intake sender staff reconcile
ROLLBACK

-- Items.

-- name: item_find
-- roles: intake
SELECT COALESCE (i.first_id, ''), COALESCE (c.reference, '')
FROM item i
LEFT JOIN item_case ic ON ic.item_id = i.id
LEFT JOIN cases c ON c.id = ic.case_id
WHERE i.id = :id

-- The same bytes have the same content; items of the time before it was
-- computed are still found by their bytes.

-- name: item_first
-- roles: intake
SELECT id FROM item
WHERE (content = :content OR sha256 = :sha256) AND first_id IS NULL
ORDER BY registered_at, id LIMIT 1

-- name: item_of_message_id
-- roles: intake
SELECT id FROM item
WHERE message_id = :message_id AND message_id <> '' AND id <> :id
AND first_id IS NULL
ORDER BY registered_at, id LIMIT 1

-- name: item_add
-- roles: intake
INSERT INTO item (id, channel, kind, file, sha256, content, size, received_at,
    registered_at, first_id, type, outcome, note, message_id, sent_date,
    title, author_name, author_address, author_postal, author_phone,
    forwarder, origin, machine, authenticated, disposition, place)
VALUES (:id, :channel, :kind, :file, :sha256, :content, :size, :received_at,
    :registered_at, :first_id, :type, :outcome, :note, :message_id, :sent_date,
    :title, :author_name, :author_address, :author_postal, :author_phone,
    :forwarder, :origin, :machine, :authenticated, :disposition, '')

-- name: item_link_add
-- roles: intake
INSERT INTO item_link (item_id, other_id, why)
VALUES (:item_id, :other_id, 'same_message_id')

-- name: item_set_place
-- roles: intake reconcile
UPDATE item SET place = :place WHERE id = :id

-- name: part_add
-- roles: intake
INSERT INTO part (item_id, position, path, name, declared_type, type, size,
    sha256, md5, disposition, is_nested, is_alternative, outcome, note, pages,
    is_ocr, confidence, language, text)
VALUES (:item_id, :position, :path, :name, :declared_type, :type, :size,
    :sha256, :md5, :disposition, :is_nested, :is_alternative, :outcome, :note,
    :pages, :is_ocr, :confidence, :language, :text)

-- name: mark_add
-- roles: intake
INSERT INTO mark (item_id, position, kind, part, begins, ends)
VALUES (:item_id, :position, :kind, :part, :begins, :ends)

-- name: reason_add
-- roles: intake
INSERT INTO reason (item_id, position, phrase, weight, category, part, begins,
    ends)
VALUES (:item_id, :position, :phrase, :weight, :category, :part, :begins,
    :ends)

-- name: flag_add
-- roles: intake
INSERT INTO flag (item_id, position, kind, urgency, refer_to, phrase, part,
    begins, ends)
VALUES (:item_id, :position, :kind, :urgency, :refer_to, :phrase, :part,
    :begins, :ends)

-- Cases.

-- name: sequence_next
-- roles: intake
INSERT INTO sequence (year, last) VALUES (:year, 1)
ON CONFLICT (year) DO UPDATE SET last = sequence.last + 1
RETURNING last

-- name: case_add
-- roles: intake
INSERT INTO cases (reference, state, category, disposition, confidence,
    needs_review, review_reason, author_name, author_address, author_postal,
    author_phone, received_on, ack_due, holding_due, response_due, acknowledge,
    why_not)
VALUES (:reference, 'received', :category, :disposition, :confidence,
    :needs_review, :review_reason, :author_name, :author_address,
    :author_postal, :author_phone, :received_on, :ack_due, :holding_due,
    :response_due, :acknowledge, :why_not)
RETURNING id

-- A reference alone opens nobody's case to a stranger.

-- name: case_of_reference
-- roles: intake
SELECT id FROM cases
WHERE reference = :reference AND author_address <> ''
AND LOWER (author_address) = LOWER (:author_address)

-- name: case_review
-- roles: intake
UPDATE cases SET needs_review = 1, review_reason = :review_reason
WHERE id = :id AND needs_review = 0

-- name: case_acknowledged
-- roles: sender
UPDATE cases SET state = 'acknowledged'
WHERE reference = :reference AND state = 'received'

-- name: case_posted
-- roles: staff
UPDATE cases SET state = 'acknowledged'
WHERE state = 'received' AND id IN (SELECT case_id FROM outbox WHERE id = :id)

-- name: item_case_add
-- roles: intake
INSERT INTO item_case (item_id, case_id, role)
VALUES (:item_id, :case_id, :role)

-- The outbox.

-- name: outbox_add
-- roles: intake
INSERT INTO outbox (case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, note)
VALUES (:case_id, 'acknowledgement', :state, :channel, :template, :to_name,
    :to_address, :to_postal, :message_id, :in_reply_to, :thread, 0, :now, :now,
    :note)

-- name: outbox_next
-- roles: sender
SELECT o.id, c.reference, o.kind, o.template, o.channel, c.category,
    c.needs_review, o.to_name, o.to_address, o.to_postal, o.message_id,
    o.in_reply_to, o.thread, c.received_on, c.ack_due, c.response_due,
    o.attempts + 1
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state IN ('due', 'sending') AND o.next_attempt <= :now
ORDER BY o.next_attempt, o.id
LIMIT 1

-- name: outbox_start
-- roles: sender
UPDATE outbox SET state = 'sending', attempts = attempts + 1
WHERE id = :id AND state IN ('due', 'sending')

-- name: outbox_finish
-- roles: sender
UPDATE outbox SET state = :state, finished_at = :now, note = :note
WHERE id = :id AND state = 'sending'

-- name: outbox_postpone
-- roles: sender
UPDATE outbox SET state = 'due', next_attempt = :next_attempt, note = :note
WHERE id = :id AND state = 'sending'

-- name: outbox_wait
-- roles: sender
UPDATE outbox SET state = 'due', next_attempt = :until, note = :note
WHERE id = :id AND state IN ('due', 'sending')

-- name: outbox_wait_too
-- roles: sender
UPDATE outbox SET next_attempt = :until
WHERE state = 'due' AND next_attempt < :until AND note = :note

-- name: outbox_is_told
-- roles: sender
SELECT what = :what FROM event WHERE reference = :reference
ORDER BY id DESC LIMIT 1

-- name: outbox_hold
-- roles: sender
UPDATE outbox SET state = 'held', note = :note
WHERE id = :id AND state IN ('due', 'sending')

-- What the caps on sending count.

-- name: departure_add
-- roles: sender
INSERT INTO departure (outbox_id, address, domain, at)
VALUES (:outbox_id, LOWER (:address), LOWER (:domain), :at)
RETURNING id

-- name: departure_undo
-- roles: sender
DELETE FROM departure WHERE id = :id

-- name: departure_forget
-- roles: sender
DELETE FROM departure WHERE at <= :until

-- name: departure_nth
-- roles: sender
SELECT at FROM departure WHERE at > :since
ORDER BY at DESC LIMIT 1 OFFSET :newer

-- name: departure_nth_to_domain
-- roles: sender
SELECT at FROM departure WHERE domain = LOWER (:domain) AND at > :since
ORDER BY at DESC LIMIT 1 OFFSET :newer

-- name: departure_nth_to_address
-- roles: sender
SELECT at FROM departure WHERE address = LOWER (:address) AND at > :since
ORDER BY at DESC LIMIT 1 OFFSET :newer

-- Letters on paper.

-- name: letters_printed
-- roles: staff
SELECT o.id, c.reference
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state = 'printed'
ORDER BY o.id

-- name: letter_printed
-- roles: staff
SELECT o.id FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE c.reference = :reference AND o.state = 'printed'

-- name: letter_posted
-- roles: staff
UPDATE outbox SET state = 'posted', finished_at = :now
WHERE id = :id AND state = 'printed'

-- What staff ask.  The columns are those of struct case_row.

-- name: cases_list
-- roles: staff
-- scan: off the end of an index, as many as asked for
SELECT * FROM case_view WHERE id IN
    (SELECT id FROM cases ORDER BY received_on DESC, id DESC LIMIT :most)
ORDER BY received_on DESC, id DESC

-- name: cases_due
-- roles: staff
SELECT * FROM case_view
WHERE state IN ('received', 'acknowledged')
AND (ack_state IN ('due', 'sending', 'printed', 'held', 'failed')
    OR response_due IS NOT NULL)
ORDER BY CASE WHEN ack_state IN ('none', 'sent', 'posted')
    OR ack_due IS NULL THEN COALESCE (response_due, '9999-12-31')
    ELSE ack_due END, id

-- name: cases_letters
-- roles: staff
SELECT v.* FROM outbox p
JOIN case_view v ON v.id = p.case_id
WHERE p.state = 'printed'
ORDER BY p.id

-- name: cases_find
-- roles: staff
SELECT * FROM case_view WHERE reference = :reference

-- name: cases_unread
-- roles: staff
SELECT v.reference, v.item_id, v.category, v.disposition, v.state, v.who,
    v.title, v.channel, v.needs_review,
    CASE WHEN v.outcome <> 'read' THEN v.review_reason ELSE p.note END,
    v.received_on, v.ack_due, v.response_due, v.ack_state, v.ack_note, v.flags,
    CASE WHEN v.outcome <> 'read' THEN v.outcome ELSE p.outcome END,
    v.place
FROM case_view v
LEFT JOIN part p ON p.item_id = v.item_id AND p.position =
    (SELECT MIN (q.position) FROM part q WHERE q.item_id = v.item_id
	AND q.outcome NOT IN ('read', 'empty'))
WHERE v.state IN ('received', 'acknowledged')
AND (v.outcome <> 'read' OR p.position IS NOT NULL)
ORDER BY v.received_on, v.id

-- name: cases_parts
-- roles: staff
SELECT p.path, p.name, p.type, p.outcome, p.note, p.text, p.size,
    p.is_alternative
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN item i ON i.id = ic.item_id
JOIN part p ON p.item_id = i.id
WHERE c.reference = :reference
ORDER BY i.registered_at, i.id, p.position

-- name: cases_reasons
-- roles: staff
SELECT r.phrase, r.category, r.weight
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN reason r ON r.item_id = ic.item_id
WHERE c.reference = :reference
ORDER BY r.weight DESC, r.item_id, r.position

-- Links are told from both ends; an item without a case by its ID.

-- name: cases_links
-- roles: staff
SELECT l.why, CASE WHEN l.item_id = ic.item_id THEN l.other_id
    ELSE l.item_id END AS other, COALESCE (oc.reference, '')
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN item_link l ON l.item_id = ic.item_id OR l.other_id = ic.item_id
LEFT JOIN item_case o ON o.item_id = CASE WHEN l.item_id = ic.item_id
    THEN l.other_id ELSE l.item_id END
LEFT JOIN cases oc ON oc.id = o.case_id
WHERE c.reference = :reference AND (oc.id IS NULL OR oc.id <> c.id)
ORDER BY other LIMIT 100

-- name: events_of_case
-- roles: staff
SELECT id, at, who, what, detail, reference, item_id FROM event
WHERE reference = :reference AND id > :after
ORDER BY id

-- name: events_after
-- roles: staff
SELECT id, at, who, what, detail, reference, item_id FROM event
WHERE id > :after
ORDER BY id

-- name: health_outbox
-- roles: staff
SELECT COALESCE (SUM (CASE WHEN c.ack_due = :today THEN 1 ELSE 0 END), 0),
    COALESCE (SUM (CASE WHEN c.ack_due < :today THEN 1 ELSE 0 END), 0),
    COALESCE (SUM (CASE WHEN o.state = 'held' THEN 1 ELSE 0 END), 0),
    COALESCE (SUM (CASE WHEN o.state = 'failed' THEN 1 ELSE 0 END), 0),
    COALESCE (SUM (CASE WHEN o.state IN ('due', 'sending') THEN 1
	ELSE 0 END), 0)
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state IN ('due', 'sending', 'printed', 'held', 'failed')

-- name: health_review
-- roles: staff
SELECT COUNT (*) FROM cases WHERE needs_review = 1 AND state <> 'closed'

-- name: health_unfetchable
-- roles: staff
SELECT COUNT (*) FROM ledger
WHERE state = 'unfetchable' AND state IN ('unfetchable', 'too_large')

-- name: health_too_large
-- roles: staff
SELECT COUNT (*) FROM ledger
WHERE state = 'too_large' AND state IN ('unfetchable', 'too_large')

-- The history.

-- name: event_last
-- roles: intake sender staff reconcile
SELECT id, hash FROM event WHERE id = (SELECT MAX (id) FROM event)

-- name: event_add
-- roles: intake sender staff reconcile
INSERT INTO event (id, at, who, what, detail, reference, item_id, hash)
VALUES (:id, :at, :who, :what, :detail, :reference, :item_id, :hash)

-- name: events_all
-- roles: staff
-- scan: the whole history is what is being verified
SELECT id, at, who, what, detail, reference, item_id, hash FROM event
ORDER BY id

-- name: event_count
-- roles: staff
-- scan: SQLite keeps one row for each table in it
SELECT seq FROM sqlite_sequence WHERE name = 'event'

-- The ledger.

-- name: ledger_find
-- roles: mailbox reconcile
SELECT internaldate, size, state, item_id, attempts, last_error, file
FROM ledger
WHERE mailbox = :mailbox AND folder = :folder AND uidvalidity = :uidvalidity
AND uid = :uid AND uid > 0

-- name: ledger_each
-- roles: mailbox
SELECT uid, internaldate, size, state, item_id, attempts, last_error, file
FROM ledger
WHERE mailbox = :mailbox AND folder = :folder AND uidvalidity = :uidvalidity
AND uid > 0
ORDER BY uid

-- name: ledger_find_item
-- roles: intake
SELECT mailbox, folder, uidvalidity, uid, internaldate, size, state, item_id,
    attempts, last_error, file
FROM ledger WHERE item_id = :item_id AND item_id <> ''
ORDER BY id LIMIT 1

-- name: ledger_put_mail
-- roles: mailbox
INSERT INTO ledger (mailbox, folder, uidvalidity, uid, file, item_id,
    internaldate, size, state, attempts, last_error)
VALUES (:mailbox, :folder, :uidvalidity, :uid, :file, :item_id, :internaldate,
    :size, :state, :attempts, :last_error)
ON CONFLICT (mailbox, folder, uidvalidity, uid) WHERE uid > 0 DO UPDATE
SET item_id = excluded.item_id, internaldate = excluded.internaldate,
    size = excluded.size, state = excluded.state,
    attempts = excluded.attempts, last_error = excluded.last_error

-- name: ledger_put_post
-- roles: mailbox intake
INSERT INTO ledger (mailbox, folder, uidvalidity, uid, file, item_id,
    internaldate, size, state, attempts, last_error)
VALUES (:mailbox, :folder, :uidvalidity, :uid, :file, :item_id, :internaldate,
    :size, :state, :attempts, :last_error)
ON CONFLICT (item_id, file) WHERE uid = 0 DO UPDATE
SET internaldate = excluded.internaldate, size = excluded.size,
    state = excluded.state, attempts = excluded.attempts,
    last_error = excluded.last_error

-- name: poll_find
-- roles: mailbox staff
SELECT at, trouble, since, told_at FROM poll WHERE mailbox = :mailbox

-- name: poll_well
-- roles: mailbox
INSERT INTO poll (mailbox, at) VALUES (:mailbox, :at)
ON CONFLICT (mailbox) DO UPDATE
SET at = excluded.at, trouble = '', since = 0, told_at = 0

-- name: poll_trouble
-- roles: mailbox
INSERT INTO poll (mailbox, at, trouble, since)
VALUES (:mailbox, :at, :trouble, :now)
ON CONFLICT (mailbox) DO UPDATE
SET at = MAX (poll.at, excluded.at), trouble = excluded.trouble,
    since = CASE WHEN poll.since = 0 THEN excluded.since ELSE poll.since END

-- name: poll_told
-- roles: mailbox
UPDATE poll SET told_at = :now WHERE mailbox = :mailbox

-- What reconcile compares.

-- name: ledger_add
-- roles: reconcile
INSERT INTO ledger (mailbox, folder, uidvalidity, uid, file, item_id,
    internaldate, size, state, attempts, last_error)
VALUES (:mailbox, :folder, :uidvalidity, :uid, :file, :item_id, :internaldate,
    :size, :state, 0, :last_error)

-- name: balance_has_row
-- roles: reconcile
SELECT COUNT (*) FROM ledger WHERE item_id = :item_id AND item_id <> ''

-- name: balance_items
-- roles: reconcile
SELECT i.id, i.sha256, i.place, i.file, i.size, i.received_at,
    EXISTS (SELECT 1 FROM ledger l
	WHERE l.item_id = i.id AND l.item_id <> '')
FROM item i WHERE i.id > :after ORDER BY i.id LIMIT :most

-- name: balance_item
-- roles: reconcile
SELECT i.id, i.sha256, i.place, i.file, i.size, i.received_at,
    EXISTS (SELECT 1 FROM ledger l
	WHERE l.item_id = i.id AND l.item_id <> '')
FROM item i WHERE i.id = :id

-- name: balance_count
-- roles: reconcile
SELECT COALESCE (SUM (uidvalidity = :uidvalidity), 0),
    COALESCE (SUM (uidvalidity <> :uidvalidity), 0)
FROM ledger WHERE mailbox = :mailbox AND folder = :folder AND uid > 0

-- name: balance_rows
-- roles: reconcile
SELECT mailbox, folder, uidvalidity, uid, internaldate, size, state, item_id
FROM ledger
WHERE mailbox = :mailbox AND folder = :folder AND uidvalidity = :uidvalidity
AND uid > :after AND uid > 0
ORDER BY uid LIMIT :most

-- name: balance_open_rows
-- roles: reconcile
SELECT l.id, l.mailbox, l.folder, l.uidvalidity, l.uid, l.internaldate,
    l.size, l.state, l.item_id,
    EXISTS (SELECT 1 FROM item i WHERE i.id = l.item_id)
FROM ledger l
WHERE l.id > :after AND (l.state IN ('seen', 'unfetchable', 'too_large')
    OR NOT EXISTS (SELECT 1 FROM item i WHERE i.id = l.item_id))
ORDER BY l.id LIMIT :most

-- name: balance_has_twin
-- roles: reconcile
SELECT COUNT (*) FROM ledger
WHERE mailbox = :mailbox AND folder = :folder AND uid > 0
AND uidvalidity <> :uidvalidity AND internaldate = :internaldate
AND size = :size AND state IN ('fetched', 'filed')

-- name: balance_letters
-- roles: reconcile
SELECT o.id, c.reference, o.kind
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state = 'printed' AND o.id > :after
ORDER BY o.id LIMIT :most
