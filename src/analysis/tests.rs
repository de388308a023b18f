//! Sentences over texts one knows by heart.

use super::{Analyzer, Event};

/// The forms at each position: `position:term/form`.
fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    Analyzer::default().analyse(text, |event| {
        if let Event::Token(token) = event {
            out.push(format!("{}:{}/{}", token.position, token.term, token.form));
        }
    });
    out
}

/// The sentences of a text.
fn sentences(text: &str) -> Vec<String> {
    let mut starts = Vec::new();
    Analyzer::default().analyse(text, |event| {
        if let Event::Sentence(at, _) = event {
            starts.push(at);
        }
    });
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| text[*start..end].trim().to_string()).collect()
}

fn paragraphs(text: &str) -> usize {
    let mut count = 0;
    Analyzer::default()
        .analyse(text, |event| count += usize::from(matches!(event, Event::Paragraph(..))));
    count
}

#[test]
fn a_word_is_a_run_of_letters_digits_and_marks() {
    assert_eq!(tokens("Grain, 1.5 mln"), ["0:grain/Grain", "1:1/1", "2:5/5", "3:mln/mln"]);
    assert_eq!(tokens("state-of-the-art").len(), 4);
    assert_eq!(tokens("cafe\u{301}"), ["0:cafe/café"]);
    assert_eq!(tokens(" … — "), Vec::<String>::new());
}

#[test]
fn parts_joined_by_an_apostrophe_share_a_position() {
    assert_eq!(
        tokens("Kellogg’s said"),
        ["0:kellogg/Kellogg's", "0:kellogg/Kellogg", "1:said/said"]
    );
    assert_eq!(tokens("l'avion"), ["0:l'avion/l'avion", "0:avion/avion"]);
    assert_eq!(tokens("rock 'n' roll").len(), 3);
}

#[test]
fn dotted_initials_are_closed_up() {
    assert_eq!(tokens("U.S. envoy"), ["0:us/US", "1:envoy/envoy"]);
    assert_eq!(tokens("the U.S.-led"), ["0:the/the", "1:us/US", "2:led/led"]);
    assert_eq!(tokens("at 5 p.m. today").len(), 4);
    assert_eq!(tokens("example.com").len(), 2);
}

#[test]
fn scripts_without_spaces_give_a_position_a_character() {
    assert_eq!(tokens("東京NATO"), ["0:東/東", "1:京/京", "2:nato/NATO"]);
    assert_eq!(tokens("서울").len(), 2);
}

#[test]
fn accents_and_case_are_folded() {
    let term = |word: &str| Analyzer::default().term(word);
    assert_eq!(term("Café"), term("CAFE"));
    assert_eq!(term("Straße"), term("strasse"));
    assert_eq!(term("Łódź"), term("lodz"));
    assert_ne!(term("Киев"), term("Кией"));
    assert_eq!(term("taxes"), term("tax"));
}

#[test]
fn long_words_are_cut_not_dropped() {
    let long = "x".repeat(500);
    assert_eq!(Analyzer::default().term(&long).len(), 100);
    assert_eq!(tokens(&long).len(), 1);
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    assert_eq!(sentences("One. Two! Three? Four"), ["One.", "Two!", "Three?", "Four"]);
    assert_eq!(
        sentences("U.S. President Holt spoke. He left."),
        ["U.S. President Holt spoke.", "He left."]
    );
    assert_eq!(
        sentences("Mr. Holt met Dr. Lund at 3.5 mph."),
        ["Mr. Holt met Dr. Lund at 3.5 mph."]
    );
    assert_eq!(
        sentences("Sold to Merrow Inc. The price fell."),
        ["Sold to Merrow Inc.", "The price fell."]
    );
    assert_eq!(
        sentences("“Stop.” He did. (And left.) Then rain."),
        ["“Stop.”", "He did.", "(And left.)", "Then rain."]
    );
    assert_eq!(sentences("天気。雨！"), ["天気。", "雨！"]);
}

#[test]
fn paragraphs_are_set_apart_by_blank_lines_or_else_by_lines() {
    assert_eq!(paragraphs("One.\nTwo.\nThree."), 3);
    assert_eq!(paragraphs("One\ngoes on.\n\nTwo."), 2);
    assert_eq!(sentences("One\ngoes on.\n\nTwo."), ["One\ngoes on.", "Two."]);
}

#[test]
fn near_copies_have_near_fingerprints() {
    let print = |text: &str| {
        let mut fingerprint = super::fingerprint::Fingerprint::default();
        Analyzer::default().analyse(text, |event| {
            if let Event::Token(token) = event {
                fingerprint.add(token.hash);
            }
        });
        fingerprint.finish()
    };
    let words: Vec<String> = (0..200).map(|n| format!("word{}", n * 7 % 101)).collect();
    let text = words.join(" ");
    let other: Vec<String> = (0..200).map(|n| format!("term{}", n * 11 % 97)).collect();
    let near = (print(&text) ^ print(&format!("{text} and one more"))).count_ones();
    let far = (print(&text) ^ print(&other.join(" "))).count_ones();
    assert!(near <= 12 && far > 16, "near {near}, far {far}");
}
