//! Files that were replaced without a change of size or time, as with `rsync -t`, `tar` and `cp -p`.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use crate::harness::Place;

/// Writes a file with a modification time long ago.
fn write(place: &Place, word: &str) {
    place.write("in/1.txt", format!("Title: One\nDate: 2024-09-14\n\nThe {word} one.\n"));
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_577_836_800);
    File::options()
        .append(true)
        .open(place.path("in/1.txt"))
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_replaced_by_one_of_its_size_and_time_is_read() {
    let place = Place::new();
    write(&place, "lamp");
    place.index("in");
    assert_eq!(place.index("in")["files"]["unchanged"], 1);
    write(&place, "ship");
    let summary = place.index("in");
    assert_eq!(
        (&summary["files"]["indexed"], &summary["articles"]["updated"]),
        (&1.into(), &1.into())
    );
    assert_eq!(place.search(&["ship"])["total"], 1);
    // A file with only a new inode is read once, and its content is found to be the same.
    fs::copy(place.path("in/1.txt"), place.path("copy")).unwrap();
    fs::rename(place.path("copy"), place.path("in/1.txt")).unwrap();
    for _ in 0..2 {
        assert_eq!(place.index("in")["files"]["unchanged"], 1);
    }
}

#[test]
fn verify_reads_every_file() {
    let place = Place::new();
    write(&place, "lamp");
    place.index("in");
    let verified = place.json(&["index", "in", "--verify", "--output", "json"]);
    assert_eq!(
        (&verified["files"]["unchanged"], &verified["articles"]["unchanged"]),
        (&1.into(), &1.into())
    );
    assert!(verified["bytes"].as_u64() > Some(0), "the file was read: {verified}");
    assert_eq!(place.index("in")["bytes"], 0);
}
