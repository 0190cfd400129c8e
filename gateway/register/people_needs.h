/*
 * people_needs.h - how a person must be written and spoken to
 *
 * The Accessible Information Standard (DCB1605) asks to identify, record,
 * flag and meet them: they belong to the person, and so to every case of
 * theirs, old and new.
 */
#ifndef REGISTER_PEOPLE_NEEDS_H
#define REGISTER_PEOPLE_NEEDS_H

#include "register/casework.h"

/* clang-format off */
/* Need, what it means, what its detail says ("": it needs none). */
#define NEEDS(X)                                                             \
	X("language", "is written to in a language", "which one")            \
	X("interpreter", "needs an interpreter", "of which language")        \
	X("bsl", "uses British Sign Language", "")                           \
	X("lip_speaker", "needs a lip-speaker", "")                          \
	X("speech_to_text", "needs a speech-to-text reporter", "")           \
	X("deafblind", "needs a deafblind manual interpreter", "")           \
	X("text_relay", "is called by text relay", "")                       \
	X("large_print", "needs large print", "")                            \
	X("easy_read", "needs Easy Read", "")                                \
	X("braille", "needs Braille", "")                                    \
	X("audio", "needs audio", "")                                        \
	X("electronic", "needs what a screen reader can read", "")           \
	X("coloured_paper", "needs coloured paper", "which colour")          \
	X("email_only", "is to be e-mailed, not called or written to", "")   \
	X("phone_only", "is to be called, not written to", "")               \
	X("longer_time", "needs longer to read and to answer", "")           \
	X("supporter", "has somebody who helps", "who")                      \
	X("other", "has another need", "what it is")
/* clang-format on */

/* What a need means: "needs large print"; NULL for no such word. */
const char *need_meaning(struct span kind);

/*
 * Writes down a need of a person, or its detail anew.  REFUSED for another
 * word, without the detail that it needs, and where there is no such person.
 * In a transaction of its own.
 */
enum outcome needs_set(struct db *db, const struct change *change, long long id,
    struct span kind, struct span detail, struct error *why) must_check;

/* They have it no more.  REFUSED where they had not. */
enum outcome needs_remove(struct db *db, const struct change *change,
    long long id, struct span kind, struct error *why) must_check;

struct need_row {
	long long person_id;
	struct span kind, detail;
};
typedef bool need_show(const struct need_row *row, void *context);

enum outcome needs_of_person(struct db *db, long long id, need_show *show,
    void *context, struct error *why) must_check;

/* Those of all people of a case; for staff and the sender. */
enum outcome needs_of_case(struct db *db, struct span reference,
    need_show *show, void *context, struct error *why) must_check;

#endif
