-- queries.sql - every statement that the gateway ever runs
--
-- "-- name:" is its constant (Q_ITEM_ADD), "-- roles:" who prepares it, and
-- "-- scan:" why it may read a table from end to end, which a test refuses
-- otherwise.  Values are bound in the order in which their names first stand.

-- The file and its transactions.

-- name: secret_add
-- roles: owner
INSERT INTO secret (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO NOTHING

-- name: application_id
-- roles: owner mailbox intake sender staff reconcile keeper monitor
PRAGMA application_id

-- name: user_version
-- roles: owner mailbox intake sender staff reconcile keeper monitor
PRAGMA user_version

-- name: write_ahead
-- roles: owner
PRAGMA journal_mode = WAL

-- name: table_count
-- roles: owner
-- scan: the schema is small, and this runs when a register is made
SELECT COUNT (*) FROM sqlite_schema

-- name: begin
-- roles: owner mailbox intake sender staff reconcile keeper monitor
BEGIN IMMEDIATE

-- name: begin_reading
-- roles: staff keeper monitor
BEGIN

-- name: commit
-- roles: owner mailbox intake sender staff reconcile keeper monitor
COMMIT

-- name: rollback
-- roles: owner mailbox intake sender staff reconcile keeper monitor
ROLLBACK

-- Items.

-- name: item_find
-- roles: intake
SELECT COALESCE (i.first_id, ''), COALESCE (c.reference, '')
FROM item i
LEFT JOIN item_case ic ON ic.item_id = i.id
LEFT JOIN cases c ON c.id = ic.case_id
WHERE i.id = :id
ORDER BY c.id LIMIT 1

-- The same bytes have the same content; items of the time before it was
-- computed are still found by their bytes.

-- name: item_first
-- roles: intake
SELECT id FROM item
WHERE (content = :content OR sha256 = :sha256) AND first_id IS NULL
AND destroyed_at IS NULL
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
    forwarder, origin, machine, authenticated, disposition, author_role, place)
VALUES (:id, :channel, :kind, :file, :sha256, :content, :size, :received_at,
    :registered_at, :first_id, :type, :outcome, :note, :message_id, :sent_date,
    :title, :author_name, :author_address, :author_postal, :author_phone,
    :forwarder, :origin, :machine, :authenticated, :disposition, :author_role,
    '')

-- name: item_link_add
-- roles: intake
INSERT INTO item_link (item_id, other_id, why)
VALUES (:item_id, :other_id, :why)

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

-- name: topic_add
-- roles: intake
INSERT INTO topic (item_id, position, name, weight, phrase, part, begins, ends)
VALUES (:item_id, :position, :name, :weight, :phrase, :part, :begins, :ends)

-- name: score_add
-- roles: intake
INSERT INTO score (item_id, category, probability, model)
VALUES (:item_id, :category, :probability, :model)

-- name: flag_add
-- roles: intake
INSERT INTO flag (item_id, position, kind, urgency, refer_to, phrase, part,
    begins, ends)
VALUES (:item_id, :position, :kind, :urgency, :refer_to, :phrase, :part,
    :begins, :ends)

-- Cases.

-- name: sequence_next
-- roles: intake staff
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

-- Where a reference leads to: the case, or the one it was merged into, with
-- whom the two are of and the number of the case that was named.

-- name: case_named
-- roles: intake
-- scan: the way from case to case that it made itself
WITH RECURSIVE way (id, next) AS (
    SELECT id, merged_into FROM cases WHERE reference = :reference
    UNION
    SELECT c.id, c.merged_into FROM way JOIN cases c ON c.id = way.next)
SELECT c.id, c.reference, c.state, c.author_address, n.author_address, n.id,
    ic.item_id
FROM way
JOIN cases c ON c.id = way.id
JOIN cases n ON n.reference = :reference
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
WHERE way.next IS NULL

-- name: case_unacknowledged
-- roles: intake
UPDATE cases SET state = 'received' WHERE id = :id AND state = 'acknowledged'

-- name: case_review
-- roles: intake
UPDATE cases SET needs_review = 1, review_reason = CASE
    WHEN needs_review = 0 OR review_reason = '' THEN :review_reason
    WHEN INSTR (review_reason, :review_reason) > 0 THEN review_reason
    ELSE review_reason || '; ' || :review_reason END
WHERE id = :id

-- name: case_acknowledged
-- roles: sender
UPDATE cases SET state = 'acknowledged'
WHERE reference = :reference AND state = 'received' AND id NOT IN
    (SELECT case_id FROM outbox WHERE case_id = cases.id
	AND bounced_at IS NOT NULL)

-- name: case_posted
-- roles: staff
UPDATE cases SET state = 'acknowledged'
WHERE state = 'received' AND id IN (SELECT case_id FROM outbox
    WHERE id = :id AND kind = 'acknowledgement')

-- name: item_case_add
-- roles: intake staff
INSERT INTO item_case (item_id, case_id, role)
VALUES (:item_id, :case_id, :role)

-- The outbox.

-- name: outbox_add
-- roles: intake
INSERT INTO outbox (case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, note, circumstances, may_go_neutral)
VALUES (:case_id, 'acknowledgement', :state, :channel, :template, :to_name,
    :to_address, :to_postal, :message_id, :in_reply_to, :thread, 0, 0, :now,
    :note, :circumstances, :may_go_neutral)

-- name: secret_find
-- roles: intake
SELECT value FROM secret WHERE name = :name

-- name: outbox_of_message_id
-- roles: intake
SELECT case_id FROM outbox WHERE message_id = :message_id

-- name: outbox_is_to
-- roles: intake
SELECT COUNT (*) FROM outbox
WHERE case_id = :case_id AND to_address <> ''
AND LOWER (to_address) = LOWER (:address)

-- name: outbox_to
-- roles: intake
SELECT c.reference FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE LOWER (o.to_address) = LOWER (:address) AND o.to_address <> ''
AND o.channel = 'email' AND o.state IN ('sending', 'sent')
AND o.bounced_at IS NULL AND o.made_at >= :since
ORDER BY o.id DESC LIMIT 1

-- What a report is of: the message that it gives the ID of, else the last one
-- of the case.

-- name: outbox_reported
-- roles: intake
SELECT id, kind, to_address FROM outbox
WHERE case_id = :case_id AND channel = 'email'
AND (message_id = :message_id OR :message_id = '')
AND state IN ('sending', 'sent') AND bounced_at IS NULL
ORDER BY id DESC LIMIT 1

-- name: outbox_bounced
-- roles: intake
UPDATE outbox SET bounced_at = :now, bounce = :bounce WHERE id = :id

-- What was made is due at once, next_attempt 0, and nothing ever waits for more
-- than a day: what would was put off by a clock that was ahead.

-- name: outbox_next
-- roles: sender
SELECT o.id, c.reference, o.kind, o.template, o.channel, c.category,
    c.needs_review, o.to_name, o.to_address, o.to_postal, o.message_id,
    o.in_reply_to, o.thread, c.received_on, c.ack_due, c.response_due,
    o.attempts + 1,
    (SELECT value FROM secret WHERE name = 'token'),
    o.released_at IS NOT NULL, o.circumstances,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'scope_reason' AND f.is_current = 1), ''),
    COALESCE ((SELECT group_concat (n.kind || ' ' || n.detail, CHAR (10))
	FROM person_case x JOIN need n ON n.person_id = x.person_id
	WHERE x.case_id = c.id AND x.role = 'complainant'), ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'law' AND f.is_current = 1), ''), o.about
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state IN ('due', 'sending')
AND (o.next_attempt <= :now OR o.next_attempt > :now + 90000)
ORDER BY o.next_attempt, o.id
LIMIT 1

-- name: outbox_start
-- roles: sender
UPDATE outbox SET state = 'sending', attempts = attempts + 1
WHERE id = :id AND state IN ('due', 'sending')

-- name: outbox_finish
-- roles: sender
UPDATE outbox SET state = :state, finished_at = :now, note = :note,
    text_sent = :text_sent, version = :version
WHERE id = :id AND state = 'sending'

-- name: letter_keep
-- roles: sender
INSERT INTO letter (outbox_id, subject, text)
VALUES (:outbox_id, :subject, :text)
ON CONFLICT (outbox_id) DO UPDATE
SET subject = excluded.subject, text = excluded.text

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
UPDATE outbox SET state = 'held', note = :note, may_go_neutral = 0
WHERE id = :id AND state IN ('due', 'sending')

-- What waits for a person on its last day, or after it.

-- name: outbox_waits_too_long
-- roles: sender
SELECT o.id, c.reference FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state = 'held' AND o.may_go_neutral = 1 AND o.channel <> 'none'
AND c.ack_due <= :until AND c.state = 'received'
ORDER BY o.id LIMIT 1

-- name: outbox_go_neutral
-- roles: sender
UPDATE outbox SET state = 'due', next_attempt = :now, note = '',
    template = CASE WHEN template = 'unreadable' THEN template
	ELSE 'review' END,
    may_go_neutral = 0
WHERE id = :id AND state = 'held' AND may_go_neutral = 1

-- The same columns as outbox_next, for a person who looks.

-- name: outbox_of_case
-- roles: staff
SELECT o.id, c.reference, o.kind, o.template, o.channel, c.category,
    c.needs_review, o.to_name, o.to_address, o.to_postal, o.message_id,
    o.in_reply_to, o.thread, c.received_on, c.ack_due, c.response_due,
    o.attempts + 1, '', o.released_at IS NOT NULL, o.circumstances,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'scope_reason' AND f.is_current = 1), ''),
    COALESCE ((SELECT group_concat (n.kind || ' ' || n.detail, CHAR (10))
	FROM person_case x JOIN need n ON n.person_id = x.person_id
	WHERE x.case_id = c.id AND x.role = 'complainant'), ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'law' AND f.is_current = 1), ''), o.about
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE c.reference = :reference AND o.kind BETWEEN :first AND :last
ORDER BY o.id DESC LIMIT 1

-- Letters that are owed while a case is open (triage/further.h).

-- name: letter_add
-- roles: intake sender
INSERT INTO outbox (case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, note, circumstances, due_on, about)
VALUES (:case_id, :kind, :state, :channel, :template, :to_name, :to_address,
    :to_postal, :message_id, :in_reply_to, :thread, 0, 0, :now, :note,
    :circumstances, :due_on, :about)
ON CONFLICT (case_id, kind) DO NOTHING

-- name: letter_answered
-- roles: intake
SELECT c.state = 'closed', c.paused_on IS NOT NULL,
    COALESCE (o.state IN ('sent', 'printed', 'posted', 'telephoned'), 0),
    COALESCE (o.state = 'sent' AND o.bounced_at IS NOT NULL, 0),
    EXISTS (SELECT 1 FROM outbox f
	WHERE f.case_id = c.id AND f.kind = 'follow_up')
FROM cases c
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
WHERE c.id = :case_id

-- Whose reply may be late: open cases, by the day of the reply.

-- name: letter_late
-- roles: sender
SELECT c.id, c.reference, c.category, c.disposition, c.received_on,
    c.response_due, c.paused_on IS NOT NULL,
    EXISTS (SELECT 1 FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'response_sent_on' AND f.value <> ''
	AND f.is_current = 1),
    o.state IN ('sent', 'printed', 'posted', 'telephoned'),
    o.state = 'sent' AND o.bounced_at IS NOT NULL,
    o.channel, o.to_name, o.to_address, o.to_postal, o.message_id, o.thread,
    o.circumstances,
    EXISTS (SELECT 1 FROM person_case x
	JOIN restriction r ON r.person_id = x.person_id AND r.ended_on IS NULL
	WHERE x.case_id = c.id AND x.role = 'complainant'),
    EXISTS (SELECT 1 FROM item_case x JOIN flag f ON f.item_id = x.item_id
	WHERE x.case_id = c.id AND f.urgency = 'immediate'),
    COALESCE ((SELECT MAX (h.kind) FROM outbox h WHERE h.case_id = c.id
	AND h.kind BETWEEN 'holding-' AND 'holding-9'), ''),
    EXISTS (SELECT 1 FROM outbox h WHERE h.case_id = c.id
	AND h.kind BETWEEN 'holding-' AND 'holding-9'
	AND h.state IN ('due', 'sending', 'printed', 'held', 'failed'))
FROM cases c
JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
WHERE c.state <> 'closed' AND c.response_due > '' AND c.response_due <= :until
ORDER BY c.response_due, c.id

-- What need not be said any more: the case is closed; of a holding letter, the
-- reply has left, or the case is paused.

-- part: letter_is_over
(c.state = 'closed' OR (o.kind <> 'follow_up' AND (c.paused_on IS NOT NULL
    OR EXISTS (SELECT 1 FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'response_sent_on' AND f.value <> ''
	AND f.is_current = 1))))

-- name: letter_over
-- roles: sender
SELECT o.id, c.reference, o.kind FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state IN ('due', 'held') AND o.kind <> 'acknowledgement' AND
@letter_is_over
ORDER BY o.id LIMIT 1

-- name: letter_drop
-- roles: sender
UPDATE outbox SET state = 'cancelled', finished_at = :now, note = :note
WHERE id = :id AND state IN ('due', 'held')

-- name: letter_is_owed
-- roles: sender
SELECT o.kind = 'acknowledgement' OR o.state = 'sending' OR NOT
@letter_is_over
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.id = :id

-- The same for a person who sees to one of them, the last of its kind.

-- name: letter_find
-- roles: staff
SELECT id, kind, state, bounced_at IS NOT NULL, channel, to_address, to_postal
FROM outbox
WHERE case_id = :case_id AND kind BETWEEN :first AND :last
ORDER BY id DESC LIMIT 1

-- name: letter_told
-- roles: staff
UPDATE outbox SET state = :state, finished_at = :at, note = :note
WHERE id = :id

-- name: letter_hold_back
-- roles: staff
UPDATE outbox SET state = 'held', note = :note, released_at = NULL,
    may_go_neutral = 0
WHERE id = :id AND state = 'due'

-- name: letter_release
-- roles: staff
UPDATE outbox SET state = 'due', note = '', released_at = :now,
    next_attempt = :now
WHERE id = :id AND state = 'held'

-- name: letter_cancel
-- roles: staff
UPDATE outbox SET state = 'cancelled', finished_at = :now, note = :note
WHERE id = :id AND state IN ('due', 'held', 'failed')

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
SELECT o.id, c.reference, o.kind
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

-- Lists.  What may be asked of them all, in one order; the statements name
-- some of it again.  What is not asked is NULL.

-- part: asked
WITH asked AS (SELECT :category, :state, :channel, :owner, :officer, :flag,
    :review, :late, :of_staff, :today, :since, :until, :before_day, :before_id, :most)

