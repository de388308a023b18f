//! A catalogue that is written and read is unchanged, and damage is detected.

use std::io;

use super::{Catalogue, FileRecord, Placed, Placing, Root, Verdict, View};
use crate::article::{hash_of_key, order};

impl Catalogue {
    fn file(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.encode(&mut bytes).unwrap();
        bytes
    }
}

fn decode(bytes: &[u8]) -> io::Result<Catalogue> {
    Catalogue::decode_in_pieces(bytes, &|| {})
}

fn sample() -> Catalogue {
    let mut catalogue = Catalogue { run: 7, ..Catalogue::default() };
    let hash = "00112233445566778899aabbccddeeff";
    let mut keys = Vec::new();
    for (key, source) in [
        (hash, Some("Reuters")),
        ("menafn-1", Some("REUTERS")),
        ("menafn-2", Some("reuters")),
        ("x", Some("REUTERS")),
    ] {
        let content = hash_of_key(hash).unwrap();
        let order = order(-1_234_567, key);
        keys.push(catalogue.keys.add(key, content, order, (source, key == "x")));
        catalogue.keys.set_place(keys[keys.len() - 1], if key == "x" { 7 } else { 0 });
        catalogue.keys.set_details(keys[keys.len() - 1], if key == "menafn-1" { 0 } else { 9 });
    }
    let mut root =
        Root { path: "/archive".into(), source: None, zone: "UTC".into(), ..Root::default() };
    for number in 0..40_u32 {
        let verdict = match number {
            3 => Verdict::skipped("empty"),
            4 => Verdict::Skipped {
                reason: "unreadable: EIO, 2 articles kept".into(),
                kept: keys[2..]
                    .iter()
                    .map(|key| Placed { line: 3, key: *key })
                    .collect::<Placing>()
                    .finish(),
            },
            _ => Verdict::Indexed {
                format: "wire".into(),
                articles: Placing::from_iter([Placed {
                    line: 1 << 33,
                    key: keys[number as usize % 4],
                }])
                .finish(),
                skipped: if number == 5 {
                    [(9, "no JSON object".into())].into()
                } else {
                    [].into()
                },
            },
        };
        let record = FileRecord {
            size: u64::from(number) * 1_000,
            modified: i64::from(number) - 20,
            identity: number * 7,
            hash: u64::from(number),
            verdict,
            unsettled: number == 7,
            member: number == 9,
        };
        root.files.insert(format!("2024/é{number:02}.txt").into(), record.into());
    }
    catalogue.roots.push(root);
    catalogue
}

/// Returns everything that a catalogue records about keys and files, independent of their numbers.
fn said(catalogue: &Catalogue) -> (Vec<String>, Vec<String>) {
    let keys = &catalogue.keys;
    let of_key = |number| {
        let source = (keys.source(number), keys.source_inherited(number), keys.place(number));
        let (content, order, details) =
            (keys.content(number), keys.order(number), keys.details(number));
        format!("{} {content:?} {order} {source:?} {details}", keys.key(number))
    };
    let files = catalogue.roots.iter().flat_map(|root| &root.files).map(|(path, record)| {
        let places = record.articles().iter().map(|at| (at.line, keys.key(at.key)));
        let places: Vec<_> = places.collect();
        let mut record = FileRecord::clone(record);
        match &mut record.verdict {
            Verdict::Indexed { articles, .. } | Verdict::Skipped { kept: articles, .. } => {
                *articles = Default::default();
            }
        }
        format!("{path} {record:?} {places:?}")
    });
    (keys.sorted(|_| true).into_iter().map(of_key).collect(), files.collect())
}

#[test]
fn it_comes_out_as_it_went_in() {
    let catalogue = sample();
    let bytes = catalogue.file();
    let decoded = decode(&bytes).unwrap();
    assert_eq!(said(&decoded), said(&catalogue));
    assert_eq!(decoded.run, catalogue.run);
    assert!(!decoded.keys.changed());
    assert_eq!(decoded.file(), bytes);
}

#[test]
fn keys_without_a_place_are_left_out() {
    let mut catalogue = sample();
    let bytes = catalogue.file();
    catalogue.keys.add("nowhere", [1; 16], 0, (Some("Nobody"), false));
    assert!(catalogue.keys.changed());
    assert_eq!(catalogue.file(), bytes);
}

#[test]
fn setting_what_is_there_already_is_no_change() {
    let mut keys = decode(&sample().file()).unwrap().keys;
    let number = keys.number("menafn-1").unwrap();
    let (content, order) = (*keys.content(number), keys.order(number));
    keys.set_content(number, content);
    keys.set_source(number, (Some("REUTERS"), false));
    assert_eq!(keys.set_order(number, order), order);
    assert!(!keys.changed());
    keys.set_content(number, [7; 16]);
    assert!(keys.changed());
    assert_eq!(keys.number("menafn-1"), Some(number));
    assert_eq!(keys.source(number), Some("REUTERS"));
}

#[test]
fn a_view_finds_places_without_unpacking() {
    let catalogue = sample();
    let bytes = catalogue.file();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("c"), &bytes).unwrap();
    let view = View::open(folder.path(), "c", bytes.len() as u64).unwrap();
    for number in catalogue.keys.numbers() {
        let key = catalogue.keys.key(number);
        let places = view.places(&key).unwrap();
        assert!(places.len() >= 9 && places.is_sorted_by(|a, b| a.path <= b.path));
        assert_eq!(view.order(&key).unwrap(), Some(catalogue.keys.order(number)));
    }
    assert_eq!(view.places("menafn-1").unwrap()[0].path, "2024/é01.txt");
    assert!(view.places("unknown").unwrap().is_empty());
    let begins = |prefix: &str, limit: usize| view.keys_with_prefix(prefix, limit).unwrap();
    let order = |key: &str| view.order(key).unwrap().unwrap();
    let own = ["menafn-1", "menafn-2"].map(|key| (key.to_string(), order(key)));
    assert_eq!(begins("menafn", 9), own);
    assert_eq!(begins("menafn", 1), own[..1]);
    let all = begins("", usize::MAX);
    assert!(all.is_sorted() && all.len() == catalogue.keys.len());
    assert_eq!(begins("", 2), all[..2]);
    assert_eq!(begins("0011", 9).len(), 1);
    assert_eq!(view.spelling("reuters"), Some("REUTERS"));
    assert!(View::open(folder.path(), "c", 1).is_err());
}

#[test]
fn different_catalogues_of_one_length_have_different_fingerprints() {
    let folder = tempfile::tempdir().unwrap();
    let fingerprint = |run: i64| {
        let bytes = Catalogue { run, ..sample() }.file();
        std::fs::write(folder.path().join("c"), &bytes).unwrap();
        let view = View::open(folder.path(), "c", bytes.len() as u64).unwrap();
        (bytes.len(), view.fingerprint())
    };
    let (one, other) = (fingerprint(7), fingerprint(8));
    assert_eq!(one.0, other.0);
    assert_ne!(one.1, other.1);
    assert_eq!(one, fingerprint(7));
}

#[test]
fn damage_is_an_error_and_never_a_crash() {
    let bytes = sample().file();
    for end in 0..bytes.len() {
        assert!(decode(&bytes[..end]).is_err(), "cut at {end}");
    }
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        drop(decode(&damaged));
    }
}
