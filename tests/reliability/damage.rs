//! Damaged files: all damage is detected, and none makes the program panic, hang or be killed.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use dateline::answers::check;
use dateline::article::Article;
use dateline::engine::Request;
use dateline::engine::embedded::EmbeddedEngine;
use dateline::query::tree::Tree;
use dateline::searching::{Index, Location, sweep};

use super::{change, rounds, sync};
use crate::dice::Dice;
use crate::harness::Place;

/// Damages a file in one of many ways. Returns what was done.
fn damage(path: &PathBuf, dice: &mut Dice) -> Option<String> {
    let mut bytes = fs::read(path).unwrap();
    let before = bytes.clone();
    let length = bytes.len();
    let what = match dice.below(8) {
        0 => {
            fs::remove_file(path).unwrap();
            return Some("removed".into());
        }
        1 => {
            bytes.truncate(dice.below(length));
            "cut".to_string()
        }
        2 => {
            let start = dice.below(length) / 4096 * 4096;
            let end = (start + 4096).min(length);
            bytes[start..end].fill(0);
            format!("zeros from {start}")
        }
        3 => {
            bytes.extend([0; 7]);
            "longer".into()
        }
        // Lengths and offsets are at the end of a file.
        4 | 5 => {
            let at = length - 1 - dice.below(length.min(200));
            bytes[at] ^= 1 << dice.below(8);
            format!("a bit at {at}")
        }
        _ => {
            let at = dice.below(length);
            bytes[at] ^= 1 << dice.below(8);
            format!("a bit at {at}")
        }
    };
    fs::write(path, &bytes).unwrap();
    (bytes != before).then_some(what)
}

#[test]
fn damage_is_found_and_breaks_nothing() {
    let place = Place::new();
    let mut dice = Dice::new(23);
    // Enough articles for several segments with files that are too large to be verified when the index is opened.
    let lines: String = (0..4_000).map(|number| super::line(1_000 + number)).collect();
    place.write("in/large.jsonl", lines);
    change(&place, &mut dice, 40);
    sync(&place, "index", None).unwrap();
    drop(fs::remove_file(place.path("in/1/3.txt")));
    change(&place, &mut dice, 10);
    sync(&place, "index", None).unwrap();
    let files: Vec<PathBuf> = fs::read_dir(place.path("index"))
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| fs::metadata(path).is_ok_and(|about| about.len() > 0))
        .collect();
    let (mut done, mut refused) = (0, 0);
    while done < rounds(150) {
        let path = &files[done % files.len()];
        let good = fs::read(path).unwrap();
        let Some(what) = damage(path, &mut dice) else { continue };
        done += 1;
        let what = format!("{} {what}", path.file_name().unwrap().to_string_lossy());
        // A missing list of managed files is written again, and no commit needs the lock file.
        let harmless = what == ".managed.json removed" || what.starts_with(".tantivy-writer.lock");
        match check::check(&Location::Folder(place.path("index")), false) {
            Ok(checked) => assert!(!checked.is_intact() || harmless, "{what} is not found"),
            Err(error) => assert!(error.hint.is_some(), "{what}: {error}"),
        }
        for arguments in [
            &["search", "herring grain w/5 tax", "--facets", "source,month", "--output", "json"][..],
            &["export", "storm OR lamp", "--sort", "newest"],
            &["search", "gra* ~2024", "--sort", "oldest", "--snippets", "3"],
        ] {
            // The limits protect the machine's memory (4 GB of addresses are plenty), and end a command that hangs.
            let output = Command::new("sh")
                .args(["-c", "ulimit -v 4000000; ulimit -t 20; exec timeout 60 \"$0\" \"$@\""])
                .arg(env!("CARGO_BIN_EXE_dateline"))
                .args(arguments)
                .args(["--index", "index"])
                .current_dir(place.path(""))
                .stdin(Stdio::null())
                .output()
                .expect("sh runs");
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(
                matches!(output.status.code(), Some(0..=2)),
                "{what}: {arguments:?} {output:?}"
            );
            assert!(!error.contains("panicked") && !error.contains("defect"), "{what}: {error}");
            if output.status.code() == Some(2) {
                refused += 1;
                let names = what.split(' ').next().unwrap_or_default();
                assert!(error.contains(names), "{what}: the file is not named: {error}");
                assert!(error.contains("--rebuild"), "{what}: no remedy: {error}");
            }
        }
        fs::write(path, good).unwrap();
    }
    assert!(check::check(&Location::Folder(place.path("index")), false).unwrap().is_intact());
    eprintln!("{done} damages, {refused} of {} searches refused", done * 3);
}

