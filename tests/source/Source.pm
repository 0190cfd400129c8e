# Source.pm - the project's own files, as the tests of the source see them
package Source;
use strict;
use warnings;
use Exporter 'import';
use FindBin;

our @EXPORT = qw(files text code comments strings lines_matching);

chdir "$FindBin::Bin/../.." or die "tests/source: $!";

# Every file of the project, ignored ones left out, whose path matches.
sub files {
	my ($pattern) = @_;
	my @all = `git ls-files --cached --others --exclude-standard`;
	chomp @all;
	my %seen;
	return grep { /$pattern/ && -f $_ && !$seen{$_}++ } sort @all;
}

sub text {
	my ($path) = @_;
	open my $in, '<:raw', $path or die "$path: $!";
	local $/;
	my $text = <$in>;
	return defined $text ? $text : '';
}

my $COMMENT = qr{/\*.*?\*/|//[^\n]*}s;
my $STRING = qr{"(?:[^"\\\n]|\\.)*"}s;
my $CHAR = qr{'(?:[^'\\\n]|\\.)+'};

# A comment or string takes as many lines as before.
sub blank {
	my ($text, $mark) = @_;
	my $lines = $text =~ tr/\n//;
	return $mark . "\n" x $lines;
}

# C text without its comments and without what is in its quotes.
sub code {
	my ($text) = @_;
	$text =~ s{($COMMENT)|($STRING)|($CHAR)}
	    {defined $1 ? blank($1, ' ') : defined $2 ? blank($2, '""') : '0'}ge;
	return $text;
}

# C text without anything but its comments.
sub comments {
	my ($text) = @_;
	my ($out, $at) = ('', 0);
	while ($text =~ m{($COMMENT)|$STRING|$CHAR}g) {
		my ($from, $to) = ($-[0], $+[0]);
		$out .= blank(substr($text, $at, $from - $at), '');
		$out .= defined $1 ? $1 : blank(substr($text, $from,
		    $to - $from), '');
		$at = $to;
	}
	return $out;
}

# The string literals of C text, each as [line, what is in the quotes].
sub strings {
	my ($text) = @_;
	my @found;
	while ($text =~ m{$COMMENT|($STRING)|$CHAR}g) {
		next unless defined $1;
		my $line = 1 + (substr($text, 0, $-[0]) =~ tr/\n//);
		push @found, [$line, substr($1, 1, -1)];
	}
	return @found;
}

# "path:line: what" for each line of text that matches.
sub lines_matching {
	my ($path, $text, $pattern) = @_;
	my ($n, @found) = 0;
	for my $line (split /\n/, $text, -1) {
		$n++;
		push @found, "$path:$n: $1" if $line =~ /($pattern)/;
	}
	return @found;
}

1;
