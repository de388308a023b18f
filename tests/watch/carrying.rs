//! What saved searches have seen and reported survives rebuilds, backups, restores and copies.

use std::fs;

use super::{found, ids, salt, watched};
use crate::harness::Place;

/// Returns a place with an article that was reported and one that was not.
fn half_reported() -> Place {
    let place = watched();
    salt(&place, 4);
    place.index("in");
    assert_eq!(ids(&place, &[]), ["4"]);
    salt(&place, 5);
    place.index("in");
    place
}

#[test]
fn nothing_is_reported_again_after_a_rebuild() {
    let place = half_reported();
    place.ends(0, &["index", "--rebuild", "-q"]);
    assert_eq!(ids(&place, &[]), ["5"]);
    place.ends(0, &["index", "--rebuild", "-q"]);
    assert!(ids(&place, &[]).is_empty());
    place.ends(0, &["check"]);
}

#[test]
fn backups_and_restored_indexes_have_saved_searches() {
    let place = half_reported();
    place.ends(0, &["backup", "saved", "-q"]);
    place.ends(0, &["check", "saved"]);
    // A second backup replaces the first one.
    assert_eq!(ids(&place, &[]), ["5"]);
    place.ends(0, &["watch", "add", "second", "ferry"]);
    place.ends(0, &["backup", "saved", "-q"]);
    place.ends(0, &["check", "saved"]);
    salt(&place, 6);
    place.index("in");
    assert_eq!(ids(&place, &[]), ["6"]);
    fs::remove_dir_all(place.path(".dateline")).unwrap();
    place.ends(0, &["restore", "saved", "--index", ".dateline", "-q"]);
    assert_eq!(place.json(&["watch", "list", "--json"])["searches"].as_array().unwrap().len(), 2);
    assert!(ids(&place, &[]).is_empty(), "it was reported before the backup");
    // The article that arrived after the backup is new to the restored index.
    place.index("in");
    assert_eq!(ids(&place, &[]), ["6"]);
    // A restore over an index brings back the state of the backup.
    place.ends(0, &["restore", "saved", "--index", ".dateline", "--force", "-q"]);
    place.index("in");
    assert_eq!(ids(&place, &[]), ["6"]);
    place.ends(0, &["check"]);
    place.ends(0, &["backup", "saved", "-q"]);
}

#[test]
fn a_copy_reports_what_the_original_has_not_reported() {
    let place = half_reported();
    place.ends(0, &["copy", ".dateline", "copy/.dateline", "-q"]);
    let at = ["--index", "copy/.dateline"];
    assert_eq!(ids(&place, &at), ["5"]);
    assert!(ids(&place, &at).is_empty());
    // The original is independent of the copy.
    assert_eq!(ids(&place, &[]), ["5"]);
    salt(&place, 6);
    place.index("in");
    place.ends(0, &["watch", "add", "second", "salt"]);
    let output = place.run(&["copy", ".dateline", "copy/.dateline"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("keeps the saved searches"));
    assert_eq!(found(&place, &at), [("salt".to_string(), "6".to_string())]);
}

#[test]
fn what_was_delivered_before_a_kill_is_delivered_in_a_backup() {
    let place = half_reported();
    // A run that failed has begun a delivery.
    place.ends(2, &["watch", "run", "--exec", "false", "-q"]);
    place.ends(0, &["backup", "saved", "-q"]);
    place.ends(0, &["restore", "saved", "--index", "other/.dateline", "-q"]);
    let id = |index: &str| {
        place.json(&["watch", "run", "--json", "--index", index])["deliveries"][0]["delivery"]
            .clone()
    };
    assert_eq!(id(".dateline"), id("other/.dateline"), "the same delivery has the same id");
}
