#!/usr/bin/perl
# words.t - what no file says: where it was made, what is left to do, code
# that is not used; and that each source begins by saying what it is
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use Test::More;

# Folders of one machine: a home, a folder of work.
my $place = qr{(?<![\w.])/(?:root|work|home/\w+|Users/\w+)(?=/|["'\s])};
my $left = join '|', 'TO' . 'DO', 'FIX' . 'ME', 'X' . 'XX';
my $undone = qr/\b(?:$left)\b/;
# A line of a comment that is a call, an assignment or a return.
my $unused = qr{^\W*(?:[\w.>\[\]-]+\(.*\)|[\w.>\[\]-]+\s=\s.*|return\b.*)
    ;\s*(?:\*/)?$}x;
my $disabled = qr/^\s*#\s*if\s+0/;

# The first comment names the file and says what it is.
sub names_itself {
	my ($path, $text) = @_;
	(my $name = $path) =~ s{.*/}{};
	return $text =~ m{\A/\*\s*(?:\n \* )?\Q$name\E - \S};
}

is(scalar(lines_matching('x', 'see /' . 'root/x', $place)), 1,
    'a place is found');
is(scalar(lines_matching('x', 'http://a.example/' . 'root/x', $place)), 0,
    'a part of an address is none');
is(scalar(lines_matching('x', '/* TO' . 'DO later */', $undone)), 1,
    'what is left to do is found');
is(scalar(lines_matching('x', 'name-' . 'X' x 6, $undone)), 0,
    'the marks of mkdtemp are not');
for my $code ('/* x = f(1); */', "/*\n * free(p->x);\n */", '// return 0;') {
	is(scalar(lines_matching('x', comments($code), $unused)), 1,
	    "code in a comment is found: $code");
}
is(scalar(lines_matching('x', comments("/* all bytes (or none);\n * x */ "
    . "f(1);"), $unused)), 0, 'a sentence is not, nor code beside it');
ok(names_itself('a/b.c', "/* b.c - does it */"), 'a file names itself');
ok(names_itself('a/b.c', "/*\n * b.c - does it\n */"), 'also on a second line');
ok(!names_itself('a/b.c', "/* c.c - does it */"), 'or another');

my (@places, @undones, @unuseds, @nameless);
for my $path (files(qr{.})) {
	next if $path =~ m{^LICENSE$|\.(?:pdf|tiff?|png|jpe?g|docx|zip|gz)$};
	my $text = text($path);
	next if $text =~ /\0/;
	push @places, lines_matching($path, $text, $place);
	push @undones, lines_matching($path, $text, $undone);
	push @unuseds, lines_matching($path, comments($text), $unused),
	    lines_matching($path, $text, $disabled) if $path =~ /\.c$/;
	push @nameless, $path
	    if $path =~ /\.[ch]$/ && !names_itself($path, $text);
}
is_deeply(\@places, [], 'no place on a machine');
is_deeply(\@undones, [], 'nothing left to do');
is_deeply(\@unuseds, [], 'no code in comments');
is_deeply(\@nameless, [], 'every source says what it is');

done_testing();
