//! Hard-wrapped text, as in wires, mail and older collections. The counts of `w/s`, `w/p` and `lead` equal those of a
//! scan that knows the sentences and paragraphs of the text.

use crate::dice::Dice;
use crate::harness::Place;

/// A text as paragraphs of sentences of words.
type Text = Vec<Vec<Vec<&'static str>>>;

const WORDS: [&str; 24] = [
    "grain",
    "harbor",
    "lamp",
    "oil",
    "ferry",
    "keeper",
    "the",
    "of",
    "on",
    "and",
    "a",
    "ministry",
    "said",
    "Friday",
    "Quill",
    "Norland",
    "for",
    "winter",
    "tonnes",
    "Skerry",
    "price",
    "with",
    "agreement",
    "to",
];

fn made_up(dice: &mut Dice) -> Text {
    let words = |dice: &mut Dice| (0..4 + dice.below(18)).map(|_| WORDS[dice.below(24)]).collect();
    (0..2 + dice.below(6)).map(|_| (0..1 + dice.below(3)).map(|_| words(dice)).collect()).collect()
}

/// Wraps a text at a width that varies a little, with each paragraph indented.
fn set(
    text: &Text,
    dice: &mut Dice,
    indent: usize,
    width: usize,
    ragged: usize,
    gap: &str,
) -> String {
    let mut out = String::new();
    for paragraph in text {
        let sentences = paragraph.iter().map(|words| {
            let mut sentence = words.join(" ");
            sentence[..1].make_ascii_uppercase();
            sentence + "."
        });
        let paragraph = sentences.collect::<Vec<_>>().join(" ");
        let mut line = " ".repeat(indent);
        for word in paragraph.split(' ') {
            if line.len() + word.len() >= width + dice.below(ragged + 1) {
                out.push_str(line.trim_end());
                out.push('\n');
                line.clear();
            }
            line.push_str(word);
            line.push(' ');
        }
        out.push_str(line.trim_end());
        out.push_str(gap);
    }
    out
}

/// A query, its two words, and a function that returns whether the query matches a text.
struct Query {
    text: String,
    words: (&'static str, &'static str),
    holds: fn(&Text, (&str, &str)) -> bool,
}

fn queries() -> Vec<Query> {
    fn both(found: &[&str], words: (&str, &str)) -> bool {
        found.contains(&words.0) && found.contains(&words.1)
    }
    let mut queries = Vec::new();
    for words in [("grain", "harbor"), ("Norland", "oil"), ("ferry", "winter"), ("tonnes", "lamp")]
    {
        let (a, b) = words;
        queries.push(Query {
            text: format!("{a} w/s {b}"),
            words,
            holds: |text, words| text.iter().flatten().any(|sentence| both(sentence, words)),
        });
        queries.push(Query {
            text: format!("{a} w/p {b}"),
            words,
            holds: |text, words| text.iter().any(|paragraph| both(&paragraph.concat(), words)),
        });
        queries.push(Query {
            text: format!("lead({a})"),
            words,
            holds: |text, words| text[..2].concat().concat().contains(&words.0),
        });
    }
    queries
}

#[test]
fn counts_in_wrapped_text_are_those_of_a_scan_that_knows_its_paragraphs() {
    let mut dice = Dice::new(880_212);
    // The layouts of AP, of Reuters, and of mail.
    for (indent, width, ragged, gap) in [(3, 66, 10, "\n"), (4, 60, 3, "\n"), (0, 72, 0, "\n\n")] {
        let place = Place::new();
        let texts: Vec<Text> = (0..200).map(|_| made_up(&mut dice)).collect();
        let mut file = String::new();
        for (number, text) in texts.iter().enumerate() {
            let set = set(text, &mut dice, indent, width, ragged, gap);
            file.push_str(&format!(
                "<DOC>\n<DOCNO> AP880212-{number:04} </DOCNO>\n<TEXT>\n{set}</TEXT>\n</DOC>\n"
            ));
        }
        place.write("in/ap880212", file);
        place.index("in");
        for Query { text: query, words, holds } in queries() {
            let meant = texts.iter().filter(|text| holds(text, words)).count();
            let found = place.search(&[&query, "-n", "0"])["total"].as_u64();
            assert!(meant > 0, "{query} finds nothing");
            assert_eq!(found, Some(meant as u64), "{query} at {width}");
        }
    }
}

#[test]
fn a_snippet_goes_on_behind_a_line_end() {
    let place = Place::new();
    place.write(
        "in/a.txt",
        "Title: Lamp\nDate: 1988-02-12\n\n   The keeper of the northern lamp said on Friday that the\noil \
         had come and would last until March.\n   Nobody else was there to see the boat come in.\n",
    );
    place.index("in");
    let snippet = place.search(&["keeper w/s march"])["hits"][0]["snippets"][0].clone();
    let text: String = snippet
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| part["text"].as_str().expect("text"))
        .collect();
    assert!(
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("Friday that the oil had come"),
        "{text}"
    );
}
