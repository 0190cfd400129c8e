# signs.awk - makes signs_table.h from signs.tsv, topics_table.h from topics.tsv
#
# Rows become { kind, name, figure, force, "pattern" }, with @classes written
# out; sign_starts has, for each, the first three letters of every word it can
# begin with, as likely_word() of signs.c writes them, sorted.  The name of a
# topic is its number among topic_names.
BEGIN {
	FS = "\t"
	urgency["routine"] = "ROUTINE"
	urgency["same_day"] = "SAME_DAY"
	urgency["immediate"] = "IMMEDIATE"
	n = n_topics = 0
	print "/* Made by signs.awk. */"
	print "static const struct sign signs[] = {"
}
/^#/ || NF == 0 { next }

function refuse(why) {
	print FILENAME ":" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

# The letters that signs.c looks patterns up by.
function key(word) {
	sub(/\*$/, "", word)
	gsub(/rn/, "m", word)
	gsub(/vv/, "w", word)
	gsub(/0/, "o", word)
	gsub(/[1i]/, "l", word)
	gsub(/5/, "s", word)
	return substr(word "   ", 1, 3)
}

function expand(pattern,    name) {
	while (match(pattern, /@[a-z_]+/)) {
		name = substr(pattern, RSTART + 1, RLENGTH - 1)
		if (!(name in class))
			refuse("no such class: " name)
		pattern = substr(pattern, 1, RSTART - 1) class[name] \
		    substr(pattern, RSTART + RLENGTH)
	}
	return pattern
}

function add_starts(element,    words, count, i) {
	count = split(element, words, "|")
	for (i = 1; i <= count; i++) {
		if (words[i] ~ /[#~.]/ || words[i] ~ /^..?\*$/)
			refuse("begins with too little: " element)
		if (!((key(words[i]), n) in started))
			starts[n_starts++] = sprintf("{ \"%s\", %d },", \
			    key(words[i]), n)
		started[key(words[i]), n] = 1
	}
}

{
	if (NF != 4)
		refuse("not kind, name, figure, pattern")
	if ($1 == "class") {
		class[$2] = expand($4)
		next
	}
	pattern = expand($4)
	if (pattern !~ /^[^ ]+( [^ ]+)*$/ || \
	    pattern !~ /^[a-z0-9£|*#~. ]+$/)
		refuse("not a pattern: " pattern)
	split(pattern, elements, " ")
	add_starts(elements[1])
	force = "SIGN_TELLS"
	name = toupper($2)
	figure = $3
	if ($1 == "flag") {
		if (sub(/~$/, "", figure))
			force = "SIGN_MENTIONS"
		if (sub(/!$/, "", figure))
			force = "SIGN_WRITER"
		if (!(figure in urgency))
			refuse("no such urgency: " $3)
		figure = urgency[figure]
		if ($2 == "records_request" || $2 == "foi")
			name = "FLAG_" name
	} else if ($1 == "way") {
		name = "WAY_" name
		if (figure !~ /^[1-3]$/)
			refuse("no such weight: " $3)
	} else if ($1 == "context") {
		name = "CONTEXT_" name
		figure = 0
	} else if ($1 == "topic") {
		if (!($2 in topic)) {
			topic[$2] = n_topics
			topic_name[n_topics++] = $2
		}
		name = topic[$2]
		if (figure !~ /^[12]$/)
			refuse("no such weight: " $3)
	} else {
		refuse("no such kind: " $1)
	}
	printf "\t{ SIGN_%s, %s, %s, %s, \"%s\" },\n", toupper($1), name, \
	    figure, force, pattern
	n++
}
END {
	if (failed)
		exit 1
	print "};"
	if (n_topics > 0) {
		print "static const char *const topic_names[] = {"
		for (i = 0; i < n_topics; i++)
			print "\t\"" topic_name[i] "\","
		print "};"
	}
	print "static const struct sign_start sign_starts[] = {"
	fflush()
	for (i = 0; i < n_starts; i++)
		print starts[i] | "LC_ALL=C sort"
	close("LC_ALL=C sort")
	print "};"
}
