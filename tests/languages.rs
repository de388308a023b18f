//! Archives in several languages: a short article is analyzed in the language of most articles of its source, in any
//! order of reading.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dateline::archive::Walk;
use dateline::indexing::report::Line;
use dateline::indexing::{self, Observer, Options};
use serde_json::json;

use crate::dice::Dice;
use crate::harness::Place;

const FRENCH: &str = "Le conseil a dit lundi que la taxe sur le sel ne sera pas augmentée dans les villes, \
     mais que les droits sur le vin et le tabac pourraient être revus par une commission avant la fin de \
     l'année, selon un rapport que les membres ont reçu et que le maire a lu \
     devant eux.";
const SPANISH: &str = "El consejo dijo el lunes que no va a subir los impuestos de la sal en las ciudades, \
     pero que los derechos sobre el vino y el tabaco podrían ser revisados por una comisión antes de que \
     termine el año, según un informe que los miembros han recibido y que el \
     alcalde leyó ante ellos.";
const ENGLISH: &str = "The council said on Monday that it will not raise the tax on salt in the towns this \
     year, but that the duties on wine and tobacco may be looked at by a committee before the end of the \
     year, according to a report that the members have been given and that the mayor \
     read out to them.";

fn line(source: &str, body: &str) -> String {
    json!({"source": source, "body": body, "date": "2025-05-31"}).to_string() + "\n"
}

#[test]
fn a_form_is_found_by_its_stem_also_if_a_beginning_is_removed() {
    let place = Place::new();
    // The French stemmer removes the article, so this form is one of `avion`.
    place.write("in/fr.jsonl", line("Le Journal", &format!("{FRENCH} L'avion est parti.")));
    place.index("in");
    assert_eq!(place.hits("source", &["caps(avion)"]), ["Le Journal"]);
    assert_eq!(place.hits("source", &["nocaps(avion)"]), ["Le Journal"]);
    assert_eq!(place.hits("source", &["allcaps(avion)"]), [""; 0]);
}

