# Everything a developer or user runs. Installs and builds when needed, and only then.
NODE_BIN := node_modules/.bin
SOURCES := $(shell find lib gossip shard spec bench -name '*.ts' 2>/dev/null)

.PHONY: run test build lint clean

node_modules/.installed: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

dist/.built: node_modules/.installed tsconfig.json $(SOURCES)
	rm -rf dist
	$(NODE_BIN)/tsc -p tsconfig.json
	@touch $@

build: dist/.built

lint: node_modules/.installed
	$(NODE_BIN)/biome ci --error-on-warnings .

test: dist/.built lint
	$(NODE_BIN)/mocha

run: dist/.built
	node dist/lib/cli.js cluster --nodes 3

clean:
	rm -rf dist coverage node_modules
