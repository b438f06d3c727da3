//! The guide in `docs/guide` does what it says: its commands are run as they stand, in the order
//! in which they stand, page by page, in an empty folder that holds `scenarios`.
//!
//! What a page can hold for this test:
//!
//! - ```` ```console ```` with lines `$ uptake …`: run, and expected to end with 0 or with the code
//!   of `<!-- exit 3 -->` on the line before. Other programs (`python`, `R`, `cargo`) are not run.
//! - ```` ```text ```` after it: what the last command printed. A line `…` stands for any
//!   number of lines, a `…` at the end of a line for the rest of it.
//! - `<!-- file my.toml -->` before a block: the reader writes that file, and so does the test.
//! - `<!-- shows my.toml -->` before a block: the file holds these lines.
//! - `<!-- picture output/x.svg -->` before an image: the image is that file, to the byte.
//!   `UPDATE_DOCS=1` writes it anew.
//! - `` `output/…` `` in the text: exists by then.

mod page;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use page::{Part, fits, parts};
use tempfile::TempDir;

/// Programs that the guide names and that are not ours to test.
const OTHERS: &[&str] = &["cargo", "pip", "python", "R", "Rscript"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn guide() -> PathBuf {
    root().join("docs/guide")
}

/// The words of a command: parted by spaces, but for what stands within single quotes.
fn words(command: &str) -> Result<Vec<String>, String> {
    let parts: Vec<&str> = command.split('\'').collect();
    let mut words = vec![String::new()];
    for (i, part) in parts.iter().enumerate() {
        if i % 2 == 1 {
            words.last_mut().unwrap().push_str(part);
            continue;
        }
        if part.contains(['"', '|', '>', '&', '*', '\\']) || parts.len().is_multiple_of(2) {
            return Err(format!("`{command}` needs a shell"));
        }
        let mut rest = part.split(' ');
        words.last_mut().unwrap().push_str(rest.next().unwrap_or(""));
        words.extend(rest.map(str::to_owned));
    }
    words.retain(|word| !word.is_empty());
    Ok(words)
}

/// What a reader's screen and folder hold while the page is followed.
struct Reader {
    folder: TempDir,
    out: String,
    err: String,
}

impl Reader {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        copy(&root().join("scenarios"), &folder.path().join("scenarios"));
        Reader { folder, out: String::new(), err: String::new() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Run the commands of a block. What the last of them prints stays on the screen.
    fn run(&mut self, commands: &[String], exit: i32) -> Result<(), String> {
        (self.out, self.err) = (String::new(), String::new());
        for command in commands {
            let words = words(command)?;
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            match words.first() {
                Some(&"uptake") => {}
                Some(other) if OTHERS.contains(other) => continue,
                _ => return Err(format!("`{command}` is not a command of uptake")),
            }
            let output = Command::new(env!("CARGO_BIN_EXE_uptake"))
                .args(&words[1..])
                .current_dir(self.folder.path())
                .env("COLUMNS", "80")
                .env("NO_COLOR", "1")
                .env_remove("RAYON_NUM_THREADS")
                .output()
                .unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            if output.status.code() != Some(exit) {
                return Err(format!(
                    "`{command}` ends with {} and not {exit}:\n{err}",
                    output.status
                ));
            }
            self.out = String::from_utf8(output.stdout).unwrap();
            self.err = err;
        }
        Ok(())
    }

    /// Follow one part of a page.
    fn follow(&mut self, part: &Part) -> Result<(), String> {
        match part {
            Part::Commands { commands, exit } => return self.run(commands, *exit),
            Part::Screen(shown) => {
                let (out, err) = (&self.out, &self.err);
                let screens =
                    [out.clone(), err.clone(), format!("{err}{out}"), format!("{out}{err}")];
                if !screens.iter().any(|screen| fits(shown, screen)) {
                    return Err(format!("shown is\n{shown}\nand printed is\n{out}\n{err}"));
                }
            }
            Part::File { name, text } => fs::write(self.file(name), text).unwrap(),
            Part::Shows { name, text } => {
                let held =
                    fs::read_to_string(self.file(name)).map_err(|e| format!("{name}: {e}"))?;
                if !fits(text, &held) {
                    return Err(format!("{name} is shown as\n{text}\nand holds\n{held}"));
                }
            }
            Part::Names(name) => {
                if !self.file(name).exists() {
                    return Err(format!("{name} is named and does not exist"));
                }
            }
            Part::Picture { made, image } => {
                let fresh = fs::read(self.file(made)).map_err(|e| format!("{made}: {e}"))?;
                let image = guide().join(image);
                if std::env::var_os("UPDATE_DOCS").is_some() {
                    fs::write(&image, &fresh).unwrap();
                }
                if fs::read(&image).ok().as_ref() != Some(&fresh) {
                    return Err(format!(
                        "{} is not {made}: UPDATE_DOCS=1 writes it",
                        image.display()
                    ));
                }
            }
        }
        Ok(())
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn follow(text: &str) -> Result<(), String> {
    let mut reader = Reader::new();
    for (line, part) in parts(text)? {
        reader.follow(&part).map_err(|problem| format!("line {line}: {problem}"))?;
    }
    Ok(())
}

fn hold(page: &str) {
    let text = fs::read_to_string(guide().join(page)).unwrap();
    if let Err(problem) = follow(&text) {
        panic!("docs/guide/{page}, {problem}");
    }
}

#[test]
fn the_page_on_a_list_does_what_it_says() {
    hold("list.md");
}

#[test]
fn the_page_for_policy_makers_does_what_it_says() {
    hold("policy.md");
}

#[test]
fn the_page_for_researchers_does_what_it_says() {
    hold("research.md");
}

#[test]
fn the_workshop_does_what_it_says() {
    hold("workshop.md");
}

#[test]
fn the_page_in_a_browser_does_what_its_page_says() {
    hold("page.md");
}

#[test]
fn the_page_on_the_built_in_region_does_what_it_says() {
    hold("built-in-region.md");
}

#[test]
fn the_page_on_a_real_plan_does_what_it_says() {
    hold("plan.md");
}

#[test]
fn every_page_is_tested_and_every_link_leads_somewhere() {
    let tested = [
        "page.md",
        "policy.md",
        "research.md",
        "workshop.md",
        "built-in-region.md",
        "plan.md",
        "list.md",
    ];
    for entry in fs::read_dir(guide()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        assert!(tested.contains(&&*name) || !text.contains("```console"), "{name} is not tested");
        for link in page::links(&text) {
            let target = link.split('#').next().unwrap();
            assert!(guide().join(target).exists(), "{name}: {link} leads nowhere");
        }
    }
}

/// The guide must not claim more than validation found.
#[test]
fn the_guide_counts_the_targets_as_validation_does() {
    let found = fs::read_to_string(root().join("docs/VALIDATION.md")).unwrap();
    let counted = found.lines().find(|l| l.starts_with("Of ") && l.contains(" targets ")).unwrap();
    let sentence = counted.split(" inside").next().unwrap();
    for page in ["README.md", "policy.md", "research.md", "workshop.md"] {
        let text = fs::read_to_string(guide().join(page)).unwrap().replace('\n', " ");
        assert!(text.contains(&format!("{sentence} inside")), "{page} does not say: {sentence}");
    }
}

#[test]
fn a_page_that_is_wrong_is_found_out() {
    let block = |fence: &str, text: &str| format!("```{fence}\n{text}\n```\n\n");
    let new = block("console", "$ uptake new my.toml");
    let shows = |text: &str| format!("{new}<!-- shows my.toml -->\n{}", block("toml", text));
    for (page, right) in [
        (new.clone(), true),
        (block("console", "$ uptake nwe my.toml"), false),
        (format!("<!-- exit 2 -->\n{}", block("console", "$ uptake nwe my.toml")), true),
        (format!("{new}{}", block("text", "Wrote my.toml. Open it\n…")), false),
        (format!("{new}{}", block("text", "Wrote my.toml. Open it …\n…")), true),
        (format!("{new}{}", block("text", "…\nNext: uptake check my.toml\n…")), true),
        (format!("{new}{}", block("text", "…\nNext: uptake chek my.toml\n…")), false),
        (shows("…\n[team.facilitators]\n…"), true),
        (shows("…\n[team.facilitator]\n…"), false),
        (format!("{new}Look at `output/my/report.html`.\n"), false),
        (block("console", "$ uptake new \"my plan.toml\""), false),
        (block("console", "$ rm my.toml"), false),
    ] {
        assert_eq!(follow(&page).is_ok(), right, "{page}");
    }
}
