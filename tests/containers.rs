//! Nested archives: every member is accounted for, none is written to disk, and decompression bombs are abandoned.

use std::fs;
use std::io::{Cursor, Write};

use serde_json::Value;

use crate::harness::Place;

fn wire(number: usize) -> String {
    format!(
        " date 2024-05-{:02} {number}\nTide {number}\nThe herring of {number}.\n",
        number % 28 + 1
    )
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn tar(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // `append_data` refuses names that lead out of the archive.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        out.append(&header, &bytes[..]).unwrap();
    }
    out.into_inner().unwrap()
}

fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn report(place: &Place, arguments: &[&str]) -> (Value, Vec<Value>) {
    let mut all = vec!["index", "in", "--report", "report.jsonl", "--force", "--output", "json"];
    all.extend(arguments);
    let summary = place.json(&all);
    let report = fs::read_to_string(place.path("report.jsonl")).unwrap();
    (summary, report.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn line(lines: &[Value], path: &str) -> String {
    let line = lines
        .iter()
        .find(|line| line["path"] == path)
        .unwrap_or_else(|| panic!("{path}: {lines:?}"));
    let text = |name: &str| line[name].as_str().unwrap_or("-").to_string();
    format!("{} {} {} {}", text("kind"), text("verdict"), line["articles"], text("reason"))
}

#[test]
fn every_member_is_an_article_or_has_a_reason() {
    let place = Place::new();
    let inner = tar(&[("deep/a.txt", wire(5).into()), ("deep/b.txt.gz", gz(wire(6).as_bytes()))]);
    place.write(
        "in/all.zip",
        zip(&[
            ("2024/a.txt", wire(1).into()),
            ("2024/empty.txt", Vec::new()),
            ("picture.png", vec![0x89, b'P', 0, 0]),
            ("inner.tar.gz", gz(&inner)),
        ]),
    );
    place.write("in/plain.txt.gz", gz(wire(2).as_bytes()));
    place.write(
        "in/out.tar",
        tar(&[("../../etc/evil.txt", wire(3).into()), ("/abs.txt", wire(4).into())]),
    );
    let (summary, lines) = report(&place, &[]);
    assert_eq!(
        summary["files"],
        serde_json::json!({"seen": 3, "indexed": 3, "unchanged": 0, "removed": 0, "skipped": 0})
    );
    assert_eq!(summary["articles"]["added"], 6);
    assert_eq!(line(&lines, "all.zip"), "file indexed 3 -");
    assert_eq!(line(&lines, "all.zip!/2024/a.txt"), "member indexed 1 -");
    assert_eq!(line(&lines, "all.zip!/2024/empty.txt"), "member skipped 0 empty");
    assert_eq!(line(&lines, "all.zip!/picture.png"), "member skipped 0 binary");
    assert_eq!(line(&lines, "all.zip!/inner.tar.gz!/deep/a.txt"), "member indexed 1 -");
    assert_eq!(line(&lines, "all.zip!/inner.tar.gz!/deep/b.txt.gz"), "member indexed 1 -");
    assert_eq!(line(&lines, "plain.txt.gz"), "file indexed 1 -");
    assert_eq!(line(&lines, "out.tar!/etc/evil.txt"), "member indexed 1 -");
    assert_eq!(line(&lines, "out.tar!/abs.txt"), "member indexed 1 -");
    let hit = &place.search(&["id:1"])["hits"][0];
    assert_eq!(
        (hit["path"].as_str(), hit["source"].as_str()),
        (Some("all.zip!/2024/a.txt"), Some("all.zip"))
    );
    assert_eq!(place.search(&["id:3"])["hits"][0]["source"], "etc");
    assert_eq!(place.search(&["id:2", "path:plain*"])["total"], 1);

    // An unchanged archive is not read. If it is changed, its missing members are removed; if it is removed, all are.
    let (summary, lines) = report(&place, &[]);
    assert_eq!(summary["files"]["unchanged"], 3);
    assert_eq!(summary["articles"]["unchanged"], 6);
    assert_eq!(line(&lines, "all.zip!/2024/a.txt"), "member unchanged 1 -");
    place.write(
        "in/all.zip",
        zip(&[("2024/a.txt", wire(1).into()), ("2024/c.txt", wire(7).into())]),
    );
    let (summary, lines) = report(&place, &[]);
    assert_eq!(
        (summary["articles"]["added"].as_u64(), summary["articles"]["removed"].as_u64()),
        (Some(1), Some(2))
    );
    assert_eq!(line(&lines, "all.zip!/inner.tar.gz!/deep/a.txt"), "member removed 0 -");
    fs::remove_file(place.path("in/all.zip")).unwrap();
    let (summary, _) = report(&place, &[]);
    assert_eq!(
        (summary["files"]["removed"].as_u64(), summary["articles"]["total"].as_u64()),
        (Some(1), Some(3))
    );
    place.ends(0, &["check"]);
}

#[test]
fn broken_and_hostile_containers_end_in_a_verdict() {
    let place = Place::new();
    let lines: String = (0..400)
        .map(|n| format!("{{\"id\":\"{n}\",\"title\":\"Line {n}\",\"body\":\"{}\"}}\n", n * 7919))
        .collect();
    let whole = gz(lines.as_bytes());
    place.write("in/cut.jsonl.gz", &whole[..whole.len() / 2]);
    place.write("in/bomb.txt.gz", gz(&vec![b'a'; 200 << 20]));
    place.write("in/header.gz", [0x1F, 0x8B, 8, 0, 0, 0]);
    place.write("in/not.zip", b"PK\x03\x04 and then nothing of the kind");
    let mut nested = wire(1).into_bytes();
    for _ in 0..12 {
        nested = gz(&nested);
    }
    place.write("in/nested.gz", nested);
    let archive = tar(&[("a.txt", wire(2).into()), ("b.txt", wire(3).into())]);
    place.write("in/cut.tar", &archive[..1600]);
    let (summary, lines) = report(&place, &[]);
    assert_eq!(summary["files"]["seen"], 6);
    assert!(line(&lines, "cut.jsonl.gz").starts_with("file indexed"));
    assert!(
        line(&lines, "bomb.txt.gz").contains("file skipped"),
        "{}",
        line(&lines, "bomb.txt.gz")
    );
    assert!(line(&lines, "header.gz").contains("skipped 0 unreadable"));
    assert!(line(&lines, "not.zip").contains("skipped 0 unreadable"));
    assert!(line(&lines, "nested.gz").contains("nested too deep"));
    assert_eq!(line(&lines, "cut.tar!/a.txt"), "member indexed 1 -");
    let cut = lines.iter().find(|line| line["kind"] == "article" && line["path"] == "cut.jsonl.gz");
    assert_eq!(cut.unwrap()["reason"], "unreadable");
    assert!(
        place.search(&["title:line"])["total"].as_u64() > Some(50),
        "what came before the cut is there"
    );
}
