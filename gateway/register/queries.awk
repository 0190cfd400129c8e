# queries.awk - compiles queries.sql to the X-macro QUERIES of statement.h
#
#	-- name: item_add
#	-- roles: intake staff
#	-- scan: why it may read a whole table (optional)
#	statement
#
# becomes X(ITEM_ADD, "item_add", roles, "why", "statement").

function flush_query(    i, line) {
	if (name == "")
		return
	if (roles == "" || n_lines == 0)
		stop(name ": roles and a statement are needed")
	printf "\tX(%s, \"%s\", %s, \"%s\", \\\n", toupper(name), name, roles, scan
	for (i = 1; i <= n_lines; i++) {
		line = lines[i]
		gsub(/\\/, "\\\\", line)
		gsub(/"/, "\\\"", line)
		printf "\t    \"%s\\n\"%s \\\n", line, i == n_lines ? ")" : ""
	}
	name = roles = scan = ""
	n_lines = 0
}

function stop(why) {
	printf "%s:%d: %s\n", FILENAME, NR, why > "/dev/stderr"
	failed = 1
	exit 1
}

BEGIN {
	print "/* Made from queries.sql by queries.awk. */"
	print "#define QUERIES(X) \\"
}

/^-- name: [a-z_]+$/ {
	flush_query()
	name = $3
	if (name in seen)
		stop(name " stands twice")
	seen[name] = 1
	next
}

/^-- roles:/ {
	roles = "0"
	for (i = 3; i <= NF; i++)
		roles = roles " | ROLE(DB_" toupper($i) ")"
	next
}

/^-- scan: / {
	scan = substr($0, 10)
	gsub(/"/, "'", scan)
	next
}

/^--/ || /^[ \t]*$/ {
	next
}

{
	if (name == "")
		stop("a statement without a name")
	lines[++n_lines] = $0
}

END {
	if (failed)
		exit 1
	flush_query()
	print ""
}
