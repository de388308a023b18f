//! A read that fails once, at any place of a large file: no article is removed, and the next run reads the file.

use std::fs;
use std::io::{Cursor, Read, Write};

use super::{on_faulty_disk, total, wire};
use crate::dice::Dice;
use crate::harness::{Place, corpus};
use crate::reliability::rounds;

/// The number of bytes that the program reads at once.
const READ: usize = 8 << 10;

/// Returns text that does not become shorter when it is compressed.
fn noise(dice: &mut Dice, bytes: usize) -> String {
    (0..bytes / 8).map(|_| format!("{:07x} ", dice.below(1 << 28))).collect()
}

/// Returns a zip archive of the sample corpus whose XML members take several reads.
fn padded(sample: &str, dice: &mut Dice) -> Vec<u8> {
    let file = fs::File::open(corpus().join("forms").join(sample)).expect("a sample");
    let mut from = zip::ZipArchive::new(file).expect("a zip archive");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut member = from.by_index(number).expect("a member");
        let name = member.name().expect("UTF-8").into_owned();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("it is whole");
        if [".xml", ".xhtml", ".opf"].iter().any(|end| name.ends_with(end)) {
            bytes.extend(format!("<!-- {}-->", noise(dice, 8 * READ)).bytes());
        }
        let options = zip::write::SimpleFileOptions::default();
        to.start_file(name, options).expect("a member");
        to.write_all(&bytes).expect("memory");
    }
    to.finish().expect("memory").into_inner()
}

fn articles(dice: &mut Dice) -> Vec<(String, String)> {
    let article = |number| (format!("{number:02}.txt"), wire(number) + &noise(dice, READ));
    (0..10).map(article).collect()
}

fn tar(dice: &mut Dice) -> Vec<u8> {
    let packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(packed);
    for (name, text) in articles(dice) {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_bytes()).expect("memory");
    }
    tar.into_inner().and_then(|packed| packed.finish()).expect("memory")
}

fn zipped(dice: &mut Dice) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in articles(dice) {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

#[test]
fn a_read_that_fails_once_removes_nothing() {
    let mut dice = Dice::new(41);
    let files = [
        ("issue.zip", padded("scans/issue.zip", &mut dice)),
        ("lamp.docx", padded("documents/lamp.docx", &mut dice)),
        ("lamp.epub", padded("documents/lamp.epub", &mut dice)),
        ("lamp.odt", padded("documents/lamp.odt", &mut dice)),
        ("some.tar.gz", tar(&mut dice)),
        ("some.zip", zipped(&mut dice)),
    ];
    let (step, mut runs, mut failed) = (if rounds(1) == 1 { 7 } else { 1 }, 0, 0);
    for (name, bytes) in files {
        let place = Place::new();
        place.write(&format!("in/{name}"), &bytes);
        place.write("in/other.txt", wire(99));
        place.index("in");
        let before = total(&place);
        // Some members are read twice.
        for number in (0..3 * bytes.len() / READ).step_by(step) {
            let file = fs::File::options().append(true).open(place.path("in").join(name));
            let time = std::time::SystemTime::UNIX_EPOCH
                + std::time::Duration::from_secs(1_000_000 + number as u64);
            file.and_then(|file| file.set_modified(time)).expect("a time is set");
            let faults = format!("read:/in/{name}:{number}:1");
            let arguments = ["index", "in", "--allow-removals", "--output", "json"];
            let Some(output) = on_faulty_disk(&place, &faults, &arguments) else { return };
            let summary: serde_json::Value =
                serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
            assert_eq!(summary["articles"]["removed"], 0, "{faults}: {summary}");
            runs += 1;
            failed += usize::from(summary["files"]["skipped"] != 0);
            place.index("in");
            assert_eq!(total(&place), before, "{faults}");
        }
    }
    eprintln!("{runs} runs in which a read was to fail once, {failed} of which reached it");
    assert!(failed > 0);
}
