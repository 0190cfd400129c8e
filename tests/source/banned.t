#!/usr/bin/perl
# banned.t - calls and words that have no place in the code, and libraries
# that have only one
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

my $banned_h = 'gateway/base/banned.h';
my @calls = map { split ' ' } text($banned_h) =~ /^#pragma GCC poison (.*)$/mg;
cmp_ok(scalar @calls, '>=', 15, 'banned.h names the calls');
push @calls, qw(alloca longjmp setjmp vfork);
my $call = join '|', map { quotemeta } @calls;

sub banned_calls {
	my ($path, $text) = @_;
	return lines_matching($path, code($text), qr/\b(?:$call)\b(?=\s*\()/);
}

# SQL is a statement of queries.sql, never a string.
my $sql = qr/\b(?:SELECT|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|
	CREATE\s+(?:TABLE|INDEX)|DROP\s+TABLE|PRAGMA\s|BEGIN\s+IMMEDIATE)/x;

sub sql_strings {
	my ($path, $text) = @_;
	return map { "$path:$_->[0]: $_->[1]" }
	    grep { $_->[1] =~ $sql } strings($text);
}

# Where a library's header may be included.
my @libraries = (
	['sqlite3.h', qr{^gateway/register/}],
	['libetpan/', qr{^gateway/intake/}],
	['curl/', qr{^gateway/(?:reply/|oauth)}],
	['jansson', qr{^gateway/oauth}],
	['cairo|pango', qr{^gateway/reply/|^parsers/}],
	['gmime/', qr{^gateway/reply/|^parsers/}],
	['poppler|libxml/|tesseract/|leptonica/|allheaders|zip\.h|magic\.h',
	    qr{^parsers/}],
	['linux/landlock|linux/seccomp|seccomp\.h',
	    qr{^gateway/base/confine}],
	['pthread\.h|threads\.h|setjmp\.h', qr{^$}],
);

sub strange_libraries {
	my ($path, $text) = @_;
	my @found;
	for my $row (@libraries) {
		my ($header, $places) = @$row;
		next if $path =~ $places;
		push @found, lines_matching($path, $text,
		    qr/^\s*#\s*include\s+<(?:$header)[^>]*>/);
	}
	return @found;
}

is(scalar(banned_calls('x', "strcpy (a, b);\n")), 1, 'a call is found');
is(scalar(banned_calls('x', "alloca(9);\n")), 1, 'alloca is found');
is(scalar(banned_calls('x', "/* strcpy(a) */ \"atoi(b)\"; my_system(c);\n")),
    0, 'a comment, a string and another name are not');
is(scalar(sql_strings('x', 'f("SELECT 1");')), 1, 'SQL is found');
is(scalar(sql_strings('x', '/* "SELECT 1" */ f("select one");')), 0,
    'a comment and plain words are not');
is(scalar(strange_libraries('parsers/a.c', "#include <sqlite3.h>\n")), 1,
    'a library out of its place is found');
is(scalar(strange_libraries('gateway/register/a.c', "#include <sqlite3.h>\n")),
    0, 'in its place it is not');

my (@called, @sqled, @strange);
for my $path (files(qr{^(?:gateway|parsers|tests)/.*\.[ch]$})) {
	my $text = text($path);
	push @called, banned_calls($path, $text) unless $path eq $banned_h;
	next if $path =~ m{^tests/};
	push @sqled, sql_strings($path, $text)
	    unless $path =~ m{^gateway/register/};
	push @strange, strange_libraries($path, $text);
}
is_deeply(\@called, [], 'no banned call');
is_deeply(\@sqled, [], 'no SQL outside the register');
is_deeply(\@strange, [], 'each library stays in its room');

done_testing();
