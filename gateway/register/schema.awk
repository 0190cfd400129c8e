# schema.awk - compiles schema.sql to the array that db.c runs
#
# "-- connection" opens what every connection runs, "-- migration N" the
# statements of migration N.  Statements are parted by blank lines; a
# paragraph of remarks alone is left out.

function flush_statement(    i, line) {
	if (n_lines > 0 && is_sql) {
		if (step == "")
			stop("a statement before the first marker")
		printf "\t{ %s,\n", step
		for (i = 1; i <= n_lines; i++) {
			line = lines[i]
			gsub(/\\/, "\\\\", line)
			gsub(/"/, "\\\"", line)
			printf "\t    \"%s\\n\"%s\n", line, i == n_lines ? " }," : ""
		}
	}
	n_lines = 0
	is_sql = 0
}

function stop(why) {
	printf "%s:%d: %s\n", FILENAME, NR, why > "/dev/stderr"
	failed = 1
	exit 1
}

BEGIN {
	print "/* Made from schema.sql by schema.awk. */"
	print "static const struct schema_step {"
	print "\tint migration; /* 0: every connection */"
	print "\tconst char *sql;"
	print "} schema_steps[] = {"
	step = ""
	last = 0
}

/^-- connection$/ {
	flush_statement()
	step = 0
	next
}

/^-- migration [0-9]+$/ {
	flush_statement()
	if ($3 != last + 1)
		stop("migration " $3 " follows " last)
	step = last = $3
	next
}

/^[ \t]*$/ {
	flush_statement()
	next
}

{
	lines[++n_lines] = $0
	if ($0 !~ /^[ \t]*--/)
		is_sql = 1
}

END {
	if (failed)
		exit 1
	flush_statement()
	print "};"
	print "enum { SCHEMA_VERSION = " last " };"
}