-- part: wanted
(c.disposition = 'staff_matter') = :of_staff
AND (:category IS NULL OR c.category = :category)
AND (:state IS NULL OR c.state = :state
    OR (:state = 'open' AND c.state <> 'closed'))
AND (:channel IS NULL OR :channel = (SELECT i.channel FROM item_case x
    CROSS JOIN item i ON i.id = x.item_id
    WHERE x.case_id = c.id AND x.role = 'original'))
AND (:owner IS NULL OR c.id IN (SELECT case_id FROM case_worker
    WHERE field = 'owner' AND value = :owner)
    OR (:owner = '' AND NOT EXISTS (SELECT 1 FROM case_worker
    WHERE case_id = c.id AND field = 'owner')))
AND (:officer IS NULL OR c.id IN (SELECT case_id FROM case_worker
    WHERE field = 'officer' AND value = :officer)
    OR (:officer = '' AND NOT EXISTS (SELECT 1 FROM case_worker
    WHERE case_id = c.id AND field = 'officer')))
AND (:flag IS NULL OR EXISTS (SELECT 1 FROM item_case x
    CROSS JOIN flag f ON f.item_id = x.item_id
    WHERE x.case_id = c.id AND f.kind = :flag))
AND (:review IS NULL OR c.needs_review = 1)
AND (:late IS NULL OR ((c.ack_due < :today OR c.response_due < :today)
    AND EXISTS (SELECT 1 FROM case_clock k WHERE k.id = c.id
    AND (k.ack_on < :today
	OR (k.response_on < :today AND c.paused_on IS NULL)))))
AND c.received_on BETWEEN :since AND :until
AND (c.received_on, c.id) < (:before_day, :before_id)

-- part: newest_first
ORDER BY c.received_on DESC, c.id DESC LIMIT :most

-- The same cases by different ways: which is shortest depends on what is
-- asked, and lists.c chooses.

-- name: list_by_receipt
-- roles: staff
@asked
SELECT c.id
FROM cases c INDEXED BY cases_by_receipt WHERE
@wanted
@newest_first

-- name: list_by_category
-- roles: staff
@asked
SELECT c.id
FROM cases c INDEXED BY cases_by_category WHERE c.category = :category AND
@wanted
@newest_first

-- name: list_open
-- roles: staff
@asked
SELECT c.id
FROM cases c INDEXED BY cases_open_by_receipt WHERE c.state <> 'closed' AND
@wanted
@newest_first

-- name: list_for_review
-- roles: staff
@asked
SELECT c.id
FROM cases c INDEXED BY cases_for_review WHERE c.needs_review = 1 AND
@wanted
@newest_first

-- name: list_of_owner
-- roles: staff
@asked
SELECT c.id
FROM case_worker p
CROSS JOIN cases c ON c.id = p.case_id
WHERE p.field = 'owner' AND p.value = :owner AND
@wanted
@newest_first

-- name: list_of_officer
-- roles: staff
@asked
SELECT c.id
FROM case_worker p
CROSS JOIN cases c ON c.id = p.case_id
WHERE p.field = 'officer' AND p.value = :officer AND
@wanted
@newest_first

-- name: list_with_flag
-- roles: staff
@asked
SELECT DISTINCT c.id
FROM flag k
CROSS JOIN item_case y ON y.item_id = k.item_id
CROSS JOIN cases c ON c.id = y.case_id
WHERE k.kind = :flag AND
@wanted
@newest_first

-- name: list_of_channel
-- roles: staff
@asked
SELECT c.id
FROM item k
CROSS JOIN item_case y ON y.item_id = k.id AND y.role = 'original'
CROSS JOIN cases c ON c.id = y.case_id
WHERE k.channel = :channel AND
@wanted
@newest_first

-- name: list_of_staff
-- roles: staff
@asked
SELECT c.id
FROM cases c INDEXED BY cases_of_staff WHERE c.disposition = 'staff_matter' AND
@wanted
@newest_first

-- name: staff_matter_count
-- roles: staff
-- scan: an index that has staff matters alone
SELECT COUNT (*) FROM cases INDEXED BY cases_of_staff
WHERE disposition = 'staff_matter' AND state <> 'closed'

-- Is it at least so many?

-- name: list_owner_count
-- roles: staff
SELECT COUNT (*) FROM (SELECT 1 FROM case_worker
    WHERE field = :field AND value = :value LIMIT :most)

-- name: list_flag_count
-- roles: staff
SELECT COUNT (*) FROM (SELECT 1 FROM flag WHERE kind = :kind LIMIT :most)

-- name: list_channel_count
-- roles: staff
SELECT COUNT (*) FROM (SELECT 1 FROM item WHERE channel = :channel
    LIMIT :most)

-- name: list_place
-- roles: staff
SELECT received_on, id FROM cases WHERE reference = :reference

