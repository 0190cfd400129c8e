#!/usr/bin/perl
# options.t - postroom.conf.5 says of every key what options.h says
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

my %section = (
	ORGANISATION => '[organisation]', PATHS => '[paths]',
	MAILBOX => '[mailbox NAME]', SMTP => '[smtp]', INTAKE => '[intake]',
	OAUTH => '[oauth NAME]', RUN => '[run]',
	ALERTS => '[alerts]', RECIPIENT => '[recipient NAME]',
);

# The line of the manual that follows from a key's type, range and default.
sub facts {
	my ($type, $initial, $least, $most, $choices) = @_;
	my $range =
	    $type eq 'TEXT' ? "Text of at most $most bytes"
	    : $type eq 'LIST' ? "List of at most $most bytes"
	    : $type eq 'NUMBER' ? "From $least to $most"
	    : $type eq 'SECONDS' ? "From $least to $most seconds"
	    : $type eq 'FLAG' ? 'yes or no'
	    : join ' or ', split ' ', $choices;
	my $default = $initial ne '' ? "default $initial"
	    : $least > 0 ? 'required' : 'default empty';
	return "$range; $default.";
}

# "[section] key" => [sentence, facts] by the tables of options.h.
sub keys_of_code {
	my ($text) = @_;
	my %found;
	$text =~ s/\\\n//g;
	while ($text =~ /^#define (\w+)_OPTIONS\(X\)(.*)$/mg) {
		my ($name, $rows) = ($section{$1} // $1, $2);
		while ($rows =~ /X\((\w+?)_?,\s*(\w+),\s*"([^"]*)",\s*(\d+),
		    \s*(\d+),\s*(?:NULL|"([^"]*)"),\s*"([^"]*)"\)/xg) {
			$found{"$name $1"} =
			    ["$7.", facts($2, $3, $4, $5, $6)];
		}
	}
	return \%found;
}

# The same by the manual: a list in each section, the key, its sentence and
# the line of facts.
sub keys_of_manual {
	my ($text) = @_;
	my (%found, $name);
	my @line = split /\n/, $text;
	for my $i (0 .. $#line) {
		$name = $1 if $line[$i] =~ /^\.Ss (\[.*\])$/;
		$name = undef if $line[$i] =~ /^\.Sh /;
		next unless $name && $line[$i] =~ /^\.It Ic (\w+)/;
		$found{"$name $1"} = [@line[$i + 1, $i + 2]];
	}
	return \%found;
}

my $code = keys_of_code(text('gateway/options.h'));
my $x = () = text('gateway/options.h') =~ /^\tX\(/mg;
is(scalar keys %$code, $x, 'every key of options.h is understood');
cmp_ok($x, '>', 30, 'and they are there');
is_deeply(keys_of_manual(text('gateway/postroom.conf.5')), $code,
    'the manual agrees with the code');

my $planted = keys_of_code("#define RUN_OPTIONS(X) \\\n\tX(a_, NUMBER, \"2\","
    . " 1, 9, NULL, \\\n\t    \"Say so\")\n");
is_deeply($planted, { '[run] a' => ['Say so.', 'From 1 to 9; default 2.'] },
    'a key is read as it stands');
isnt(keys_of_manual(".Ss [run]\n.It Ic a\nSay so.\nFrom 1 to 8; default 2.\n")
	->{'[run] a'}[1], $planted->{'[run] a'}[1],
    'another range would be found');

done_testing();
