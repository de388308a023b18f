//! A generated archive with known content: every count, and the words that burst.

use std::collections::BTreeMap;

use dateline::searching::{Index, Question};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::harness::{NOW, Place};
use crate::one_answer::is_one;

const ARTICLES: usize = 100_000;
const BURSTS: usize = 20;
const FIRST_BURST: usize = 3_000;
const MONTHS: usize = 24;
/// The number of generated queries. Every command is asked each of them.
const QUERIES: usize = 1_000;
const SOURCES: usize = 40;

/// The known facts about the archive.
#[derive(Default)]
struct Truth {
    undated: u64,
    imprecise: u64,
    months: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
    langs: BTreeMap<&'static str, u64>,
    /// The number of articles that have each word, by month. Articles without a day are under an empty name.
    words: BTreeMap<String, BTreeMap<String, u64>>,
    articles: Vec<Known>,
}

/// The known facts about an article.
struct Known {
    /// The numbers of the words, sorted.
    words: Vec<usize>,
    source: String,
    lang: &'static str,
    /// The month, or an empty string if the day is unknown.
    month: String,
}

/// Returns the word with a number. Its syllables encode the number, so words are distinct, and it has no ending to
/// stem.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "do", "ki", "lu", "mo", "na", "po", "ru", "ta", "vo", "zu", "ga", "ho", "ja", "ko",
        "wu",
    ];
    let mut word = String::from("q");
    for _ in 0..3 {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    word
}

fn month(number: usize) -> String {
    format!("{}-{:02}", 2023 + number / 12, number % 12 + 1)
}

/// Returns a word that bursts, and its month.
fn burst(number: usize) -> (String, String) {
    (word(FIRST_BURST + number), month(number * 7 % MONTHS))
}

/// A text in each language that is sufficient to detect it.
const LANGUAGES: [(&str, &str); 4] = [
    ("en", "the minister said that the government would not change the law before the summer"),
    ("de", "der minister sagte dass die regierung das gesetz vor dem sommer nicht ändern werde"),
    ("fr", "le ministre a dit que le gouvernement ne changerait pas la loi avant les vacances"),
    ("ru", "министр сказал что правительство не будет менять закон до начала лета"),
];

fn article(dice: &mut Dice, number: usize, truth: &mut Truth) -> Value {
    let (lang, sentence) = LANGUAGES[[0, 0, 0, 1, 2, 3][dice.below(6)]];
    let source = format!("Paper {:02}", dice.below(SOURCES).min(dice.below(SOURCES)));
    let (month, day) = (month(dice.below(MONTHS)), 1 + dice.below(28));
    let (date, bucket) = match dice.below(30) {
        0 => (None, String::new()),
        1 => (Some(month[..4].to_string()), String::new()),
        _ => (Some(format!("{month}-{day:02}")), month.clone()),
    };
    // An approximation of Zipf's law.
    let mut numbers: Vec<usize> =
        (0..30).map(|_| (dice.below(2_000) * dice.below(2_000)) / 2_000).collect();
    for number in 0..BURSTS {
        let chance = if bucket == burst(number).1 { 12 } else { 600 };
        if dice.below(chance) == 0 {
            numbers.push(FIRST_BURST + number);
        }
    }
    let words: Vec<String> = numbers.iter().map(|number| word(*number)).collect();
    numbers.sort_unstable();
    let (of, in_month) = (source.clone(), bucket.clone());
    truth.articles.push(Known { words: numbers, source: of, lang, month: in_month });
    match (&date, bucket.is_empty()) {
        (None, _) => truth.undated += 1,
        (Some(_), true) => truth.imprecise += 1,
        _ => *truth.months.entry(bucket.clone()).or_default() += 1,
    }
    *truth.sources.entry(source.clone()).or_default() += 1;
    *truth.langs.entry(lang).or_default() += 1;
    let mut seen = words.clone();
    seen.sort();
    seen.dedup();
    for word in seen {
        *truth.words.entry(word).or_default().entry(bucket.clone()).or_default() += 1;
    }
    json!({
        "key": format!("t{number:06}"), "date": date, "source": source, "lang": lang,
        "title": format!("Number {number}"), "body": format!("{sentence}. {}.", words.join(" ")),
    })
}

