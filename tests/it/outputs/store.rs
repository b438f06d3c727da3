//! Folders: nothing foreign is touched, nothing is left half written.

use std::fs;
use std::io::Write;
use std::path::Path;

use uptake::outputs::{OutputRecord, REPORT_FILE};
use uptake::store::{MANIFEST_FILE, RunFolder, SCENARIO_LIMIT, StoreError, read_text};

use super::tables::manifest;

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<String> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    // While somebody owns the folder it says who.
    names.retain(|name| name != ".uptake.lock");
    names.sort();
    names
}

#[test]
fn a_second_run_gets_a_folder_of_its_own() {
    let place = temporary();
    let base = place.path().join("output");
    let run = || RunFolder::create(&base, "demo", None, false).unwrap();
    let made = [run(), run(), run()];
    assert_eq!(names(&base), ["demo", "demo-2", "demo-3"]);
    assert_eq!(made[1].path(), base.join("demo-2"));
    // A file in the way is passed over as well.
    fs::write(base.join("demo-4"), "").unwrap();
    assert_eq!(run().path(), base.join("demo-5"));
}

#[test]
fn an_explicit_folder_that_exists_needs_force() {
    let place = temporary();
    let path = place.path().join("a/b");
    let create = |force| RunFolder::create(place.path(), "demo", Some(&path), force);
    assert_eq!(create(false).unwrap().path(), path);
    let error = create(false).unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    assert!(error.to_string().contains("--force"));
    // Empty: there is nothing to lose.
    create(true).unwrap();
}

#[test]
fn force_removes_what_the_old_run_wrote_and_nothing_else() {
    let place = temporary();
    let path = place.path().join("run");
    let create = |force| RunFolder::create(place.path(), "demo", Some(&path), force);
    let folder = create(false).unwrap();
    folder.write("coverage.csv", b"old").unwrap();
    folder.write(REPORT_FILE, b"old, and in no list").unwrap();
    folder.write_manifest(&manifest()).unwrap();
    fs::write(path.join("notes.txt"), "mine").unwrap();
    assert!(matches!(create(true), Err(StoreError::Busy { .. })), "it is owned");
    drop(folder);

    create(true).unwrap();
    assert_eq!(names(&path), ["notes.txt"]);

    // Now there are files but no manifest: hands off.
    let error = create(true).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    for foreign in ["{}", "not json", r#"{"tool": {"name": "webpack"}}"#] {
        fs::write(path.join(MANIFEST_FILE), foreign).unwrap();
        assert!(matches!(create(true), Err(StoreError::Foreign { .. })), "{foreign}");
    }
    // A manifest of another version is still one of uptake's.
    let other = r#"{"schema_version": 9, "tool": {"name": "uptake"}, "outputs": []}"#;
    fs::write(path.join(MANIFEST_FILE), other).unwrap();
    create(true).unwrap();
    assert_eq!(names(&path), ["notes.txt"]);
}

#[test]
fn a_manifest_cannot_make_force_remove_files_elsewhere() {
    let place = temporary();
    let outside = place.path().join("precious.txt");
    fs::write(&outside, "keep").unwrap();
    let path = place.path().join("run");
    let folder = RunFolder::create(place.path(), "x", Some(&path), false).unwrap();
    folder.write("coverage.csv", b"keep too").unwrap();
    let mut evil = manifest();
    evil.outputs.push(OutputRecord::new("../precious.txt", b""));
    folder.write_manifest(&evil).unwrap();
    drop(folder);
    let error = RunFolder::create(place.path(), "x", Some(&path), true).unwrap_err();
    assert!(matches!(error, StoreError::BadName { .. }), "{error}");
    assert!(outside.exists() && path.join("coverage.csv").exists());
}

#[test]
fn files_are_whole_and_replace_each_other() {
    let place = temporary();
    let folder = RunFolder::create(place.path(), "demo", None, false).unwrap();
    folder.write("a.csv", b"first, and longer").unwrap();
    folder.write("a.csv", b"second").unwrap();
    assert_eq!(folder.read_text("a.csv", 100).unwrap(), "second");
    folder.write_with("b.bin", |file| (0..9u8).try_for_each(|i| file.write_all(&[i]))).unwrap();
    assert_eq!(folder.read("b.bin", 100).unwrap(), (0..9).collect::<Vec<u8>>());
    assert_eq!(names(folder.path()), ["a.csv", "b.bin"]);
    folder.write_manifest(&manifest()).unwrap();
    let again = RunFolder::open(folder.path()).unwrap();
    assert_eq!(again.read_manifest().unwrap(), manifest());
}

