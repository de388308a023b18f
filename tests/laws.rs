//! Properties that hold for all articles and queries.

use proptest::prelude::*;
use serde_json::json;

use dateline::analysis::{Analyzer, Language};
use dateline::archive::RawArticle;
use dateline::article::{Article, Date, Header};
use dateline::matching::Matcher;
use dateline::normalise::{self, Surroundings, Zone};
use dateline::query::{self, Reading, Tree};
use dateline::searching::{self, Ask, Index, Question};
use dateline::snippet;

use crate::dice::Dice;
use crate::harness::{NOW, Place};

fn reading() -> Reading {
    Reading {
        now: chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant"),
        any: false,
        strict: false,
        languages: vec![Language::ENGLISH],
    }
}

fn parse(text: &str) -> Tree {
    query::parse(text, &reading(), &mut Analyzer::default()).expect("short enough").tree
}

/// Articles that cannot be on the page are skipped without being scored. This does not change the result, even if
/// articles were added and removed.
#[test]
fn a_page_of_plain_words_is_the_beginning_of_all_hits() {
    const WORDS: [&str; 13] = [
        "harbour", "salt", "ferry", "storm", "council", "vote", "strike", "pilot", "tariff", "cod",
        "barge", "quarry", "lantern",
    ];
    let mut dice = Dice::new(11);
    let mut articles = Vec::new();
    for number in 0..3_300 {
        // The first words are in most articles. The last ones are in few, or only in articles added later. Some
        // articles are long.
        let known = if number < 3_000 { 12 } else { 13 };
        let count = [20, 60, 600][dice.below(3)];
        let text = |dice: &mut Dice, count: usize| -> Vec<String> {
            let words = (0..count).map(|_| match dice.below(3) {
                0 => format!("filler{}", dice.below(500)),
                _ => WORDS[dice.below(known).min(dice.below(known)).min(dice.below(known))].into(),
            });
            words.collect()
        };
        let (title, body) = (text(&mut dice, 5), text(&mut dice, count));
        let (month, day) = (1 + number % 12, 1 + number % 28);
        let date = format!("2024-{month:02}-{day:02}");
        let line = json!({"date": date, "title": title.join(" "), "body": body.join(" ")});
        articles.push((format!("{line}\n"), [title, body].concat()));
    }
    let place = Place::new();
    let write = |name: &str, articles: &[(String, Vec<String>)]| {
        place.write(name, articles.iter().map(|(line, _)| line.as_str()).collect::<String>());
        place.index(name);
    };
    let later = articles.split_off(3_000);
    write("all.jsonl", &articles);
    let stays = |(number, article)| (number % 13 != 0).then_some(article);
    articles = articles.into_iter().enumerate().filter_map(stays).collect();
    write("all.jsonl", &articles);
    write("later.jsonl", &later);
    articles.extend(later);
    assert_eq!(place.json(&["info", "--output", "json"])["segments"], 2);
    for round in 0..60 {
        let words: Vec<&str> = (0..1 + round % 4).map(|_| dice.pick(&WORDS)).collect();
        let any = dice.below(2) == 1;
        let query = words.join(if any { " OR " } else { " " });
        let flags: &[&str] =
            [&[][..], &["--recency", "30d"], &["--since", "2024-03"]][dice.below(3)];
        let page = |offset: &str, limit: &str| {
            let of_page = [&query, "--offset", offset, "--limit", limit];
            place.hits("key", &[&of_page[..], flags].concat())
        };
        let all = page("0", "3300");
        for (offset, limit) in [("0", "3"), ("0", "10"), ("15", "10")] {
            let [from, count] = [offset, limit].map(|number| number.parse::<usize>().unwrap());
            let expected: Vec<String> = all.iter().skip(from).take(count).cloned().collect();
            assert_eq!(page(offset, limit), expected, "{query:?} {flags:?} from {offset}");
        }
        let has = |text: &Vec<String>| match any {
            true => words.iter().any(|word| text.iter().any(|other| other == word)),
            false => words.iter().all(|word| text.iter().any(|other| other == word)),
        };
        let truth = articles.iter().filter(|(_, text)| has(text)).count();
        if !flags.contains(&"--since") {
            assert_eq!(all.len(), truth, "{query:?}");
            assert_eq!(place.search(&[&query, "--limit", "3"])["total"], truth, "{query:?}");
        }
    }
}

