//! Files that are excluded by patterns: `--exclude` and `.datelineignore`.

use std::fs;

use serde_json::Value;

use crate::harness::Place;

fn article(place: &Place, path: &str) {
    place.write(path, format!(" date 2025-05-31 1\n{path}\nZebra {path}.\n"));
}

fn archive() -> Place {
    let place = Place::new();
    for path in ["in/a.txt", "in/b.txt", "in/drafts/c.txt", "in/deep/d.txt", "in/deep/d.bak.txt"] {
        article(&place, path);
    }
    place
}

fn titles(place: &Place) -> Vec<String> {
    let mut titles = place.hits("title", &["zebra", "-n", "100"]);
    titles.sort();
    titles
}

fn index(place: &Place, more: &[&str]) -> Value {
    place.json(&[&["index", "in", "--output", "json"], more].concat())
}

#[test]
fn excluded_files_are_not_seen_and_are_accounted_for() {
    let place = archive();
    let summary = index(
        &place,
        &["--exclude", "drafts/", "--exclude", "*.bak.txt", "--report", "seen.jsonl"],
    );
    assert_eq!(titles(&place), ["in/a.txt", "in/b.txt", "in/deep/d.txt"]);
    assert_eq!((&summary["files"]["seen"], &summary["files"]["excluded"]), (&3.into(), &2.into()));
    let report = fs::read_to_string(place.path("seen.jsonl")).expect("a report");
    let excluded: Vec<Value> = report
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|line| line["verdict"] == "excluded")
        .map(|line| line["path"].clone())
        .collect();
    assert_eq!(excluded, ["deep/d.bak.txt", "drafts"]);
    let output = place.run(&["index", "in"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("2 excluded"), "{said}");
    assert_eq!(titles(&place).len(), 3, "the patterns are remembered");
    let info = place.json(&["info", "--json"]);
    assert_eq!(info["roots"][0]["options"][0], "--exclude \"drafts/\"");
    assert_eq!(place.json(&["index", "--rebuild", "--output", "json"])["articles"]["total"], 3);
    let strict = place.run(&["index", "in", "--strict"]);
    assert_eq!(strict.status.code(), Some(0), "an excluded file is not a skipped one");
    assert_eq!(index(&place, &["--exclude", ""])["articles"]["added"], 2, "'' clears them");
}

#[test]
fn newly_excluded_files_are_removed_unless_they_are_too_many() {
    let place = archive();
    index(&place, &[]);
    let summary = index(&place, &["--exclude", "drafts/"]);
    assert_eq!(
        (&summary["files"]["removed"], &summary["articles"]["removed"]),
        (&1.into(), &1.into())
    );
    assert_eq!(summary["files"]["unchanged"], 4, "nothing is read again");
    place.ends(2, &["index", "in", "--exclude", "*.txt"]);
    assert_eq!(titles(&place).len(), 4, "a refused run changes nothing");
    index(&place, &[]);
    assert_eq!(titles(&place).len(), 4);
    let output = place.run(&["index", "in", "--exclude", "*.txt", "--allow-removals"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(titles(&place).is_empty());
}

#[test]
fn files_of_patterns_apply_to_their_folder_and_below() {
    let place = archive();
    place.write("in/.datelineignore", "# drafts of all kinds\n*.bak.txt\n/b.txt\n");
    place.write("in/deep/.datelineignore", "!d.bak.txt\n/deeper/\n");
    article(&place, "in/deep/b.txt");
    article(&place, "in/deep/deeper/e.txt");
    let summary = index(&place, &[]);
    let found =
        ["in/a.txt", "in/deep/b.txt", "in/deep/d.bak.txt", "in/deep/d.txt", "in/drafts/c.txt"];
    assert_eq!(titles(&place), found);
    assert_eq!(summary["files"]["excluded"], 2);
    // A part of a root is read with the patterns of the whole root.
    assert_eq!(place.index("in/deep")["files"]["seen"], 3);
    assert_eq!(place.index("in/deep/deeper")["files"]["seen"], 0);
    assert_eq!(titles(&place), found);
    let preview = place.json(&["index", "in", "--preview", "--exclude", "drafts/", "--json"]);
    assert_eq!(preview["files"], 4);
}

#[test]
fn patterns_that_cannot_be_read_remove_nothing() {
    let place = archive();
    index(&place, &[]);
    let output = place.run(&["index", "in", "--exclude", "{a"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("--exclude \"{a\": unclosed") && said.contains(".gitignore"), "{said}");
    for (name, bad) in
        [("a line", b"x\n{a\n".to_vec()), ("bytes", vec![0xff; 9]), ("length", vec![b'x'; 70_000])]
    {
        place.write("in/deep/.datelineignore", bad);
        let output = place.run(&["index", "in", "--strict"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains("1 unreadable: deep"), "{name}: {said}");
        assert_eq!(titles(&place).len(), 5, "{name}: what the folder had is kept");
    }
    fs::remove_file(place.path("in/deep/.datelineignore")).expect("it is removed");
    fs::create_dir(place.path("in/deep/.datelineignore")).expect("a folder");
    index(&place, &[]);
    assert_eq!(titles(&place).len(), 5);
}

#[test]
fn an_inner_root_keeps_its_patterns() {
    let place = archive();
    place.json(&["index", "in/deep", "--exclude", "*.bak.txt", "--output", "json"]);
    let summary = index(&place, &["--exclude", "b.txt"]);
    assert_eq!(summary["files"]["excluded"], 2);
    assert_eq!(titles(&place), ["in/a.txt", "in/deep/d.txt", "in/drafts/c.txt"]);
}
