#!/usr/bin/perl
# package.t - the Debian package agrees with the makefile, and its units leave
# no more exposed than they must
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Source;
use File::Copy 'copy';
use File::Temp 'tempdir';
use Test::More;

my $makefile = text('Makefile') =~ s/\\\n//gr;
my $control = text('debian/control');

# The packages of a field, versions and those that debhelper fills in left out.
sub field {
	my ($name, $text) = @_;
	my ($list) = $text =~ /^\Q$name\E:((?:.*\n)(?:[ \t].*\n)*)/m;
	return sort grep { $_ ne '' && !/\$|^dh-|^debhelper/ }
	    map { s/\(.*?\)//r =~ s/\s//gr } split /,/, $list // '';
}

is_deeply([field('B', "A: x\nB: y (= 1),\n z, \${c}\nC: w\n")], [qw(y z)],
    'a field is read');
my ($needed) = $makefile =~ /^BUILD_PACKAGES = (.*)$/m;
is_deeply([field('Build-Depends', $control)],
    [sort grep { $_ ne 'build-essential' } split ' ', $needed],
    'the package is built with what the makefile installs');
my ($version) = $makefile =~ /^VERSION := (.*)$/m;
my ($built) = text('debian/changelog') =~ /\Apostroom \((.*?)\)/;
is($built, $version, 'the package has the version of the program');
like(text('debian/postroom.conf'), qr/^confinement = required$/m,
    'the sample runs no role that is not confined');

# unit => the most exposure, in tenths, that systemd-analyze may find.
my %units = (
	'postroom.service' => ['postroom.service', 12],
	'postroom.postroom-intake.service' => ['postroom-intake.service', 5],
);

# Both run some of the roles, and each role is in one of them.
my @run = map { text("debian/$_") =~ /^ExecStart=\S+ run --only (\S+)$/m }
    sort keys %units;
is(join(',', sort split /,/, join ',', @run),
    'intake,mailbox,metrics,reconcile,sender', 'the units run every role once');

SKIP: {
	skip 'systemd-analyze is not here', 2 * keys %units
	    if system('command -v systemd-analyze >/dev/null') != 0;
	my $folder = tempdir(CLEANUP => 1);
	for my $file (sort keys %units) {
		my ($unit, $most) = @{$units{$file}};
		copy("debian/$file", "$folder/$unit") or die "$file: $!";
		my $said = `systemd-analyze security --offline=true \\
		    --no-pager --threshold=$most $folder/$unit 2>&1`;
		is($? >> 8, 0, "$unit: at most $most tenths");
		diag($said =~ s/.*→ //sr) if $said =~ /→/;
	}
	for my $file (sort keys %units) {
		my ($unit) = @{$units{$file}};
		my $said = `systemd-analyze verify --man=no $folder/$unit 2>&1`;
		my @lines = grep { /\Q$unit\E/ && !/is not executable/ }
		    split /\n/, $said;
		is_deeply(\@lines, [], "$unit: is well formed");
	}
}

done_testing();
