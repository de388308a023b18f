//! Marks in short texts whose matches are obvious.

use super::ground::{Ground, Work};
use super::nodes::{Node, Sequence};
use super::spans;
use super::{Matcher, Tokens, sequence, span};
use crate::analysis::{Analyzer, Language};
use crate::article::Article;
use crate::query::tree::{Proximity, Reach, Zone};
use crate::query::{Reading, parse};

/// Returns the marked words in the title and the body, or `None` if the article does not match.
fn marked(query: &str, title: &str, body: &str) -> Option<Vec<String>> {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-18T09:30:00Z").unwrap();
    let mut analyzer = Analyzer::default();
    let tree = parse(
        query,
        &Reading { now, any: false, strict: false, languages: vec![Language::ENGLISH] },
        &mut analyzer,
    )
    .unwrap()
    .tree;
    let article = Article {
        title: Some(title.into()),
        body: body.into(),
        source: Some("AP".into()),
        ..Article::default()
    };
    let matcher = Matcher::new(&tree);
    let marks = matcher.marks(&mut analyzer, &article);
    // Recorded tokens give the same marks.
    let tokens = Tokens::of(&mut Analyzer::default(), &article);
    assert_eq!(matcher.marks_of(&tokens, &article), marks, "{query}");
    let marks = marks?;
    let title = marks.title.iter().map(|mark| title[mark.start..mark.end].to_string());
    let body = marks.body.iter().map(|mark| body[mark.start..mark.end].to_string());
    Some(title.chain(body).collect())
}

#[test]
fn marks_are_what_satisfied_the_query() {
    let body = "The salt tax passed. A tax on salt, they said. No salt.";
    assert_eq!(marked("salt", "Tax", body).unwrap(), ["salt", "salt", "salt"]);
    assert_eq!(marked("\"salt tax\"", "Tax", body).unwrap(), ["salt tax"]);
    assert_eq!(marked("title:tax", "Tax", body).unwrap(), ["Tax"]);
    assert_eq!(marked("body:taxes", "Tax", body).unwrap(), ["tax", "tax"]);
    assert_eq!(marked("salt -pepper", "Tax", body).unwrap().len(), 3);
    assert_eq!(
        marked("passed OR (salt pepper)", "Tax", body).unwrap(),
        ["passed"],
        "only satisfied branches are marked"
    );
    assert_eq!(
        marked("passed AND NOT (pepper said)", "Tax", body).unwrap(),
        ["passed"],
        "what is excluded is never marked"
    );
    assert_eq!(marked("source:ap", "Tax", body).unwrap(), Vec::<String>::new());
}

#[test]
fn all_kinds_of_words_are_marked() {
    let body = "Kellogg's café, the U.S. Fund's portfo-\nlio and a CAFE.\n\nFunds of the fund. Taxes in 東京, tax-free.";
    for (query, wanted) in [
        ("cafe", vec!["café", "CAFE"]),
        ("=café", vec!["café"]),
        ("allcaps(cafe)", vec!["CAFE"]),
        ("portfolio", vec!["portfo-\nlio"]),
        ("kellogg", vec!["Kellogg's"]),
        ("fund* w/p tax*", vec!["Fund", "Funds", "fund", "Taxes", "tax"]),
        ("fund w/s fund", vec!["Funds", "fund"]),
        ("title:fund", vec!["Fund"]),
        ("東京", vec!["東京"]),
        ("atleast3(fund)", vec!["Fund", "Fund's", "Funds", "fund"]),
    ] {
        let found = marked(query, "A Fund, it's said. Tax", body);
        let marks: Vec<String> = found.unwrap_or_else(|| panic!("{query} does not match"));
        assert!(
            wanted.iter().all(|word| marks.iter().any(|mark| mark == word)),
            "{query}: {marks:?}"
        );
    }
}

#[test]
fn what_does_not_match_has_no_marks() {
    for query in [
        "pepper",
        "\"tax salt\"",
        "title:salt",
        "salt -tax",
        "source:reuters",
        "date:2025",
        "\"tax passed salt\"",
    ] {
        assert_eq!(marked(query, "Tax", "The salt tax passed."), None, "{query}");
    }
}

#[test]
fn a_phrase_never_reaches_from_the_title_into_the_body() {
    assert_eq!(marked("\"harbour wall\"", "The harbour", "Wall falls"), None);
}

#[test]
fn what_is_cut_short_never_says_that_nothing_is_close() {
    // `b b b … a b c`: every `a` has a `b` close to it.
    let places = [vec![100], (0..100).chain([101]).collect(), vec![102]];
    let ground =
        Ground { places: &places, title_words: 0, body: 0, sentences: &[], paragraphs: &[] };
    let none_close = near(word(0), word(1), Reach::Words(3), false, true);
    let node = near(none_close, word(2), Reach::Words(5), false, false);
    for work in 1..300 {
        assert!(!spans::exist(&node, 1, &ground, &mut Work::of(work)), "with {work}");
    }
}

