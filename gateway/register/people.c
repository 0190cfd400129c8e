/* people.c - reads and changes people, and makes two of them one */
#include "register/people.h"
#include "base/utf8.h"
#include "register/people_match.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <string.h>

#define DAY_SECONDS 86400

static const char *const kind_names[] = { CONTACT_KINDS(NAME_OF) };

const char *
contact_kind_name(enum contact_kind kind)
{
	return kind_names[kind];
}

/* --- likeness -------------------------------------------------------------- */

static bool
is_kept(enum contact_kind kind, char c)
{
	if (kind == CONTACT_PHONE)
		return (c >= '0' && c <= '9') || c == '+';
	return kind == CONTACT_EMAIL || strchr(" \t\r\n,.", c) == NULL;
}

/* "+44 (0)113 496" and "0044 113 496" as "0113496". */
static struct span
phone_home(struct span digits, struct arena *mem)
{
	bool is_plus = span_starts_with(digits, SPAN("+"));
	struct span rest = span_from(digits, is_plus ? 1 : 2);

	if (!is_plus && !span_starts_with(digits, SPAN("00")))
		return digits;
	if (!span_starts_with(rest, SPAN("44")))
		return arena_printf(mem, "00%.*s", SPAN_ARG(rest));
	rest = span_from(rest, 2);
	if (span_starts_with(rest, SPAN("0")))
		rest = span_from(rest, 1);
	return arena_printf(mem, "0%.*s", SPAN_ARG(rest));
}

struct span
contact_likeness(enum contact_kind kind, struct span value, struct arena *mem)
{
	struct span s = span_trim(value);
	char *small = arena_alloc(mem, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c != '\0' && is_kept(kind, c))
			small[n++] =
			    c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	s = (struct span){ small, n };
	return kind == CONTACT_PHONE ? phone_home(s, mem) : s;
}

long long
person_number(struct span text)
{
	struct span s = span_trim(text);
	long long id = 0;

	if (span_starts_with(s, SPAN("p")))
		s = span_from(s, 1);
	return span_to_number(s, 1, 1ll << 50, &id) ? id : 0;
}

/* --- reading --------------------------------------------------------------- */

enum outcome
people_find(struct db *db, long long id, struct arena *mem,
    struct person *person, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_PERSON_FIND, why, VALUES(value_number(id)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "there is no person P%lld", id);
	*person = (struct person){
		.id = id,
		.name = arena_copy(mem, rows_text(&rows, 0)),
		.born_on = arena_copy(mem, rows_text(&rows, 1)),
		.merged_into = rows_number(&rows, 2),
	};
	return DONE;
}

enum outcome
people_find_present(struct db *db, long long id, struct arena *mem,
    struct person *person, struct error *why)
{
	struct person found;
	enum outcome how = people_find(db, id, mem, &found, why);

	if (how != DONE)
		return how;
	if (found.merged_into != 0)
		return fail(why, REFUSED,
		    "P%lld is P%lld since they were "
		    "merged",
		    id, found.merged_into);
	*person = found;
	return DONE;
}

