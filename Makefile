# Everything a developer or user runs. Installs and builds when needed, and only then.
NODE_BIN := node_modules/.bin
# Folders are in it too, as their time changes when a file is removed; not docs, which is a target.
SOURCES := $(shell find lib gossip shard spec bench docs \( -name '*.ts' -o -type d ! -name docs \) 2>/dev/null)
# A test that is skipped fails where nobody would notice.
MOCHA_FLAGS := $(if $(CI),--forbid-pending)

.PHONY: run test build lint docs fuzz sim sim-copies clean bench-kill

# A cluster of three nodes on this machine.
run: dist/.built
	bin/hearsay cluster --nodes 3 $(ARGS)

# Types, lint, and every spec.
test: dist/.built lint
	$(NODE_BIN)/mocha $(MOCHA_FLAGS)

build: dist/.built

# A million bad datagrams.
fuzz: dist/.built
	FUZZ_RUNS=1000000 $(NODE_BIN)/mocha --no-config --enable-source-maps dist/spec/gossip/fuzz.spec.js

lint: node_modules/.installed
	$(NODE_BIN)/biome ci --error-on-warnings $(if $(CI),--colors=off) .

# The reference pages in docs/ that are made from the tables in the code.
docs: dist/.built
	node dist/docs/generate.js

# The membership protocol on a simulated network, many seeds; ARGS='--only TRIAL --count N --seed N' replays one.
sim: dist/.built
	node --max-old-space-size=16000 dist/spec/sim/sweep.js $(ARGS)

# Copies, handoff and failover in virtual time, many random histories; ARGS='--seed N' replays one.
sim-copies: dist/.built
	node --enable-source-maps dist/spec/replication/sim/sweep.js $(ARGS)

bench-kill: bench-kill-node

# bench-NAME runs bench/NAME.ts; ARGS='...' are its flags.
bench-%: dist/.built
	node --expose-gc dist/bench/$*.js $(ARGS)

clean:
	rm -rf dist coverage node_modules

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

dist/.built: node_modules/.installed tsconfig.json $(SOURCES)
	rm -rf dist
	$(NODE_BIN)/tsc -p tsconfig.json
	@touch $@