const WORDS: [&str; 14] = [
    "salt",
    "taxes",
    "tax",
    "Ferry",
    "U.S.",
    "café",
    "Kellogg’s",
    "don't",
    "state-of-the-art",
    "海鮮",
    "Ünïcode",
    "NATO",
    "the",
    "naïve",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(&WORDS[..]).prop_map(str::to_string),
        1 => prop::sample::select(&[".", "?", "!", "\n", "\n\n", ",", "(", ")", "“", "”", " - "][..]).prop_map(str::to_string),
        1 => prop::sample::select(&["sa-\nlt", "tax-\r\n  es", "fer‐\nry", "KELL-\nOGG", "sa\u{ad}lt", "tax\u{ad}\nes"][..]).prop_map(str::to_string),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join(" "))
}

fn query_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => prop::sample::select(&WORDS[..]).prop_map(str::to_string),
        2 => prop::collection::vec(prop::sample::select(&WORDS[..]), 2..4).prop_map(|words| format!("\"{}\"", words.join(" "))),
        1 => prop::sample::select(&["title:salt", "body:tax", "source:ap", "date:2024", "lang:en", "date:none"][..]).prop_map(str::to_string),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(" "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(" OR "))),
            inner.prop_map(|part| format!("NOT {part}")),
        ]
    })
}

