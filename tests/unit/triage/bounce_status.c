/* bounce_status.c - why a delivery failed, from the words of a report */
#include "triage/bounce_status.h"

#include "house.h"

/* The reason in the words of many countries. */
static void
test_languages(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "Das Postfach ist voll.", "5.2.2" },
		{ "Das Postfach des Empf\u00e4ngers ist voll.", "5.2.2" },
		{ "Postfach \u00fcberf\u00fcllt", "5.2.2" },
		{ "Empf\u00e4nger unbekannt", "5.1.1" },
		{ "Die Adresse existiert nicht.", "5.1.1" },
		{ "La bo\u00eete de r\u00e9ception est pleine.", "5.2.2" },
		{ "Bo\u00eete aux lettres pleine", "5.2.2" },
		{ "Utilisateur inconnu", "5.1.1" },
		{ "El buz\u00f3n est\u00e1 lleno.", "5.2.2" },
		{ "Usuario desconocido", "5.1.1" },
		{ "Casella piena", "5.2.2" },
		{ "Utente sconosciuto", "5.1.1" },
		{ "Het postvak is vol.", "5.2.2" },
		{ "Onbekende gebruiker", "5.1.1" },
		{ "452 Postfach voll", "4.2.2" },
		{ "Das Schlie\u00dffach ist voll.", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };

		is_span(status_read(edge_of(rows[i].text), &mem), rows[i].want,
		    "%s", rows[i].text);
	}
}

/* Figures that are a status, and such as are part of something else. */
static void
test_figures(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "[5.1.1]", "5.1.1" },
		{ "{5.1.1}", "5.1.1" },
		{ "`5.1.1`", "5.1.1" },
		{ "@5.1.1@", "5.1.1" },
		{ "/5.1.1/", "5.1.1" },
		{ ":5.1.1:", "5.1.1" },
		{ "\u00a05.1.1\u00a0", "5.1.1" },
		{ "5.1.1. No user", "5.1.1" },
		{ "4.0.0", "4.0.0" },
		{ "4.7.999", "4.7.999" },
		{ "a5.1.1", "" },
		{ "z5.1.1", "" },
		{ "A5.1.1", "" },
		{ "Z5.1.1", "" },
		{ "05.1.1", "" },
		{ "95.1.1", "" },
		{ ".5.1.1", "" },
		{ "5.1.1a", "" },
		{ "5.1.1Z", "" },
		{ "5.1.x no", "" },
		{ "5x1.1", "" },
		{ "5.x.1", "" },
		{ "5./.1", "" },
		{ "5.1x1", "" },
		{ "5.50 pounds", "" },
		{ "3.1.1 and 6.1.1", "" },
		{ "5.0.0 then 5.1.1 then 5.2.2", "5.1.1" },
		{ "5.0.0 then 4.0.0", "5.0.0" },
	};
	static const struct {
		const char *text, *want;
	} replies[] = {
		{ "550", "5.0.0" },
		{ "said: 450", "4.2.0" },
		{ "(550 no)", "5.0.0" },
		{ "#550 no", "5.0.0" },
		{ "<550 no", "5.0.0" },
		{ ">550 no", "5.0.0" },
		{ "\t550 no", "5.0.0" },
		{ "x\n550 no", "5.0.0" },
		{ "   550 no", "5.0.0" },
		{ "said:  550-no", "5.0.0" },
		{ "x 550 no", "" },
		{ "550x", "" },
		{ "550.20", "" },
		{ "5500", "" },
		{ "55", "" },
		{ "350 no", "" },
		{ "650 no", "" },
		{ "459 no: 552 no", "4.0.0" },
		{ "450 no\n550 no", "4.2.0" },
		{ "499 no\n452 no", "4.3.1" },
		{ "550 will be retried", "5.0.0" },
		{ "450 no such user", "4.1.1" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_span(status_find(edge_of(rows[i].text)), rows[i].want,
		    "\"%s\"", rows[i].text);
	for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
		autoarena mem = { NULL };

		is_span(status_read(edge_of(replies[i].text), &mem),
		    replies[i].want, "\"%s\"", replies[i].text);
		is_number(status_has_code(edge_of(replies[i].text)),
		    replies[i].want[0] != '\0', "a code or none");
		is_number(status_has_code(edge_start(span_of(replies[i].text))),
		    replies[i].want[0] != '\0', "with nothing before it");
	}
}

/* What each reply means without words: RFC 5321 section 4.2.3. */
static void
test_replies(void)
{
	static const char *const rows[] = { "421 4.3.2", "450 4.2.0",
		"451 4.3.0", "452 4.3.1", "454 4.7.0", "500 5.5.2", "501 5.5.4",
		"502 5.5.1", "503 5.5.1", "504 5.5.4", "521 5.3.2", "530 5.7.0",
		"535 5.7.8", "550 5.0.0", "551 5.1.6", "552 5.2.2", "553 5.1.3",
		"554 5.0.0", "556 5.1.10" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };

		is_span(status_read(span_head(edge_of(rows[i]), 3), &mem),
		    rows[i] + 4, "%.3s", rows[i]);
	}
}

int
main(void)
{
	test_languages();
	test_figures();
	test_replies();
	return done();
}