-- What is owed next, and when: the acknowledgement, then a letter that waits
-- (a further message's, a holding letter), then the response.  A
-- case that is paused stands with its day, and is not late.

-- name: list_due
-- roles: staff
-- scan: the page of cases that it found by indexes itself
@asked
SELECT v.* FROM (SELECT id, next FROM (
	SELECT c.id, COALESCE (k.ack_on, k.letter_on, '9999') AS next
	FROM (SELECT case_id FROM outbox
		WHERE state IN ('due', 'sending', 'printed', 'held', 'failed')
		UNION
		SELECT case_id FROM outbox INDEXED BY outbox_bounced
		WHERE kind = 'acknowledgement' AND bounced_at IS NOT NULL
		AND state = 'sent') q
	CROSS JOIN cases c ON c.id = q.case_id
	CROSS JOIN case_clock k ON k.id = c.id
	WHERE c.state <> 'closed' AND (c.response_due IS NULL
	    OR COALESCE (k.ack_on, k.letter_on) > '')
	AND COALESCE (k.ack_on, k.letter_on, '9999')
	    <= COALESCE (:horizon, '9999') AND
@wanted
    UNION ALL
	SELECT id, next FROM (SELECT c.id, c.response_due AS next
	    FROM cases c INDEXED BY cases_by_reply
	    CROSS JOIN case_clock k ON k.id = c.id
	    WHERE c.state <> 'closed' AND c.response_due > ''
	    AND c.response_due <= COALESCE (:horizon, '9999-12-31')
	    AND k.ack_on IS NULL AND k.letter_on IS NULL
	    AND k.response_on IS NOT NULL AND
@wanted
	    ORDER BY c.response_due, c.id LIMIT :most))
    ORDER BY next, id LIMIT :most) k
JOIN case_view v ON v.id = k.id
ORDER BY k.next, k.id

-- What waits for a person's decision: immediate flags first, then by day.

-- name: list_queue
-- roles: staff
-- scan: the few cases that it found by indexes itself
@asked
SELECT v.* FROM (SELECT c.id, COALESCE ((SELECT MIN (CASE f.urgency
	WHEN 'immediate' THEN 0 WHEN 'same_day' THEN 1 ELSE 2 END)
	FROM item_case x CROSS JOIN flag f ON f.item_id = x.item_id
	WHERE x.case_id = c.id), 3) AS urgency,
	COALESCE (d.ack_on, d.letter_on, d.response_on, '9999-12-31') AS next
    FROM (SELECT id AS case_id FROM cases WHERE needs_review = 1
	UNION
	SELECT case_id FROM outbox WHERE state IN ('held', 'failed')
	UNION
	SELECT case_id FROM outbox INDEXED BY outbox_bounced
	WHERE kind = 'acknowledgement' AND bounced_at IS NOT NULL
	AND state IN ('sending', 'sent')) q
    CROSS JOIN cases c ON c.id = q.case_id
    CROSS JOIN case_clock d ON d.id = c.id
    WHERE (c.needs_review = 1 OR c.state <> 'closed') AND
@wanted
    ORDER BY urgency > 0, next, urgency, c.id LIMIT :most) k
JOIN case_view v ON v.id = k.id
ORDER BY k.urgency > 0, k.next, k.urgency, k.id

-- Words.

-- name: search_parts
-- roles: owner intake staff keeper
SELECT position, name, text FROM part
WHERE item_id = :item_id AND is_alternative = 0
ORDER BY position

-- name: search_marks
-- roles: owner intake staff keeper
SELECT part, begins, ends FROM mark WHERE item_id = :item_id ORDER BY position

-- name: search_put
-- roles: owner intake staff keeper
INSERT INTO search (rowid, title, words, people, refs, rest)
SELECT id, title, words, people, refs, rest FROM search_text WHERE id = :id

-- name: search_drop
-- roles: owner intake staff keeper
INSERT INTO search (search, rowid, title, words, people, refs, rest)
SELECT 'delete', id, title, words, people, refs, rest FROM search_text
WHERE id = :id

-- name: search_add
-- roles: intake
INSERT INTO search_item (item_id, title, people, refs)
SELECT item_id, title, people, refs FROM search_source
WHERE item_id = :item_id

-- name: search_forget
-- roles: intake staff
DELETE FROM search_item WHERE item_id = :item_id

-- name: search_purge
-- roles: staff keeper
INSERT INTO search (search) VALUES ('optimize')

-- All that has the words, and whether it is wanted: search.c counts how many
-- it looks at.

-- name: search_newest
-- roles: staff
@asked
SELECT s.id, y.case_id, CASE WHEN
@wanted
THEN 1 ELSE 0 END
FROM search
CROSS JOIN search_item s ON s.id = search.rowid
CROSS JOIN item_case y ON y.item_id = s.item_id
CROSS JOIN cases c ON c.id = y.case_id
WHERE search MATCH :words
ORDER BY search.rowid DESC

-- Author's own words before what was quoted: the weights of the columns.

-- name: search_best
-- roles: staff
-- scan: the newest that match, which are no more than were asked for
@asked
SELECT s.id, y.case_id, 1
FROM (SELECT rowid AS id, bm25 (search, 6.0, 4.0, 6.0, 10.0, 1.0) AS score
    FROM search WHERE search MATCH :words ORDER BY rowid DESC LIMIT :newest) h
CROSS JOIN search_item s ON s.id = h.id
CROSS JOIN item_case y ON y.item_id = s.item_id
CROSS JOIN cases c ON c.id = y.case_id
WHERE
@wanted
ORDER BY h.score, s.id DESC

-- name: search_words
-- roles: staff
-- scan: between two words, by the order in which the index has them
SELECT term FROM search_word WHERE term >= :stem AND term < :behind
ORDER BY term LIMIT :most

-- The words around what was found: of one document, or of those shown, by one
-- walk through all between them.

-- name: search_hit
-- roles: staff
SELECT s.item_id, snippet (search, -1, char (2), char (3), '…', 16)
FROM search
CROSS JOIN search_item s ON s.id = search.rowid
WHERE search MATCH :words AND search.rowid = :id

-- name: search_hits
-- roles: staff
-- scan: the documents of one page, as they were bound
SELECT s.id, s.item_id, snippet (search, -1, char (2), char (3), '…', 16)
FROM search
CROSS JOIN search_item s ON s.id = search.rowid
WHERE search MATCH :words AND search.rowid BETWEEN :oldest AND :newest
    AND +search.rowid IN (SELECT value FROM json_each (:shown))

-- name: case_of_id
-- roles: staff
SELECT * FROM case_view WHERE id = :id

-- The documents of one case.

-- name: search_of_case
-- roles: staff
SELECT s.id
FROM item_case y
CROSS JOIN search_item s ON s.item_id = y.item_id
WHERE y.case_id = :case_id AND s.id <= :newest

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
    v.place, v.paused_on, v.closed_on, v.retain_until, v.holding_due,
    v.agreed_due, v.response_sent_on, v.owner, v.officer, v.letter,
    v.letter_state, v.letter_due, v.letter_note
FROM (SELECT c.id FROM cases c
    CROSS JOIN item_case x ON x.case_id = c.id AND x.role = 'original'
    WHERE c.state IN ('received', 'acknowledged')
    AND (EXISTS (SELECT 1 FROM item u INDEXED BY item_unread
	    WHERE u.id = x.item_id AND u.outcome <> 'read')
	OR EXISTS (SELECT 1 FROM part q
	    WHERE q.item_id = x.item_id
	    AND q.outcome NOT IN ('read', 'empty')))) k
CROSS JOIN case_view v ON v.id = k.id
LEFT JOIN part p ON p.item_id = v.item_id AND p.position =
    (SELECT MIN (q.position) FROM part q WHERE q.item_id = v.item_id
	AND q.outcome NOT IN ('read', 'empty'))
ORDER BY v.received_on, v.id

-- name: details_items
-- roles: staff
SELECT i.id, ic.role, i.channel, i.title, i.disposition, i.outcome, i.note,
    i.place, i.author_name, i.author_address, i.forwarder, i.authenticated,
    i.received_at, i.size
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN item i ON i.id = ic.item_id
WHERE c.reference = :reference
ORDER BY i.registered_at, i.id

-- name: details_parts
-- roles: staff
SELECT p.item_id, p.position, p.path, p.name, p.type, p.outcome, p.note,
    p.text, p.size, p.pages, p.confidence, p.is_alternative, p.is_ocr
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN item i ON i.id = ic.item_id
JOIN part p ON p.item_id = i.id
WHERE c.reference = :reference
ORDER BY i.registered_at, i.id, p.position

-- name: details_mark_count
-- roles: staff
SELECT COUNT (*) FROM mark WHERE item_id = :item_id AND part = :part

-- name: details_marks
-- roles: staff
SELECT kind, begins, ends FROM mark
WHERE item_id = :item_id AND part = :part
ORDER BY position

-- name: details_flags
-- roles: staff
SELECT f.kind, f.urgency, f.refer_to, f.phrase, f.item_id
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN flag f ON f.item_id = ic.item_id
WHERE c.reference = :reference
ORDER BY CASE f.urgency WHEN 'immediate' THEN 0 WHEN 'same_day' THEN 1
    ELSE 2 END, f.kind, f.item_id, f.position

-- name: details_letters
-- roles: staff
SELECT o.kind, o.state, o.channel, o.template, o.to_name, o.to_address,
    o.to_postal, o.note, o.message_id, o.bounce, o.made_at,
    COALESCE (o.finished_at, 0), COALESCE (o.bounced_at, 0), o.attempts
FROM cases c
JOIN outbox o ON o.case_id = c.id
WHERE c.reference = :reference
ORDER BY o.id

-- name: cases_reasons
-- roles: staff
SELECT r.phrase, r.category, r.weight
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN reason r ON r.item_id = ic.item_id
JOIN item i ON i.id = r.item_id AND i.disposition <> 'machine'
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
-- roles: staff monitor
SELECT COALESCE (SUM (o.kind = 'acknowledgement' AND c.ack_due = :today), 0),
    COALESCE (SUM (o.kind = 'acknowledgement' AND c.ack_due < :today), 0),
    COALESCE (SUM (CASE WHEN o.state = 'held' THEN 1 ELSE 0 END), 0),
    COALESCE (SUM (CASE WHEN o.state = 'failed' THEN 1 ELSE 0 END), 0),
    COALESCE (SUM (CASE WHEN o.state IN ('due', 'sending') THEN 1
	ELSE 0 END), 0)
FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state IN ('due', 'sending', 'printed', 'held', 'failed')

-- name: health_review
-- roles: staff monitor
SELECT COUNT (*) FROM cases WHERE needs_review = 1 AND state <> 'closed'

-- name: health_unfetchable
-- roles: staff monitor
SELECT COUNT (*) FROM ledger
WHERE state = 'unfetchable' AND state IN ('unfetchable', 'too_large')
AND settled_at = 0

-- name: health_too_large
-- roles: staff monitor
SELECT COUNT (*) FROM ledger
WHERE state = 'too_large' AND state IN ('unfetchable', 'too_large')
AND settled_at = 0

-- Corrections, and what models learn from.

-- name: correction_of
-- roles: staff
SELECT c.id, c.category, c.received_on, ic.item_id,
    COALESCE ((SELECT MAX (s.model) FROM score s
	WHERE s.item_id = ic.item_id), '')
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
WHERE c.reference = :reference

-- name: correction_add
-- roles: staff
INSERT INTO correction (case_id, item_id, at, who, category_from, category_to,
    reason, model)
VALUES (:case_id, :item_id, :at, :who, :category_from, :category_to, :reason,
    :model)

-- What was agreed with the person holds for the new category too, but for a
-- request for information.

-- name: case_correct
-- roles: staff
UPDATE cases SET category = :category, needs_review = 0, review_reason = '',
    ack_due = :ack_due,
    holding_due = CASE WHEN :category NOT IN ('foi', '') AND EXISTS
	(SELECT 1 FROM case_field f WHERE f.case_id = cases.id
	    AND f.field = 'agreed_due' AND f.value <> '' AND f.is_current = 1)
	THEN holding_due ELSE :holding_due END,
    response_due = CASE WHEN :category NOT IN ('foi', '') AND EXISTS
	(SELECT 1 FROM case_field f WHERE f.case_id = cases.id
	    AND f.field = 'agreed_due' AND f.value <> '' AND f.is_current = 1)
	THEN response_due ELSE :response_due END
WHERE id = :id

-- name: case_confirm
-- roles: staff
UPDATE cases SET needs_review = 0, review_reason = '' WHERE id = :id

-- name: outbox_correct
-- roles: staff
UPDATE outbox SET template = :template
WHERE case_id = :case_id AND kind = 'acknowledgement'
AND state IN ('due', 'held')

-- name: corrections_list
-- roles: staff
-- scan: every item that was corrected is learnt from, the newest first
SELECT k.category_to, k.item_id, i.title, i.kind, i.origin
FROM correction k
JOIN item i ON i.id = k.item_id
WHERE k.id = (SELECT MAX (o.id) FROM correction o WHERE o.item_id = k.item_id)
ORDER BY k.id DESC LIMIT :most

-- name: correction_parts
-- roles: staff
SELECT position, text FROM part
WHERE item_id = :item_id AND is_alternative = 0
ORDER BY position

-- name: correction_marks
-- roles: staff
SELECT kind, begins, ends FROM mark
WHERE item_id = :item_id AND part = :part
ORDER BY begins

-- Holidays proclaimed since.

-- name: holidays
-- roles: intake sender staff
SELECT day, in_england, name, who FROM holiday
WHERE day > '' ORDER BY day LIMIT :most

-- A day that was a holiday elsewhere may become one here as well.

-- name: holiday_add
-- roles: staff
INSERT INTO holiday (day, in_england, name, at, who)
VALUES (:day, :in_england, :name, :at, :who)
ON CONFLICT (day) DO UPDATE SET in_england = 1, name = excluded.name,
    at = excluded.at, who = excluded.who

-- name: cases_across
-- roles: staff
-- scan: the open cases that it found by indexes itself
SELECT c.reference, c.category, c.disposition, c.received_on,
    CASE WHEN c.state = 'received' THEN c.ack_due END, c.holding_due,
    c.response_due, COALESCE (f.value, '')
FROM (SELECT id FROM cases WHERE state <> 'closed' AND response_due >= :day
    UNION
    SELECT id FROM cases WHERE state = 'received' AND ack_due >= :day) k
CROSS JOIN cases c ON c.id = k.id
LEFT JOIN case_field f ON f.case_id = c.id AND f.field = 'clarified_on'
    AND f.is_current = 1

-- name: case_dates
-- roles: staff
UPDATE cases SET ack_due = COALESCE (:ack_due, ack_due),
    holding_due = COALESCE (:holding_due, holding_due),
    response_due = COALESCE (:response_due, response_due)
WHERE reference = :reference

-- The history.

-- name: event_last
-- roles: intake sender staff reconcile keeper
SELECT id, hash FROM event WHERE id = (SELECT MAX (id) FROM event)

-- name: event_add
-- roles: intake sender staff reconcile keeper
INSERT INTO event (id, at, who, what, detail, reference, item_id, hash)
VALUES (:id, :at, :who, :what, :detail, :reference, :item_id, :hash)

-- name: events_beyond
-- roles: staff keeper
SELECT id, at, who, what, detail, reference, item_id, hash FROM event
WHERE id > :last ORDER BY id

-- name: event_hash
-- roles: staff keeper
SELECT hash FROM event WHERE id = :id

-- name: event_count
-- roles: staff keeper monitor
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

-- After a restoration, what came before it may have been answered already.

-- name: ledger_find_item
-- roles: intake
-- scan: a row for each restoration, of which there are hardly any
SELECT mailbox, folder, uidvalidity, uid, internaldate, size, state, item_id,
    attempts, last_error, file, put_back_at <> 0 OR EXISTS
    (SELECT 1 FROM restoration r WHERE internaldate < r.restored_at)
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
    attempts = excluded.attempts, last_error = excluded.last_error,
    settled_at = CASE WHEN excluded.state IN ('fetched', 'filed') THEN 0
	ELSE settled_at END

-- name: ledger_settle_message
-- roles: staff
UPDATE ledger SET settled_at = :now
WHERE mailbox = :mailbox AND uid = :uid AND uid > 0 AND settled_at = 0
AND (state IN ('seen', 'unfetchable', 'too_large')
    OR NOT EXISTS (SELECT 1 FROM item i WHERE i.id = item_id))

-- name: ledger_settle_item
-- roles: staff
UPDATE ledger SET settled_at = :now
WHERE item_id = :item_id AND item_id <> '' AND settled_at = 0
AND NOT EXISTS (SELECT 1 FROM item i WHERE i.id = item_id)

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

-- name: balance_put_back
-- roles: reconcile
UPDATE ledger SET put_back_at = :now
WHERE item_id = :item_id AND item_id <> ''

-- name: balance_has_row
-- roles: reconcile
SELECT COUNT (*) FROM ledger WHERE item_id = :item_id AND item_id <> ''

-- name: balance_items
-- roles: reconcile keeper
SELECT i.id, i.sha256, i.place, i.file, i.size, i.received_at,
    EXISTS (SELECT 1 FROM ledger l
	WHERE l.item_id = i.id AND l.item_id <> ''),
    i.destroyed_at IS NOT NULL
FROM item i WHERE i.id > :after ORDER BY i.id LIMIT :most

-- name: balance_item
-- roles: reconcile keeper
SELECT i.id, i.sha256, i.place, i.file, i.size, i.received_at,
    EXISTS (SELECT 1 FROM ledger l
	WHERE l.item_id = i.id AND l.item_id <> ''),
    i.destroyed_at IS NOT NULL
FROM item i WHERE i.id = :id

-- name: balance_count
-- roles: reconcile
SELECT COALESCE (SUM (uidvalidity = :uidvalidity), 0),
    COALESCE (SUM (uidvalidity <> :uidvalidity), 0)
FROM ledger WHERE mailbox = :mailbox AND folder = :folder AND uid > 0

-- name: balance_rows
-- roles: reconcile
SELECT mailbox, folder, uidvalidity, uid, internaldate, size, state, item_id,
    settled_at
FROM ledger
WHERE mailbox = :mailbox AND folder = :folder AND uidvalidity = :uidvalidity
AND uid > :after AND uid > 0
ORDER BY uid LIMIT :most

-- name: balance_open_rows
-- roles: reconcile
SELECT l.id, l.mailbox, l.folder, l.uidvalidity, l.uid, l.internaldate,
    l.size, l.state, l.item_id,
    l.settled_at, EXISTS (SELECT 1 FROM item i WHERE i.id = l.item_id)
FROM ledger l
WHERE l.id > :after AND l.settled_at = 0 AND (l.state IN ('seen', 'unfetchable', 'too_large')
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

-- What staff write down of a case.

-- name: case_id
-- roles: intake staff
SELECT id FROM cases WHERE reference = :reference

-- name: case_field_find
-- roles: intake staff
SELECT f.value FROM case_field f
JOIN cases c ON c.id = f.case_id
WHERE c.reference = :reference AND f.field = :field AND f.is_current = 1

-- name: case_field_end
-- roles: intake staff
UPDATE case_field SET is_current = 0
WHERE case_id = :case_id AND field = :field AND is_current = 1

-- name: case_field_add
-- roles: intake staff
INSERT INTO case_field (case_id, field, value, at, who, is_current)
VALUES (:case_id, :field, :value, :at, :who, 1)

-- name: case_fields
-- roles: staff
SELECT f.field, f.value, f.at, f.who, f.is_current FROM case_field f
JOIN cases c ON c.id = f.case_id
WHERE c.reference = :reference
ORDER BY f.id

-- name: case_set_reply_days
-- roles: staff
UPDATE cases SET response_due = :response_due,
    holding_due = :holding_due
WHERE id = :id

-- The case as the rules of casework ask for it: struct standing.

-- name: case_standing
-- roles: staff
SELECT c.id, c.category, c.disposition, c.state, ic.item_id, i.channel,
    i.origin, i.machine, c.needs_review, c.review_reason, c.received_on,
    COALESCE (c.ack_due, ''), COALESCE (c.holding_due, ''),
    COALESCE (c.response_due, ''), COALESCE (c.paused_on, ''),
    COALESCE (m.reference, ''), COALESCE (o.state, ''),
    o.bounced_at IS NOT NULL, COALESCE (o.channel, ''),
    COALESCE (o.to_address, ''), COALESCE (o.to_postal, ''),
    c.author_name, c.author_address, c.author_postal
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
LEFT JOIN cases m ON m.id = c.merged_into
WHERE c.reference = :reference

-- name: case_of_staff
-- roles: staff
UPDATE cases SET disposition = :disposition
WHERE id = :id AND (:disposition = 'staff_matter'
    OR disposition = 'staff_matter')

-- name: case_hold_of_staff
-- roles: staff
UPDATE outbox SET state = 'held', may_go_neutral = 0,
    note = 'it is about its writer''s own employment'
WHERE case_id = :case_id AND kind = 'acknowledgement' AND state = 'due'

-- What was merged into a case is kept as long as the case.

-- name: case_close
-- roles: staff
UPDATE cases SET state = 'closed', closed_on = :closed_on,
    retain_until = :retain_until
WHERE id = :id

-- name: case_retain_merged
-- roles: staff
-- scan: the cases that it found on the way itself
WITH RECURSIVE part (id) AS (
    SELECT id FROM cases WHERE merged_into = :id
    UNION
    SELECT c.id FROM part JOIN cases c ON c.merged_into = part.id)
UPDATE cases SET retain_until = :retain_until
WHERE id IN (SELECT id FROM part)

-- name: case_reopen
-- roles: staff
UPDATE cases SET state = :state, closed_on = NULL, retain_until = NULL
WHERE id = :id

-- name: case_pause
-- roles: staff
UPDATE cases SET paused_on = :paused_on WHERE id = :id

-- name: case_merge
-- roles: staff
UPDATE cases SET state = 'closed', closed_on = :closed_on, merged_into = :into,
    needs_review = 0, review_reason = ''
WHERE id = :id

-- name: items_join
-- roles: staff
INSERT INTO item_case (item_id, case_id, role)
SELECT item_id, :into, 'follow_up' FROM item_case WHERE case_id = :id
ON CONFLICT (item_id, case_id) DO NOTHING

-- name: case_split
-- roles: staff
INSERT INTO cases (reference, state, category, disposition, confidence,
    needs_review, review_reason, author_name, author_address, author_postal,
    author_phone, received_on, ack_due, holding_due, response_due, acknowledge,
    why_not)
SELECT :reference, 'received', :category, 'case', 1000, 0, '', author_name,
    author_address, author_postal, author_phone, received_on, :ack_due,
    :holding_due, :response_due, 'hold', :why_not
FROM cases WHERE id = :id
RETURNING id

-- name: outbox_split
-- roles: staff
INSERT INTO outbox (case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, note, circumstances)
SELECT :case_id, 'acknowledgement', 'held', COALESCE (o.channel,
	CASE WHEN c.author_address <> '' THEN 'email' ELSE 'letter' END),
    :template, COALESCE (o.to_name, ''),
    COALESCE (o.to_address, c.author_address),
    COALESCE (o.to_postal, c.author_postal), :message_id,
    COALESCE (o.in_reply_to, ''), COALESCE (o.thread, ''), 0, :now, :now,
    :note, COALESCE (o.circumstances, '')
FROM cases c
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
WHERE c.id = :id

-- Who is of one case is of the other too.

-- name: person_case_copy
-- roles: staff
INSERT INTO person_case (person_id, case_id, role, basis, evidence_on, at, who)
SELECT person_id, :to, role, basis, evidence_on, at, who FROM person_case
WHERE case_id = :from
ON CONFLICT (case_id, person_id, role) DO NOTHING

-- Somebody of the case is restricted, and nobody has answered that it is a new
-- issue all the same.

-- name: case_is_restricted
-- roles: staff
SELECT EXISTS (SELECT 1 FROM person_case pc
    JOIN restriction r ON r.person_id = pc.person_id AND r.ended_on IS NULL
    WHERE pc.case_id = :case_id AND pc.role = 'complainant')
AND NOT EXISTS (SELECT 1 FROM new_issue n
    WHERE n.case_id = :case_id AND n.answer = 'yes')
OR EXISTS (SELECT 1 FROM new_issue n
    WHERE n.case_id = :case_id AND n.answer = '')

-- Acknowledgements that a person sees to.

-- name: outbox_release
-- roles: staff
UPDATE outbox SET state = 'due', note = '', released_at = :now,
    next_attempt = :now
WHERE case_id = :case_id AND kind = 'acknowledgement' AND state = 'held'

-- name: outbox_readdress
-- roles: staff
UPDATE outbox SET channel = 'letter', to_postal = :postal
WHERE id = :id AND state = 'held'

-- name: outbox_cancel
-- roles: staff
UPDATE outbox SET state = 'cancelled', finished_at = :now, note = :note
WHERE case_id = :case_id AND kind = 'acknowledgement'
AND (state = 'held' OR (:also_due = 1 AND state IN ('due', 'failed')))

-- name: case_told
-- roles: staff
UPDATE cases SET state = 'acknowledged' WHERE id = :id AND state = 'received'

-- Items that are read again.

-- name: item_refused
-- roles: staff
SELECT i.id, i.place, i.reread_at, COALESCE (c.reference, ''), i.outcome,
    COALESCE (i.first_id, '')
FROM item i
LEFT JOIN item_case ic ON ic.item_id = i.id
LEFT JOIN cases c ON c.id = ic.case_id
WHERE i.id = :id
ORDER BY c.id LIMIT 1

-- name: item_ask_again
-- roles: staff
UPDATE item SET reread_at = :now WHERE id = :id

-- name: item_case_of
-- roles: staff
SELECT c.reference FROM item_case ic
JOIN cases c ON c.id = ic.case_id
WHERE ic.item_id = :item_id
ORDER BY c.id LIMIT 1

-- name: item_reread_at
-- roles: intake
SELECT reread_at FROM item WHERE id = :id

-- name: item_reread
-- roles: intake
UPDATE item SET reread_at = 0, kind = :kind, type = :type,
    outcome = :outcome, note = :note, message_id = :message_id,
    sent_date = :sent_date, title = :title, author_name = :author_name,
    author_address = :author_address, author_postal = :author_postal,
    author_phone = :author_phone, forwarder = :forwarder, origin = :origin,
    machine = :machine, authenticated = :authenticated,
    disposition = :disposition, author_role = :author_role
WHERE id = :id

-- name: item_forget_parts
-- roles: intake
DELETE FROM part WHERE item_id = :item_id

-- name: item_forget_marks
-- roles: intake
DELETE FROM mark WHERE item_id = :item_id

-- name: item_forget_reasons
-- roles: intake
DELETE FROM reason WHERE item_id = :item_id

-- name: item_forget_topics
-- roles: intake
DELETE FROM topic WHERE item_id = :item_id

-- name: item_forget_scores
-- roles: intake
DELETE FROM score WHERE item_id = :item_id

-- name: flag_has
-- roles: intake
SELECT COUNT (*) FROM flag WHERE item_id = :item_id AND kind = :kind

-- name: flag_next
-- roles: intake
SELECT COALESCE (MAX (position) + 1, 0) FROM flag WHERE item_id = :item_id

-- Only of a case that this item opened, and nobody has decided upon.

-- name: case_reread
-- roles: intake
UPDATE cases SET category = :category, disposition = :disposition,
    confidence = :confidence, author_name = :author_name,
    author_address = :author_address, author_postal = :author_postal,
    author_phone = :author_phone
WHERE id = :id AND state <> 'closed' AND NOT EXISTS
    (SELECT 1 FROM correction k WHERE k.item_id = :item_id)

-- name: case_reread_id
-- roles: intake
SELECT case_id FROM item_case
WHERE item_id = :item_id AND role = 'original'
ORDER BY case_id LIMIT 1

-- name: outbox_reread
-- roles: intake
UPDATE outbox SET channel = :channel, template = :template,
    to_name = :to_name, to_address = :to_address, to_postal = :to_postal,
    note = :note, circumstances = :circumstances,
    may_go_neutral = MIN (may_go_neutral, :may_go_neutral)
WHERE case_id = :case_id AND kind = 'acknowledgement' AND state = 'held'

-- Is the register whole?

-- name: integrity_check
-- roles: owner keeper
PRAGMA integrity_check (1)

-- name: reference_check
-- roles: owner keeper
PRAGMA foreign_key_check

-- Backups.

-- name: copy_into
-- roles: owner
VACUUM INTO :path

-- name: backup_add
-- roles: keeper
INSERT INTO backup (at, folder, name) VALUES (:at, :folder, :name)

-- name: backup_folders
-- roles: keeper
-- scan: a row for each backup, a few hundred a year
SELECT folder, MAX (at), COUNT (*) FROM backup
WHERE at >= :since GROUP BY folder ORDER BY folder

-- name: sequence_raise
-- roles: keeper
UPDATE sequence SET last = MIN (last + :margin, :most) WHERE year > 0

-- name: sequence_begin
-- roles: keeper
INSERT INTO sequence (year, last) VALUES (:year, :margin)
ON CONFLICT (year) DO NOTHING

-- name: restoration_add
-- roles: keeper
INSERT INTO restoration (taken_at, restored_at)
VALUES (:taken_at, :restored_at)

-- name: outbox_restored
-- roles: keeper
UPDATE outbox SET state = 'held', note = :note, released_at = NULL
WHERE state IN ('due', 'sending')

-- Retention: what is destroyed, when and how.

-- name: retention_over
-- roles: keeper
SELECT c.reference, c.category, c.closed_on, c.retain_until,
    COALESCE (h.value, '') = 'yes',
    (SELECT COUNT (*) FROM item_case ic WHERE ic.case_id = c.id)
FROM cases c
LEFT JOIN case_field h ON h.case_id = c.id AND h.field = 'legal_hold'
    AND h.is_current = 1
LEFT JOIN cases m ON m.id = c.merged_into AND m.destroyed_at IS NULL
WHERE c.retain_until < :today AND c.retain_until IS NOT NULL
AND c.destroyed_at IS NULL AND m.id IS NULL
ORDER BY c.retain_until, c.id

-- name: retention_case
-- roles: keeper
SELECT c.id, c.state, c.category, c.received_on, COALESCE (c.closed_on, ''),
    COALESCE (c.retain_until, ''), COALESCE (h.value, '') = 'yes',
    c.destroyed_at IS NOT NULL, COALESCE (m.reference, '')
FROM cases c
LEFT JOIN case_field h ON h.case_id = c.id AND h.field = 'legal_hold'
    AND h.is_current = 1
LEFT JOIN cases m ON m.id = c.merged_into AND m.destroyed_at IS NULL
WHERE c.reference = :reference

-- A case, and those merged into it.

-- name: retention_family
-- roles: keeper
-- scan: the cases that it found on the way itself
WITH RECURSIVE family (id) AS (
    SELECT :id
    UNION
    SELECT c.id FROM family JOIN cases c ON c.merged_into = family.id
    WHERE c.destroyed_at IS NULL)
SELECT c.id, c.reference, COALESCE (h.value, '') = 'yes'
FROM family JOIN cases c ON c.id = family.id
LEFT JOIN case_field h ON h.case_id = c.id AND h.field = 'legal_hold'
    AND h.is_current = 1
ORDER BY c.id

-- The items of a case that no other case needs, and copies of them.

-- name: retention_items
-- roles: keeper
-- scan: the items that it found on the way itself
WITH mine (id) AS (
    SELECT ic.item_id FROM item_case ic
    WHERE ic.case_id = :case_id AND NOT EXISTS
	(SELECT 1 FROM item_case oc JOIN cases c ON c.id = oc.case_id
	    WHERE oc.item_id = ic.item_id AND oc.case_id <> :case_id
	    AND c.destroyed_at IS NULL))
SELECT id FROM mine
UNION
SELECT i.id FROM mine JOIN item i ON i.first_id = mine.id
WHERE i.first_id IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM item_case ic JOIN cases c ON c.id = ic.case_id
	WHERE ic.item_id = i.id AND c.id <> :case_id
	AND c.destroyed_at IS NULL)

-- name: destroy_parts
-- roles: keeper
DELETE FROM part WHERE item_id = :item_id

-- name: destroy_marks
-- roles: keeper
DELETE FROM mark WHERE item_id = :item_id

-- name: destroy_reasons
-- roles: keeper
DELETE FROM reason WHERE item_id = :item_id

-- name: destroy_topics
-- roles: keeper
DELETE FROM topic WHERE item_id = :item_id

-- name: destroy_phrases
-- roles: keeper
UPDATE flag SET phrase = '' WHERE item_id = :item_id

-- name: destroy_corrections
-- roles: keeper
DELETE FROM correction WHERE item_id = :item_id

-- name: destroy_ledger
-- roles: keeper
UPDATE ledger SET file = CASE WHEN uid = 0 THEN 'destroyed ' || id ELSE '' END,
    last_error = ''
WHERE item_id = :item_id AND item_id <> ''

-- name: destroy_item
-- roles: keeper
UPDATE item SET destroyed_at = :now, file = '', note = '', message_id = '',
    sent_date = '', title = '', author_name = '', author_address = '',
    author_postal = '', author_phone = '', forwarder = ''
WHERE id = :item_id

-- name: destroy_letters
-- roles: keeper
DELETE FROM letter WHERE outbox_id IN
    (SELECT id FROM outbox WHERE case_id = :case_id)

-- name: destroy_alerts
-- roles: keeper
UPDATE alert SET note = '' WHERE case_id = :case_id

-- name: destroy_departures
-- roles: keeper
-- scan: the e-mails of one day
DELETE FROM departure WHERE outbox_id IN
    (SELECT id FROM outbox WHERE case_id = :case_id)

-- name: destroy_outbox
-- roles: keeper
UPDATE outbox SET to_name = '', to_address = '', to_postal = '',
    in_reply_to = '', thread = '', note = ''
WHERE case_id = :case_id

-- name: destroy_fields
-- roles: keeper
DELETE FROM case_field WHERE case_id = :case_id

-- name: destroy_case
-- roles: keeper
UPDATE cases SET destroyed_at = :now, author_name = '', author_address = '',
    author_postal = '', author_phone = '', review_reason = '', why_not = '',
    needs_review = 0
WHERE id = :case_id

-- The people of a case who have no other, and no restriction that holds, and
-- those who became one with them.

-- name: retention_people
-- roles: keeper
-- scan: the persons that it found on the way itself
WITH RECURSIVE alone (id) AS (
    SELECT pc.person_id FROM person_case pc
    WHERE pc.case_id = :case_id AND NOT EXISTS
	(SELECT 1 FROM person_case oc JOIN cases c ON c.id = oc.case_id
	    WHERE oc.person_id = pc.person_id AND c.destroyed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM restriction r
	WHERE r.person_id = pc.person_id AND r.ended_on IS NULL)
    UNION
    SELECT p.id FROM alone JOIN person p ON p.merged_into = alone.id)
SELECT id FROM alone ORDER BY id

-- name: destroy_person
-- roles: keeper
UPDATE person SET name = '', born_on = NULL WHERE id = :person_id

-- name: destroy_person_names
-- roles: keeper
DELETE FROM person_name WHERE person_id = :person_id

-- name: destroy_contacts
-- roles: keeper
DELETE FROM contact WHERE person_id = :person_id

-- name: destroy_needs
-- roles: keeper
DELETE FROM need WHERE person_id = :person_id

-- name: destroy_answers
-- roles: keeper
DELETE FROM equality WHERE person_id = :person_id

-- name: destroy_restrictions
-- roles: keeper
UPDATE restriction SET detail = '', reason = '', end_reason = ''
WHERE person_id = :person_id

-- name: destroy_roles
-- roles: keeper
DELETE FROM person_case WHERE case_id = :case_id

-- Items that the index of words lacks, or has though they are destroyed.

-- name: search_missing
-- roles: keeper
-- scan: every item is looked up
SELECT COUNT (*) FROM item i WHERE (i.destroyed_at IS NULL) =
    NOT EXISTS (SELECT 1 FROM search_item s WHERE s.item_id = i.id)

-- name: destroyed_files
-- roles: keeper
-- scan: an index of those only whose file is still there
SELECT id, place FROM item INDEXED BY item_half_destroyed
WHERE destroyed_at IS NOT NULL AND place <> ''
ORDER BY id LIMIT 1

-- name: destroyed_file_gone
-- roles: keeper
UPDATE item SET place = '' WHERE id = :id AND destroyed_at IS NOT NULL

-- name: checkpoint
-- roles: keeper
PRAGMA wal_checkpoint (TRUNCATE)

-- The file of a case, as it is handed over.

-- name: dossier_items
-- roles: staff
SELECT i.id, i.channel, i.kind, i.type, i.outcome, i.note, i.sha256, i.size,
    i.received_at, i.title, i.author_name, i.author_address, i.author_role,
    i.forwarder, i.origin, ic.role, i.place, COALESCE (i.first_id, ''),
    i.destroyed_at IS NOT NULL
FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN item i ON i.id = ic.item_id
WHERE c.reference = :reference
ORDER BY i.received_at, i.id

-- name: dossier_parts
-- roles: staff
SELECT path, name, type, outcome, note, pages, is_ocr, is_alternative, text
FROM part WHERE item_id = :item_id
ORDER BY position

-- name: dossier_letters
-- roles: staff
SELECT o.kind, o.state, o.channel, o.template, o.made_at,
    COALESCE (o.finished_at, 0), o.bounced_at IS NOT NULL,
    COALESCE (l.subject, ''), COALESCE (l.text, '')
FROM cases c
JOIN outbox o ON o.case_id = c.id
LEFT JOIN letter l ON l.outbox_id = o.id
WHERE c.reference = :reference
ORDER BY o.id

-- name: dossier_author
-- roles: staff
SELECT id, author_name, author_address, author_postal, author_phone, category,
    state, received_on, COALESCE (ack_due, ''), COALESCE (response_due, ''),
    COALESCE (closed_on, ''), destroyed_at IS NOT NULL
FROM cases WHERE reference = :reference

-- People, and how they are reached.

-- name: person_same
-- roles: intake staff
SELECT e.person_id FROM contact e
JOIN person_name n ON n.person_id = e.person_id
AND n.likeness = LOWER (TRIM (:name))
WHERE e.likeness = :likeness AND e.kind = 'email'
ORDER BY e.person_id LIMIT 1

-- name: person_add
-- roles: intake staff
INSERT INTO person (name, born_on, made_at) VALUES (:name, :born_on, :now)
RETURNING id

-- name: person_name_add
-- roles: intake staff
INSERT INTO person_name (person_id, likeness)
VALUES (:person_id, LOWER (TRIM (:name)))
ON CONFLICT (person_id, likeness) DO NOTHING

-- name: contact_add
-- roles: intake staff
INSERT INTO contact (person_id, kind, value, likeness, is_preferred)
VALUES (:person_id, :kind, :value, :likeness, 0)
ON CONFLICT (person_id, kind, likeness) DO NOTHING

-- name: contact_prefer
-- roles: staff
UPDATE contact SET is_preferred = (likeness = :likeness)
WHERE person_id = :person_id

-- name: contact_remove
-- roles: staff
DELETE FROM contact WHERE person_id = :person_id AND likeness = :likeness

-- name: contact_has
-- roles: staff
SELECT COUNT (*) FROM contact
WHERE person_id = :person_id AND likeness = :likeness

-- name: contacts_of
-- roles: staff
SELECT kind, value, is_preferred FROM contact
WHERE person_id = :person_id
ORDER BY is_preferred DESC, kind, id

-- name: person_find
-- roles: staff
SELECT name, COALESCE (born_on, ''), COALESCE (merged_into, 0) FROM person
WHERE id = :id

-- name: person_set
-- roles: staff
UPDATE person SET name = :name, born_on = :born_on WHERE id = :id

-- name: persons_list
-- roles: staff
-- scan: off the end of the table, as many as asked for
SELECT p.id, p.name, COALESCE (p.born_on, ''), COALESCE ((SELECT c.value
	FROM contact c WHERE c.person_id = p.id
	ORDER BY c.is_preferred DESC, c.kind, c.id LIMIT 1), ''),
    (SELECT COUNT (DISTINCT x.case_id) FROM person_case x
	WHERE x.person_id = p.id),
    EXISTS (SELECT 1 FROM need n WHERE n.person_id = p.id),
    EXISTS (SELECT 1 FROM restriction r
	WHERE r.person_id = p.id AND r.ended_on IS NULL)
FROM person p
WHERE p.merged_into IS NULL
AND (p.name <> '' OR EXISTS (SELECT 1 FROM contact c
    WHERE c.person_id = p.id))
ORDER BY p.id DESC LIMIT :most

-- name: persons_search
-- roles: staff
-- scan: part of a name or an address may stand anywhere in it
SELECT p.id, p.name, COALESCE (p.born_on, ''), COALESCE ((SELECT c.value
	FROM contact c WHERE c.person_id = p.id
	ORDER BY c.is_preferred DESC, c.kind, c.id LIMIT 1), ''),
    (SELECT COUNT (DISTINCT x.case_id) FROM person_case x
	WHERE x.person_id = p.id),
    EXISTS (SELECT 1 FROM need n WHERE n.person_id = p.id),
    EXISTS (SELECT 1 FROM restriction r
	WHERE r.person_id = p.id AND r.ended_on IS NULL)
FROM person p
WHERE p.merged_into IS NULL AND p.id IN
    (SELECT n.person_id FROM person_name n
	WHERE INSTR (n.likeness, LOWER (:words)) > 0
    UNION
    SELECT c.person_id FROM contact c
	WHERE INSTR (c.likeness, LOWER (REPLACE (:words, ' ', ''))) > 0)
ORDER BY p.id DESC LIMIT :most

-- Those who may be the same: a person decides.  Two with different dates of
-- birth, or whom somebody told apart, are not.

-- name: person_alike
-- roles: intake staff
SELECT o.person_id, CASE o.kind WHEN 'email' THEN 'same e-mail address'
    WHEN 'phone' THEN 'same telephone' ELSE 'same postal address' END
FROM contact m
JOIN contact o ON o.likeness = m.likeness AND o.kind = m.kind
AND o.person_id <> m.person_id
JOIN person a ON a.id = m.person_id
JOIN person b ON b.id = o.person_id
WHERE m.person_id = :person_id
AND COALESCE (a.born_on, b.born_on, '') = COALESCE (b.born_on, a.born_on, '')
AND NOT EXISTS (SELECT 1 FROM person_apart t
    WHERE t.low_id = MIN (a.id, b.id) AND t.high_id = MAX (a.id, b.id))
UNION
SELECT o.person_id, CASE WHEN a.born_on = b.born_on
    THEN 'same name and date of birth' ELSE 'same name' END
FROM person_name m
JOIN person_name o ON o.likeness = m.likeness AND o.person_id <> m.person_id
JOIN person a ON a.id = m.person_id
JOIN person b ON b.id = o.person_id
WHERE m.person_id = :person_id AND m.likeness <> '' AND :also_names = 1
AND COALESCE (a.born_on, b.born_on, '') = COALESCE (b.born_on, a.born_on, '')
AND NOT EXISTS (SELECT 1 FROM person_apart t
    WHERE t.low_id = MIN (a.id, b.id) AND t.high_id = MAX (a.id, b.id))
ORDER BY 1, 2 LIMIT :most

-- name: persons_alike
-- roles: staff
-- scan: everybody is held against everybody
SELECT m.person_id, o.person_id, CASE o.kind
    WHEN 'email' THEN 'same e-mail address'
    WHEN 'phone' THEN 'same telephone' ELSE 'same postal address' END
FROM contact m
JOIN contact o ON o.likeness = m.likeness AND o.kind = m.kind
AND o.person_id > m.person_id
JOIN person a ON a.id = m.person_id
JOIN person b ON b.id = o.person_id
WHERE COALESCE (a.born_on, b.born_on, '') = COALESCE (b.born_on, a.born_on, '')
AND NOT EXISTS (SELECT 1 FROM person_apart t
    WHERE t.low_id = m.person_id AND t.high_id = o.person_id)
UNION ALL
SELECT m.person_id, o.person_id, 'same name and date of birth'
FROM person a
JOIN person_name m ON m.person_id = a.id AND m.likeness <> ''
JOIN person_name o ON o.likeness = m.likeness AND o.person_id > m.person_id
JOIN person b ON b.id = o.person_id AND b.born_on = a.born_on
WHERE NOT EXISTS (SELECT 1 FROM person_apart t
    WHERE t.low_id = m.person_id AND t.high_id = o.person_id)
LIMIT :most

-- name: person_apart_add
-- roles: staff
INSERT INTO person_apart (low_id, high_id, at, who)
VALUES (:low_id, :high_id, :now, :who)
ON CONFLICT (low_id, high_id) DO NOTHING

-- name: person_apart_forget
-- roles: staff
DELETE FROM person_apart WHERE low_id = :id OR high_id = :id

-- One person for two: what the other has already stays with the one merged,
-- and is then left out.

-- name: contact_merge
-- roles: staff
UPDATE OR IGNORE contact SET person_id = :into, is_preferred = CASE
    WHEN EXISTS (SELECT 1 FROM contact o
	WHERE o.person_id = :into AND o.is_preferred = 1) THEN 0
    ELSE is_preferred END
WHERE person_id = :id

-- name: contact_forget
-- roles: staff
DELETE FROM contact WHERE person_id = :id

-- name: person_name_merge
-- roles: staff
UPDATE OR IGNORE person_name SET person_id = :into WHERE person_id = :id

-- name: person_name_forget
-- roles: staff
DELETE FROM person_name WHERE person_id = :id

-- name: person_case_merge
-- roles: staff
UPDATE OR IGNORE person_case SET person_id = :into WHERE person_id = :id

-- name: person_case_forget
-- roles: staff
DELETE FROM person_case WHERE person_id = :id

-- name: need_merge
-- roles: staff
UPDATE OR IGNORE need SET person_id = :into WHERE person_id = :id

-- name: need_forget
-- roles: staff
DELETE FROM need WHERE person_id = :id

-- name: equality_merge
-- roles: staff
UPDATE OR IGNORE equality SET person_id = :into WHERE person_id = :id

-- name: equality_forget
-- roles: staff
DELETE FROM equality WHERE person_id = :id

-- name: restriction_end_twins
-- roles: staff
UPDATE restriction SET ended_on = :day, ended_by = :who,
    end_reason = 'the same restriction held for the same person'
WHERE person_id = :id AND ended_on IS NULL AND kind IN
    (SELECT o.kind FROM restriction o
	WHERE o.person_id = :into AND o.ended_on IS NULL)

-- name: restriction_merge
-- roles: staff
UPDATE restriction SET person_id = :into WHERE person_id = :id

-- name: new_issue_merge
-- roles: staff
-- scan: it holds what came of restricted persons, and merging is rare
UPDATE new_issue SET person_id = :into WHERE person_id = :id

-- name: person_merged
-- roles: staff
UPDATE person SET merged_into = :into, name = '', born_on = NULL
WHERE id = :id

-- name: person_follow
-- roles: staff
UPDATE person SET merged_into = :into WHERE merged_into = :id

-- Who they are to a case.

-- name: person_case_enter
-- roles: intake staff
INSERT INTO person_case (person_id, case_id, role, basis, at, who)
VALUES (:person_id, :case_id, 'complainant', '', :now, :who)
ON CONFLICT (case_id, person_id, role) DO NOTHING

-- name: person_case_add
-- roles: staff
INSERT INTO person_case (person_id, case_id, role, basis, evidence_on, at, who)
VALUES (:person_id, :case_id, :role, :basis, :evidence_on, :now, :who)
ON CONFLICT (case_id, person_id, role) DO UPDATE
SET basis = excluded.basis, evidence_on = excluded.evidence_on,
    at = excluded.at, who = excluded.who

-- name: person_case_remove
-- roles: staff
DELETE FROM person_case
WHERE case_id = :case_id AND person_id = :person_id AND role = :role

-- name: people_of_case
-- roles: staff
SELECT p.id, p.name, COALESCE (p.born_on, ''), x.role, x.basis,
    COALESCE (x.evidence_on, ''), COALESCE ((SELECT t.value FROM contact t
	WHERE t.person_id = p.id
	ORDER BY t.is_preferred DESC, t.kind, t.id LIMIT 1), ''),
    EXISTS (SELECT 1 FROM restriction r
	WHERE r.person_id = p.id AND r.ended_on IS NULL)
FROM cases c
JOIN person_case x ON x.case_id = c.id
JOIN person p ON p.id = x.person_id
WHERE c.reference = :reference
ORDER BY CASE x.role WHEN 'complainant' THEN 0 WHEN 'patient' THEN 1 ELSE 2
    END, x.role, p.id

-- name: cases_of_person
-- roles: staff
SELECT c.reference, x.role, x.basis, COALESCE (x.evidence_on, ''), c.category,
    c.state, c.received_on
FROM person_case x
JOIN cases c ON c.id = x.case_id
WHERE x.person_id = :person_id
ORDER BY c.received_on DESC, c.id DESC

-- What the release of a case's papers depends on.

-- name: release_facts
-- roles: staff
SELECT c.category,
    EXISTS (SELECT 1 FROM person_case x WHERE x.case_id = c.id
	AND x.role IN ('representative', 'mp', 'advocate')),
    EXISTS (SELECT 1 FROM person_case x WHERE x.case_id = c.id
	AND x.role = 'patient' AND NOT EXISTS (SELECT 1 FROM person_case y
	    WHERE y.case_id = c.id AND y.person_id = x.person_id
	    AND y.role = 'complainant')),
    EXISTS (SELECT 1 FROM person_case x
	JOIN person_case y ON y.case_id = x.case_id
	AND y.person_id = x.person_id AND y.role = 'complainant'
	WHERE x.case_id = c.id AND x.role = 'patient'),
    i.author_role IN ('mp', 'solicitor', 'advocate') OR EXISTS
    (SELECT 1 FROM item_case fc
	JOIN flag f ON f.item_id = fc.item_id
	AND f.kind IN ('representative', 'mp')
	WHERE fc.case_id = c.id)
FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
WHERE c.reference = :reference

-- Communication needs.

-- name: need_set
-- roles: staff
INSERT INTO need (person_id, kind, detail, at, who)
VALUES (:person_id, :kind, :detail, :now, :who)
ON CONFLICT (person_id, kind) DO UPDATE SET detail = excluded.detail,
    at = excluded.at, who = excluded.who

-- name: need_remove
-- roles: staff
DELETE FROM need WHERE person_id = :person_id AND kind = :kind

-- name: need_count
-- roles: intake
SELECT COUNT (*) FROM need WHERE person_id = :person_id

-- name: needs_of_person
-- roles: staff
SELECT person_id, kind, detail FROM need WHERE person_id = :person_id
ORDER BY kind

-- name: needs_of_case
-- roles: sender staff
SELECT DISTINCT n.person_id, n.kind, n.detail
FROM cases c
JOIN person_case x ON x.case_id = c.id
JOIN need n ON n.person_id = x.person_id
WHERE c.reference = :reference
ORDER BY n.person_id, n.kind

-- Answers to the equality questions: counted, never shown.

-- name: equality_set
-- roles: staff
INSERT INTO equality (person_id, question, answer, at, who)
VALUES (:person_id, :question, :answer, :now, :who)
ON CONFLICT (person_id, question) DO UPDATE SET answer = excluded.answer,
    at = excluded.at, who = excluded.who

-- name: equality_clear
-- roles: staff
DELETE FROM equality WHERE person_id = :person_id AND question = :question

-- name: equality_people
-- roles: staff
SELECT COUNT (DISTINCT x.person_id) FROM cases c
CROSS JOIN person_case x ON x.case_id = c.id AND x.role = :role
WHERE c.received_on >= :from AND c.received_on <= :until

-- name: equality_count
-- roles: staff
SELECT COUNT (DISTINCT x.person_id) FROM cases c
CROSS JOIN person_case x ON x.case_id = c.id AND x.role = :role
CROSS JOIN equality e ON e.person_id = x.person_id AND e.question = :question
WHERE c.received_on >= :from AND c.received_on <= :until
AND e.answer = :answer

-- Restrictions.

-- name: restriction_of_author
-- roles: intake
SELECT r.person_id FROM restriction r
WHERE r.ended_on IS NULL AND r.person_id IN
    (SELECT e.person_id FROM contact e
	WHERE e.likeness = :email AND e.kind = 'email' AND :email <> ''
    UNION
    SELECT e.person_id FROM contact e
	JOIN person_name n ON n.person_id = e.person_id
	AND n.likeness = LOWER (TRIM (:name)) AND n.likeness <> ''
	WHERE e.likeness = :postal AND e.kind = 'postal' AND :postal <> ''
    UNION
    SELECT e.person_id FROM contact e
	JOIN person_name n ON n.person_id = e.person_id
	AND n.likeness = LOWER (TRIM (:name)) AND n.likeness <> ''
	WHERE e.likeness = :phone AND e.kind = 'phone' AND :phone <> '')
ORDER BY r.id LIMIT 1

-- A person who let it go after the restriction was written down has decided.

-- name: restriction_of_row
-- roles: sender
SELECT r.person_id FROM outbox o
JOIN restriction r ON r.ended_on IS NULL
AND (o.released_at IS NULL OR o.released_at < r.at) AND r.person_id IN
    (SELECT x.person_id FROM person_case x
	WHERE x.case_id = o.case_id AND x.role = 'complainant'
    UNION
    SELECT e.person_id FROM contact e
	WHERE e.likeness = LOWER (o.to_address) AND e.kind = 'email'
	AND o.to_address <> '')
WHERE o.id = :id
ORDER BY r.id LIMIT 1

-- name: restriction_add
-- roles: staff
INSERT INTO restriction (person_id, kind, detail, reason, decided_by,
    decided_on, review_due, at, who)
VALUES (:person_id, :kind, :detail, :reason, :decided_by, :decided_on,
    :review_due, :now, :who)

-- name: restriction_find
-- roles: staff
SELECT id, detail FROM restriction
WHERE person_id = :person_id AND kind = :kind AND ended_on IS NULL

-- name: restriction_end
-- roles: staff
UPDATE restriction SET ended_on = :day, ended_by = :by, end_reason = :reason
WHERE id = :id AND ended_on IS NULL

-- name: restrictions_now
-- roles: staff
SELECT r.person_id, p.name, r.kind, r.detail, r.reason, r.decided_by,
    r.decided_on, r.review_due, '', '', ''
FROM restriction r
JOIN person p ON p.id = r.person_id
WHERE r.ended_on IS NULL AND r.review_due > ''
ORDER BY r.review_due, r.id

-- name: restrictions_of
-- roles: staff
SELECT r.person_id, p.name, r.kind, r.detail, r.reason, r.decided_by,
    r.decided_on, r.review_due, COALESCE (r.ended_on, ''), r.ended_by,
    r.end_reason
FROM restriction r
JOIN person p ON p.id = r.person_id
WHERE r.person_id = :person_id
ORDER BY r.id

-- name: restriction_kinds
-- roles: staff
SELECT r.kind, r.detail FROM new_issue t
JOIN restriction r ON r.person_id = t.person_id AND r.ended_on IS NULL
WHERE t.case_id = :case_id
ORDER BY r.id

-- What came of a restricted person: is it a new issue?

-- name: new_issue_add
-- roles: intake
INSERT INTO new_issue (item_id, case_id, person_id, asked_at, answer, who)
VALUES (:item_id, :case_id, :person_id, :now, '', '')
ON CONFLICT (case_id, item_id) DO NOTHING

-- What is not asked yet, of somebody who was restricted since.

-- name: new_issue_open
-- roles: staff
INSERT INTO new_issue (item_id, case_id, person_id, asked_at, answer, who)
SELECT ic.item_id, ic.case_id, MIN (x.person_id), :now, '', ''
FROM item_case ic
JOIN person_case x ON x.case_id = ic.case_id AND x.role = 'complainant'
JOIN restriction r ON r.person_id = x.person_id AND r.ended_on IS NULL
WHERE ic.case_id = :case_id AND ic.role = 'original'
GROUP BY ic.item_id, ic.case_id
ON CONFLICT (case_id, item_id) DO NOTHING

-- name: new_issue_add_row
-- roles: sender
INSERT INTO new_issue (item_id, case_id, person_id, asked_at, answer, who)
SELECT ic.item_id, o.case_id, :person_id, :now, '', '' FROM outbox o
JOIN item_case ic ON ic.case_id = o.case_id AND ic.role = 'original'
WHERE o.id = :id
ON CONFLICT (case_id, item_id) DO UPDATE SET answer = '', answered_at = NULL,
    asked_at = excluded.asked_at

-- name: new_issues_open
-- roles: staff
SELECT c.reference, t.person_id, p.name, t.item_id, t.asked_at, t.answer,
    COALESCE (t.answered_at, 0), t.who
FROM new_issue t
JOIN cases c ON c.id = t.case_id
JOIN person p ON p.id = t.person_id
WHERE t.answer = '' AND t.asked_at > 0
ORDER BY t.asked_at, c.id

-- name: new_issues_of
-- roles: staff
SELECT c.reference, t.person_id, p.name, t.item_id, t.asked_at, t.answer,
    COALESCE (t.answered_at, 0), t.who
FROM cases c
JOIN new_issue t ON t.case_id = c.id
JOIN person p ON p.id = t.person_id
WHERE c.reference = :reference
ORDER BY t.asked_at

-- name: new_issue_answer
-- roles: staff
UPDATE new_issue SET answer = :answer, answered_at = :now, who = :who
WHERE case_id = :case_id AND answer = ''

-- name: new_issue_note
-- roles: staff
UPDATE outbox SET note = :note
WHERE case_id = :case_id AND kind = 'acknowledgement' AND state = 'held'

-- name: new_issue_held
-- roles: staff
SELECT note FROM outbox
WHERE case_id = :case_id AND kind = 'acknowledgement' AND state = 'held'

-- name: case_review_done
-- roles: staff
UPDATE cases SET needs_review =
    CASE WHEN review_reason = :reason AND category <> '' THEN 0
	ELSE needs_review END,
    review_reason = REPLACE (REPLACE (REPLACE (review_reason,
	'; ' || :reason, ''), :reason || '; ', ''), :reason, '')
WHERE id = :id

-- How often a person writes: for people to judge, decides nothing.

-- name: person_contacts
-- roles: staff
SELECT COUNT (*), COALESCE (SUM (first_id IS NOT NULL), 0) FROM item
WHERE id IN
    (SELECT i.id FROM contact e
	CROSS JOIN item i ON LOWER (i.author_address) = LOWER (e.likeness)
	AND i.author_address <> '' AND i.received_at >= :since
	WHERE e.person_id = :person_id AND e.kind = 'email'
    UNION
    SELECT i.id FROM person_case x
	JOIN item_case ic ON ic.case_id = x.case_id AND ic.role = 'original'
	JOIN item i ON i.id = ic.item_id AND i.author_address = ''
	AND i.received_at >= :since
	WHERE x.person_id = :person_id AND x.role = 'complainant')

-- name: complainant_count
-- roles: intake
SELECT COUNT (*) FROM person_case
WHERE case_id = :case_id AND role = 'complainant'

-- name: person_case_has
-- roles: intake staff
SELECT COUNT (*) FROM person_case
WHERE case_id = :case_id AND person_id = :person_id AND role = 'complainant'

-- Alerts.

-- part: alert
SELECT a.id, c.reference, a.kind, a.about, a.urgency, a.recipient, a.state,
    a.token, a.times, a.attempts, a.refusals, a.note, a.raised_at,
    COALESCE (a.due_at, 0), COALESCE (a.sent_at, 0), a.confirmed_by,
    COALESCE (a.confirmed_at, 0), a.returned

-- part: worst_alert_first
ORDER BY CASE a.urgency WHEN 'immediate' THEN 0 WHEN 'same_day' THEN 1
    ELSE 2 END, a.raised_at, a.id

-- name: alert_raise
-- roles: intake
INSERT INTO alert (case_id, kind, about, urgency, recipient, state,
    raised_at, due_at, token)
SELECT id, :kind, :item_id, :urgency, :recipient, 'due', :now, :now,
    LOWER (HEX (RANDOMBLOB (8)))
FROM cases WHERE reference = :reference
ON CONFLICT (case_id, kind, about, recipient) DO NOTHING

-- An acknowledgement has not left while its row waits or has failed; one that
-- nobody holds has an hour to leave.

-- name: alert_raise_ack
-- roles: sender
INSERT INTO alert (case_id, kind, about, urgency, recipient, state,
    raised_at, due_at, token)
SELECT c.id, :kind, c.ack_due, :urgency, :recipient, 'due', :now, :now,
    LOWER (HEX (RANDOMBLOB (8)))
FROM cases c
JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
WHERE c.state = 'received' AND c.ack_due >= :from AND c.ack_due <= :until
AND (o.state IN ('held', 'failed', 'printed') OR o.bounced_at IS NOT NULL
    OR (o.state IN ('due', 'sending') AND o.made_at < :patience))
ON CONFLICT (case_id, kind, about, recipient) DO UPDATE
SET state = 'due', raised_at = excluded.raised_at, due_at = excluded.due_at,
    token = excluded.token, times = 0, attempts = 0, refusals = 0, note = '',
    confirmed_by = '', confirmed_at = NULL
WHERE state = 'confirmed' AND confirmed_by = :itself

-- name: alert_raise_response
-- roles: sender
INSERT INTO alert (case_id, kind, about, urgency, recipient, state,
    raised_at, due_at, token)
SELECT c.id, :kind, c.response_due, :urgency, :recipient, 'due', :now, :now,
    LOWER (HEX (RANDOMBLOB (8)))
FROM cases c
WHERE c.state <> 'closed' AND c.response_due >= :from
AND c.response_due < :today AND c.paused_on IS NULL
AND NOT EXISTS (SELECT 1 FROM case_field f WHERE f.case_id = c.id
    AND f.field = 'response_sent_on' AND f.value <> '' AND f.is_current = 1)
ON CONFLICT (case_id, kind, about, recipient) DO UPDATE
SET state = 'due', raised_at = excluded.raised_at, due_at = excluded.due_at,
    token = excluded.token, times = 0, attempts = 0, refusals = 0, note = '',
    confirmed_by = '', confirmed_at = NULL
WHERE state = 'confirmed' AND confirmed_by = :itself

-- name: alert_settle_ack
-- roles: sender
UPDATE alert SET state = 'confirmed', confirmed_by = :itself,
    confirmed_at = :now, due_at = NULL
WHERE state IN ('due', 'sent', 'failed') AND kind IN (:waits, :due)
AND ((kind = :waits AND about <= :today) OR NOT EXISTS
    (SELECT 1 FROM cases c
    JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
    WHERE c.id = alert.case_id AND c.state = 'received'
    AND c.ack_due = alert.about
    AND (o.bounced_at IS NOT NULL
	OR o.state IN ('held', 'failed', 'printed', 'due', 'sending'))))

-- name: alert_settle_response
-- roles: sender
UPDATE alert SET state = 'confirmed', confirmed_by = :itself,
    confirmed_at = :now, due_at = NULL
WHERE state IN ('due', 'sent', 'failed') AND kind = :late AND NOT EXISTS
    (SELECT 1 FROM cases c
    WHERE c.id = alert.case_id AND c.state <> 'closed'
    AND c.response_due = alert.about AND c.response_due < :today
    AND c.paused_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'response_sent_on' AND f.value <> ''
	AND f.is_current = 1))

