# holidays.awk - makes holidays.h from holidays.tsv
#
# Rows become { yyyymmdd, in England and Wales, name }, in order of date.  The years
# covered are those of the first and the last row.
BEGIN {
	FS = "\t"
	print "/* Made from holidays.tsv by holidays.awk. */"
	print "static const struct holiday holidays[] = {"
}
/^#/ || NF == 0 { next }
NF != 3 || $1 !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ || \
$2 !~ /^[01]$/ || $1 <= last {
	print "holidays.tsv:" FNR ": not a row in order of date" >"/dev/stderr"
	failed = 1
	exit
}
{
	if (!first)
		first = substr($1, 1, 4)
	last = $1
	split($1, date, "-")
	printf "\t{ %d, %d, \"%s\" },\n", date[1] date[2] date[3], $2, $3
}
END {
	if (failed || !first)
		exit 1
	print "};"
	print "#define HOLIDAYS_FIRST_YEAR " first
	print "#define HOLIDAYS_LAST_YEAR " substr(last, 1, 4)
}
