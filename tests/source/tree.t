#!/usr/bin/perl
# tree.t - the top of the tree is what the README says, and nothing else; and
# the README names what the makefile installs
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

my @want = sort qw(gateway parsers templates spool tests debian Makefile
	README.md LICENSE);

# The names at the top, dot-files left out.
sub top {
	my %names;
	for my $path (@_) {
		(my $name = $path) =~ s{/.*}{};
		$names{$name} = 1 unless $name =~ /^\./;
	}
	return sort keys %names;
}

is_deeply([top(qw(a/b a/c/d e .x .ci/run))], [qw(a e)], 'the top is read');
is_deeply([top(files(qr{.}))], \@want, 'the top of the tree');

(my $makefile = text('Makefile')) =~ s/\\\n//g;
my %row = (BUILD => 'building and running', CHECK => '`make check`',
	LINT => '`make lint`', DEB => '`make deb`', DEB_TEST => '`make deb-test`',
	COVERAGE => '`make coverage`', VALGRIND => '`make valgrind`',
	FORMS => '`make forms`', FUZZ => '`make fuzz`', BENCH => '`make bench`');
for my $list (sort keys %row) {
	my ($packages) = $makefile =~ /^${list}_PACKAGES = (.*)$/m;
	my ($told) = text('README.md') =~ /^\| \Q$row{$list}\E \| `(.*)` \|$/m;
	is_deeply([sort split ' ', $told // ''],
	    [sort split ' ', $packages // 'none'],
	    "the README names the packages for $row{$list}");
}

my @odd = grep { !m{^[A-Za-z0-9._/-]+$} } files(qr{.});
is_deeply(\@odd, [], 'names are plain');

done_testing();