-- name: alert_next
-- roles: sender
@alert
FROM alert a
JOIN cases c ON c.id = a.case_id
WHERE a.due_at <= :now
@worst_alert_first
LIMIT 1

-- name: alert_sent
-- roles: sender
UPDATE alert SET times = times + 1, attempts = 0, refusals = 0,
    sent_to = :sent_to, returned = 0, sent_at = :now, note = :note,
    due_at = CASE WHEN state = 'confirmed' THEN NULL ELSE :next END,
    state = CASE WHEN state = 'confirmed' THEN state ELSE 'sent' END
WHERE id = :id

-- The alert whose last mail came back.

-- name: alert_of_token
-- roles: intake
SELECT case_id FROM alert WHERE case_id = :case_id AND token = :token

-- name: alert_returned
-- roles: intake
UPDATE alert SET state = 'due', due_at = :now, note = :note,
    returned = sent_to + 1, attempts = 0, refusals = 0
WHERE case_id = :case_id AND token = :token AND times = :mail
AND state = 'sent'

-- name: alert_put_off
-- roles: sender
UPDATE alert SET due_at = :again, note = :note,
    attempts = attempts + :unreached, refusals = refusals + :refused
WHERE id = :id AND state IN ('due', 'sent')

-- name: alert_fail
-- roles: sender
UPDATE alert SET state = 'failed', due_at = NULL, note = :note
WHERE id = :id AND state IN ('due', 'sent')