enum outcome
people_each(struct db *db, struct span words, long long most, person_show *show,
    void *context, struct error *why)
{
	struct span wanted = span_trim(words);
	autorows rows = { 0 };
	enum outcome how =
	    wanted.len == 0
		? rows_start(&rows, db, Q_PERSONS_LIST, why,
		      VALUES(value_number(most)))
		: rows_start(&rows, db, Q_PERSONS_SEARCH, why,
		      VALUES(value_text(wanted), value_number(most)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted = show(
		    &(struct person_row){
			.person = { .id = rows_number(&rows, 0),
			    .name = rows_text(&rows, 1),
			    .born_on = rows_text(&rows, 2) },
			.contact = rows_text(&rows, 3),
			.n_cases = rows_number(&rows, 4),
			.has_needs = rows_number(&rows, 5) != 0,
			.is_restricted = rows_number(&rows, 6) != 0 },
		    context);
	return how;
}

enum outcome
people_contacts(struct db *db, long long id, contact_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, Q_CONTACTS_OF, why, VALUES(value_number(id)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted =
		    show(&(struct contact_row){ .kind = rows_text(&rows, 0),
			     .value = rows_text(&rows, 1),
			     .is_preferred = rows_number(&rows, 2) != 0 },
			context);
	return how;
}

enum outcome
people_count(struct db *db, long long id, time_t now,
    struct person_contacts *contacts, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_PERSON_CONTACTS, why,
	    VALUES(value_number(now - CONTACT_DAYS * DAY_SECONDS),
		value_number(id)));

	if (how == DONE)
		*contacts = (struct person_contacts){ rows_number(&rows, 0),
			rows_number(&rows, 1) };
	return how;
}

/* --- changing -------------------------------------------------------------- */

static enum outcome
check_born(const struct change *change, struct span born_on, struct error *why)
{
	day born = day_parse(born_on);

	if (born_on.len > 0 && born == NO_DATE)
		return fail(why, REFUSED,
		    "a date of birth looks like 1961-04-30");
	if (born != NO_DATE && born > day_in_london(change->at))
		return fail(why, REFUSED,
		    "a date of birth cannot lie in the future");
	return DONE;
}

static bool
is_contact(enum contact_kind kind, struct span value)
{
	size_t at = span_find(value, SPAN("@"), 0);

	if (value.len == 0 || value.len > MAX_PERSON_BYTES)
		return false;
	if (kind != CONTACT_EMAIL)
		return true;
	return at != SPAN_NOT_FOUND && at > 0 && at + 1 < value.len &&
	       span_find(value, SPAN(" "), 0) == SPAN_NOT_FOUND;
}

static enum outcome
add_contact(struct db *db, long long id, enum contact_kind kind,
    const char *text, struct error *why)
{
	autoarena mem = { 0 };
	struct span value = span_trim(utf8_clean(span_of(text), &mem));
	struct span likeness = contact_likeness(kind, value, &mem);

	if (text == NULL)
		return DONE;
	if (!is_contact(kind, value) || likeness.len == 0)
		return fail(why, REFUSED, "this cannot be %s",
		    kind == CONTACT_EMAIL    ? "an e-mail address"
		    : kind == CONTACT_POSTAL ? "a postal address"
					     : "a telephone number");
	return statement_run(db, Q_CONTACT_ADD, why,
	    VALUES(value_number(id), value_word(kind_names[kind]),
		value_text(value), value_text(likeness)));
}

/* The likeness under which the person has that contact point. */
static enum outcome
find_contact(struct db *db, long long id, const char *text, struct arena *mem,
    struct span *likeness, struct error *why)
{
	for (int kind = CONTACT_EMAIL; kind <= CONTACT_PHONE; kind++) {
		struct span wanted = contact_likeness((enum contact_kind)kind,
		    span_of(text), mem);
		long long n = 0;
		enum outcome how = statement_number(db, Q_CONTACT_HAS, &n, why,
		    VALUES(value_number(id), value_text(wanted)));

		if (how != DONE)
			return how;
		if (n > 0) {
			*likeness = wanted;
			return DONE;
		}
	}
	return fail(why, REFUSED, "P%lld has no such contact point", id);
}

static enum outcome
edit_contacts(struct db *db, long long id, const struct person_edit *edit,
    struct error *why)
{
	const struct {
		const char *text;
		enum query query;
	} named[] = { { edit->prefer, Q_CONTACT_PREFER },
		{ edit->without, Q_CONTACT_REMOVE } };
	const char *const added[] = { [CONTACT_EMAIL] = edit->email,
		[CONTACT_POSTAL] = edit->postal,
		[CONTACT_PHONE] = edit->phone };
	autoarena mem = { 0 };
	enum outcome how = DONE;

	for (int kind = CONTACT_EMAIL; kind <= CONTACT_PHONE && how == DONE;
	     kind++)
		how = add_contact(db, id, (enum contact_kind)kind, added[kind],
		    why);
	for (size_t i = 0; i < 2 && how == DONE; i++) {
		struct span likeness = SPAN("");
		bool is_first = named[i].query == Q_CONTACT_PREFER;

		if (named[i].text == NULL)
			continue;
		how = find_contact(db, id, named[i].text, &mem, &likeness, why);
		if (how == DONE)
			how = statement_run(db, named[i].query, why,
			    VALUES(is_first ? value_text(likeness)
					    : value_number(id),
				is_first ? value_number(id)
					 : value_text(likeness)));
	}
	return how;
}

static enum outcome
edit_person(struct db *db, const struct change *change, long long id,
    const struct person_edit *edit, struct error *why)
{
	autoarena mem = { 0 };
	struct person p = { 0 };
	enum outcome how = people_find_present(db, id, &mem, &p, why);

	if (how != DONE)
		return how;
	if (edit->name != NULL)
		p.name = utf8_clean_line(span_trim(span_of(edit->name)), &mem);
	if (edit->born_on != NULL)
		p.born_on = span_trim(span_of(edit->born_on));
	if (p.name.len > MAX_PERSON_BYTES)
		return fail(why, REFUSED, "the name is too long");
	how = check_born(change, p.born_on, why);
	if (how == DONE)
		how = statement_run(db, Q_PERSON_SET, why,
		    VALUES(value_text(p.name), value_optional(p.born_on),
			value_number(id)));
	if (how == DONE)
		how = statement_run(db, Q_PERSON_NAME_ADD, why,
		    VALUES(value_number(id), value_text(p.name)));
	if (how == DONE)
		how = edit_contacts(db, id, edit, why);
	if (how != DONE)
		return how;
	return change_tell(db, change, "person changed",
	    arena_printf(&mem, "P%lld", id), why);
}

enum outcome
people_edit(struct db *db, const struct change *change, long long id,
    const struct person_edit *edit, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, edit_person(db, change, id, edit, why), why);
}

enum outcome
people_add(struct db *db, const struct change *change, struct span name,
    struct span born_on, long long *id, struct error *why)
{
	autoarena mem = { 0 };
	struct span plain = utf8_clean_line(span_trim(name), &mem);
	enum outcome how = check_born(change, born_on, why);

	if (how == DONE && (plain.len == 0 || plain.len > MAX_PERSON_BYTES))
		how = fail(why, REFUSED, "a person takes a name");
	return how == DONE
		   ? people_make(db, plain, born_on, change->at, id, why)
		   : how;
}

/* --- two are one ----------------------------------------------------------- */

static enum outcome
check_merge(const struct change *change, const struct person *from,
    const struct person *into, struct error *why)
{
	if (from->id == into->id)
		return fail(why, REFUSED, "they are the same already");
	if (change->reason.len == 0)
		return fail(why, REFUSED,
		    "say how you know that they are one person: --reason "
		    "WORDS");
	if (from->born_on.len > 0 && into->born_on.len > 0 &&
	    !span_is_equal(from->born_on, into->born_on))
		return fail(why, REFUSED,
		    "their dates of birth differ: they are two people, or one "
		    "date is wrong (postroom person edit P%lld --born DATE)",
		    from->id);
	return DONE;
}

/* What the one has goes to the other; what that has already, nowhere. */
static enum outcome
move_all(struct db *db, const struct change *change, long long from,
    long long into, struct error *why)
{
	static const enum query moves[] = { Q_CONTACT_MERGE,
		Q_PERSON_NAME_MERGE, Q_PERSON_CASE_MERGE, Q_NEED_MERGE,
		Q_EQUALITY_MERGE, Q_RESTRICTION_MERGE, Q_NEW_ISSUE_MERGE,
		Q_PERSON_FOLLOW, Q_PERSON_MERGED };
	static const enum query forgets[] = { Q_CONTACT_FORGET,
		Q_PERSON_NAME_FORGET, Q_PERSON_CASE_FORGET, Q_NEED_FORGET,
		Q_EQUALITY_FORGET, Q_PERSON_APART_FORGET };
	autoarena mem = { 0 };
	struct value target = value_number(into), source = value_number(from);
	enum outcome how = statement_run(db, Q_RESTRICTION_END_TWINS, why,
	    VALUES(value_day(day_in_london(change->at), &mem),
		value_text(change->who), source, target));

	for (size_t i = 0; i < sizeof moves / sizeof *moves && how == DONE; i++)
		how = statement_run(db, moves[i], why, VALUES(target, source));
	for (size_t i = 0; i < sizeof forgets / sizeof *forgets && how == DONE;
	     i++)
		how = statement_run(db, forgets[i], why, VALUES(source));
	return how;
}

static enum outcome
merge(struct db *db, const struct change *change, long long from,
    long long into, struct error *why)
{
	autoarena mem = { 0 };
	struct person a = { 0 }, b = { 0 };
	enum outcome how = people_find_present(db, from, &mem, &a, why);

	if (how == DONE)
		how = people_find_present(db, into, &mem, &b, why);
	if (how == DONE)
		how = check_merge(change, &a, &b, why);
	if (how == DONE)
		how = move_all(db, change, from, into, why);
	if (how == DONE)
		how = statement_run(db, Q_PERSON_SET, why,
		    VALUES(value_text(b.name.len > 0 ? b.name : a.name),
			value_optional(
			    b.born_on.len > 0 ? b.born_on : a.born_on),
			value_number(into)));
	if (how != DONE)
		return how;
	return change_tell(db, change, "people merged",
	    arena_printf(&mem, "P%lld into P%lld", from, into), why);
}

enum outcome
people_merge(struct db *db, const struct change *change, long long from,
    long long into, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db, merge(db, change, from, into, why), why);
}
