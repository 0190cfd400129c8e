# queries.awk - compiles queries.sql to the X-macro QUERIES of statement.h
#
#	-- name: item_add
#	-- roles: intake staff
#	-- scan: why it may read a whole table (optional)
#	statement
#
# becomes X(ITEM_ADD, "item_add", roles, "why", "statement").  What several
# statements say alike stands once, as "-- part: wanted", before the first of
# them; a line "@wanted" in a statement stands for it.

function flush_query(    i, line) {
	if (name == "")
		return
	if (roles == "" || n_lines == 0)
		stop(name ": roles and a statement are needed")
	printf "\tX(%s, \"%s\", %s, \"%s\", \\\n", toupper(name), name, roles, scan
	for (i = 1; i <= n_lines; i++) {
		line = lines[i]
		sub(/^[ \t]+/, "", line)
		gsub(/\\/, "\\\\", line)
		gsub(/"/, "\\\"", line)
		printf "\t    \"%s\\n\"%s \\\n", line, i == n_lines ? ")" : ""
	}
	name = roles = scan = ""
	n_lines = 0
}

function flush_part(    i) {
	for (i = 1; i <= n_lines; i++)
		parts[part, i] = lines[i]
	part_size[part] = n_lines
	part = ""
	n_lines = 0
}

function flush() {
	if (part != "")
		flush_part()
	else
		flush_query()
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

/^-- part: [a-z_]+$/ {
	flush()
	part = $3
	if (part in part_size)
		stop(part " stands twice")
	next
}

/^-- name: [a-z_]+$/ {
	flush()
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

/^@[a-z_]+$/ {
	used = substr($0, 2)
	if (!(used in part_size))
		stop("no part " used)
	for (i = 1; i <= part_size[used]; i++)
		lines[++n_lines] = parts[used, i]
	next
}

{
	if (name == "" && part == "")
		stop("a statement without a name")
	lines[++n_lines] = $0
}

END {
	if (failed)
		exit 1
	flush()
	print ""
}