-- name: alert_revive
-- roles: sender
UPDATE alert SET state = CASE WHEN times > 0 THEN 'sent' ELSE 'due' END,
    due_at = :now, attempts = 0, refusals = 0, returned = 0
WHERE state = 'failed'
OR (state = 'due' AND note <> '' AND attempts = 0 AND due_at > :now)

-- name: alert_confirm
-- roles: staff
UPDATE alert SET state = 'confirmed', confirmed_by = :who,
    confirmed_at = :now, due_at = NULL
WHERE case_id = :case_id AND state IN ('due', 'sent', 'failed')
AND (:kind = '' OR kind = :kind)

-- name: alerts_open
-- roles: staff
@alert
FROM alert a
JOIN cases c ON c.id = a.case_id
WHERE a.state IN ('due', 'sent', 'failed')
@worst_alert_first

-- name: alerts_of_case
-- roles: staff
@alert
FROM alert a
JOIN cases c ON c.id = a.case_id
WHERE c.reference = :reference
@worst_alert_first

-- name: alert_health
-- roles: staff
SELECT COALESCE (SUM (weight = 0), 0), COALESCE (SUM (weight = 1), 0),
    COALESCE (SUM (weight = 2), 0), COALESCE (SUM (weight = 3), 0)
FROM (SELECT CASE
	WHEN urgency = 'immediate' AND times = 0 AND (state = 'failed'
	    OR note <> '' OR raised_at <= :late) THEN 0
	WHEN urgency = 'immediate' AND times >= :escalated_at THEN 1
	WHEN state = 'failed' OR attempts > 0 OR (times = 0 AND note <> '')
	    THEN 2
	ELSE 3 END AS weight
    FROM alert WHERE state IN ('due', 'sent', 'failed'))

