# lexicon.awk - makes lexicon.h from lexicon.tsv
#
# Rows become { kind, name, figure, "phrase" }, the shortest phrase first, as
# phrases.c wants them.
BEGIN {
	FS = "\t"
	kind["category"] = kind["cue"] = 1
}
/^#/ || NF == 0 { next }

function refuse(why) {
	print "lexicon.tsv:" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

{
	if (NF != 4 || !($1 in kind))
		refuse("not kind, name, figure, phrase")
	if ($4 !~ /^[a-z0-9][a-z0-9 '&@£:*#]*$/ || $4 ~ /  | $/)
		refuse("not a folded phrase: " $4)
	if (length($4) < 2 || substr($4, 1, 3) ~ /[*#]/)
		refuse("begins with too little: " $4)
	if (seen[$1, $2, $4]++)
		refuse("twice: " $4)
	name = toupper($2)
	if ($1 == "cue")
		name = "CUE_" name
	if ($3 !~ /^[0-3]$/)
		refuse("no such weight: " $3)
	n = length($4)
	if (n > longest)
		longest = n
	rows[n] = rows[n] sprintf("\t{ LEXEME_%s, %s, %s, \"%s\" },\n", \
	    toupper($1), name, $3, $4)
}
END {
	if (failed)
		exit 1
	print "/* Made from lexicon.tsv by lexicon.awk. */"
	print "static const struct lexeme lexicon[] = {"
	for (n = 1; n <= longest; n++)
		printf "%s", rows[n]
	print "};"
}