#[test]
fn a_word_in_another_language_than_the_one_asked_for_is_a_word_of_the_archive() {
    let place = Place::new();
    let all = [
        ("Le Journal", FRENCH),
        ("The Paper", ENGLISH),
        ("The Paper", "The policy on ferries."),
        ("Le Journal", "Rien de neuf."),
        ("Notes", "A ferry."),
    ];
    place.write("in/all.jsonl", all.map(|(source, body)| line(source, body)).concat());
    place.write("in/policy.jsonl", line("The Paper", &format!("{ENGLISH} The policy stays.")));
    place.index("in");
    assert_eq!(place.search(&["policy", "--count"])["total"], 2);
    let said = |arguments: &[&str]| {
        let output = place.run(&[&["search"], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    // In French, the words have other stems, which no article has.
    let french = said(&["policy", "--lang", "fr"]);
    assert!(!french.contains("no article has"), "{french}");
    assert!(french.contains("note: no article matches both policy and lang:fr\n"), "{french}");
    assert!(french.contains("note: 1 possible match left out: too short"), "{french}");
    let phrase = said(&["\"the policy\"", "--lang", "fr"]);
    assert!(phrase.contains("no article matches both \"the policy\" and lang:fr"), "{phrase}");
    // Only an English article has the word that is most similar.
    let unknown = said(&["polixy", "--lang", "fr"]);
    assert!(unknown.contains("note: no article has \"polixy\"\n"), "{unknown}");
    let english = said(&["polixy", "--lang", "en"]);
    assert!(english.contains("did you mean \"policy\" (1 article)?"), "{english}");
    let explained = place.ends(0, &["explain", "policy", "--lang", "fr"]);
    assert!(explained.contains("no article matches both policy and lang:fr"), "{explained}");
}

#[test]
fn short_articles_are_read_as_most_of_their_source_is() {
    let place = Place::new();
    // The French stemmer gives both words the same stem; the English one does not.
    place.write("in/short.jsonl", line("Le Journal", "Accords nationaux."));
    let first = place.index("in");
    assert_eq!(place.hits("source", &["national"]), [""; 0]);
    place.write("in/long.jsonl", line("Le Journal", FRENCH));
    place.index("in");
    let answer = place.search(&["national"]);
    let hit = &answer["hits"][0];
    assert_eq!((&answer["total"], &hit["lang"]), (&json!(1), &json!(null)));
    let marked = json!({"text": "nationaux", "mark": true});
    assert!(hit["snippets"][0].as_array().unwrap().contains(&marked), "{hit}");

    let sealed = fs::read(place.path(".dateline/meta.json")).unwrap();
    let again = place.index("in");
    assert_eq!(again["articles"]["unchanged"], 2);
    assert_eq!(fs::read(place.path(".dateline/meta.json")).unwrap(), sealed, "nothing is written");
    place.ends(0, &["check"]);

    fs::remove_file(place.path("in/long.jsonl")).unwrap();
    let last = place.index("in");
    assert_eq!(last["articles"]["total"], first["articles"]["total"]);
    assert_eq!(place.hits("source", &["national"]), [""; 0]);
    assert_eq!(place.hits("source", &["nationaux"]), ["Le Journal"]);
}

#[test]
fn a_language_that_is_asked_for_has_its_own_stems_alone() {
    let place = Place::new();
    place.write("in/fr.jsonl", line("Le Journal", &format!("{FRENCH} La Chine.")));
    place.write("in/en.jsonl", line("The Post", &format!("{ENGLISH} A chin.")));
    place.index("in");
    assert_eq!(place.hits("source", &["china"]), ["Le Journal"]);
    assert_eq!(place.hits("source", &["china", "--lang", "en"]), [""; 0]);
    assert_eq!(place.hits("source", &["chin", "--lang", "en"]), ["The Post"]);
    assert_eq!(place.hits("source", &["chin", "--lang", "EN", "--lang", "fr"]).len(), 2);
}

/// Interrupts the run when everything has been read, so that the steps after the commit are not done.
struct EndsAtCommit(Arc<AtomicBool>);

impl Observer for EndsAtCommit {
    fn starting(&mut self, _: &Walk) {}
    fn advanced(&mut self, _: u64, _: u64) {}
    fn file(&mut self) {}
    fn line(&mut self, _: &Line) {}
    fn committing(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
    fn interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
    fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }
}

const SHORT: [&str; 8] = [
    "Accords nationaux.",
    "La Chine signe.",
    "Une loi adoptée.",
    "Las caras.",
    "Cuba y China.",
    "The cubs of the nation.",
    "A chin.",
    "Elections.",
];
const QUERIES: [&str; 9] = [
    "national",
    "china",
    "adopté",
    "cara",
    "cuba",
    "cub",
    "nations",
    "\"la chine\"",
    "caps(china) OR election w/3 loi",
];

fn articles(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..1 + dice.below(5) {
        let source = dice.pick(&["Le Journal", "El Diario", "The Post"]);
        text += &line(source, dice.pick(&[FRENCH, SPANISH, ENGLISH, FRENCH, SPANISH]));
        for _ in 0..dice.below(3) {
            text += &line(source, dice.pick(&SHORT));
        }
    }
    text
}

fn found(place: &Place) -> BTreeMap<&'static str, Vec<String>> {
    let keys = |query| {
        let mut keys = place.hits("key", &[query, "-n", "1000"]);
        keys.sort();
        (query, keys)
    };
    QUERIES.into_iter().map(keys).collect()
}

#[test]
fn whatever_came_first_an_archive_is_read_as_one_made_at_once() {
    let mut dice = Dice::new(7);
    let place = Place::new();
    let mut settled = 0;
    for step in 0..25 {
        for _ in 0..1 + dice.below(2) {
            let name = format!("in/{}.jsonl", dice.below(4));
            match dice.below(3) {
                0 if place.path(&name).exists() => fs::remove_file(place.path(&name)).unwrap(),
                _ => place.write(&name, articles(&mut dice)),
            }
        }
        place.write("in/last.jsonl", line("The Post", &format!("{ENGLISH} {step}")));
        if dice.below(3) == 0 {
            let options = Options::of(place.path(".dateline"));
            let mut observer = EndsAtCommit(Arc::default());
            indexing::sync(&[place.path("in")], &options, &mut observer).unwrap();
        }
        place.index("in");
        let anew = Place::new();
        anew.index(place.path("in").to_str().unwrap());
        assert_eq!(found(&place), found(&anew), "step {step}");
        settled += found(&place)["national"].len();
        place.ends(0, &["check"]);
    }
    assert!(settled > 5, "some short articles were read as French");
}