-- What monitoring counts: numbers, and words that are ours.

-- name: measure_items
-- roles: monitor
-- scan: an index of short words alone is counted
SELECT channel, outcome, COUNT (*) FROM item GROUP BY channel, outcome

-- name: measure_cases
-- roles: monitor
-- scan: an index of states alone is counted
SELECT state, COUNT (*) FROM cases GROUP BY state

-- name: measure_open
-- roles: monitor
-- scan: the open cases, by an index of theirs
SELECT category, COUNT (*) FROM cases WHERE state <> 'closed' GROUP BY category

-- name: measure_outbox
-- roles: monitor
-- scan: an index of states alone is counted
SELECT state, COUNT (*) FROM outbox GROUP BY state

-- name: measure_oldest
-- roles: monitor staff
SELECT COALESCE (MIN (made_at), 0) FROM outbox WHERE state IN ('due', 'sending')

-- name: measure_alerts
-- roles: monitor
SELECT urgency, COUNT (*) FROM alert WHERE state IN ('due', 'sent', 'failed')
GROUP BY urgency

-- name: measure_polls
-- roles: monitor
-- scan: a row for each mailbox
SELECT mailbox, at, since FROM poll ORDER BY mailbox

-- name: measure_messages
-- roles: monitor
-- scan: an index alone is counted
SELECT mailbox, COUNT (*) FROM ledger WHERE uid > 0 GROUP BY mailbox

-- name: measure_stuck
-- roles: monitor
SELECT mailbox, state, COUNT (*) FROM ledger
WHERE state IN ('unfetchable', 'too_large') AND settled_at = 0
GROUP BY mailbox, state

-- name: measure_backup
-- roles: monitor staff
-- scan: a row for each backup, a few hundred a year
SELECT COALESCE (MAX (at), 0) FROM backup

-- name: measure_refused
-- roles: monitor staff
-- scan: the open cases, by an index of theirs
SELECT COUNT (*) FROM cases c
JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
JOIN item i ON i.id = ic.item_id
WHERE c.state <> 'closed' AND SUBSTR (i.place, 1, 8) = 'refused/'

