#!/usr/bin/perl
# simple.t - how long and how branched functions, files and headers are
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

use constant {
	MAX_LINES => 100, P95_LINES => 60, MAX_BRANCHES => 20,
	MAX_FILE => 500, WIDE_HEADER => 160,
};

sub part {
	my ($share, @sorted) = @_;
	my $at = int($share * @sorted);
	return @sorted ? $sorted[$at > $#sorted ? $#sorted : $at] : 0;
}

# pmccabe: modified McCabe, McCabe, statements, first line, lines, file(line):
# function.  McCabe's own figure is taken: each case of a switch counts.
sub measure {
	my ($report) = @_;
	my @found;
	for (split /\n/, $report) {
		my @field = split /\t/;
		push @found, { branches => $field[1], lines => $field[4],
			name => $field[5] } if @field == 6;
	}
	return @found;
}

sub too_much {
	my ($key, $most, @functions) = @_;
	return map { "$_->{name}: $_->{$key}" }
	    grep { $_->{$key} > $most } @functions;
}

my @sources = files(qr{^(?:gateway|parsers)/.*\.c$});
my @functions = measure(scalar `pmccabe @sources`);
cmp_ok(scalar @functions, '>', 300, 'pmccabe sees the functions');

for my $key (qw(lines branches)) {
	my @sorted = sort { $a <=> $b } map { $_->{$key} } @functions;
	diag(sprintf '%d functions, %-8s median %d, p95 %d, max %d',
	    scalar @functions, "$key:", part(.5, @sorted), part(.95, @sorted),
	    $sorted[-1] // 0);
}
my @lines = sort { $a <=> $b } map { $_->{lines} } @functions;
cmp_ok(part(.95, @lines), '<=', P95_LINES, 'p95 of function lines');
is_deeply([too_much('lines', MAX_LINES, @functions)], [],
    'no function over ' . MAX_LINES . ' lines');
is_deeply([too_much('branches', MAX_BRANCHES, @functions)], [],
    'no function over McCabe ' . MAX_BRANCHES);

my @long;
for my $path (files(qr{^(?:gateway|parsers)/.*\.[ch]$})) {
	my $n = text($path) =~ tr/\n//;
	push @long, "$path: $n" if $n > MAX_FILE;
	diag("$path has $n lines: is it one header?")
	    if $path =~ /\.h$/ && $n > WIDE_HEADER;
}
is_deeply(\@long, [], 'no file over ' . MAX_FILE . ' lines');

my @planted = measure("3\t21\t9\t1\t101\tx.c(1): f\n");
is(scalar(too_much('lines', MAX_LINES, @planted)), 1,
    'a function of 101 lines would be found');
is(scalar(too_much('branches', MAX_BRANCHES, @planted)), 1,
    'so would McCabe 21');
is(part(.95, 1 .. 100), 96, 'p95 of a hundred is near their end');

done_testing();
