//! Manifests that earlier versions wrote are still read: what they asked is asked again.

use super::cli::Desk;

/// A run and a comparison, as they were written before analyses were documents, and the files that each
/// of them lists.
const KEPT: [(&str, usize); 2] =
    [(include_str!("manifests/run.json"), 22), (include_str!("manifests/compare.json"), 8)];

/// Kind of fault: an option or a field that is called otherwise now, so that an old folder cannot be made
/// again. That its results are the same is for the digests to say, and changes with the model.
#[test]
fn manifests_of_earlier_versions_are_read_and_made_again() {
    let desk = Desk::new();
    for (manifest, files) in KEPT {
        desk.write("manifest.json", manifest);
        let again = desk.run(&["reproduce", "manifest.json", "--jobs", "1"]);
        let said = again.err.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
        assert_eq!(again.code, 4, "none of its files lies beside it: {said}");
        assert!(said.contains(&format!("{files} of {files} result files on the disk")), "{said}");
    }
}