-- name: measure_held
-- roles: staff
SELECT COUNT (*) FROM outbox o
JOIN cases c ON c.id = o.case_id
WHERE o.state = 'held' AND c.ack_due > :today AND c.ack_due <= :until

-- name: event_newest
-- roles: staff
SELECT at FROM event WHERE id = (SELECT MAX (id) FROM event)

-- What became of one item: the columns are those of travel.h.

-- name: travel_by_reference
-- roles: staff
SELECT ic.item_id FROM cases c
JOIN item_case ic ON ic.case_id = c.id
JOIN item i ON i.id = ic.item_id
WHERE c.reference = :name
ORDER BY i.registered_at, i.id

-- name: travel_by_message
-- roles: staff
SELECT id FROM item WHERE message_id = :name AND message_id <> ''
UNION
SELECT ic.item_id FROM outbox o
JOIN item_case ic ON ic.case_id = o.case_id AND ic.role = 'original'
WHERE o.message_id = :name
ORDER BY 1

-- name: travel_by_item
-- roles: staff
SELECT id FROM item WHERE id = :name
UNION
SELECT item_id FROM ledger WHERE item_id = :name AND item_id <> ''

-- name: travel_item
-- roles: staff
SELECT channel, kind, type, outcome, note, origin, machine, authenticated,
    disposition, place, COALESCE (first_id, ''), received_at, registered_at,
    size, destroyed_at IS NOT NULL
FROM item WHERE id = :item_id

-- name: travel_arrivals
-- roles: staff
SELECT mailbox, folder, file, state, last_error, uidvalidity, uid,
    internaldate, size, attempts, settled_at, put_back_at
FROM ledger WHERE item_id = :item_id AND item_id <> ''
ORDER BY id

-- name: travel_parts
-- roles: staff
SELECT path, type, outcome, note, size, pages, is_ocr, confidence
FROM part WHERE item_id = :item_id
ORDER BY position

-- name: travel_scores
-- roles: staff
SELECT category, model, probability FROM score WHERE item_id = :item_id
ORDER BY probability DESC, category

-- name: travel_reasons
-- roles: staff
SELECT category, phrase, weight FROM reason WHERE item_id = :item_id
ORDER BY ABS (weight) DESC, position

-- name: travel_flags
-- roles: staff
SELECT kind, urgency, refer_to, phrase FROM flag WHERE item_id = :item_id
ORDER BY position

-- name: travel_cases
-- roles: staff
SELECT c.reference, ic.role FROM item_case ic
JOIN cases c ON c.id = ic.case_id
WHERE ic.item_id = :item_id
ORDER BY c.id

-- What was done with the case as a whole belongs to the item that opened it.

-- name: travel_events
-- roles: staff
SELECT who, what, detail, COALESCE (reference, ''), at, id FROM event
WHERE item_id = :item_id
UNION ALL
SELECT e.who, e.what, e.detail, e.reference, e.at, e.id
FROM item_case ic
JOIN cases c ON c.id = ic.case_id
JOIN event e ON e.reference = c.reference AND e.item_id IS NULL
WHERE ic.item_id = :item_id AND ic.role = 'original'
ORDER BY 6

-- Codes: the lists, and what cases are coded as.

-- name: codes_on
-- roles: staff
-- scan: the list of codes is short, and asked for whole
SELECT k.kind, k.code, k.parent, k.name, k.source,
    COALESCE ((SELECT group_concat (t.topic, ' ') FROM code_topic t
	WHERE t.code_id = k.id), k.low || '-' || k.high, ''),
    k.valid_from, k.valid_until
FROM code k
WHERE :day IS NULL OR :day BETWEEN k.valid_from AND k.valid_until
ORDER BY CASE k.kind WHEN 'subject' THEN 0 WHEN 'sub_subject' THEN 1
    WHEN 'service' THEN 2 WHEN 'profession' THEN 3 WHEN 'age' THEN 4
    ELSE 5 END, k.parent, k.id

-- name: codes_of_kind
-- roles: staff
SELECT k.id, k.code, k.parent, k.name, k.source, COALESCE (k.low, -1),
    COALESCE (k.high, -1), k.valid_from,
    COALESCE ((SELECT group_concat (topic, ' ') FROM
	(SELECT t.topic FROM code_topic t WHERE t.code_id = k.id
	ORDER BY t.topic)), '')
FROM code k
WHERE k.kind = :kind AND k.valid_until >= :day
ORDER BY k.id

-- name: code_add
-- roles: staff
INSERT INTO code (kind, code, parent, name, source, low, high, valid_from)
VALUES (:kind, :code, :parent, :name, :source, :low, :high, :valid_from)
RETURNING id

-- name: code_topic_add
-- roles: staff
INSERT INTO code_topic (code_id, topic) VALUES (:code_id, :topic)
ON CONFLICT (topic, code_id) DO NOTHING

-- name: code_topics_forget
-- roles: staff
DELETE FROM code_topic WHERE code_id = :code_id

-- name: code_change
-- roles: staff
UPDATE code SET parent = :parent, name = :name, source = :source, low = :low,
    high = :high
WHERE id = :id

-- name: code_end
-- roles: staff
UPDATE code SET valid_until = :day WHERE id = :id

-- name: code_forget
-- roles: staff
DELETE FROM code WHERE id = :id

-- name: code_uses
-- roles: staff
SELECT COUNT (*) FROM case_code x
CROSS JOIN cases c ON c.id = x.case_id
WHERE x.code_id = :id AND c.received_on >= :day

-- name: code_follow
-- roles: staff
UPDATE case_code SET code_id = :to
WHERE code_id = :id AND case_id IN (SELECT x.case_id FROM case_code x
    CROSS JOIN cases c ON c.id = x.case_id
    WHERE x.code_id = :id AND c.received_on >= :day)

-- name: code_find
-- roles: staff
SELECT k.id, k.kind, COALESCE ((SELECT p.id FROM code p
    WHERE p.code = k.parent AND p.kind = 'subject'
    AND :day BETWEEN p.valid_from AND p.valid_until), 0)
FROM code k
WHERE k.code = :code AND :day BETWEEN k.valid_from AND k.valid_until

-- What the words of the item that opened a case suggest, and what a person said.

-- part: suggested
SELECT k.id AS code_id, MAX (t.weight) AS weight, t.phrase AS phrase
FROM cases c
CROSS JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
CROSS JOIN topic t ON t.item_id = ic.item_id
CROSS JOIN code_topic x ON x.topic = t.name
CROSS JOIN code k ON k.id = x.code_id
WHERE c.reference = :reference
AND c.received_on BETWEEN k.valid_from AND k.valid_until
GROUP BY k.id

-- name: coding_of_case
-- roles: staff
-- scan: the codes of one case, found by indexes
WITH suggested AS (
@suggested
), mine AS (SELECT x.code_id, x.is_so, x.who, x.at
    FROM cases c CROSS JOIN case_code x ON x.case_id = c.id
    WHERE c.reference = :reference)
SELECT k.kind, k.code, k.parent, k.name, COALESCE (m.is_so, -1),
    COALESCE (s.weight, 0), COALESCE (s.phrase, ''), COALESCE (m.who, ''),
    COALESCE (m.at, 0)
FROM (SELECT code_id FROM suggested UNION SELECT code_id FROM mine) a
CROSS JOIN code k ON k.id = a.code_id
LEFT JOIN suggested s ON s.code_id = a.code_id
LEFT JOIN mine m ON m.code_id = a.code_id
ORDER BY CASE k.kind WHEN 'subject' THEN 0 WHEN 'sub_subject' THEN 1
    WHEN 'service' THEN 2 WHEN 'profession' THEN 3 WHEN 'age' THEN 4
    ELSE 5 END, COALESCE (m.is_so, -1) = 0, COALESCE (s.weight, 0) DESC,
    k.code

-- name: coding_confirm
-- roles: staff
-- scan: the codes that the words of one case suggest
INSERT INTO case_code (case_id, code_id, is_so, at, who)
SELECT c.id, s.code_id, 1, :at, :who
FROM (
@suggested
) s CROSS JOIN cases c ON c.reference = :reference
WHERE TRUE
ON CONFLICT (case_id, code_id) DO NOTHING

-- name: coding_set
-- roles: staff
INSERT INTO case_code (case_id, code_id, is_so, at, who)
VALUES (:case_id, :code_id, :is_so, :at, :who)
ON CONFLICT (case_id, code_id) DO UPDATE
SET is_so = excluded.is_so, at = excluded.at, who = excluded.who

-- name: coding_unset_kind
-- roles: staff
DELETE FROM case_code
WHERE case_id = :case_id AND code_id <> :code_id AND code_id IN
    (SELECT x.code_id FROM case_code x CROSS JOIN code k ON k.id = x.code_id
    WHERE x.case_id = :case_id AND k.kind = :kind)

-- name: coding_children
-- roles: staff
SELECT x.code_id FROM case_code x
CROSS JOIN code k ON k.id = x.code_id
WHERE x.case_id = :case_id AND x.is_so = 1 AND k.kind = 'sub_subject'
AND k.parent = :parent

-- name: coding_kinds
-- roles: staff
SELECT COALESCE (SUM (DISTINCT CASE k.kind WHEN 'subject' THEN 1
    WHEN 'service' THEN 2 WHEN 'profession' THEN 4 ELSE 0 END), 0)
FROM case_code x
CROSS JOIN code k ON k.id = x.code_id
WHERE x.case_id = :case_id AND x.is_so = 1

-- name: coding_missing
-- roles: staff
-- scan: the cases that it found itself
SELECT reference, category, closed_on, kinds FROM (
    SELECT c.reference, c.category, c.closed_on,
	COALESCE ((SELECT SUM (DISTINCT CASE k.kind WHEN 'subject' THEN 1
	    WHEN 'service' THEN 2 WHEN 'profession' THEN 4 ELSE 0 END)
	    FROM case_code x CROSS JOIN code k ON k.id = x.code_id
	    WHERE x.case_id = c.id AND x.is_so = 1), 0) AS kinds
    FROM cases c INDEXED BY cases_by_closing
    WHERE c.closed_on BETWEEN :from AND :until AND c.category = 'complaint'
    AND c.merged_into IS NULL AND c.destroyed_at IS NULL
    AND COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'outcome' AND f.is_current = 1), '')
	IN ('upheld', 'partly_upheld', 'not_upheld')
    ORDER BY c.closed_on, c.id)
WHERE kinds < 7

-- Reports.  The period's days come first, in one order.

-- part: period
WITH asked AS (SELECT :from, :until),

-- Complaints that were there in the period: is_new, received in it; fate, what
-- had become of them at its end: a decision, 'left' without one, or 'open'.
-- Who came and left in it is not counted.

-- part: scope
scope AS (SELECT * FROM (SELECT c.id, c.received_on,
    c.received_on >= :from AS is_new,
    CASE WHEN COALESCE (c.closed_on, '9999') > :until THEN 'open'
    ELSE COALESCE ((SELECT f.value FROM case_field f
	WHERE f.case_id = c.id AND f.field = 'outcome' AND f.is_current = 1
	AND f.value IN ('upheld', 'partly_upheld', 'not_upheld')), 'left')
    END AS fate
    FROM (SELECT id FROM cases INDEXED BY cases_by_category
	    WHERE category = 'complaint' AND received_on BETWEEN :from AND :until
	UNION ALL
	SELECT id FROM cases INDEXED BY cases_by_closing
	    WHERE closed_on >= :from AND received_on < :from
	UNION ALL
	SELECT id FROM cases INDEXED BY cases_open_by_receipt
	    WHERE state <> 'closed' AND received_on < :from) a
    CROSS JOIN cases c ON c.id = a.id
    WHERE c.category = 'complaint' AND c.merged_into IS NULL)
    WHERE is_new = 0 OR fate <> 'left')

-- part: fates
COALESCE (SUM (is_new), 0), COALESCE (SUM (fate NOT IN ('open', 'left')), 0),
    COALESCE (SUM (fate = 'upheld'), 0),
    COALESCE (SUM (fate = 'partly_upheld'), 0),
    COALESCE (SUM (fate = 'not_upheld'), 0)

-- name: report_balance
-- roles: staff
-- scan: the cases of the period, found by indexes
@period
@scope
SELECT COALESCE (SUM (is_new = 0), 0),
@fates
    , COALESCE (SUM (fate = 'left'), 0), COALESCE (SUM (fate = 'open'), 0)
FROM scope

-- Counted for themselves, by another way, so that they prove the balance.

-- name: report_open_on
-- roles: staff
-- scan: the open cases, and those closed since, by indexes
SELECT COUNT (*) FROM (
    SELECT category, merged_into FROM cases INDEXED BY cases_open_by_receipt
	WHERE state <> 'closed' AND received_on <= :day
    UNION ALL
    SELECT category, merged_into FROM cases INDEXED BY cases_by_closing
	WHERE closed_on > :day AND received_on <= :day)
WHERE category = 'complaint' AND merged_into IS NULL

-- name: report_by_code
-- roles: staff
-- scan: the cases of the period, found by indexes, and the codes of a kind
WITH asked AS (SELECT :from, :until, :kind, :parent),
@scope
, coded AS (SELECT x.code_id, s.is_new, s.fate
    FROM scope s CROSS JOIN case_code x ON x.case_id = s.id AND x.is_so = 1),
counted (id, a, b, c, d, e) AS (SELECT code_id,
@fates
    FROM coded GROUP BY code_id)
SELECT name, a, b, c, d, e FROM (
    SELECT k.id AS place, k.name AS name, COALESCE (n.a, 0) AS a,
	COALESCE (n.b, 0) AS b, COALESCE (n.c, 0) AS c,
	COALESCE (n.d, 0) AS d, COALESCE (n.e, 0) AS e
    FROM code k
    LEFT JOIN counted n ON n.id = k.id
    WHERE k.kind = :kind AND (:parent IS NULL OR k.parent = :parent)
    AND (n.id IS NOT NULL
	OR (k.valid_from <= :until AND k.valid_until >= :from))
UNION ALL
    SELECT 1e9, '(not coded)',
@fates
    FROM scope s
    WHERE NOT EXISTS (SELECT 1 FROM case_code x
	CROSS JOIN code k ON k.id = x.code_id
	WHERE x.case_id = s.id AND x.is_so = 1 AND k.kind = :kind)
    HAVING :parent IS NULL)
ORDER BY place

-- One code at most: what a person said, or else by the patient's date of birth,
-- or by who complains being the patient.

