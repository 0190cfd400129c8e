#!/usr/bin/perl
# layers.t - who includes whom
#
# base <- the nouns (item.h options.h oauth.h ...) <- triage <- register <-
# reply, intake, console <- the other files of gateway.  learning, a program of
# its own, sees triage.  parsers sees base and itself.  reply, intake and console never see each other.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

my %rank = (
	base => 0, nouns => 1, triage => 2, register => 3,
	reply => 4, intake => 4, console => 4, house => 5, learning => 3,
);
my $noun = qr{^gateway/(?:item|options|policy|own_texts|role|command)\.h$|
	^gateway/(?:item|options|policy|own_texts)\.c$|
	^gateway/(?:options_login|credential|
	oauth(?:_endpoint|_device|_claims)?)\.[ch]$}x;
# Headers the makefile writes, by the room that may see them.
my %generated = (
	'queries.h' => 'register', 'schema.h' => 'register',
	'lexicon.h' => 'triage', 'holidays.h' => 'triage',
	'machine_forms_table.h' => 'triage', 'mail_words_table.h' => 'triage',
	'signs_table.h' => 'triage', 'topics_table.h' => 'triage',
	'confine_programs.h' => 'base',
);

sub room_of {
	my ($path) = @_;
	return 'nouns' if $path =~ $noun;
	return $1 if $path =~ m{^gateway/(\w+)/};
	return 'house' if $path =~ m{^gateway/};
	return 'parsers' if $path =~ m{^parsers/};
	return 'unknown';
}

# May a file of one room include a header of the other?
sub is_allowed {
	my ($from, $to) = @_;
	return 1 if $from eq $to;
	return $to eq 'base' if $from eq 'parsers';
	return 0 unless exists $rank{$from} && exists $rank{$to};
	return $rank{$to} < $rank{$from};
}

# The file that the name in quotes stands for, as the compiler looks it up.
sub header_of {
	my ($path, $name) = @_;
	(my $dir = $path) =~ s{[^/]*$}{};
	return "$dir$name" if -f "$dir$name";
	return "gateway/$name" if -f "gateway/$name";
	return "gateway/$generated{$name}/$name" if exists $generated{$name};
	return undef;
}

for my $row (
	['base', 'base', 1], ['base', 'nouns', 0], ['base', 'register', 0],
	['nouns', 'base', 1], ['nouns', 'triage', 0], ['triage', 'nouns', 1],
	['triage', 'register', 0], ['register', 'triage', 1],
	['register', 'reply', 0], ['reply', 'register', 1],
	['reply', 'intake', 0], ['intake', 'reply', 0],
	['console', 'reply', 0], ['intake', 'console', 0],
	['house', 'console', 1], ['intake', 'house', 0],
	['parsers', 'base', 1], ['parsers', 'parsers', 1],
	['parsers', 'nouns', 0], ['parsers', 'register', 0],
	['base', 'parsers', 0], ['house', 'parsers', 0],
) {
	my ($from, $to, $want) = @$row;
	is(is_allowed($from, $to) ? 1 : 0, $want,
	    "$from " . ($want ? 'may' : 'may not') . " include $to");
}
is(room_of('gateway/item.c'), 'nouns', 'item.c is a noun');
is(room_of('gateway/command.c'), 'house', 'command.c is not');
is(room_of('gateway/intake/imap.c'), 'intake', 'a file is of its room');

my (@wrong, %sees);
my @sources = files(qr{^(?:gateway|parsers)/.*\.[ch]$});
for my $path (@sources) {
	my $from = room_of($path);
	push @wrong, "$path: in no room"
	    if $from ne 'parsers' && !exists $rank{$from};
	my $n = 0;
	for my $line (split /\n/, text($path)) {
		$n++;
		next unless $line =~ /^\s*#\s*include\s+"([^"]+)"/;
		my $header = header_of($path, $1);
		if (!defined $header) {
			push @wrong, "$path:$n: no such header: $1";
			next;
		}
		push @{ $sees{$path} }, $header;
		my $to = room_of($header);
		push @wrong, "$path:$n: $from includes $header of $to"
		    unless is_allowed($from, $to);
	}
}
cmp_ok(scalar @sources, '>', 40, 'the sources are there');
is_deeply(\@wrong, [], 'every include goes down');

# Headers that include each other in a ring could not stand alone.
my (@rings, %state);
sub walk {
	my ($path, @way) = @_;
	if (($state{$path} // '') eq 'open') {
		push @rings, join ' -> ', @way, $path;
		return;
	}
	return if $state{$path};
	$state{$path} = 'open';
	walk($_, @way, $path) for @{ $sees{$path} // [] };
	$state{$path} = 'done';
}
walk($_) for grep { /\.h$/ } @sources;
is_deeply(\@rings, [], 'no headers include each other in a ring');

done_testing();
