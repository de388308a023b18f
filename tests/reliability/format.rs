//! A stored index of each schema version. A later program either reads it or refuses it by its version. It was built
//! from `corpus/wire` and `corpus/jsonl` in a folder `/news`. A new schema version gets a new fixture, and the old one
//! is kept as an index that is refused.

use std::fs;
use std::path::Path;

use dateline::answers::check;
use dateline::searching::Location;
use serde_json::json;

use crate::harness::Place;

/// Returns a place with a copy of a stored index.
fn kept(version: u32) -> Place {
    let place = Place::new();
    let from =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/index-{version}"));
    fs::create_dir(place.path(".dateline")).expect("a folder");
    for entry in fs::read_dir(from).expect("a fixture of this version").flatten() {
        fs::copy(entry.path(), place.path(".dateline").join(entry.file_name())).expect("copied");
    }
    place
}

#[test]
fn an_index_of_this_version_is_read_as_it_was() {
    let place = kept(dateline::schema::schema().version);
    assert!(check::check(&Location::Folder(place.path(".dateline")), false).unwrap().is_intact());
    let info = place.json(&["info", "--output", "json"]);
    assert_eq!(info["roots"][0]["path"], "/news");
    let answer = place.search(&["\"salt tax\" OR herring w/20 harbour", "--facets", "source,year"]);
    let hits = answer["hits"].as_array().unwrap().iter();
    let hits: Vec<_> =
        hits.map(|hit| json!([hit["id"], hit["date"], hit["source"], hit["path"]])).collect();
    let said = json!({"total": answer["total"], "facets": answer["facets"], "hits": hits});
    crate::golden::golden("index-format.json", &format!("{said:#}\n"));
}

#[test]
fn an_index_of_an_older_version_is_refused_with_the_remedy() {
    let place = kept(3);
    for arguments in [&["search", "salt"][..], &["info"], &["check"]] {
        let output = place.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(error.contains("schema version 3"), "{error}");
        assert!(error.contains("dateline index --rebuild"), "{error}");
    }
}