-- name: report_by_person
-- roles: staff
-- scan: the cases of the period, found by indexes, and the codes of a kind
WITH asked AS (SELECT :from, :until, :kind),
@scope
, coded AS (SELECT s.is_new, s.fate, COALESCE (
	(SELECT x.code_id FROM case_code x CROSS JOIN code k ON k.id = x.code_id
	WHERE x.case_id = s.id AND x.is_so = 1 AND k.kind = :kind),
	CASE :kind WHEN 'age' THEN (SELECT k.id FROM person_case pc
	    CROSS JOIN person p ON p.id = pc.person_id
	    CROSS JOIN code k ON k.kind = 'age'
	    WHERE pc.case_id = s.id AND pc.role = 'patient'
	    AND p.born_on IS NOT NULL
	    AND s.received_on BETWEEN k.valid_from AND k.valid_until
	    AND SUBSTR (s.received_on, 1, 4) - SUBSTR (p.born_on, 1, 4)
		- (SUBSTR (s.received_on, 6) < SUBSTR (p.born_on, 6))
		BETWEEN k.low AND k.high LIMIT 1)
	ELSE (SELECT k.id FROM person_case pc
	    CROSS JOIN person_case pt ON pt.case_id = pc.case_id
		AND pt.person_id = pc.person_id AND pt.role = 'patient'
	    CROSS JOIN code k ON k.kind = 'status'
		AND k.code = 'status_patient'
	    WHERE pc.case_id = s.id AND pc.role = 'complainant'
	    AND s.received_on BETWEEN k.valid_from AND k.valid_until LIMIT 1)
	END, 0) AS code_id
    FROM scope s),
counted (id, a, b, c, d, e) AS (SELECT code_id,
@fates
    FROM coded GROUP BY code_id)
SELECT name, a, b, c, d, e FROM (
    SELECT k.id AS place, k.name AS name, COALESCE (n.a, 0) AS a,
	COALESCE (n.b, 0) AS b, COALESCE (n.c, 0) AS c,
	COALESCE (n.d, 0) AS d, COALESCE (n.e, 0) AS e
    FROM code k
    LEFT JOIN counted n ON n.id = k.id
    WHERE k.kind = :kind AND (n.id IS NOT NULL
	OR (k.valid_from <= :until AND k.valid_until >= :from))
UNION ALL
    SELECT 1e9, '(not recorded)', COALESCE (SUM (a), 0),
	COALESCE (SUM (b), 0), COALESCE (SUM (c), 0), COALESCE (SUM (d), 0),
	COALESCE (SUM (e), 0)
    FROM counted WHERE id = 0)
ORDER BY place

-- name: report_combined
-- roles: staff
-- scan: the cases of the period, found by indexes
@period
@scope
, coded AS (SELECT s.id, s.is_new, s.fate, x.code_id, k.kind, k.name
    FROM scope s
    CROSS JOIN case_code x ON x.case_id = s.id AND x.is_so = 1
    CROSS JOIN code k ON k.id = x.code_id
    WHERE k.kind IN ('subject', 'service', 'profession'))
SELECT s.name || ' / ' || v.name || ' / ' || p.name,
    COALESCE (SUM (s.is_new), 0),
    COALESCE (SUM (s.fate NOT IN ('open', 'left')), 0),
    COALESCE (SUM (s.fate = 'upheld'), 0),
    COALESCE (SUM (s.fate = 'partly_upheld'), 0),
    COALESCE (SUM (s.fate = 'not_upheld'), 0)
FROM coded s
JOIN coded v ON v.id = s.id AND v.kind = 'service'
JOIN coded p ON p.id = s.id AND p.kind = 'profession'
WHERE s.kind = 'subject'
GROUP BY s.code_id, v.code_id, p.code_id
ORDER BY 2 DESC, 1

-- name: report_numbers
-- roles: staff
-- scan: the cases of the period, found by indexes
@period
decided AS (SELECT (SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'outcome' AND f.is_current = 1) AS outcome
    FROM cases c INDEXED BY cases_by_closing
    WHERE c.closed_on BETWEEN :from AND :until AND c.category = 'complaint'
    AND c.merged_into IS NULL)
SELECT (SELECT COUNT (*) FROM cases c INDEXED BY cases_by_category
	WHERE c.category = 'complaint' AND c.received_on BETWEEN :from AND :until
	AND c.merged_into IS NULL),
    (SELECT COUNT (*) FROM decided WHERE outcome IN
	('upheld', 'partly_upheld')),
    (SELECT COUNT (*) FROM decided WHERE outcome = 'upheld'),
    (SELECT COUNT (*) FROM decided WHERE outcome = 'partly_upheld'),
    (SELECT COUNT (*) FROM decided WHERE outcome = 'not_upheld'),
    (SELECT COUNT (*) FROM decided WHERE outcome = 'withdrawn'),
    (SELECT COUNT (*) FROM decided WHERE outcome IN
	('out_of_scope', 'transferred')),
    (SELECT COUNT (*) FROM decided WHERE outcome = 'settled_orally'),
    (SELECT COUNT (*) FROM case_field f CROSS JOIN cases c ON c.id = f.case_id
	WHERE f.field = 'ombudsman_referred_on'
	AND f.field IN ('response_sent_on', 'ombudsman_referred_on')
	AND f.is_current = 1 AND f.value BETWEEN :from AND :until
	AND c.merged_into IS NULL)

-- name: report_categories
-- roles: staff
-- scan: the cases of the period and the open ones, found by indexes
@period
told AS (
    SELECT category, 1 AS a, 0 AS b, 0 AS c, merged_into
	FROM cases INDEXED BY cases_by_receipt
	WHERE received_on BETWEEN :from AND :until
    UNION ALL
    SELECT category, 0, 1, 0, merged_into FROM cases INDEXED BY cases_by_closing
	WHERE closed_on BETWEEN :from AND :until
    UNION ALL
    SELECT category, 0, 0, 1, merged_into
	FROM cases INDEXED BY cases_open_by_receipt
	WHERE state <> 'closed' AND received_on <= :until
    UNION ALL
    SELECT category, 0, 0, 1, merged_into FROM cases INDEXED BY cases_by_closing
	WHERE closed_on > :until AND received_on <= :until)
SELECT category, SUM (a), SUM (b), SUM (c) FROM told
WHERE merged_into IS NULL GROUP BY category
ORDER BY CASE category WHEN 'complaint' THEN 0 WHEN 'concern' THEN 1
    WHEN 'comment' THEN 2 WHEN 'compliment' THEN 3 WHEN 'foi' THEN 4 ELSE 5 END

-- name: report_themes
-- roles: staff
-- scan: the cases of two periods, found by an index
WITH asked AS (SELECT :from, :until, :before, :kind),
period AS (SELECT id, category, received_on, received_on >= :from AS is_now
    FROM cases INDEXED BY cases_by_receipt
    WHERE received_on BETWEEN :before AND :until AND merged_into IS NULL
    AND category IN ('complaint', 'concern', 'comment', 'compliment')),
coded AS (
    SELECT p.id, p.category, p.is_now, x.code_id
    FROM period p CROSS JOIN case_code x ON x.case_id = p.id AND x.is_so = 1
    UNION
    SELECT p.id, p.category, p.is_now, y.code_id
    FROM period p
    CROSS JOIN item_case ic ON ic.case_id = p.id AND ic.role = 'original'
    CROSS JOIN topic t ON t.item_id = ic.item_id
    CROSS JOIN code_topic y ON y.topic = t.name
    CROSS JOIN code k ON k.id = y.code_id
    WHERE p.received_on BETWEEN k.valid_from AND k.valid_until
    AND NOT EXISTS (SELECT 1 FROM case_code x WHERE x.case_id = p.id))
SELECT k.name, SUM (c.is_now AND c.category = 'complaint'),
    SUM (c.is_now AND c.category = 'concern'),
    SUM (c.is_now AND c.category = 'comment'),
    SUM (c.is_now AND c.category = 'compliment'),
    SUM (c.is_now = 0 AND c.category = 'complaint')
FROM coded c CROSS JOIN code k ON k.id = c.code_id
WHERE k.kind = :kind
GROUP BY k.id ORDER BY 2 DESC, 3 DESC, 1

-- name: report_words
-- roles: staff
-- scan: the cases closed in the period, found by an index
WITH asked AS (SELECT :from, :until, :field)
SELECT f.value, COUNT (*)
FROM cases c INDEXED BY cases_by_closing
CROSS JOIN case_field f ON f.case_id = c.id AND f.field = :field
    AND f.is_current = 1
WHERE c.closed_on BETWEEN :from AND :until
AND c.category IN ('complaint', 'concern') AND c.merged_into IS NULL
AND TRIM (f.value) <> '' AND LOWER (TRIM (f.value)) <> 'none'
GROUP BY f.value ORDER BY 2 DESC, 1

-- name: report_board_facts
-- roles: staff
-- scan: the cases of the period, found by indexes
@period
paid AS (SELECT CAST (REPLACE (f.value, '.', '') AS INTEGER) AS pence
    FROM cases c INDEXED BY cases_by_closing
    CROSS JOIN case_field f ON f.case_id = c.id AND f.field = 'redress'
	AND f.is_current = 1 AND f.value <> ''
    WHERE c.closed_on BETWEEN :from AND :until AND c.merged_into IS NULL)
SELECT (SELECT COUNT (*) FROM case_field f CROSS JOIN cases c ON c.id = f.case_id
	WHERE f.field = 'ombudsman_referred_on'
	AND f.field IN ('response_sent_on', 'ombudsman_referred_on')
	AND f.is_current = 1 AND f.value BETWEEN :from AND :until
	AND c.merged_into IS NULL),
    (SELECT COUNT (pence) FROM paid), (SELECT COALESCE (SUM (pence), 0) FROM paid),
    (SELECT COUNT (DISTINCT c.id) FROM flag f
	CROSS JOIN item_case ic ON ic.item_id = f.item_id
	CROSS JOIN cases c ON c.id = ic.case_id
	WHERE f.kind = 'discrimination'
	AND c.received_on BETWEEN :from AND :until AND c.merged_into IS NULL)

-- name: report_redirected
-- roles: staff
-- scan: the cases of the period, found by an index
@period
came AS (SELECT c.id, EXISTS (SELECT 1 FROM item_case ic
	CROSS JOIN correction k ON k.item_id = ic.item_id AND k.case_id = c.id
	WHERE ic.case_id = c.id AND ic.role = 'original'
	AND k.category_from <> k.category_to) AS is_other
    FROM cases c INDEXED BY cases_by_receipt
    WHERE c.received_on BETWEEN :from AND :until AND c.merged_into IS NULL)
SELECT COUNT (*), COALESCE (SUM (is_other), 0) FROM came

-- Complaints that were decided in the period, evenly spread over it.

-- name: report_pick
-- roles: staff
-- scan: the cases closed in the period, found by an index
WITH asked AS (SELECT :from, :until, :most),
done AS (SELECT c.id, c.closed_on,
    ROW_NUMBER () OVER (ORDER BY c.closed_on, c.id) - 1 AS place,
    COUNT (*) OVER () AS n
    FROM cases c INDEXED BY cases_by_closing
    WHERE c.closed_on BETWEEN :from AND :until AND c.category = 'complaint'
    AND c.merged_into IS NULL AND c.destroyed_at IS NULL)
SELECT c.reference, c.received_on,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'response_sent_on' AND f.is_current = 1), ''),
    d.closed_on,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'outcome' AND f.is_current = 1), ''),
    COALESCE ((SELECT group_concat (k.name, ', ') FROM case_code x
	CROSS JOIN code k ON k.id = x.code_id
	WHERE x.case_id = c.id AND x.is_so = 1 AND k.kind = 'subject'), ''),
    (SELECT COUNT (*) FROM event e WHERE e.reference = c.reference)
FROM done d CROSS JOIN cases c ON c.id = d.id
WHERE n <= :most OR (place * :most) / n <> ((place - 1) * :most) / n
    OR place = 0
ORDER BY d.closed_on, d.id

-- name: report_arrivals
-- roles: staff
WITH asked AS (SELECT :from, :until)
SELECT c.category, c.received_on, COALESCE (c.ack_due, ''),
    COALESCE (o.state, ''), COALESCE (o.finished_at, 0),
    COALESCE (o.channel, ''), COALESCE (o.attempts, 0),
    o.released_at IS NOT NULL, o.bounced_at IS NOT NULL,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'acknowledged_on' AND f.is_current = 1), ''),
    i.registered_at
FROM cases c INDEXED BY cases_by_receipt
CROSS JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'
CROSS JOIN item i ON i.id = ic.item_id
LEFT JOIN outbox o ON o.case_id = c.id AND o.kind = 'acknowledgement'
WHERE c.received_on BETWEEN :from AND :until AND c.merged_into IS NULL

-- name: report_responses
-- roles: staff
WITH asked AS (SELECT :from, :until)
SELECT c.received_on, COALESCE (c.response_due, ''), f.value,
    COALESCE ((SELECT g.value FROM case_field g WHERE g.case_id = c.id
	AND g.field = 'agreed_due' AND g.is_current = 1), ''),
    COALESCE ((SELECT g.value FROM case_field g WHERE g.case_id = c.id
	AND g.field = 'complexity' AND g.is_current = 1), '')
FROM case_field f
CROSS JOIN cases c ON c.id = f.case_id
WHERE f.field = 'response_sent_on'
AND f.field IN ('response_sent_on', 'ombudsman_referred_on')
AND f.is_current = 1 AND f.value BETWEEN :from AND :until
AND c.category = 'complaint' AND c.merged_into IS NULL

-- name: report_open_cases
-- roles: staff
-- scan: the cases open on that day, found by indexes
SELECT received_on, response_due,
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = o.id
	AND f.field = 'response_sent_on' AND f.is_current = 1), '')
FROM (
    SELECT id, received_on, COALESCE (response_due, '') AS response_due,
	category, merged_into
	FROM cases INDEXED BY cases_open_by_receipt
	WHERE state <> 'closed' AND received_on <= :day
    UNION ALL
    SELECT id, received_on, COALESCE (response_due, ''), category,
	merged_into
	FROM cases INDEXED BY cases_by_closing
	WHERE closed_on > :day AND received_on <= :day) o
WHERE category = 'complaint' AND merged_into IS NULL

-- name: report_requests
-- roles: staff
WITH asked AS (SELECT :from, :until)
SELECT c.received_on, COALESCE (c.response_due, ''), COALESCE (c.closed_on, ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'response_sent_on' AND f.is_current = 1), ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'extended_until' AND f.is_current = 1), ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'outcome' AND f.is_current = 1), ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'exemptions' AND f.is_current = 1), ''),
    COALESCE ((SELECT f.value FROM case_field f WHERE f.case_id = c.id
	AND f.field = 'law' AND f.is_current = 1), '')
FROM cases c INDEXED BY cases_by_category
WHERE c.category = 'foi' AND c.received_on BETWEEN :from AND :until
AND c.merged_into IS NULL
