# Postroom.  `make run` shows it at work, `make check` tests it, `make` builds.
#
# One makefile, no recursion.  Objects go to build/; a variant has a folder of
# its own below it: make VARIANT=asan|cov|fuzz.

VARIANT ?=
B ?= build$(if $(VARIANT),/$(VARIANT))
PREFIX ?= /usr
PYTHON ?= /usr/bin/python3
VERSION := 0.1.0

# make V=1 shows whole commands.
Q = $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)	$@")

CC = $(if $(filter fuzz,$(VARIANT)),clang-14,gcc)
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Wvla -Wwrite-strings -Wcast-qual \
	-Wpointer-arith -Wundef -Wswitch-enum -Wno-format-truncation $(if $(WERROR),-Werror)
HARDENING = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK = -pie -Wl,-z,relro,-z,now $(LINK_$(VARIANT))
LINK_asan = tests/lib/leaks.c -Wl,--export-dynamic-symbol=__lsan_default_suppressions
LINK_fuzz = tests/lib/leaks.c
LINK_cov = -Wl,-T,tests/coverage/shared.ld tests/coverage/shared.c
CFLAGS = -std=gnu11 -O2 -g $(WARNINGS) $(HARDENING) $(CFLAGS_$(VARIANT))
CFLAGS_asan = -fsanitize=address,undefined -fno-omit-frame-pointer \
	-U_FORTIFY_SOURCE -DBUILD_SANITIZED
# Counters that children share, however they end: see tests/coverage/shared.c.
CFLAGS_cov = --coverage -O0 -U_FORTIFY_SOURCE -fdata-sections \
	-fprofile-update=atomic -fno-builtin-fork $(addprefix -fno-builtin-exec,l le lp v ve vp vpe)
# The warnings are gcc's to give.
CFLAGS_fuzz = -w -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer \
	-U_FORTIFY_SOURCE -DBUILD_SANITIZED
CPPFLAGS = -D_GNU_SOURCE -Igateway -I$(B)/gen -DVERSION='"$(VERSION)"' \
	-DPREFIX='"$(PREFIX)"' -include base/banned.h -MMD -MP

DESK_PKG = gnutls jansson sqlite3
ROLES_PKG = libetpan libcurl $(DESK_PKG)
GATEWAY_PKG = $(ROLES_PKG) gmime-3.0 pangocairo cairo libqpdf
PARSERS_PKG = gmime-3.0 libxml-2.0 poppler-glib cairo tesseract lept libzip \
	libgsf-1 libheif libcrypto libqpdf
# System headers: their warnings are not ours.
pkg_cflags = $(subst -I/,-isystem /,$(shell pkg-config --cflags $(1)))
pkg_libs = $(shell pkg-config --libs $(1))

