//! Tests of tokens, sentences, paragraphs and languages.

use super::{Analyzer, Event, Language, Majorities};
use crate::article::Article;

/// Returns the forms at each position, as `position:term/form`.
fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    Analyzer::default().analyse(Language::ENGLISH, text, |event| {
        if let Event::Token(token) = event {
            out.push(format!("{}:{}/{}", token.position, token.term, token.form));
        }
    });
    out
}

/// Returns the sentences of a text.
fn sentences(text: &str) -> Vec<String> {
    let mut starts = Vec::new();
    Analyzer::default().analyse(Language::ENGLISH, text, |event| {
        if let Event::Sentence(at, _) = event {
            starts.push(at);
        }
    });
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| text[*start..end].trim().to_string()).collect()
}

fn paragraphs(text: &str) -> usize {
    let mut count = 0;
    Analyzer::default().analyse(Language::ENGLISH, text, |event| {
        count += usize::from(matches!(event, Event::Paragraph(..)))
    });
    count
}

#[test]
fn a_word_is_a_run_of_letters_digits_and_marks() {
    assert_eq!(tokens("Grain, 1.5 mln"), ["0:grain/Grain", "1:1/1", "2:5/5", "3:mln/mln"]);
    assert_eq!(tokens("state-of-the-art").len(), 4);
    assert_eq!(tokens("cafe\u{301}"), ["0:cafe/café"]);
    assert_eq!(tokens(" … — \u{fe0f} \u{301}"), Vec::<String>::new());
    assert_eq!(tokens("❤\u{fe0f}love 1\u{fe0f}\u{20e3}"), ["0:love/love", "1:1/1\u{20e3}"]);
    assert_eq!(tokens("👩\u{200d}💻 ශ්\u{200d}රී").len(), 1);
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
    assert_eq!(tokens("U.S.Steel"), ["0:us/US", "1:steel/Steel"]);
    assert_eq!(tokens("example.com").len(), 2);
}

#[test]
fn scripts_without_spaces_give_a_position_a_character() {
    assert_eq!(tokens("東京NATO"), ["0:東/東", "1:京/京", "2:nato/NATO"]);
    assert_eq!(tokens("서울").len(), 2);
    assert_eq!(tokens("か\u{3099}葛\u{e0100}"), ["0:が/が", "1:葛/葛"]);
    assert_eq!(tokens("ｶﾞ")[0].split('/').next(), tokens("ガ")[0].split('/').next());
    let terms = |text: &str| -> Vec<String> {
        tokens(text).iter().filter_map(|token| Some(token.split_once('/')?.0.to_string())).collect()
    };
    for (composed, decomposed) in [
        ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
        ("한", "\u{d558}\u{11ab}"),
        ("น้ำ", "น้\u{e4d}\u{e32}"),
        ("ガス", "カ\u{3099}ス"),
    ] {
        assert_eq!(terms(composed), terms(decomposed));
    }
    assert_eq!(tokens("ㅋㅋ").len(), 2);
}

#[test]
fn accents_and_case_are_folded() {
    let term = |word: &str| Analyzer::default().stems(&[Language::ENGLISH], word).remove(0).term;
    assert_eq!(term("Café"), term("CAFE"));
    assert_eq!(term("Straße"), term("strasse"));
    assert_eq!(term("Łódź"), term("lodz"));
    assert_ne!(term("Киев"), term("Кией"));
    assert_eq!(term("taxes"), term("tax"));
    assert_eq!(term("שָׁלוֹם"), term("שלום"));
    assert_eq!(term("ΟΔΥΣΣΕΥΣ"), term("Οδυσσεύς"));
    for number in ["٢٥٦٧", "۲۵۶۷", "२५६७", "২৫৬৭", "๒๕๖๗", "２５６７"]
    {
        assert_eq!(term(number), "2567", "{number}");
    }
}

