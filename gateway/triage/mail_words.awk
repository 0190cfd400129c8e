# mail_words.awk - makes mail_words_table.h from mail_words.tsv
#
# Rows become { "word", length } by kind, the longest word first, so that the
# first that fits is the longest; and where each kind begins.  Lengths are in
# bytes: run with LC_ALL=C.
BEGIN {
	FS = "\t"
	n_kinds = split("from to cc date subject other forward original wrote " \
	    "intro filler reply pass either device closing", kinds, " ")
	for (k = 1; k <= n_kinds; k++)
		known[kinds[k]] = 1
}
/^#/ || NF == 0 { next }

function refuse(why) {
	print "mail_words.tsv:" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

{
	if (NF != 3 || !($1 in known))
		refuse("not kind, languages, word")
	if ($2 !~ /^[a-z][a-z](,[a-z][a-z])*$/)
		refuse("not languages: " $2)
	if ($3 == "" || $3 ~ /^ | $|["\\]/)
		refuse("not a word: " $3)
	# A line of a header block has one meaning, in whatever language.
	group = $1 ~ /^(from|to|cc|date|subject|other)$/ ? "label" : $1
	if (seen[group, tolower($3)]++)
		refuse("twice: " $3)
	n = length($3)
	if (n > longest)
		longest = n
	rows[$1, n] = rows[$1, n] sprintf("\t{ \"%s\", %d },\n", $3, n)
	count[$1]++
}
END {
	if (failed)
		exit 1
	print "/* Made from mail_words.tsv by mail_words.awk. */"
	print "static const struct mail_word words[] = {"
	for (k = 1; k <= n_kinds; k++)
		for (n = longest; n > 0; n--)
			printf "%s", rows[kinds[k], n]
	print "};"
	print "static const uint16_t first_of_kind[] = {"
	at = 0
	for (k = 1; k <= n_kinds; k++) {
		printf "\t%d, /* %s */\n", at, kinds[k]
		at += count[kinds[k]]
	}
	printf "\t%d\n};\n", at
}