#[test]
fn a_failed_write_leaves_no_part_and_keeps_the_old_file() {
    let place = temporary();
    let folder = RunFolder::create(place.path(), "demo", None, false).unwrap();
    folder.write("a.csv", b"old").unwrap();
    let error = folder.write_with("a.csv", |file| {
        file.write_all(b"half of the new")?;
        Err(std::io::ErrorKind::StorageFull.into())
    });
    assert!(matches!(error, Err(StoreError::DiskFull { .. })), "{error:?}");
    assert_eq!(names(folder.path()), ["a.csv"]);
    assert_eq!(folder.read_text("a.csv", 9).unwrap(), "old");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_as_one() {
    let place = temporary();
    let folder = RunFolder::create(place.path(), "demo", None, false).unwrap();
    let error = folder.write_with("a.csv", |_| {
        fs::OpenOptions::new().write(true).open("/dev/full")?.write_all(b"x")
    });
    let words = error.unwrap_err().to_string();
    assert!(words.starts_with("disk full while writing ") && words.ends_with("a.csv"), "{words}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn folders_and_files_in_each_others_place_are_told() {
    let place = temporary();
    let folder = RunFolder::create(place.path(), "demo", None, false).unwrap();
    fs::create_dir(folder.path().join("a.csv")).unwrap();
    let error = folder.write("a.csv", b"x").unwrap_err();
    assert!(matches!(error, StoreError::IsDirectory { .. }), "{error}");
    assert_eq!(names(folder.path()), ["a.csv"]);

    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    let not_a_directory = |result: Result<RunFolder, StoreError>| {
        matches!(result, Err(StoreError::NotADirectory { .. }))
    };
    assert!(not_a_directory(RunFolder::create(&file, "demo", None, false)));
    assert!(not_a_directory(RunFolder::create(place.path(), "demo", Some(&file), true)));
    assert!(not_a_directory(RunFolder::create(place.path(), "x", Some(&file.join("in")), false)));
    assert!(not_a_directory(RunFolder::open(&file)));
    let missing = RunFolder::open(&place.path().join("nothing"));
    assert!(matches!(missing, Err(StoreError::NotFound { .. })));
}

#[test]
fn names_do_not_lead_out_of_the_folder() {
    let place = temporary();
    let base = place.path().join("base");
    let folder = RunFolder::create(&base, "demo", None, false).unwrap();
    for name in ["", ".", "..", "../x", "/etc/x", "a/b", "a\\b", "a\0"] {
        let bad =
            |result: Result<(), StoreError>| matches!(result, Err(StoreError::BadName { .. }));
        assert!(bad(folder.write(name, b"x")), "{name:?}");
        assert!(bad(folder.read_text(name, 9).map(|_| ())), "{name:?}");
        assert!(bad(RunFolder::create(&base, name, None, false).map(|_| ())), "{name:?}");
    }
    assert_eq!(names(place.path()), ["base"]);
    assert_eq!(names(&base), ["demo"]);
}

#[test]
fn texts_are_read_with_clear_refusals() {
    let place = temporary();
    let path = place.path().join("a.toml");
    let words = |limit| read_text(&path, limit).unwrap_err().to_string();
    assert!(words(SCENARIO_LIMIT).ends_with("a.toml not found"));
    fs::write(&path, "schema = 1\n").unwrap();
    assert_eq!(read_text(&path, SCENARIO_LIMIT).unwrap(), "schema = 1\n");
    assert_eq!(read_text(&path, 11).unwrap().len(), 11);
    assert!(matches!(read_text(&path, 10), Err(StoreError::TooLarge { limit: 10, .. })));
    fs::write(&path, b"name = \"caf\xe9\"\n").unwrap();
    assert!(
        words(SCENARIO_LIMIT).contains("not UTF-8 text (byte 12)"),
        "{}",
        words(SCENARIO_LIMIT)
    );
    let error = read_text(place.path(), 9).unwrap_err();
    assert!(matches!(error, StoreError::IsDirectory { .. }), "{error}");
    fs::write(&path, vec![b' '; 10_000_001]).unwrap();
    assert!(words(SCENARIO_LIMIT).ends_with("is larger than 10 MB"));
}

#[test]
#[cfg(unix)]
fn missing_permission_is_told_as_such() {
    use std::os::unix::fs::PermissionsExt;

    let place = temporary();
    let closed = place.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(closed.join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write anywhere (root?)");
        return;
    }
    let error = RunFolder::create(&closed, "demo", None, false).unwrap_err();
    assert!(matches!(error, StoreError::NoPermission { .. }), "{error}");
    let secret = place.path().join("secret.toml");
    fs::write(&secret, "x").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    assert!(matches!(read_text(&secret, 9), Err(StoreError::NoPermission { .. })));
}