#[test]
fn a_word_broken_at_a_lines_end_is_marked_as_far_as_it_is_meant() {
    let body = "The port-\nfolio of the port.";
    assert_eq!(marked("portfolio", "", body).unwrap(), ["port-\nfolio"]);
    assert_eq!(marked("port", "", body).unwrap(), ["port", "port"]);
    assert_eq!(marked("folio", "", body).unwrap(), ["folio"]);
    assert_eq!(marked("\"the portfolio\"", "", body).unwrap(), ["The port-\nfolio"]);
    assert_eq!(marked("\"port folio\"", "", body).unwrap(), ["port-\nfolio"]);
}

#[test]
fn phrases_with_slop_are_told_without_trying_their_choices() {
    let mut state = 5_u64;
    let mut next = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u32 % below
    };
    let (mut told, mut held) = (0, 0);
    for _ in 0..4_000 {
        let mut places = vec![Vec::new(); 3];
        for position in (0..6).chain(20..44) {
            // Most positions have a word, and some have two at once.
            for _ in 0..next(3) {
                places[next(3) as usize].push(position);
            }
        }
        places.iter_mut().for_each(|places| places.dedup());
        // The engine assigns a separate number to each word of the query.
        places.push(places[0].clone());
        let ground = Ground {
            places: &places,
            title_words: 6,
            body: 20,
            sentences: &[],
            paragraphs: &[20, 27, 33],
        };
        let slots = (0..2 + next(4)).map(|at| (at + next(2), next(4) as usize)).collect();
        let lead = next(3) == 0;
        let first = (next(3) == 0).then(|| next(20));
        let zone = Zone { title: next(4) > 0, body: next(4) > 0, lead, first };
        let sequence = Sequence { slots, slop: 1 + next(6), zone };
        let mut found = false;
        sequence::each_sequence(&sequence, &ground, &mut Work::default(), &mut |_| {
            found = true;
            false
        });
        if let Some(holds) = sequence::exists(&sequence, &ground) {
            assert_eq!(holds, found, "{sequence:?} in {places:?}");
            told += 1;
            held += u32::from(holds);
        }
    }
    assert!(told > 500 && held > 100 && held < told, "{held} of {told}");
}

#[test]
fn a_phrase_of_thousands_of_words_is_given_up_in_time() {
    // Each window lacks one of the words.
    let there: Vec<u32> = (0..400_000).filter(|position| position % 4_000 != 0).collect();
    let ground =
        Ground { places: &[there], title_words: 0, body: 0, sentences: &[], paragraphs: &[] };
    let slots = (0..8_002).map(|at| (at, 0)).collect();
    let sequence = Sequence { slots, slop: 1, zone: Zone::ANY };
    assert_eq!(sequence::exists(&sequence, &ground), None);
}

fn word(number: usize) -> Node {
    Node::Text(Sequence { slots: vec![(0, number)], slop: 0, zone: Zone::ANY })
}

fn near(left: Node, right: Node, reach: Reach, ordered: bool, negated: bool) -> Node {
    Node::Near(Box::new(left), Box::new(right), Proximity { reach, ordered, negated })
}

/// Decides the number of separate spans without enumerating choices, with the same result.
#[test]
fn what_edges_tell_is_what_all_choices_tell() {
    let mut state = 9_u64;
    let mut next = move |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u32 % below
    };
    fn made(next: &mut impl FnMut(u32) -> u32, depth: u32, scale: u32) -> Node {
        if depth == 0 || next(4) == 0 {
            let slots = (0..1 + next(2)).map(|at| (at * scale, next(6) as usize)).collect();
            return Node::Text(Sequence { slots, slop: next(6) / 5 * scale, zone: Zone::ANY });
        }
        let (left, right) = (made(next, depth - 1, scale), made(next, depth - 1, scale));
        let words = Reach::Words((1 + next(4)) * scale);
        let reach = [words, Reach::Sentence, Reach::Paragraph, Reach::Paragraph][next(4) as usize];
        match next(6) {
            0 => Node::Or(vec![left, right]),
            1 => near(left, right, reach, false, true),
            kind => near(left, right, reach, kind < 4, false),
        }
    }
    let mut outcomes = [[0; 2]; 4];
    for round in 0..40_000 {
        // In some rounds, each word of the article matches at most one query word, so that no two sides share it.
        let alone = next(2) == 0;
        // In some rounds, the words are far apart, so that the article has several stretches.
        let scale = [1, 900][next(2) as usize];
        let mut places = vec![Vec::new(); 6];
        for position in (0..4).chain(12..24) {
            for _ in 0..if alone { next(2) } else { next(3) } {
                places[next(6) as usize].push(position * scale);
            }
        }
        places.iter_mut().for_each(|places: &mut Vec<u32>| places.dedup());
        let ground = Ground {
            places: &places,
            title_words: 4 * scale,
            body: 12 * scale,
            sentences: &[12, 15, 18, 22].map(|position| position * scale),
            paragraphs: &[12, 18].map(|position| position * scale),
        };
        let node = made(&mut next, 1 + round % 3, scale);
        let choices = spans::spans(&node, &ground, &mut Work::default());
        let apart = span::apart(spans::edges(&choices));
        for least in 1..4 {
            let told = spans::exist(&node, least, &ground, &mut Work::default());
            assert_eq!(told, apart >= least, "{least} of {node:?} in {places:?}");
            outcomes[least as usize][usize::from(told)] += 1;
        }
    }
    assert!(outcomes[1..].iter().flatten().all(|count| *count > 500), "{outcomes:?}");
}

