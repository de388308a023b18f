//! Damaged files of every format: the stories in `corpus/forms/` with changes that are the same on every machine. Each
//! ends in articles or a reason, and no article is longer than the limit.

use std::fs;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline::archive::{self, Other, Reading, format_names, format_of};
use dateline::normalise::{self, Surroundings, Zone};

use crate::dice::Dice;
use crate::harness::corpus;

/// The maximum length of an article, in bytes. It is small, so that texts are truncated.
const LIMIT: usize = 1 << 12;
/// The number of changed copies per file. `DATELINE_ROUGH` multiplies it.
const COPIES: usize = 24;

/// Strings with a meaning in some format.
const PIECES: [&[u8]; 30] = [
    b"<",
    b">",
    b"</",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\\u-1 ",
    b"\\bin99999999999 ",
    b"\r\n",
    b"\n\n",
    b"\nFrom a b\n",
    b"\t",
    b"stream\n",
    b"endobj",
    b" 0 obj",
    b"%PDF-",
    b"PK\x03\x04",
    b"=?utf-8?q?=ff?=",
    b"99999999999999999999",
    b"--",
];

/// Collects the files in a folder, sorted by path.
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        match path.is_dir() {
            true => files(&path, out),
            false => out.push(path),
        }
    }
}

/// Changes bytes in one to four places.
fn changed(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(out.len() + 1);
        let to = (at + dice.below(200)).min(out.len());
        match dice.below(6) {
            0 => out.truncate(at),
            1 => drop(out.drain(at..to)),
            2 => drop(out.splice(at..at, bytes[at.min(bytes.len())..to.min(bytes.len())].to_vec())),
            3 => out.iter_mut().skip(at).take(1).for_each(|byte| *byte = dice.below(256) as u8),
            4 => drop(out.splice(at..at, PIECES[dice.below(PIECES.len())].repeat(dice.below(300)))),
            _ => drop(out.splice(at..at, PIECES[dice.below(PIECES.len())].to_vec())),
        }
    }
    out
}

fn read(name: &str, bytes: &[u8], form: Option<&str>) {
    let around = Surroundings {
        source: "folder".into(),
        source_from: "folder",
        path: name.to_string(),
        zone: Zone::UTC,
        modified: 0,
        date_from_mtime: false,
    };
    let reading = Reading { limit: LIMIT, format: form.and_then(format_of), ..Reading::default() };
    let mut seen = 0;
    let mut observe = |part: &[u8]| seen += part.len();
    let outcome = archive::read(name, Cursor::new(bytes), &reading, &mut observe, &mut |piece| {
        match piece {
            Ok(raw) => {
                assert!(raw.text.len() <= LIMIT, "{name}: {} bytes", raw.text.len());
                if let Ok(normalised) = normalise::article(raw, &around) {
                    assert!(!normalised.article.key.is_empty());
                }
            }
            Err(Other::Skipped(_, why)) => assert!(!why.to_string().is_empty()),
            Err(Other::Member(_)) => {}
        }
        ControlFlow::Continue(())
    });
    assert!(outcome.is_err() || seen == bytes.len(), "{name}: all of a file is hashed");
}

#[test]
fn damaged_files_of_every_format_have_a_verdict() {
    let rough = std::env::var("DATELINE_ROUGH").ok().and_then(|times| times.parse().ok());
    let mut dice = Dice::new(22);
    let mut all = Vec::new();
    files(&corpus().join("forms"), &mut all);
    let forms: Vec<&str> = format_names().collect();
    for path in all {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let bytes = fs::read(&path).expect("a file");
        for copy in 0..COPIES * rough.unwrap_or(1) {
            let changed = changed(&mut dice, &bytes);
            // Some copies are read in a format other than their own.
            let form = (copy % 4 == 0).then(|| forms[dice.below(forms.len())]);
            read(name, &changed, form);
        }
    }
}
