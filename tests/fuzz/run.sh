#!/bin/sh
# run.sh - runs fuzz targets in turn, and prints a table of what came of it
#
#	BUILD=build/fuzz SECONDS=1200 [SEEDS=FOLDER] sh tests/fuzz/run.sh NAME...
#
# What is found lies in BUILD/found, as a file to be given to the target; what
# a target has learnt to reach lies in BUILD/corpus/NAME, for the next time.
# PROOF names a file that the counts are added to, as lines of JSON.
set -u

found=$BUILD/found
mkdir -p "$found"
status=0

printf '%-14s %8s %12s %8s %8s %8s %9s\n' \
    target seconds executions edges features corpus findings
for name; do
	corpus=$BUILD/corpus/$name
	log=$BUILD/$name.log
	mkdir -p "$corpus"
	before=$(find "$found" -name "$name-*" | wc -l)
	begun=$(date +%s)
	ASAN_OPTIONS=detect_stack_use_after_return=1:allocator_may_return_null=1 \
	UBSAN_OPTIONS=print_stacktrace=1 G_SLICE=always-malloc \
	    "$BUILD/tests/fuzz/$name" -max_total_time="$SECONDS" \
	    -timeout=20 -rss_limit_mb=2048 -max_len=65536 -use_value_profile=1 \
	    -print_final_stats=1 -artifact_prefix="$found/$name-" \
	    "$corpus" "tests/fuzz/corpus/$name" \
	    ${SEEDS:+"$SEEDS/$name"} >"$log" 2>&1 || status=1
	seconds=$(($(date +%s) - begun))
	after=$(find "$found" -name "$name-*" | wc -l)
	# The last line of progress: "#1234 DONE cov: 5 ft: 6 corp: 7/8b ..."
	awk -v name="$name" -v seconds="$seconds" -v findings=$((after - before)) \
	    -v proof="${PROOF:-}" '
		/^#[0-9]+[ \t]/ {
			runs = substr($1, 2)
			for (i = 2; i < NF; i++) {
				if ($i == "cov:") edges = $(i + 1)
				if ($i == "ft:") features = $(i + 1)
				if ($i == "corp:") split($(i + 1), corpus, "/")
			}
		}
		/^stat::number_of_executed_units:/ { runs = $2 }
		END {
			printf "%-14s %8d %12d %8d %8d %8d %9d\n", name,
			    seconds, runs, edges, features, corpus[1], findings
			if (proof != "")
				printf "{\"part\": \"fuzz\", \"inputs\": %d, " \
				    "\"differences\": %d}\n", runs,
				    findings >>proof
		}' "$log"
done
exit $status
