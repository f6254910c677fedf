# danloi: run, test, measure. `make` alone lists the targets.
GO ?= go
# The version of staticcheck by its module, and of govulncheck: pinned, so that a new rule never breaks an old state.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.8.0
TESTTIME ?= 12m

.PHONY: help run test setup format vet staticcheck unit bench bench-search check screenshots

help:
	@echo "make run           serve with samples on http://127.0.0.1:8080"
	@echo "make test          the whole gate: setup, format, vet, staticcheck, all tests with the race detector"
	@echo "make unit          the tests alone, without the browser and the server ones"
	@echo "make bench         benchmarks of the packages"
	@echo "make bench-search  the search against other systems"
	@echo "make check         known faults of the libraries (needs the vulnerability database)"
	@echo "make screenshots   pictures of the pages into .tools/screenshots"

run:
	$(GO) run ./cmd/danloi serve --demo

test: setup format vet staticcheck
	$(GO) test -race -timeout $(TESTTIME) ./...

setup:
	@scripts/setup

format:
	@bad="$$(gofmt -l .)"; \
	if [ -n "$$bad" ]; then echo "gofmt: not formatted:"; echo "$$bad"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	@scripts/staticcheck "$(GO)" "$(STATICCHECK)"

unit:
	$(GO) test -timeout $(TESTTIME) $$($(GO) list ./... | grep -v /e2e)

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-search:
	$(GO) run ./search/cmd/bench

check:
	@scripts/vulncheck "$(GO)" "$(GOVULNCHECK)"

screenshots: setup
	E2E_SCREENSHOTS="$(CURDIR)/.tools/screenshots" $(GO) test -count=1 -run 'Screenshots|Story' -timeout $(TESTTIME) ./e2e