ROOMS = base triage register intake reply console learning
# Runs when Postroom is built, and writes a header.
CALLS = gateway/base/confine_calls.c
room_objs = $(patsubst %.c,$(B)/%.o,$(filter-out $(CALLS),$(wildcard gateway/$(1)/*.c)))
NOUN_OBJS = $(addprefix $(B)/gateway/,item.o options.o options_login.o policy.o own_texts.o \
	command.o credential.o oauth.o oauth_endpoint.o \
	oauth_device.o oauth_claims.o)
HOUSE_OBJS = $(filter-out $(NOUN_OBJS),$(patsubst %.c,$(B)/%.o,$(wildcard gateway/*.c)))
# What asks servers.
ASKING_OBJS = $(filter $(B)/gateway/doctor%.o $(B)/gateway/oauth%.o,$(HOUSE_OBJS))
PARSER_OBJS = $(patsubst %.c,$(B)/%.o,$(wildcard parsers/*.c))
LIBS = $(foreach r,console reply intake register triage,$(B)/$(r).a) \
	$(B)/nouns.a $(B)/base.a
GENERATED = $(B)/gen/queries.h $(B)/gen/schema.h $(B)/gen/lexicon.h \
	$(B)/gen/holidays.h $(B)/gen/mail_words_table.h $(B)/gen/signs_table.h \
	$(B)/gen/machine_forms_table.h $(B)/gen/topics_table.h \
	$(B)/gen/confine_programs.h
# Targets of fuzzing, by what they are linked with.
FUZZ_parsers = message html docx odf xlsx xls pptx rtf tnef msg doc text zip \
	calendar enriched smime lzfu exif
FUZZ_nouns = conf oauth
FUZZ_triage = header_block triage
FUZZ_intake = wire imap
FUZZ_reply = template
FUZZ_TARGETS = $(foreach r,parsers nouns triage intake reply,$(FUZZ_$(r)))
UNIT_TESTS = $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/unit/*/*.c tests/parsers/*.c)) \
	$(FUZZ_TARGETS:%=$(B)/tests/fuzz/%)

BUILD_PACKAGES = build-essential pkg-config libetpan-dev libgmime-3.0-dev \
	libcurl4-gnutls-dev libgnutls28-dev libjansson-dev libsqlite3-dev libmagic-dev \
	libtesseract-dev libleptonica-dev tesseract-ocr-eng libpoppler-glib-dev \
	poppler-data libcairo2-dev libpango1.0-dev libzip-dev libxml2-dev \
	libgsf-1-dev libheif-dev libssl-dev libseccomp-dev libqpdf-dev liblinear-dev fonts-liberation ca-certificates
CHECK_PACKAGES = dovecot-imapd dovecot-lmtpd postfix libsasl2-modules openssl \
	python3 python3-pytest python3-pytest-xdist python3-seccomp perl poppler-utils systemd
# What looks at the letters as a reader does.
FORMS_PACKAGES = chromium npm poppler-utils python3 python3-pytest
FUZZ_PACKAGES = clang-14 libclang-rt-14-dev
COVERAGE_PACKAGES = gcovr
VALGRIND_PACKAGES = valgrind
LINT_PACKAGES = clang-format-14 cppcheck mandoc pmccabe git systemd
DEB_PACKAGES = debhelper lintian
DEB_TEST_PACKAGES = debhelper lintian debootstrap
# What the bench measures beside us.
BENCH_PACKAGES = isync fdm fetchmail getmail6 \
	tesseract-ocr tesseract-ocr-osd ocrmypdf unpaper python3-pil python3-numpy \
	fonts-dejavu-core fonts-breip fonts-kristi fonts-dkg-handwriting fonts-sjfonts \
	docx2txt pandoc antiword catdoc odt2txt unrtf libreoffice-writer-nogui
# The private mail servers of the tests change users, as real ones do.
AS_ROOT = $(if $(filter-out 0,$(shell id -u)),sudo)

all: $(B)/postroom $(B)/postroom-mailbox $(B)/postroom-sender $(B)/postroom-extract $(B)/postroom-train

# --- programs ---------------------------------------------------------------
$(B)/postroom: $(filter-out $(ASKING_OBJS),$(HOUSE_OBJS)) $(LIBS)
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) $(LINK) -o $@ $^ $(call pkg_libs,$(DESK_PKG)) -lm
# The same with what speaks to servers in it: see gateway/start.c.
$(B)/postroom-mailbox: $(HOUSE_OBJS) $(LIBS)
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) $(LINK) -Wl,--undefined=mailbox_main -Wl,--undefined=reconcile_main -o $@ $^ $(call pkg_libs,$(ROLES_PKG)) -lm
# The same with the sender in it: see gateway/start.c.
$(B)/postroom-sender: $(HOUSE_OBJS) $(LIBS)
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) $(LINK) -Wl,--undefined=sender_main -Wl,--undefined=batch_merge -Wl,--undefined=template_main -Wl,--undefined=readable_print -o $@ $^ $(call pkg_libs,$(GATEWAY_PKG)) -lm

# liblinear is linked into what trains, and into nothing that reads the post.
$(B)/postroom-train: $(B)/learning.a $(B)/triage.a $(B)/nouns.a $(B)/base.a
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) $(LINK) -Wl,--undefined=main -o $@ $^ $(call pkg_libs,gnutls) -llinear -lm

# Some calls must find ours first: see noomp.c, noworkers.c and nopng.c.
OWN_OPENMP = $(foreach s,parallel parallel_sections sections_next sections_end_nowait,-Wl,--export-dynamic-symbol=GOMP_$(s)) \
	-Wl,--export-dynamic-symbol=de265_start_worker_threads \
	-Wl,--export-dynamic-symbol=pixWriteMem
$(B)/postroom-extract: $(PARSER_OBJS) $(B)/base.a
	$(call say,LINK)
	$(Q)$(CC) $(CFLAGS) $(LINK) -o $@ $^ $(call pkg_libs,$(PARSERS_PKG)) -lmagic -lm \
		$(OWN_OPENMP)

$(B)/nouns.a: $(NOUN_OBJS)
define ROOM_RULE
$(B)/$(1).a: $(call room_objs,$(1))
endef
$(foreach r,$(ROOMS),$(eval $(call ROOM_RULE,$(r))))
$(B)/%.a:
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/parsers/%.o: parsers/%.c | $(GENERATED)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(call pkg_cflags,$(PARSERS_PKG)) $(CFLAGS) -c -o $@ $<
$(B)/gateway/%.o: gateway/%.c | $(GENERATED)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(call pkg_cflags,$(GATEWAY_PKG)) $(CFLAGS) -c -o $@ $<

# --- tables compiled in -----------------------------------------------------
$(B)/gen/queries.h: gateway/register/queries.sql gateway/register/queries.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f gateway/register/queries.awk $< >$@
$(B)/gen/schema.h: gateway/register/schema.sql gateway/register/schema.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f gateway/register/schema.awk $< >$@
$(B)/gen/lexicon.h: gateway/triage/lexicon.tsv gateway/triage/lexicon.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f gateway/triage/lexicon.awk $< >$@
$(B)/gen/holidays.h: gateway/triage/holidays.tsv gateway/triage/holidays.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f gateway/triage/holidays.awk $< >$@
$(B)/gen/confine_programs.h: $(CALLS)
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)$(CC) -D_GNU_SOURCE -std=gnu11 $(WARNINGS) -o $(B)/gen/confine_calls $< $(call pkg_libs,libseccomp)
	$(Q)$(B)/gen/confine_calls >$@

$(B)/gen/mail_words_table.h: gateway/triage/mail_words.tsv gateway/triage/mail_words.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)LC_ALL=C awk -f gateway/triage/mail_words.awk $< >$@
$(B)/gen/signs_table.h: gateway/triage/signs.tsv gateway/triage/signs.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f gateway/triage/signs.awk $< >$@
$(B)/gen/topics_table.h: gateway/triage/topics.tsv gateway/triage/signs.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -f gateway/triage/signs.awk $< >$@
$(B)/gen/machine_forms_table.h: gateway/triage/machine_forms.tsv gateway/triage/machine_forms.awk
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)LC_ALL=C awk -f gateway/triage/machine_forms.awk $< >$@

# --- tests ------------------------------------------------------------------
# A test of a room links that room and those below it, no more.
below_base = base
below_nouns = nouns base
below_triage = triage nouns base
below_register = register $(below_triage)
below_intake = intake $(below_register)
below_reply = reply $(below_register)
below_console = console $(below_register)
below_learning = learning $(below_triage)
# Calls that a test makes fail in their turn: tests/unit/register/sweep.h.
FAULT_CALLS = sqlite3_open_v2 sqlite3_prepare_v3 sqlite3_step sqlite3_exec \
	sqlite3_create_function sqlite3_errmsg getrandom clock_now
FILE_CALLS = open opendir readdir flock symlink rename unlink linkat syncfs fsync
UNIT_LINK = $(if $(filter faults_%,$*),$(FAULT_CALLS:%=-Wl,--wrap=%)) \
	$(if $(filter faults_files,$*),$(FILE_CALLS:%=-Wl,--wrap=%))
define UNIT_RULE
$(B)/tests/unit/$(1)/%: tests/unit/$(1)/%.c $(foreach l,$(below_$(1)),$(B)/$(l).a)
	@mkdir -p $$(@D)
	$$(call say,CC)
	$$(Q)$$(CC) $$(CPPFLAGS) -Itests/lib $$(call pkg_cflags,$$(GATEWAY_PKG)) $$(CFLAGS) $$(LINK) $$(UNIT_LINK) -o $$@ $$(filter %.c %.a,$$^) $$(call pkg_libs,$$(GATEWAY_PKG)) $(if $(filter learning,$(1)),-llinear) -lm
endef
$(foreach r,$(ROOMS) nouns,$(eval $(call UNIT_RULE,$(r))))
# These speak to postroom-extract, by base alone.
define READER_RULE
$(B)/tests/$(1)/%: tests/$(1)/%.c $(B)/base.a $(B)/postroom-extract
	@mkdir -p $$(@D)
	$$(call say,CC)
	$$(Q)$$(CC) $$(CPPFLAGS) -Itests/lib $$(CFLAGS) $$(LINK) -o $$@ $$< $(B)/base.a
endef
$(foreach r,parsers bench,$(eval $(call READER_RULE,$(r))))

# Readers that try what the cage forbids, in place of the table of readers.
HOSTILE = $(B)/tests/lib/hostile-extract
$(HOSTILE): tests/lib/hostile.c $(filter-out %/table.o,$(PARSER_OBJS)) $(B)/base.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(CPPFLAGS) -Iparsers $(CFLAGS) $(LINK) -o $@ $^ \
		$(call pkg_libs,$(PARSERS_PKG)) -lmagic -lm $(OWN_OPENMP)
$(B)/tests/unit/intake/reading $(B)/tests/parsers/cage: | $(HOSTILE)

# With libFuzzer in the variant fuzz, else with a main that replays a corpus.
$(B)/parsers.a: $(filter-out %/main.o,$(PARSER_OBJS))
FUZZ_MAIN = $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer,tests/fuzz/replay.c)
FUZZ_LINK_imap = -Wl,--wrap=connect -Wl,--wrap=setsockopt
below_parsers = parsers base
define FUZZ_RULE
$(FUZZ_$(1):%=$(B)/tests/fuzz/%): $(B)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(foreach l,$(below_$(1)),$(B)/$(l).a)
	@mkdir -p $$(@D)
	$$(call say,CC)
	$$(Q)$$(CC) $$(CPPFLAGS) -Itests/fuzz $(if $(filter parsers,$(1)),-Iparsers -Itests/parsers $$(call pkg_cflags,$$(PARSERS_PKG)),$$(call pkg_cflags,$$(GATEWAY_PKG))) \
		$$(CFLAGS) $$(LINK) $$(FUZZ_LINK_$$*) -o $$@ $$< $$(FUZZ_MAIN) $$(filter %.a,$$^) \
		-Wl,--as-needed $(if $(filter parsers,$(1)),$$(call pkg_libs,$$(PARSERS_PKG)) -lmagic,$$(call pkg_libs,$$(GATEWAY_PKG))) -lm
endef
$(foreach r,parsers nouns triage intake reply,$(eval $(call FUZZ_RULE,$(r))))

# Preloaded: kills a role at its n-th call, or lets that fail; or stops it.
FAULTS = $(B)/tests/lib/faults.so
LATE = $(B)/tests/lib/late.so
$(FAULTS) $(LATE): $(B)/tests/lib/%.so: tests/lib/%.c
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -std=gnu11 -O2 -g $(filter-out -Wpedantic,$(WARNINGS)) -fPIC -shared -o $@ $<

# Roles that try what they may not, behind the real commands.
ROLE_MAINS = mailbox_main intake_main sender_main reconcile_main monitor_main
HOSTILE_ROLES = $(B)/tests/lib/hostile/postroom
$(HOSTILE_ROLES): tests/lib/hostile_roles.c $(HOUSE_OBJS) $(LIBS) | $(B)/postroom-extract
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)ln -sf ../../../postroom-extract $@-extract
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LINK) $(ROLE_MAINS:%=-Wl,--wrap=%) \
		-o $@ $^ $(call pkg_libs,$(ROLES_PKG)) -lm

# A reader without its cage, for the bench alone.
$(B)/tests/bench/inside: tests/bench/inside.c $(filter-out %/main.o,$(PARSER_OBJS)) $(B)/base.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(CPPFLAGS) -Iparsers $(CFLAGS) $(LINK) -o $@ $^ \
		$(call pkg_libs,$(PARSERS_PKG)) -lmagic -lm $(OWN_OPENMP)

# A register of invented cases, filled as intake does.
$(B)/tests/bench/casework: tests/bench/casework.c $(foreach l,$(below_register),$(B)/$(l).a)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(call pkg_cflags,$(GATEWAY_PKG)) $(CFLAGS) $(LINK) -o $@ $(filter %.c %.a,$^) $(call pkg_libs,$(ROLES_PKG)) -lm

unit: all $(UNIT_TESTS)
	$(Q)BUILD=$(B) prove -j2 --exec '' $(UNIT_TESTS)
# The sanitizers' runtime comes before all else that is preloaded.
FLOW_ENV_asan = ASAN_OPTIONS=verify_asan_link_order=0 \
	LSAN_OPTIONS=print_suppressions=0 \
	PRELOADED=$(shell $(CC) -print-file-name=libasan.so)
# Three at a time: most of them wait for a server most of the time.
flow: all $(HOSTILE) $(HOSTILE_ROLES) $(FAULTS) $(LATE)
	$(Q)$(AS_ROOT) env BUILD=$(B) PYTHONDONTWRITEBYTECODE=1 \
		$(if $(COUNTS),COUNTS=$(COUNTS)) $(FLOW_ENV_$(VARIANT)) \
		$(PYTHON) -m pytest -q -p no:cacheprovider -n 3 --dist loadfile tests/flow
# What every letter says, and what triage says of every letter we wrote, to be
# read when a wording or a rule changes.
GOLDENS = $(B)/tests/unit/reply/golden $(B)/tests/unit/triage/golden
golden: all $(GOLDENS)
	$(Q)for t in $(GOLDENS); do GOLDEN=write $$t >/dev/null || exit 1; done
	$(Q)env GOLDEN=write BUILD=$(B) PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m \
		pytest -q -p no:cacheprovider tests/flow/test_paper.py
# Every letter in a browser, and on paper; axe-core comes from the npm registry.
forms: all
	$(Q)env BUILD=$(B) PAPER=all PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m \
		pytest -q -p no:cacheprovider tests/flow/test_paper.py tests/forms
# Every role killed, and met by faults, at every point (STRIDE: every n-th).
crash: all $(FAULTS)
	$(Q)$(AS_ROOT) env BUILD=$(B) STRIDE=$(STRIDE) PYTHONDONTWRITEBYTECODE=1 \
		$(PYTHON) -m pytest -q -p no:cacheprovider tests/crash
# The whole program at work for long, with trouble all the while.
ITEMS ?= 50000
soak: all $(FAULTS)
	$(Q)$(AS_ROOT) env BUILD=$(B) PYTHONDONTWRITEBYTECODE=1 \
		$(PYTHON) tests/soak/soak.py $(ITEMS)
# All of it, bounded: some 20 minutes on two processors.
PROOF_ITEMS ?= 600
PROOF_STRIDE ?= 100
PROOF_SECONDS ?= 5
CONFINED = $(addprefix unit/base/,confine confine_calls confine_faults) \
	unit/register/companions parsers/cage
proof: all $(HOSTILE) $(HOSTILE_ROLES) $(FAULTS) $(CONFINED:%=$(B)/tests/%) \
	$(FUZZ_TARGETS:%=$(B)/tests/fuzz/%)
	$(Q)if command -v clang-14 >/dev/null; then $(MAKE) VARIANT=fuzz \
		B=$(B)/fuzz $(FUZZ_TARGETS:%=$(B)/fuzz/tests/fuzz/%); fi
	$(Q)$(AS_ROOT) env BUILD=$(B) PYTHONDONTWRITEBYTECODE=1 $(PYTHON) \
		tests/soak/proof.py $(PROOF_ITEMS) $(PROOF_STRIDE) $(PROOF_SECONDS)
source:
	$(Q)BUILD=$(B) prove tests/source
check: unit flow

lint: source $(GENERATED)
	$(Q)clang-format-14 --dry-run -Werror $$(git ls-files '*.c' '*.h')
	$(Q)cppcheck --quiet -j 2 --error-exitcode=1 --enable=warning,performance,portability \
		--inline-suppr --suppress=missingIncludeSystem --std=c11 \
		-D__GNUC__ -Igateway -I$(B)/gen gateway parsers
	$(Q)mandoc -T lint -W warning gateway/postroom.8 gateway/postroom.conf.5

# Every test with the sanitizers looking on.
asan:
	$(MAKE) VARIANT=asan unit flow
# Every file of a folder, read under the sanitizers; it ends with what they say.
CORPUS ?= tests
asan-corpus:
	$(MAKE) VARIANT=asan B=build/asan all
	$(Q)BUILD=build/asan $(PYTHON) tests/lib/sanitized.py $(CORPUS)
# Which branches the unit tests take; COVERAGE=all: and those of flow.
COVERAGE ?= unit
coverage:
	$(Q)mkdir -p $(B)/cov/counts
	$(Q)find $(B)/cov '(' -name '*.gcda' -o -path '*/counts/*' ')' -delete
	$(Q)$(MAKE) VARIANT=cov B=$(B)/cov unit
	$(Q)$(if $(filter all,$(COVERAGE)),$(MAKE) VARIANT=cov B=$(B)/cov \
		COUNTS=$(abspath $(B)/cov/counts) flow)
	$(Q)$(PYTHON) tests/coverage/report.py $(B)/cov
# Every unit test, the fuzzers' corpus included, looked at by valgrind; of what
# confines it knows nothing.
VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full \
	--show-leak-kinds=definite --errors-for-leak-kinds=definite \
	--suppressions=tests/lib/valgrind.supp
valgrind: all $(UNIT_TESTS)
	$(Q)BUILD=$(B) prove -j2 --exec '$(VALGRIND)' \
		$(filter-out $(CONFINED:%=$(B)/tests/%),$(UNIT_TESTS))
# Faults put into the pure modules, one at a time: which does no test see?  SEED
# draws others.
MUTANTS ?= 400
mutation: all
	$(Q)$(PYTHON) tests/mutation/mutate.py $(B) $(MUTANTS)
mutation-flags:
	$(info $(CC) $(CPPFLAGS) $(call pkg_cflags,$(GATEWAY_PKG)) -std=gnu11 -O0 -fPIE)
	$(info $(call pkg_libs,$(GATEWAY_PKG)) -lm)
	@:
# Every reader of foreign bytes, with bytes that libFuzzer makes up: each target
# in turn for SECONDS, or those of FUZZ.  SEEDS may name a folder with more to
# begin from, NAME/* for the target NAME.
SECONDS ?= 1200
SEEDS ?=
FUZZ ?= $(FUZZ_TARGETS)
fuzz:
	$(Q)$(MAKE) VARIANT=fuzz B=$(B)/fuzz $(FUZZ:%=$(B)/fuzz/tests/fuzz/%)
	$(Q)BUILD=$(B)/fuzz SECONDS=$(SECONDS) SEEDS=$(SEEDS) \
		sh tests/fuzz/run.sh $(FUZZ)
bench: all $(B)/tests/bench/cage $(B)/tests/bench/casework
	$(Q)$(AS_ROOT) env BUILD=$(B) PYTHONDONTWRITEBYTECODE=1 \
		$(PYTHON) tests/bench/bench.py $(BENCH)

# The shipped model, from our own texts and the public comments in the file
# TRAIN_PUBLIC (README.md says which); without it, from ours alone.
TRAIN_PUBLIC ?=
TRAINING = gateway/triage/training/letters.tsv gateway/triage/training/hard.tsv
model: $(B)/postroom-train
	$(Q)$(B)/postroom-train build -o gateway/triage/model.bin \
		$(if $(TRAIN_PUBLIC),-p $(TRAIN_PUBLIC)) $(TRAINING)

# --- at work ----------------------------------------------------------------
run: all
	@BUILD=$(B) ONCE=$(ONCE) sh tests/samples/run.sh

install: all
	install -d $(DESTDIR)$(PREFIX)/bin \
		$(DESTDIR)$(PREFIX)/share/man/man8 $(DESTDIR)$(PREFIX)/share/man/man5 \
		$(DESTDIR)$(PREFIX)/share/postroom
	install -m 755 $(B)/postroom $(B)/postroom-mailbox $(B)/postroom-sender $(B)/postroom-extract \
		$(B)/postroom-train $(DESTDIR)$(PREFIX)/bin
	install -m 644 gateway/postroom.8 $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 644 gateway/postroom.conf.5 $(DESTDIR)$(PREFIX)/share/man/man5
	cp -R templates gateway/triage/training $(DESTDIR)$(PREFIX)/share/postroom/
	install -m 644 gateway/triage/model.bin $(DESTDIR)$(PREFIX)/share/postroom

# --- packages ---------------------------------------------------------------
# A Debian package of the tree as it stands, built in build/deb.
DEB = $(B)/deb/postroom-$(VERSION)
deb: deps
	rm -rf $(B)/deb
	mkdir -p $(DEB)
	tar --exclude=./build --exclude=./.git --exclude=__pycache__ -c . | tar -x -C $(DEB)
	cd $(DEB) && dpkg-buildpackage -b -us -uc
	lintian --fail-on warning $(B)/deb/*.changes
	@ls $(B)/deb/*.deb
# It on a Debian machine of its own, with systemd: from the first installation
# to the last.
deb-test: deb
	$(Q)$(AS_ROOT) sh tests/deb/run.sh \
		$(B)/deb/postroom_$(VERSION)_*.deb $(B)/deb-test

deps:
	@sh tests/lib/install-packages.sh $(BUILD_PACKAGES) \
		$(if $(filter check unit flow crash soak proof asan,$(MAKECMDGOALS)),$(CHECK_PACKAGES)) \
		$(if $(filter bench,$(MAKECMDGOALS)),$(CHECK_PACKAGES) $(BENCH_PACKAGES)) \
		$(if $(filter forms,$(MAKECMDGOALS)),$(FORMS_PACKAGES)) \
		$(if $(filter fuzz,$(MAKECMDGOALS)),$(FUZZ_PACKAGES)) \
		$(if $(filter coverage,$(MAKECMDGOALS)),$(CHECK_PACKAGES) $(COVERAGE_PACKAGES)) \
		$(if $(filter valgrind,$(MAKECMDGOALS)),$(CHECK_PACKAGES) $(VALGRIND_PACKAGES)) \
		$(if $(filter deb,$(MAKECMDGOALS)),$(DEB_PACKAGES)) \
		$(if $(filter deb-test,$(MAKECMDGOALS)),$(DEB_TEST_PACKAGES)) \
		$(if $(filter lint,$(MAKECMDGOALS)),$(LINT_PACKAGES))
ifneq ($(filter run check crash soak proof bench lint forms fuzz coverage valgrind,$(MAKECMDGOALS)),)
$(GENERATED) source fuzz coverage: | deps
endif

clean:
	rm -rf build

.PHONY: all unit flow crash soak proof golden forms source check lint asan coverage valgrind fuzz mutation mutation-flags bench model run install deb deb-test deps clean
.DELETE_ON_ERROR:
-include $(shell find $(B) -path '$(B)/deb*' -prune -o -name '*.d' -print 2>/dev/null)
