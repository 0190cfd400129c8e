/* webform.c - the fields of a form that a robot mailed to us */
#include "triage/webform.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "triage/address.h"
#include "triage/letter.h"
#include "triage/lines.h"

#define MAX_LABEL_BYTES 48
#define MAX_VALUE_BYTES 200
#define MAX_ADDRESS_LINES 7
#define MAX_ADDRESS_BYTES 600

enum field {
	FIELD_NONE,
	FIELD_TITLE,
	FIELD_FIRST_NAME,
	FIELD_LAST_NAME,
	FIELD_NAME,
	FIELD_PATIENT,
	FIELD_EMAIL,
	FIELD_PHONE,
	FIELD_ADDRESS,
	FIELD_TOWN,
	FIELD_POSTCODE,
	FIELD_MESSAGE,
	FIELD_COUNT
};

static const struct {
	const char *label;
	enum field field;
} labels[] = {
	{ "title", FIELD_TITLE },
	{ "first name", FIELD_FIRST_NAME },
	{ "firstname", FIELD_FIRST_NAME },
	{ "forename", FIELD_FIRST_NAME },
	{ "forenames", FIELD_FIRST_NAME },
	{ "your first name", FIELD_FIRST_NAME },
	{ "given name", FIELD_FIRST_NAME },
	{ "last name", FIELD_LAST_NAME },
	{ "lastname", FIELD_LAST_NAME },
	{ "surname", FIELD_LAST_NAME },
	{ "your surname", FIELD_LAST_NAME },
	{ "your last name", FIELD_LAST_NAME },
	{ "family name", FIELD_LAST_NAME },
	{ "name", FIELD_NAME },
	{ "your name", FIELD_NAME },
	{ "full name", FIELD_NAME },
	{ "your full name", FIELD_NAME },
	{ "contact name", FIELD_NAME },
	{ "patient name", FIELD_PATIENT },
	{ "patient's name", FIELD_PATIENT },
	{ "name of patient", FIELD_PATIENT },
	{ "name of the patient", FIELD_PATIENT },
	{ "patient's full name", FIELD_PATIENT },
	{ "full name of the patient", FIELD_PATIENT },
	{ "email", FIELD_EMAIL },
	{ "e-mail", FIELD_EMAIL },
	{ "email address", FIELD_EMAIL },
	{ "e-mail address", FIELD_EMAIL },
	{ "your email", FIELD_EMAIL },
	{ "your e-mail", FIELD_EMAIL },
	{ "your email address", FIELD_EMAIL },
	{ "your e-mail address", FIELD_EMAIL },
	{ "contact email", FIELD_EMAIL },
	{ "phone", FIELD_PHONE },
	{ "telephone", FIELD_PHONE },
	{ "phone number", FIELD_PHONE },
	{ "telephone number", FIELD_PHONE },
	{ "contact number", FIELD_PHONE },
	{ "contact telephone number", FIELD_PHONE },
	{ "your telephone number", FIELD_PHONE },
	{ "your phone number", FIELD_PHONE },
	{ "daytime telephone", FIELD_PHONE },
	{ "mobile", FIELD_PHONE },
	{ "mobile number", FIELD_PHONE },
	{ "tel", FIELD_PHONE },
	{ "address", FIELD_ADDRESS },
	{ "your address", FIELD_ADDRESS },
	{ "home address", FIELD_ADDRESS },
	{ "postal address", FIELD_ADDRESS },
	{ "address line 1", FIELD_ADDRESS },
	{ "town", FIELD_TOWN },
	{ "city", FIELD_TOWN },
	{ "town or city", FIELD_TOWN },
	{ "town/city", FIELD_TOWN },
	{ "postcode", FIELD_POSTCODE },
	{ "post code", FIELD_POSTCODE },
	{ "your postcode", FIELD_POSTCODE },
	{ "message", FIELD_MESSAGE },
	{ "your message", FIELD_MESSAGE },
	{ "comment", FIELD_MESSAGE },
	{ "comments", FIELD_MESSAGE },
	{ "your comments", FIELD_MESSAGE },
	{ "your complaint", FIELD_MESSAGE },
	{ "complaint", FIELD_MESSAGE },
	{ "complaint details", FIELD_MESSAGE },
	{ "details of your complaint", FIELD_MESSAGE },
	{ "details", FIELD_MESSAGE },
	{ "your feedback", FIELD_MESSAGE },
	{ "feedback", FIELD_MESSAGE },
	{ "enquiry", FIELD_MESSAGE },
	{ "your enquiry", FIELD_MESSAGE },
	{ "description", FIELD_MESSAGE },
	{ "what happened", FIELD_MESSAGE },
	{ "please tell us what happened", FIELD_MESSAGE },
	{ "tell us what happened", FIELD_MESSAGE },
	{ "what would you like to tell us", FIELD_MESSAGE },
};

static enum field
field_of(struct span label)
{
	size_t bracket = span_find(label, SPAN("("), 0);

	label = line_bare(span_head(label, bracket));
	while (label.len > 0 && strchr("*?#", label.at[label.len - 1]))
		label = line_bare(span_head(label, label.len - 1));
	while (span_starts_with(label, SPAN("*")))
		label = line_bare(span_from(label, 1));
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (span_is_same_word(label, span_of(labels[i].label)))
			return labels[i].field;
	return FIELD_NONE;
}