fn article() -> impl Strategy<Value = Article> {
    let date = prop_oneof![
        1 => Just(None),
        1 => (2022..2026i32).prop_map(|year| Date::from_parts(year, None, None)),
        1 => (2022..2026i32, 1..13u32).prop_map(|(year, month)| Date::from_parts(year, Some(month), None)),
        4 => (2022..2026i32, 1..13u32, 1..29u32).prop_map(|(year, month, day)| Date::from_parts(year, Some(month), Some(day))),
    ];
    let source = prop::sample::select(&[None, Some("AP"), Some("Reuters")][..]);
    (text(), text(), date, source).prop_map(|(title, body, date, source)| {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut article = Article::of(title, body);
        article.date = date;
        article.source = source.map(str::to_string);
        article.lang = Some("en".into());
        article
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn marks_lie_in_the_text_on_character_boundaries(article in article(), query in query_text()) {
        let tree = parse(&query);
        let mut analyzer = Analyzer::default();
        if let Some(marks) = Matcher::new(&tree).marks(&mut analyzer, &article) {
            let title = article.title.clone().unwrap_or_default();
            for (text, marks) in [(&title, &marks.title), (&article.body, &marks.body)] {
                for mark in marks {
                    prop_assert!(mark.start < mark.end && text.get(mark.start..mark.end).is_some());
                }
                prop_assert!(marks.is_sorted());
            }
            for count in 0..4 {
                let passages = snippet::passages(&article.body, &marks.body, count);
                prop_assert!(passages.len() <= count.max(1));
                for passage in passages {
                    let joined: String = passage.parts.iter().map(|part| part.text.as_str()).collect();
                    prop_assert!(article.body.contains(&joined) && !joined.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_reading_reads_as_itself(query in query_text()) {
        let tree = parse(&query);
        prop_assert_eq!(parse(&tree.to_string()).to_string(), tree.to_string());
    }

    #[test]
    fn any_text_is_read_without_a_crash(query in "\\PC{0,80}") {
        parse(&query);
    }

    #[test]
    fn any_text_is_analysed_within_its_bounds(text in text()) {
        let mut last = 0;
        let mut ends = 0;
        let count = Analyzer::default().analyse(Language::ENGLISH, &text, |event| match event {
            dateline::analysis::Event::Token(token) => {
                assert!(text.get(token.start..token.end).is_some());
                assert!(token.position >= last && (token.again || token.start >= ends));
                last = token.position;
                // A word divided at a line end extends to the end of its second half.
                if !token.again {
                    ends = token.end;
                }
            }
            dateline::analysis::Event::Sentence(at, _) | dateline::analysis::Event::Paragraph(at, _) => {
                assert!(text.is_char_boundary(at));
            }
        });
        prop_assert!(count == 0 || count > last);
    }

    #[test]
    fn normalising_twice_is_normalising_once(opening in text(), body in text()) {
        let around = Surroundings { source: "folder".into(), source_from: "folder", path: String::new(), zone: Zone::UTC, modified: 0, date_from_mtime: false };
        let raw = |opening: Option<String>, text: String, headers: Vec<Header>| RawArticle {
            line: 1, headers, place: "header line 1".into(), free_form: opening.is_some(), opening, text, ..RawArticle::default() };
        let header = |name: &str, value: &str| Header { name: name.into(), value: value.into() };
        let opening = opening.replace('\n', " ");
        let Ok(once) = normalise::article(raw(Some(opening), body, vec![header("date", "2025-05-31")]), &around) else { return Ok(()) };
        let once = once.article;
        // If the fields of a normalized article are stated as headers, normalizing it again gives the same article.
        let mut headers = vec![header("date", &once.date.map(|date| date.to_string()).unwrap_or_default())];
        for (name, value) in [("title", &once.title), ("source", &once.source), ("agency", &once.agency), ("id", &once.id)] {
            headers.extend(value.as_ref().map(|value| header(name, value)));
        }
        let Ok(twice) = normalise::article(raw(None, once.body.clone(), headers), &around) else {
            return Err(TestCaseError::fail("an article became none"));
        };
        let twice = twice.article;
        prop_assert_eq!((&twice.title, &twice.body, &twice.source, &twice.id, twice.date), (&once.title, &once.body, &once.source, &once.id, once.date));
    }
}

/// The engine and `matching/` find the same articles for generated queries on generated articles.
#[test]
fn the_engine_finds_what_the_tree_means() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let place = Place::new();
    let mut articles = Vec::new();
    let mut lines = String::new();
    while articles.len() < 400 {
        let mut article = article().new_tree(&mut runner).expect("an article").current();
        if article.title.is_none() && article.body.trim().is_empty() {
            continue;
        }
        article.key = format!("k{:03}", articles.len());
        article.source.get_or_insert_with(|| "in".into());
        lines.push_str(&json!({
            "key": article.key, "date": article.date.map(|date| date.to_string()), "title": article.title,
            "body": article.body, "source": article.source, "lang": article.lang,
        }).to_string());
        lines.push('\n');
        articles.push(article);
    }
    place.write("in/all.jsonl", lines);
    assert_eq!(place.index("in")["articles"]["total"], 400);
    let index = Index::open(&place.path(".dateline")).expect("an index");
    let mut analyzer = Analyzer::default();
    for _ in 0..600 {
        let text = query_text().new_tree(&mut runner).expect("a query").current();
        let ask = Ask::of(Question::of(text.clone(), reading().now), 1_000);
        let answer = searching::search(&index, &ask).expect("an answer");
        let mut found: Vec<&str> =
            answer.hits.iter().map(|hit| hit.found.article.key.as_str()).collect();
        found.sort_unstable();
        let tree = parse(&text);
        let matcher = Matcher::new(&tree);
        let meant: Vec<&str> = articles
            .iter()
            .filter(|article| matcher.matches(&mut analyzer, article))
            .map(|article| article.key.as_str())
            .collect();
        assert_eq!(found, meant, "{text}");
        assert_eq!(answer.counts.total, meant.len() as u64, "{text}");
    }
}
