# machine_forms.awk - makes machine_forms_table.h from machine_forms.tsv
#
# Rows become { place, machine, how, "detail", "words" }, in their order.
BEGIN {
	FS = "\t"
	split("header hint sender name subject opening body status later " \
	    "label aside end absence return", list, " ")
	for (i in list)
		what[list[i]] = 1
	how["begins"] = how["whole"] = how["holds"] = 1
	split("bounce auto_reply feedback list receipt notice", list, " ")
	for (i in list)
		machine[list[i]] = 1
}
/^#/ || NF == 0 { next }

function refuse(why) {
	print "machine_forms.tsv:" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

{
	if (NF != 4 || !($1 in what) || !($3 in how))
		refuse("not what, name, how, words")
	if ($4 ~ /[A-Z\\]|^ | $|  / || length($4) < 3)
		refuse("not written as words are: " $4)
	if (seen[$1, $2, $3, $4]++)
		refuse("twice: " $4)
	if ($1 == "status" ? $2 !~ /^[1-7]\.[0-9][0-9]?$/ : !($2 in machine))
		refuse("no such name: " $2)
	words = $4
	gsub(/"/, "\\\"", words)
	rows[++n] = sprintf("\t{ FORM_%s, MACHINE_%s, FORM_%s, \"%s\", \"%s\" },", \
	    toupper($1), $1 == "status" ? "BOUNCE" : toupper($2), \
	    toupper($3), $1 == "status" ? $2 : "", words)
}
END {
	if (failed)
		exit 1
	print "/* Made from machine_forms.tsv by machine_forms.awk. */"
	print "static const struct form forms[] = {"
	for (i = 1; i <= n; i++)
		print rows[i]
	print "};"
}
