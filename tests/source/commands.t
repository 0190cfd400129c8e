#!/usr/bin/perl
# commands.t - postroom.8 has every command of main.c with its options, and no
# other
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

sub options {
	my %once = map { $_ => 1 } @_;
	return join ' ', sort keys %once;
}

# command => its options, by the table of main.c.
sub commands_of_code {
	my ($text) = @_;
	my ($table) = $text =~ /commands\[\] = \{\n(.*?)\n\};/s;
	my %found;
	while (($table // '') =~ /^\t\{ "(\w+)",((?:\s*"[^"]*")+)/mg) {
		my ($name, $arguments) = ($1, $2);
		$found{$name} = options($arguments =~ /--([\w-]+)/g);
	}
	return \%found;
}

# The same by the heads of the lists in the section COMMANDS; a command may have
# one for each thing it does.
sub commands_of_manual {
	my ($text) = @_;
	my ($section) = $text =~ /^\.Sh COMMANDS\n(.*?)^\.Sh /ms;
	my %found;
	$section //= '';
	$section =~ s/^\.It Xo\n(.*?)^\.Xc$/'.It ' . join ' ', map { s{^\.}{}r }
	    split m{\n}, $1/gmes;
	while ($section =~ /^\.It Ic (\w+)(.*)$/mg) {
		my ($name, $arguments) = ($1, $2);
		$found{$name} = options(split(/ /, $found{$name} // ''),
		    $arguments =~ /Fl -([\w-]+)/g);
	}
	return \%found;
}

my $code = commands_of_code(text('gateway/main.c'));
cmp_ok(scalar keys %$code, '>', 10, 'the commands are there');
is_deeply(commands_of_manual(text('gateway/postroom.8')), $code,
    'the manual agrees with the code');

is_deeply(commands_of_code("commands[] = {\n\t{ \"a\", \"[--y] \"\n\"[--x N] F\",\n};"),
    { a => 'x y' }, 'a command is read');
is_deeply(commands_of_manual(".Sh COMMANDS\n.It Ic a Op Fl -x\n.It Xo\n.Ic b\n"
    . ".Op Fl -y\n.Xc\n.It Ic b Fl -z\n.Sh FILES\n.It Ic c\n"),
    { a => 'x', b => 'y z' },
    'so is its place in the manual');

done_testing();