#[test]
fn every_count_of_a_made_up_archive_is_the_true_one() {
    let place = Place::new();
    let (mut dice, mut truth) = (Dice::new(19_310_531), Truth::default());
    let mut lines = String::new();
    for number in 0..ARTICLES {
        lines.push_str(&article(&mut dice, number, &mut truth).to_string());
        lines.push('\n');
    }
    place.write("in/all.jsonl", lines);
    assert_eq!(place.index("in")["articles"]["total"], ARTICLES);

    let all = place.search(&["", "-n", "0", "--facets", "source,lang,flag"]);
    assert_eq!(all["total"], ARTICLES);
    assert_eq!(
        (&all["undated"], &all["imprecise"]),
        (&json!(truth.undated), &json!(truth.imprecise))
    );
    let facet = |name: &str| -> BTreeMap<String, u64> {
        let values = all["facets"][name].as_array().expect("values").iter();
        values
            .map(|value| {
                (value["value"].as_str().unwrap_or("").into(), value["count"].as_u64().unwrap_or(0))
            })
            .collect()
    };
    assert_eq!(facet("source"), truth.sources);
    let langs = truth.langs.iter().map(|(lang, count)| (lang.to_string(), *count)).collect();
    assert_eq!(facet("lang"), langs);
    assert_eq!(facet("flag")["undated"], truth.undated);

    // A thousand queries in one batch, each with its months.
    let asked: Vec<&String> = truth.words.keys().take(1_000).collect();
    let text: Vec<&str> = asked.iter().map(|word| word.as_str()).collect();
    place.write("queries.txt", text.join("\n"));
    let rows = place.json(&["batch", "queries.txt", "--interval", "month", "--output", "json"]);
    let rows = rows["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), asked.len());
    for (row, word) in rows.iter().zip(&asked) {
        let known = &truth.words[*word];
        assert_eq!(row["total"], known.values().sum::<u64>(), "{word}");
        let buckets = row["buckets"].as_array().map(Vec::as_slice).unwrap_or_default();
        let found: BTreeMap<&str, &Value> = buckets
            .iter()
            .filter(|bucket| bucket["count"] != 0)
            .map(|bucket| (bucket["start"].as_str().unwrap_or(""), &bucket["count"]))
            .collect();
        let dated: BTreeMap<&str, &u64> = known
            .iter()
            .filter(|(month, _)| !month.is_empty())
            .map(|(month, count)| (month.as_str(), count))
            .collect();
        assert_eq!(json!(found), json!(dated), "{word}");
    }

    // The timeline of all articles.
    let timeline = place.json(&["timeline", "", "--output", "json"]);
    for bucket in timeline["buckets"].as_array().expect("buckets") {
        let month = bucket["start"].as_str().expect("a month");
        assert_eq!(bucket["count"], truth.months.get(month).copied().unwrap_or(0), "{month}");
        assert_eq!(bucket["count"], bucket["all"], "{month}");
    }

    // Each planted word is among the first thirty of its month.
    let bursts = place.json(&["terms", "--bursts", "-n", "30", "--output", "json"]);
    for (word, month) in (0..BURSTS).map(burst) {
        let buckets = bursts["buckets"].as_array().expect("buckets");
        let of = buckets.iter().find(|bucket| bucket["start"] == month.as_str()).expect("a month");
        let terms = of["terms"].as_array().expect("terms");
        assert!(terms.iter().any(|term| term["word"] == word.as_str()), "{word} in {month}");
    }

    one_answer_to_made_up_queries(&place, &mut dice, &truth);

    // Exported articles can be indexed again.
    place.ends(0, &["export", "lang:fr", "--output", "wire", "--to", "out"]);
    let again = place.json(&["index", "out", "--index", "again", "--output", "json"]);
    assert_eq!(again["articles"]["total"], truth.langs["fr"]);
}

type Test = Box<dyn Fn(&Known) -> bool>;

/// Returns a generated query and its meaning.
fn query(dice: &mut Dice, depth: usize) -> (String, Test) {
    if depth > 0 {
        let (a, is_a) = query(dice, depth - 1);
        let (b, is_b) = query(dice, depth - 1);
        return match dice.below(3) {
            0 => (format!("({a} OR {b})"), Box::new(move |known| is_a(known) || is_b(known))),
            1 => (format!("({a} NOT {b})"), Box::new(move |known| is_a(known) && !is_b(known))),
            _ => (format!("({a} AND {b})"), Box::new(move |known| is_a(known) && is_b(known))),
        };
    }
    match dice.below(8) {
        0 => {
            let source = format!("Paper {:02}", dice.below(SOURCES));
            (format!("source:\"{source}\""), Box::new(move |known| known.source == source))
        }
        1 => {
            let lang = LANGUAGES[dice.below(4)].0;
            (format!("lang:{lang}"), Box::new(move |known| known.lang == lang))
        }
        3 => {
            let number = FIRST_BURST + dice.below(BURSTS);
            (word(number), Box::new(move |known| known.words.binary_search(&number).is_ok()))
        }
        _ => {
            let number = dice.below(2_000) * dice.below(2_000) / 2_000;
            (word(number), Box::new(move |known| known.words.binary_search(&number).is_ok()))
        }
    }
}

fn one_answer_to_made_up_queries(place: &Place, dice: &mut Dice, truth: &Truth) {
    let folder = place.path(".dateline");
    let index = Index::open(&folder).expect("the index");
    let now = chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant");
    for number in 0..QUERIES {
        let depth = dice.below(3);
        let (mut text, mut holds) = query(dice, depth);
        if number % 3 == 0 {
            let month = month(dice.below(MONTHS));
            text = format!("{text} date:{month}");
            holds = Box::new(move |known| known.month == month && holds(known));
        }
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        let mut total = 0;
        for known in truth.articles.iter().filter(|known| holds(known)) {
            total += 1;
            if !known.month.is_empty() {
                *months.entry(known.month.clone()).or_default() += 1;
            }
        }
        is_one(&index, &Question::of(text, now), total, &months);
    }
}