#[test]
fn long_words_are_cut_not_dropped() {
    let long = "x".repeat(500);
    assert_eq!(Analyzer::default().stems(&[Language::ENGLISH], &long)[0].term.len(), 100);
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
        Analyzer::default().analyse(Language::ENGLISH, text, |event| {
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

#[test]
fn words_of_other_languages_are_stemmed_as_theirs() {
    let shares = |code: &str, a: &str, b: &str| {
        let language = [Language::of_code(code).unwrap()];
        let mut analyzer = Analyzer::default();
        let a = analyzer.stems(&language, a);
        let b = analyzer.stems(&language, b);
        a.iter().any(|term| b.contains(term))
    };
    for (code, a, b) in [
        ("fr", "élections", "election"),
        ("fr", "adoptée", "adopté"),
        ("fr", "adoptée", "adoptee"),
        ("de", "Straßen", "STRASSE"),
        ("de", "Häuser", "Haus"),
        ("ru", "выборы", "выборов"),
        ("es", "elección", "elecciones"),
        ("tr", "İSTANBUL", "istanbul"),
        ("tr", "ıslak", "ISLAK"),
        ("fa", "کتاب", "كتاب"),
        ("ar", "الحكومة", "حكومة"),
        ("el", "εκλογές", "ΕΚΛΟΓΕΣ"),
    ] {
        assert!(shares(code, a, b), "{code}: {a} and {b}");
    }
}

#[test]
fn a_stem_says_in_which_languages_a_word_has_it() {
    let language = |code| Language::of_code(code).unwrap();
    let (en, es, zh) = (Language::ENGLISH, language("es"), language("zh"));
    let mut analyzer = Analyzer::default();
    let stems = analyzer.stems(&[en, es, zh], "Cuba");
    let found: Vec<_> = stems
        .iter()
        .map(|stem| {
            (stem.term.as_str(), [en, es, zh].map(|language| stem.languages.contains(language)))
        })
        .collect();
    assert_eq!(found, [("cuba", [true, false, true]), ("cub", [false, true, false])]);
    assert!(analyzer.stems(&[en, es, zh], "OPEC")[0].is_of_any());
    assert!(analyzer.stems(&[es], "Cuba")[0].is_of_any());
}

#[test]
fn a_short_text_is_taken_for_what_most_of_its_source_is_in() {
    let majorities = Majorities::default();
    let of = |source: &str, body: &str| {
        let mut article =
            Article { source: Some(source.into()), body: body.into(), ..Article::default() };
        majorities.observe(&mut article);
        Language::of_article(&article).code()
    };
    assert_eq!(of("Le Monde", "adoptée"), "en");
    majorities.add("le monde", "fr", 2);
    majorities.add("le monde", "en", 1);
    assert_eq!(of("Le Monde", "adoptée"), "fr");
    assert_eq!(of("Le Monde", "Налог"), "ru", "no French is written so");
    assert_eq!(of("Die Zeit", "adoptée"), "en");
    majorities.add("le monde", "en", 1);
    assert_eq!(of("LE MONDE", "adoptée"), "en", "half is no majority");
}

#[test]
fn languages_are_told_where_that_can_be_told() {
    let text = |sentence: &str| sentence.repeat(300 / sentence.len() + 3);
    for (code, sentence) in [
        ("en", "The council said on Monday that it will not raise the tax on salt this year. "),
        (
            "fr",
            "Le conseil a dit lundi que la taxe sur le sel ne sera pas augmentée dans les villes. ",
        ),
        ("de", "Der Rat hat am Montag gesagt, dass die Steuer auf das Salz nicht erhöht wird. "),
        (
            "es",
            "El consejo dijo el lunes que no va a subir los impuestos de la sal en las ciudades. ",
        ),
        ("ru", "Совет заявил в понедельник, что налог на соль в этом году повышен не будет. "),
        ("el", "Το συμβούλιο ανακοίνωσε τη Δευτέρα ότι ο φόρος στο αλάτι δεν θα αυξηθεί. "),
    ] {
        assert_eq!(Language::detect(&text(sentence)), Some(code));
    }
    assert_eq!(Language::detect("Le conseil a dit lundi"), None, "too short");
    let figures =
        "Qtly div 12 cts vs 12 cts prior Pay April 15 Record March 20 Shr 23 cts Net 1,205 ";
    assert_eq!(Language::detect(&text(figures)), None, "a table has no language");
    let of = |title: Option<&str>, body: &str| {
        let (title, body) = (title.map(str::to_string), body.to_string());
        Language::of_article(&Article { title, body, ..Article::default() }).code()
    };
    assert_eq!(of(None, "Налог"), "ru");
    assert_eq!(of(Some("Tax"), ""), "en");
}

#[test]
fn a_word_broken_at_a_lines_end_is_found_whole_and_in_its_parts() {
    assert_eq!(
        tokens("the port-\r\n  folio’s aim"),
        [
            "0:the/the",
            "1:port/port",
            "1:portfolio/portfolio",
            "2:folio/folio's",
            "2:folio/folio",
            "3:aim/aim"
        ]
    );
    assert_eq!(tokens("NA-\nTO"), ["0:na/NA", "0:nato/NATO", "1:to/TO"]);
    assert_eq!(
        tokens("Hafen\u{2010}\nfest"),
        ["0:hafen/Hafen", "0:hafenfest/Hafenfest", "1:fest/fest"]
    );
    for apart in [
        "the state-of-the-\nart",
        "a-\nb",
        "pre- and post-\n1945",
        "Paris-\nBerlin",
        "port -\nopen",
        "port-\n\nopen",
        "port-",
        "port- \n",
        "海-\n鮮",
    ] {
        let mut last = None;
        for token in tokens(apart) {
            let position = token.split(':').next().map(str::to_string);
            assert_ne!(position, last, "{apart:?}");
            last = position;
        }
    }
}

#[test]
fn soft_hyphens_are_no_part_of_a_word() {
    assert_eq!(
        tokens("port\u{ad}fo\u{ad}lio\u{ad} open"),
        ["0:portfolio/portfolio", "1:open/open"]
    );
    assert_eq!(
        tokens("port\u{ad}\nfo\u{ad}lio"),
        ["0:port/port", "0:portfolio/portfolio", "1:folio/folio"]
    );
    assert_eq!(tokens("\u{feff}Port\u{2060}'s"), ["0:port/Port's", "0:port/Port"]);
    assert_eq!(tokens("\u{ad}\u{ad}"), [""; 0]);
}