/* What stands in a field that was left out. */
static bool
is_nothing(struct span value)
{
	static const char *const words[] = { "(not given)", "not given",
		"(none)", "none", "n/a", "na", "nil", "-", "(blank)", "blank",
		"not provided", "(not provided)", "(no answer)", "no answer",
		"not answered", "prefer not to say", "anonymous", "(empty)" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is_same_word(value, span_of(words[i])))
			return true;
	return false;
}

/* Which field the line is of; *value is what stands in it, perhaps "". */
static enum field
read_field(struct span line, struct span *value)
{
	struct span bare = line_bare(line);
	struct span head = span_head(bare, MAX_LABEL_BYTES);
	size_t mark = span_find(head, SPAN("\t"), 0);

	if (mark == SPAN_NOT_FOUND)
		mark = span_find(head, SPAN(":"), 0);
	*value = mark == SPAN_NOT_FOUND ? SPAN("")
					: line_bare(span_from(bare, mark + 1));
	if (mark == SPAN_NOT_FOUND && bare.len > MAX_LABEL_BYTES)
		return FIELD_NONE;
	head = line_bare(span_head(head, mark));
	if (span_ends_with(head, SPAN(":")))
		head.len--;
	while (value->len > 0 && strchr("*:", value->at[0]))
		*value = line_bare(span_from(*value, 1));
	return field_of(head);
}

/* The next line that is not blank where it is no field; else "". */
static struct span
value_below(struct span rest)
{
	struct span value;

	while (rest.len > 0) {
		struct span line = span_cut_line(&rest);

		if (line_is_blank(line))
			continue;
		return read_field(line, &value) == FIELD_NONE ? line_bare(line)
							      : SPAN("");
	}
	return SPAN("");
}

/* The lines of an address: its value, and those below up to the next field. */
static struct span
address_lines(struct span first, struct span rest, struct arena *mem)
{
	autobuf all = BUF(MAX_ADDRESS_BYTES);
	struct span value;

	buf_add(&all, utf8_clean_line(first, mem));
	for (int n = 1; n < MAX_ADDRESS_LINES && rest.len > 0; n++) {
		struct span line = span_cut_line(&rest);

		if (line_is_blank(line) && all.len > 0)
			break;
		if (line.len > MAX_VALUE_BYTES ||
		    read_field(line, &value) != FIELD_NONE ||
		    span_find(line, SPAN(":"), 0) != SPAN_NOT_FOUND)
			break;
		if (all.len > 0 && !line_is_blank(line))
			buf_add_char(&all, '\n');
		buf_add(&all, utf8_clean_line(line_bare(line), mem));
	}
	return arena_copy(mem, buf_span(&all));
}

/* The only address that fields behind the message give; "" for several. */
static void
take_late_email(struct span *email, bool *is_doubtful, struct span value,
    struct arena *mem)
{
	struct span address = address_read(value, mem).address;

	if (address.len == 0 || *is_doubtful)
		return;
	if (email->len == 0)
		*email = address;
	else if (!span_is_same_word(*email, address))
		*is_doubtful = true;
}

static struct span
joined(struct span a, struct span b, char mark, struct arena *mem)
{
	if (a.len == 0 || b.len == 0)
		return a.len > 0 ? a : b;
	return arena_printf(mem, "%.*s%c%.*s", SPAN_ARG(a), mark, SPAN_ARG(b));
}

/* Is the patient the writer: of the same name, or said to be? */
static bool
is_writer(struct span patient, struct span name)
{
	static const char *const words[] = { "me", "self", "myself", "same",
		"as above", "same as above", "n/a", "na", "-", "yes" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is_same_word(patient, span_of(words[i])))
			return true;
	return span_is_same_word(patient, name);
}

struct webform
webform_read(struct span body, struct arena *mem)
{
	struct span values[FIELD_COUNT] = { { NULL, 0 } }, rest = body;
	struct span late = SPAN("");
	bool is_doubtful = false;
	struct webform form;

	while (rest.len > 0) {
		struct span line = span_cut_line(&rest), value;
		enum field field = read_field(line, &value);

		if (field == FIELD_NONE)
			continue;
		if (value.len == 0 && field != FIELD_ADDRESS)
			value = value_below(rest);
		value = is_nothing(value) ? SPAN("")
					  : span_head(value, MAX_VALUE_BYTES);
		if (values[FIELD_MESSAGE].at) {
			if (field == FIELD_EMAIL)
				take_late_email(&late, &is_doubtful, value,
				    mem);
		} else if (!values[field].at) {
			values[field] = field == FIELD_ADDRESS
					    ? address_lines(value, rest, mem)
					    : utf8_clean_line(value, mem);
		}
	}
	form.email = address_read(values[FIELD_EMAIL], mem).address;
	if (form.email.len == 0 && !is_doubtful)
		form.email = late;
	form.name = values[FIELD_NAME].len > 0
			? values[FIELD_NAME]
			: joined(values[FIELD_FIRST_NAME],
			      values[FIELD_LAST_NAME], ' ', mem);
	form.patient = values[FIELD_PATIENT];
	if (is_writer(form.patient, form.name))
		form.patient = SPAN("");
	form.phone = values[FIELD_PHONE];
	form.postal_address = values[FIELD_ADDRESS];
	if (form.postal_address.len > 0)
		form.postal_address = joined(
		    joined(form.postal_address, values[FIELD_TOWN], '\n', mem),
		    values[FIELD_POSTCODE], '\n', mem);
	return form;
}
