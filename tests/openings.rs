//! Real openings of wire articles, compared with how a careful reader interprets them.

use serde_json::Value;

use crate::harness::{Place, shared};

#[test]
fn real_openings_are_read_as_a_careful_reader_would() {
    let Some(folder) = shared("wire-openings") else { return };
    let labels = std::fs::read_to_string(folder.join("labels.jsonl")).expect("labels");
    let place = Place::new();
    place.index(folder.to_str().expect("a path"));
    let answer = place.search(&["-n", "100"]);
    let hits = answer["hits"].as_array().expect("hits");
    let (mut date, mut id, mut source, mut title, mut all) = (0, 0, 0, 0, 0);
    for label in labels.lines() {
        let label: Value = serde_json::from_str(label).expect("a label");
        let hit =
            hits.iter().find(|hit| hit["path"] == label["file"]).expect("every opening is indexed");
        // If the article states no source, the folder's name is used.
        let stated = if hit["source"] == "wire-openings" { &Value::Null } else { &hit["source"] };
        date += u32::from(hit["date"] == label["date"]);
        id += u32::from(hit["id"] == label["id"]);
        title += u32::from(hit["title"] == label["title"]);
        source += u32::from(*stated == label["source"]);
        all += 1;
    }
    assert_eq!(all, 30);
    assert!(date >= 29 && id >= 29, "date {date}, id {id}");
    assert!(source >= 26 && title >= 23, "source {source}, title {title}");
}
