//! What the screen shows, word for word: `tests/cmd/*.trycmd`.
//!
//! To take a wanted change over: `TRYCMD=overwrite cargo test --test it cmd`.

#[test]
fn the_screen_shows_what_the_files_say() {
    trycmd::TestCases::new().env("COLUMNS", "80").case("tests/cmd/*.trycmd");
}