/// A paragraph of tens of thousands of words has billions of choices of three of them.
#[test]
fn common_words_of_a_long_paragraph_are_decided_in_full() {
    let every = |step: usize, first: u32| (first..60_000).step_by(step).collect::<Vec<u32>>();
    // The last word occurs once, at the very end, after words that are not in the query.
    let places = [every(6, 0), every(6, 1), every(6, 2), every(30, 1), vec![60_100]];
    let ground =
        Ground { places: &places, title_words: 0, body: 0, sentences: &[], paragraphs: &[0] };
    let within = |left, right, ordered| near(left, right, Reach::Paragraph, ordered, false);
    let close =
        |left, right, words, ordered| near(left, right, Reach::Words(words), ordered, false);
    let cases = [
        (within(within(word(0), word(1), false), word(2), false), true),
        (within(within(word(0), word(1), true), word(4), true), true),
        (within(word(4), within(word(0), word(1), true), true), false),
        (close(within(word(0), word(1), false), word(4), 50, false), false),
        (within(close(close(word(0), word(1), 50, true), word(2), 50, true), word(4), true), true),
        (
            close(close(close(word(0), word(1), 40, true), word(2), 40, true), word(4), 40, true),
            false,
        ),
        // The fourth word is always the second one as well.
        (
            close(close(close(word(0), word(1), 20, false), word(3), 20, false), word(4), 20, true),
            false,
        ),
        (
            close(close(close(word(1), word(3), 20, true), word(1), 20, true), word(3), 50, true),
            true,
        ),
        (
            close(
                close(close(word(0), word(0), 50, false), word(0), 50, false),
                word(0),
                50,
                false,
            ),
            true,
        ),
        (
            close(
                close(close(word(0), word(0), 50, false), word(0), 50, false),
                word(4),
                50,
                false,
            ),
            false,
        ),
    ];
    for (node, holds) in cases {
        let mut work = Work::default();
        assert_eq!(spans::exist(&node, 1, &ground, &mut work), holds, "{node:?}");
        assert!(holds || !work.is_spent(), "{node:?} is decided in full");
    }
}

#[test]
fn pairs_of_words_are_counted_as_their_spans_are() {
    let word = |number| {
        let slots = vec![(0, number)];
        Box::new(Node::Text(Sequence { slots, slop: 0, zone: Zone::ANY }))
    };
    let mut seed = 7_u32;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    for round in 0..20_000 {
        let (title_words, length) = (random(8), 1 + random(if round % 50 == 0 { 900 } else { 60 }));
        let mut places = || {
            let share = 1 + random(8);
            let body = (title_words + 2..title_words + 2 + length).filter(|_| random(8) < share);
            (0..title_words).chain(body).collect::<Vec<u32>>()
        };
        let places = [places(), places()];
        let starts: Vec<u32> = (0..length).step_by(7).map(|at| title_words + 2 + at).collect();
        let ground = Ground {
            places: &places,
            title_words,
            body: title_words + 2,
            sentences: &starts,
            paragraphs: &starts,
        };
        let reach = match random(4) {
            0 => Reach::Sentence,
            1 => Reach::Words(50),
            _ => Reach::Words(1 + random(6)),
        };
        let how = Proximity { reach, ordered: random(2) == 0, negated: false };
        let node = Node::Near(word(0), word(1), how);
        for most in [500, 30 + random(200)] {
            let all = spans::spans(&node, &ground, &mut Work::of(most));
            let apart = span::apart(spans::edges(&all));
            assert_eq!(spans::frequency(&node, &ground, most), apart, "{places:?} {how:?} {most}");
        }
    }
}
