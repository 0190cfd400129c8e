#!/usr/bin/perl
# headers.t - each header compiles alone, and twice
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use File::Temp 'tempfile';
use Test::More;

my @packages = qw(libetpan gnutls gmime-3.0 libcurl jansson sqlite3 pangocairo cairo
	libxml-2.0 poppler-glib tesseract lept libzip);
chomp(my $found = `pkg-config --cflags @packages`);
$found =~ s{-I/}{-isystem /}g;
my $build = $ENV{BUILD} // 'build';
system('make', '-s', "B=$build", map { "$build/gen/$_.h" }
    qw(queries schema lexicon holidays machine_forms_table
	mail_words_table signs_table topics_table confine_programs)) == 0 or die 'no generated headers';
my $compile = 'gcc -std=gnu11 -fsyntax-only -Wall -Wextra -Werror -x c '
    . "-D_GNU_SOURCE -Igateway -Iparsers -Itests/lib -I$build/gen $found "
    . '-include base/banned.h';

# What gcc says of the text, "" where it is content.
sub complaint {
	my ($text) = @_;
	my ($out, $path) = tempfile(SUFFIX => '.c', UNLINK => 1);
	print $out $text;
	close $out;
	return scalar `$compile $path 2>&1`;
}

is(complaint("int main(void);\n"), '', 'gcc takes what is right');
isnt(complaint("size_z main(void);\n"), '', 'and not what is wrong');

for my $path (files(qr{^(?:gateway|parsers|tests/lib)/.*\.h$})) {
	(my $name = $path) =~ s{^(?:gateway|parsers|tests/lib)/}{};
	# A static function that a header offers need not be used here.
	is(complaint("#pragma GCC diagnostic ignored \"-Wunused-variable\"\n"
	    . "#include \"$name\"\n#include \"$name\"\n"), '', $path);
}

done_testing();
