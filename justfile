# The usual verbs; `just` lists them. Each is a command that can be given without it.

# What there is
default:
    @just --list --unsorted

# Run the built-in example
run *ARGS:
    cargo run --release -- {{ARGS}}

# All tests
test *ARGS:
    cargo test --locked {{ARGS}}

# Format, and every warning an error
lint:
    cargo fmt --all -- --check
    cargo clippy --locked --all-targets -- -D warnings

# The documentation of the code
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items

# The documents as a site, target/site, its links held
site:
    docs/site/build

# Tables of the documents, the guide's charts and the snapshots anew: read the difference
update:
    UPDATE_DOCS=1 INSTA_UPDATE=always cargo test --locked --test it

# The model against what is claimed of it, in full
verify:
    cargo run --release -- verify --long -o output/verification

# Times, as ratios to the yardstick
bench *ARGS:
    cargo bench --bench ratios -- {{ARGS}}

# The core for a browser: its replies are those of the native build
web:
    web/test --must

# Everything that must hold before a change is merged
ci:
    .ci/run