/// If a damaged record makes a reading thread panic, the thread that waits for it is notified.
#[test]
fn a_reading_thread_that_panics_is_told_and_not_waited_for() {
    let place = Place::new();
    place.write("in/large.jsonl", (0..2_000).map(super::line).collect::<String>());
    sync(&place, "index", None).unwrap();
    let folder = place.path("index");
    let (told, wait) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let index = Index::open(&folder).unwrap();
        let (_, all) = index.engine.every(&Request::counting(&Tree::All)).unwrap();
        let swept = catch_unwind(AssertUnwindSafe(|| {
            let worker = || |article: Article| assert_ne!(article.title.unwrap(), "Line 700");
            sweep(all.as_ref(), usize::MAX, worker, |()| Ok(true))
        }));
        told.send(swept.is_err()).unwrap();
    });
    assert_eq!(wait.recv_timeout(Duration::from_secs(120)), Ok(true), "it waits for ever");
}

#[test]
fn a_damaged_index_is_rebuilt_while_another_is_searched() {
    let place = Place::new();
    change(&place, &mut Dice::new(29), 40);
    place.ends(0, &["index", "in", "-q"]);
    let total = place.search(&[""])["total"].clone();
    let catalogue = fs::read_dir(place.path(".dateline")).unwrap().flatten();
    let catalogue = catalogue.map(|entry| entry.path());
    let catalogue: Vec<_> =
        catalogue.filter(|path| path.to_string_lossy().contains("catalogue-")).collect();
    fs::write(&catalogue[0], b"nothing").unwrap();
    place.ends(2, &["check"]);
    place.ends(2, &["index", "in", "-q"]);
    // Without the catalogue, which contains the list of roots, the roots have to be named.
    place.ends(2, &["index", "--rebuild", "-q"]);
    place.ends(2, &["index", "--rebuild", "in", "-q"]);
    place.ends(0, &["index", "--rebuild", "in", "--discard-unknown-roots", "-q"]);
    place.ends(0, &["check"]);
    assert_eq!(place.search(&[""])["total"], total);
    place.ends(0, &["index", "--rebuild", "-q"]);
    super::is_as_a_clean_build(&place, ".dateline", "rebuilt twice");
}

#[test]
fn a_key_that_cannot_be_looked_up_is_an_error() {
    let place = Place::new();
    let mut dice = Dice::new(7);
    // Two keys with the same `order`, and texts so long that opening the index does not verify their file.
    for name in ["one", "two"] {
        let body: String = (0..60_000).map(|_| format!("{:x} ", dice.below(1 << 24))).collect();
        place.write(
            &format!("in/{name}.jsonl"),
            format!("{{\"key\":\"story-{name}\",\"date\":\"2024-01-01\",\"title\":\"Story\",\"body\":\"{body}\"}}\n"),
        );
    }
    place.index("in");
    assert_eq!(place.search(&["key:story-one"])["total"], 1);
    let is_store = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "store");
    let files = fs::read_dir(place.path(".dateline")).unwrap().map(|entry| entry.unwrap().path());
    for path in files.filter(is_store) {
        let mut bytes = fs::read(&path).unwrap();
        assert!(bytes.len() > 1 << 17, "opening does not sum it");
        // Damage the inside of each article's compressed record.
        for at in [bytes.len() / 4, bytes.len() / 4 * 3] {
            bytes[at..at + 64].iter_mut().for_each(|byte| *byte ^= 0xff);
        }
        fs::write(&path, &bytes).unwrap();
    }
    // A command that only counts reads no article to show it.
    place.ends(2, &["timeline", "key:story-one"]);
}

/// With a damaged catalogue, a search either gives the right answer or reports the damage.
#[test]
fn no_search_shows_what_a_damaged_catalogue_says() {
    let place = Place::new();
    let mut dice = Dice::new(29);
    for number in 0..600 {
        place.write(&format!("in/{}/{number}.txt", number % 7), super::wire(number));
    }
    sync(&place, "index", None).unwrap();
    let name = EmbeddedEngine::open(&place.path("index")).unwrap().payload().catalogue.clone();
    let file = place.path("index").join(name.unwrap().name);
    let sound = fs::read(&file).unwrap();
    let shown = || {
        let index = Index::open(&place.path("index"))?;
        let (_, all) = index.engine.every(&Request::counting(&Tree::All))?;
        let mut articles = all.articles()?;
        let mut shown = Vec::new();
        for position in 0..all.len() {
            let key = articles.read(position)?.key;
            shown.push((index.catalogue.places(&key)?, index.catalogue.order(&key)?));
        }
        Ok::<_, dateline::error::Error>(shown)
    };
    let before = shown().unwrap();
    let mut refused = 0;
    for _ in 0..rounds(200) {
        let mut bytes = sound.clone();
        let at = dice.below(bytes.len());
        bytes[at] ^= 1 << dice.below(8);
        fs::write(&file, &bytes).unwrap();
        match shown() {
            Ok(after) => assert_eq!(after, before, "a bit at {at}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 0);
}
