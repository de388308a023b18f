//! A file that cannot be looked up is not taken for one that does not exist.

use std::fs;

use super::{on_faulty_disk, total, wire};
use crate::harness::Place;

#[test]
fn a_rebuild_that_cannot_look_for_the_index_forgets_no_folder() {
    let place = Place::new();
    for folder in ["a", "b"] {
        place.write(&format!("{folder}/1.txt"), wire(usize::from(folder == "b")));
        place.ends(0, &["index", folder, "-q"]);
    }
    let mut failed = 0;
    for times in 1..12 {
        let faults = format!("stat:/meta.json:0:{times}");
        let rebuild = ["index", "--rebuild", "a", "-q", "--index", ".dateline"];
        let Some(output) = on_faulty_disk(&place, &faults, &rebuild) else { return };
        assert!(matches!(output.status.code(), Some(0 | 2)), "{faults}: {output:?}");
        failed += usize::from(!output.status.success());
        assert_eq!(total(&place), 2, "{faults}: {output:?}");
    }
    assert!(failed > 0);
}

#[test]
fn a_link_that_cannot_be_looked_up_leads_no_backup_into_an_indexed_folder() {
    let place = Place::new();
    place.write("in/news/1.txt", wire(1));
    place.index("in");
    std::os::unix::fs::symlink("in/news", place.path("copy")).expect("a link");
    for times in 1..4 {
        let faults = format!("stat:/copy:0:{times}");
        let Some(output) = on_faulty_disk(&place, &faults, &["backup", "copy"]) else { return };
        assert_eq!(output.status.code(), Some(2), "{faults}: {output:?}");
        assert_eq!(fs::read_dir(place.path("in/news")).expect("a folder").count(), 1, "{faults}");
    }
}
