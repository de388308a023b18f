//! The options of a root are remembered, so that every command reads its files in the same way.

use std::fs;

use crate::harness::Place;

const WIRE: &str = " date 2025-05-31 100\nHarbour news\nThe harbour was closed.\n";

fn table(place: &Place) {
    place.write("in/a.csv", "kopf,tag,text\nLamp lit,2024-05-06,The lamp was lit at nine.\n");
    place.write("map.toml", "[columns]\ntitle = \"kopf\"\ndate = \"tag\"\n");
}

fn sources(place: &Place) -> Vec<String> {
    let mut sources = place.hits("source", &["", "-n", "100"]);
    sources.sort();
    sources
}

#[test]
fn search_in_a_folder_reads_it_with_the_options_it_was_indexed_with() {
    let place = Place::new();
    table(&place);
    let index =
        ["index", "in", "--map", "map.toml", "--source", "Gazette", "--index", "in/.dateline"];
    place.ends(0, &index);
    fs::remove_file(place.path("map.toml")).unwrap();
    place.write("in/b.csv", "kopf,tag,text\nLamp out,2024-05-07,The lamp went out at ten.\n");
    assert_eq!(
        place.hits("title", &["--in", "in", "lamp", "--sort", "oldest"]),
        ["Lamp lit", "Lamp out"]
    );
    assert_eq!(
        place.hits("date", &["--in", "in", "lamp", "--sort", "oldest"]),
        ["2024-05-06", "2024-05-07"]
    );
    assert_eq!(place.hits("source", &["--in", "in", "lamp"]), ["Gazette", "Gazette"]);
}

#[test]
fn an_option_that_is_not_given_stays_and_an_empty_one_clears_it() {
    let place = Place::new();
    place.write("in/a.txt", WIRE);
    let source = |more: &[&str]| {
        place.ends(0, &[&["index", "in"], more].concat());
        sources(&place).remove(0)
    };
    assert_eq!(source(&["--source", "AP"]), "AP");
    assert_eq!(source(&[]), "AP");
    assert_eq!(source(&["--tz", "Europe/Rome"]), "AP");
    assert_eq!(source(&["--rebuild"]), "AP");
    let info = place.json(&["info", "--output", "json"]);
    let options = info["roots"][0]["options"].to_string();
    assert!(options.contains("--source AP") && options.contains("--tz Europe/Rome"), "{options}");
    assert_eq!(source(&["--source", "", "--tz", ""]), "in");
    let info = place.json(&["info", "--output", "json"]);
    assert_eq!(info["roots"][0]["options"], serde_json::json!([]));
}

#[test]
fn switches_and_limits_are_remembered_and_can_be_cleared() {
    let place = Place::new();
    table(&place);
    let titles = |more: &[&str]| {
        place.ends(0, &[&["index", "in"], more].concat());
        place.hits("title", &["lamp"])
    };
    assert_eq!(
        titles(&["--map", "map.toml", "--max-article", "2", "--date-from-mtime"]),
        ["Lamp lit"]
    );
    assert_eq!(titles(&[]), ["Lamp lit"]);
    let info = place.ends(0, &["info"]);
    for option in ["--map", "--max-article 2", "--date-from-mtime"] {
        assert!(info.contains(option), "{option}: {info}");
    }
    assert_eq!(titles(&["--no-map"]), ["null"]);
    place.ends(0, &["index", "in", "--no-date-from-mtime", "--max-article", "16"]);
    assert!(!place.ends(0, &["info"]).contains("--"), "everything is cleared");
    // If a flag and its opposite are given, the last one counts.
    place.ends(0, &["index", "in", "--date-from-mtime", "--no-date-from-mtime"]);
    assert!(!place.ends(0, &["info"]).contains("--"), "the last one clears it");
    place.ends(0, &["index", "in", "--format", "table"]);
    assert!(place.ends(0, &["info"]).contains("--format table"));
    place.ends(0, &["index", "in", "--format", ""]);
    assert!(!place.ends(0, &["info"]).contains("--format"));
}

#[test]
fn an_inner_root_keeps_its_options_when_an_outer_one_takes_it_in() {
    let place = Place::new();
    place.write("a/ap/one.txt", WIRE);
    place.write("a/other/two.txt", WIRE.replace("harbour", "port"));
    place.ends(0, &["index", "a/ap", "--source", "AP"]);
    place.ends(0, &["index", "a"]);
    assert_eq!(sources(&place), ["AP", "other"]);
    place.ends(0, &["index", "a", "--source", "Gazette"]);
    assert_eq!(sources(&place), ["AP", "Gazette"]);
    place.ends(0, &["index", "--rebuild"]);
    assert_eq!(sources(&place), ["AP", "Gazette"]);
    // A part of a root that was once a root itself may still have its own options.
    place.ends(0, &["index", "a/ap", "--source", "Associated Press"]);
    assert_eq!(sources(&place), ["Associated Press", "Gazette"]);
}

#[test]
fn options_for_a_part_of_a_root_are_refused() {
    let place = Place::new();
    place.write("d/x/one.txt", WIRE);
    place.write("d/y/two.txt", WIRE.replace("harbour", "port"));
    place.ends(0, &["index", "d"]);
    let refused = place.run(&["index", "d/x", "--source", "DPA"]);
    assert_eq!(refused.status.code(), Some(2));
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(error.contains("hint:") && error.contains("is part of"), "{error}");
    assert_eq!(sources(&place), ["x", "y"]);
    place.ends(0, &["index", "d/x"]);
}

#[test]
fn a_rebuild_without_the_catalogue_names_what_it_forgets() {
    let place = Place::new();
    place.write("a/one.txt", WIRE);
    place.write("b/two.txt", WIRE.replace("harbour", "port"));
    place.ends(0, &["index", "a", "--source", "AP"]);
    place.ends(0, &["index", "b"]);
    let catalogue = fs::read_dir(place.path(".dateline")).unwrap().flatten();
    let catalogue = catalogue.map(|entry| entry.path()).find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().contains("catalogue"))
    });
    fs::write(catalogue.expect("a catalogue"), b"damaged").unwrap();
    place.ends(2, &["index", "--rebuild"]);
    let refused = place.run(&["index", "--rebuild", "a"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--discard-unknown-roots"));
    place.ends(0, &["index", "--rebuild", "a", "--discard-unknown-roots"]);
    assert_eq!(sources(&place), ["a"]);
}

#[test]
fn search_in_a_folder_of_a_known_root_uses_the_index_that_has_it() {
    let place = Place::new();
    place.write("archive/x/one.txt", WIRE);
    place.ends(0, &["index", "archive", "--source", "AP"]);
    assert_eq!(place.hits("source", &["--in", "archive", "harbour"]), ["AP"]);
    assert_eq!(place.hits("source", &["--in", "archive/x", "harbour"]), ["AP"]);
    assert!(
        !place.path("archive/.dateline").exists() && !place.path("archive/x/.dateline").exists()
    );
    let named = ["--in", "archive", "--index", "other", "harbour"];
    assert_eq!(place.hits("source", &named), ["x"]);
    assert!(place.path("other/meta.json").exists());
    place.write("fresh/one.txt", WIRE);
    assert_eq!(place.hits("source", &["--in", "fresh", "harbour"]), ["fresh"]);
    assert!(place.path("fresh/.dateline/meta.json").exists());
}
