//! Which words of a text are names.

use super::{Extractor, Gathering};
use crate::article::Article;

/// Returns the names of each text, with their variants.
fn of(lang: &str, texts: &[(&str, &str)]) -> Vec<String> {
    let (mut extractor, mut gathering) = (Extractor::default(), Gathering::default());
    for (title, body) in texts {
        let article = Article {
            title: Some((*title).into()),
            body: (*body).into(),
            lang: Some(lang.into()),
            ..Article::default()
        };
        gathering.add(extractor.read(&article).expect("a supported language"));
    }
    let mut names: Vec<String> = gathering.names().names.into_iter().map(|it| it.name).collect();
    names.sort();
    names
}

fn of_body(body: &str) -> Vec<String> {
    of("en", &[("", body)])
}

#[test]
fn sequences_of_capitals_within_a_sentence_are_names() {
    let cases = [
        ("They met Tilda Venn in Old Marlow today.", vec!["Old Marlow", "Tilda Venn"]),
        (
            "The Bank of Marlow lent it to the Ministry of Works and Housing.",
            vec!["Bank of Marlow", "Ministry of Works and Housing"],
        ),
        (
            "It was sold to Venn & Renn, then to Marlow Steel Co.",
            vec!["Marlow Steel Co", "Venn & Renn"],
        ),
        ("They asked J.R. Venn and Tilda M. Renn about it.", vec!["J.R. Venn", "Tilda M. Renn"]),
        ("They asked Ann van der Venn about O'Renn's plan.", vec!["Ann van der Venn", "O'Renn"]),
        ("It costs ten francs in France, a franc less than before.", vec!["France"]),
        ("A spokesman in Marlow, Venn said, denied it.", vec!["Marlow", "Venn"]),
    ];
    for (body, wanted) in cases {
        assert_eq!(of_body(body), wanted, "{body}");
    }
}

#[test]
fn offices_and_forms_of_address_are_not_part_of_a_name() {
    let cases = [
        ("It was Finance Minister Tilda Venn who spoke.", vec!["Tilda Venn"]),
        ("It was Secretary of State Tilda Venn who spoke.", vec!["Tilda Venn"]),
        ("The plan of Mr. Venn failed.", vec!["Venn"]),
        ("The Prime Minister and the President met.", vec![]),
        (
            "It was built by General Motors for the Justice Department.",
            vec!["General Motors", "Justice Department"],
        ),
    ];
    for (body, wanted) in cases {
        assert_eq!(of_body(body), wanted, "{body}");
    }
}

#[test]
fn times_nations_and_symbols_are_not_names() {
    let cases = [
        ("It was on Monday, May 3, and again in June.", vec![]),
        ("The Japanese and West German ministers met.", vec![]),
        ("It was Theresa May who came in May.", vec!["Theresa May"]),
        ("Shares of Venn Plc <VNN.L> and of Renn <RNN> rose.", vec!["Renn", "Venn Plc"]),
        ("It paid 30 mln U.S. Dlrs in Series A.", vec!["U.S."]),
    ];
    for (body, wanted) in cases {
        assert_eq!(of_body(body), wanted, "{body}");
    }
}

#[test]
fn the_first_word_of_a_sentence_is_a_name_only_if_it_is_one_elsewhere() {
    let texts = [
        ("", "Venn spoke. Yesterday Renn came. Critics left. Marlow waited."),
        ("", "They heard that Venn and Renn had met critics yesterday."),
    ];
    assert_eq!(of("en", &texts), ["Renn", "Venn"]);
}

#[test]
fn a_first_name_that_only_begins_sentences_belongs_to_the_name() {
    let text = ("", "Tilda Renn said so. It was Mr. Renn. Workers heard Renn.");
    assert_eq!(of("en", &[text, text]), ["Tilda Renn"]);
    assert_eq!(of("en", &[text]), ["Renn"], "once, it may be any word");
    let lower = ("", "They heard a tilda.");
    assert_eq!(of("en", &[text, text, lower]), ["Renn"]);
}

#[test]
fn a_person_is_listed_once_also_if_an_institution_has_the_name() {
    let mut texts =
        vec![("", "It was said by President Renn that the Renn Administration agreed."); 10];
    texts.extend([("", "It was said by President Renn that it failed."); 20]);
    texts.extend([("", "They met Tilda Renn, and President Renn agreed."); 6]);
    assert_eq!(of("en", &texts), ["Renn Administration", "Tilda Renn"]);
    // Without a title or the first name nearby, it is the company's short name.
    let mut texts = vec![("", "It was sold by Venn Motor, and Venn agreed."); 10];
    texts.push(("", "They met Tilda Venn today."));
    assert_eq!(of("en", &texts), ["Tilda Venn", "Venn Motor"]);
}

#[test]
fn headlines_and_capitals_hold_only_names_that_are_known() {
    let texts = [
        ("Council Votes Down Venn Plan", "They say that Tilda Venn lost, and Venn agreed."),
        ("VENN TO LEAVE COUNCIL", "VENN SAID ON MONDAY SHE WOULD LEAVE."),
    ];
    assert_eq!(of("en", &texts), ["Tilda Venn"]);
}

#[test]
fn names_that_hyphens_and_words_join_are_one_or_several() {
    let texts = [
        ("", "The Marlow-Velden train passed the Leigh-Renn house."),
        ("", "It goes to Marlow and to Velden."),
        ("", "It goes from Velden and from Marlow."),
    ];
    assert_eq!(of("en", &texts), ["Leigh-Renn", "Marlow", "Velden"]);
    let pairs = [("", "It was made by Pratt and Whitley."), ("", "It is for Pratt and Whitley.")];
    assert_eq!(of("en", &pairs), ["Pratt and Whitley"]);
}

#[test]
fn other_languages_have_articles_and_inflections() {
    let french = [("", "Il a visité l'Europe avec Jeanne de la Tour, à Marlow.")];
    assert_eq!(of("fr", &french), ["Europe", "Jeanne de la Tour", "Marlow"]);
    let russian = [("", "Вчера мэр Олег Вернов сказал, что Вернова слушали.")];
    assert!(of("ru", &russian).contains(&"Олег Вернов".to_string()));
}

#[test]
fn the_cases_of_a_russian_name_are_one_name() {
    let texts = [
        ("", "Тогда мэр Олег Верхов сказал, что город ждёт. По словам Верхова, всё готово."),
        ("", "Там ждали Олега Верхова и говорили о Верхове. Её вели из Садова."),
        ("", "Затем встретили Олега Верхова, и Верхову дали слово. Там виден Садов."),
    ];
    assert_eq!(of("ru", &texts), ["Олег Верхов", "Садов"]);
}

#[test]
fn a_country_in_front_of_a_person_is_another_name() {
    let texts = [
        ("", "Тогда президент Вернии Олег Верхов сказал, что город ждёт."),
        ("", "Там ждали Олега Верхова, а в Вернии шёл дождь. Они любят Вернию."),
    ];
    // The basic form, `Верния`, is not printed.
    assert_eq!(of("ru", &texts), ["Вернии", "Олег Верхов"]);
}

#[test]
fn a_name_of_which_only_the_first_word_has_a_capital_is_whole() {
    let texts = [
        ("", "Там ждали, что Белый дом ответит. Они видели белый снег у дороги."),
        ("", "Тогда говорили, что Белый дом молчит. Её встретил Садов намерен."),
    ];
    assert_eq!(of("ru", &texts), ["Белый дом", "Садов"]);
}
