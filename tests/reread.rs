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

/// Returns where the date of the only article comes from, and its authors.
fn origin(place: &Place) -> (String, String) {
    let key = place.hits("key", &["lamp"]).remove(0);
    let article = place.json(&["show", &key, "--json"]);
    (article["provenance"]["date"].to_string(), article["byline"].to_string())
}

#[test]
fn an_article_whose_text_moves_or_whose_headers_change_is_written_again() {
    let place = Place::new();
    let article = r#"{"key":"one","date":"2024-09-14","byline":"Tilda Venn","body":"The lamp."}"#;
    let renamed = article.replace("Tilda", "Oda");
    let other = r#"{"key":"two","date":"2024-09-15","body":"The ship."}"#;
    let clean = |text: &str| {
        let place = Place::new();
        place.write("in/a.jsonl", text);
        place.index("in");
        origin(&place)
    };
    for text in [
        format!("{article}\n"),
        format!("{other}\n\n{article}\n"),
        format!("{other}\n\n{renamed}\n"),
        format!("\n{renamed}\n"),
    ] {
        place.write("in/a.jsonl", &text);
        place.index("in");
        assert_eq!(origin(&place), clean(&text), "{text}");
    }
    place.write("in/a.jsonl", format!("{article}\n"));
    let summary = place.index("in");
    assert_eq!(summary["articles"]["unchanged"], 1, "its text is the same: {summary}");
    assert!(
        summary["notices"].to_string().contains("1 article has headers that are new"),
        "{summary}"
    );
    let again = place.index("in");
    assert!(again["notices"].is_null(), "{again}");
}

#[test]
fn a_line_above_a_headed_article_leaves_what_a_clean_build_has() {
    let place = Place::new();
    place.write("in/1.txt", "Title: One\nDate: 2024-09-14\n\nThe lamp.\n");
    place.index("in");
    place.write("in/1.txt", "\n\nTitle: One\nDate: 2024-09-14\n\nThe lamp.\n");
    let summary = place.index("in");
    assert_eq!(summary["articles"]["unchanged"], 1, "{summary}");
    let clean = Place::new();
    clean.write("in/1.txt", "\n\nTitle: One\nDate: 2024-09-14\n\nThe lamp.\n");
    clean.index("in");
    assert_eq!(origin(&place).0, origin(&clean).0);
}
