//! The Reuters archive of 1987 in the wire form. Every file is accounted for, and answers equal those of a scan of the
//! files with a separate analysis.

use dateline::answers::kwic;
use dateline::answers::timeline::{self, Interval};
use dateline::searching::{self, Ask, Index, Question};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::dice::Dice;
use crate::harness::{Place, shared};
use crate::one_answer::is_one;

/// An article as the scan reads it.
struct Scanned {
    id: String,
    day: String,
    /// The terms at each position: those of the title, a gap, and those of the body.
    terms: Vec<Option<String>>,
}

/// Splits a text into lower-case, stemmed runs of ASCII letters and digits. This is sufficient for the words in this
/// test, none of which has an apostrophe or an accent.
fn terms(text: &str) -> Vec<Option<String>> {
    let stemmer = frostem::Stemmer::new(frostem::Algorithm::English);
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| Some(stemmer.stem(&word.to_ascii_lowercase()).to_string()))
        .collect()
}

fn scan(root: &Path) -> Vec<Scanned> {
    let mut articles = Vec::new();
    let mut folders: Vec<_> =
        fs::read_dir(root).expect("folders").flatten().map(|entry| entry.path()).collect();
    folders.sort();
    for folder in folders {
        for file in fs::read_dir(folder).expect("files").flatten() {
            let text =
                String::from_utf8_lossy(&fs::read(file.path()).expect("a file")).into_owned();
            let mut lines = text.lines();
            let mut header = lines.next().expect("a header").split_whitespace().skip(1);
            let (day, id) = (header.next().expect("a date"), header.next().expect("an id"));
            let mut all = terms(lines.next().unwrap_or_default());
            all.extend(std::iter::repeat_n(None, 50));
            all.extend(terms(&lines.collect::<Vec<_>>().join("\n")));
            articles.push(Scanned { id: id.into(), day: day.into(), terms: all });
        }
    }
    articles
}

impl Scanned {
    fn has(&self, phrase: &str) -> bool {
        let wanted = terms(phrase);
        self.terms.windows(wanted.len()).any(|window| window == wanted)
    }
}

#[test]
fn answers_are_those_of_a_scan_of_the_files() {
    let Some(archive) = shared("reuters-wire.tar.gz") else { return };
    let place = Place::new();
    let unpacked =
        Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(place.path("")).status();
    assert!(unpacked.expect("tar runs").success());
    let root = place.path("reuters-wire");
    let summary = place.index("reuters-wire");
    assert_eq!(
        summary["files"],
        serde_json::json!({"seen": 21_578, "indexed": 21_577, "unchanged": 0, "removed": 0, "skipped": 1})
    );
    assert_eq!(
        (summary["articles"]["added"].as_u64(), summary["articles"]["copies"].as_u64()),
        (Some(21_577), Some(0))
    );

    let everything =
        place.search(&["", "-n", "30000", "--snippets", "0", "--facets", "year,source"]);
    assert_eq!(
        everything["facets"]["year"],
        serde_json::json!([{"value": "1987", "count": 21_577}])
    );
    assert_eq!(
        everything["facets"]["source"],
        serde_json::json!([{"value": "REUTERS", "count": 21_577}])
    );

    let mut articles = scan(&root);
    assert_eq!(articles.len(), 21_578);
    // One article has neither title nor body.
    articles.retain(|article| article.terms.iter().flatten().count() > 1);
    let ids: BTreeMap<&str, &str> =
        articles.iter().map(|article| (article.id.as_str(), article.day.as_str())).collect();
    for hit in everything["hits"].as_array().expect("hits") {
        let id = hit["id"].as_str().expect("an id");
        assert_eq!(ids.get(id).copied(), hit["date"].as_str(), "id {id}");
        assert!(hit["path"].as_str().expect("a path").ends_with(&format!("{id:0>5}.txt")));
    }

    let index = Index::open(&place.path(".dateline")).expect("an index");
    let now = chrono::DateTime::parse_from_rfc3339(crate::harness::NOW).expect("an instant");
    for (number, (all, any, none, phrase)) in queries().into_iter().enumerate() {
        let month = 2 + number % 9;
        let (since, until) = match number % 3 {
            0 => ("1987-01-01".to_string(), "1987-12-31".to_string()),
            1 => (format!("1987-{month:02}-01"), format!("1987-{month:02}-28")),
            _ => (format!("1987-{month:02}-09"), format!("1987-{:02}-11", (month + 2).min(12))),
        };
        let mut query: Vec<String> = all.iter().map(|word| word.to_string()).collect();
        query.extend((!any.is_empty()).then(|| format!("({})", any.join(" OR "))));
        query.extend(none.iter().map(|word| format!("-{word}")));
        query.extend((!phrase.is_empty()).then(|| format!("\"{phrase}\"")));
        let query = query.join(" ");
        let meant: BTreeSet<&str> = articles
            .iter()
            .filter(|article| article.day >= since && article.day <= until)
            .filter(|article| all.iter().all(|word| article.has(word)))
            .filter(|article| any.is_empty() || any.iter().any(|word| article.has(word)))
            .filter(|article| !none.iter().any(|word| article.has(word)))
            .filter(|article| phrase.is_empty() || article.has(phrase))
            .map(|article| article.id.as_str())
            .collect();
        let mut question = Question::of(query.clone(), now);
        question.since = Some(since);
        question.until = Some(until);
        question.strict = true;
        let ask = Ask::of(question, 30_000);
        let answer = searching::search(&index, &ask).expect("an answer");
        let found: BTreeSet<&str> =
            answer.hits.iter().filter_map(|hit| hit.found.article.id.as_deref()).collect();
        assert_eq!(answer.counts.total as usize, meant.len(), "{query}");
        assert!(found == meant, "{query}: {} found, {} meant", found.len(), meant.len());
    }
    every_occurrence_has_a_line(&index, &articles);
    one_answer_to_made_up_queries(&index, &articles);
}

/// Asks every command and the scan a thousand generated queries of words, phrases and months.
fn one_answer_to_made_up_queries(index: &Index, articles: &[Scanned]) {
    let now = chrono::DateTime::parse_from_rfc3339(crate::harness::NOW).expect("an instant");
    let words = queries().into_iter().flat_map(|(all, any, none, phrase)| {
        let words = all.into_iter().chain(any).chain(none);
        words.chain((!phrase.is_empty()).then_some(phrase)).collect::<Vec<_>>()
    });
    let words: BTreeSet<&str> = words.collect();
    let having = |holds: &dyn Fn(&Scanned) -> bool| -> BTreeSet<usize> {
        (0..articles.len()).filter(|at| holds(&articles[*at])).collect()
    };
    let mut leaves: Vec<(String, BTreeSet<usize>)> = words
        .into_iter()
        .map(|word| (format!("\"{word}\""), having(&|article| article.has(word))))
        .collect();
    for month in ["1987-03", "1987-04", "1987-06", "1987-10"] {
        let of_month = having(&|article| article.day.starts_with(month));
        leaves.push((format!("date:{month}"), of_month));
    }
    let mut dice = Dice::new(19_870_226);
    for _ in 0..1_000 {
        let (mut text, mut meant) = leaves[dice.below(leaves.len())].clone();
        for _ in 0..dice.below(4) {
            let (other, of_other) = &leaves[dice.below(leaves.len())];
            (text, meant) = match dice.below(3) {
                0 => (format!("({text} OR {other})"), &meant | of_other),
                1 => (format!("({text} NOT {other})"), &meant - of_other),
                _ => (format!("({text} AND {other})"), &meant & of_other),
            };
        }
        let mut months: BTreeMap<String, u64> = BTreeMap::new();
        for at in &meant {
            *months.entry(articles[*at].day[..7].to_string()).or_default() += 1;
        }
        is_one(index, &Question::of(text, now), meant.len() as u64, &months);
    }
}

/// Checks with 200 queries that a concordance has a line for each occurrence, and that the months of a timeline equal
/// those of a scan.
fn every_occurrence_has_a_line(index: &Index, articles: &[Scanned]) {
    let now = chrono::DateTime::parse_from_rfc3339(crate::harness::NOW).expect("an instant");
    let words = queries().into_iter().flat_map(|(all, any, none, phrase)| {
        let words = all.into_iter().chain(any).chain(none).map(str::to_string);
        words.chain((!phrase.is_empty()).then(|| phrase.to_string())).collect::<Vec<_>>()
    });
    let words: BTreeSet<String> = words.collect();
    let ranges = [
        ("1987-01-01", "1987-12-31"),
        ("1987-03-01", "1987-03-09"),
        ("1987-04-02", "1987-04-20"),
        ("1987-06-01", "1987-06-30"),
    ];
    let mut asked = 0;
    for (phrase, (since, until)) in
        words.iter().flat_map(|word| ranges.map(|range| (word, range))).cycle().take(200)
    {
        let wanted = terms(phrase);
        let within =
            articles.iter().filter(|article| *article.day >= *since && *article.day <= *until);
        let occurrences: usize = within
            .clone()
            .map(|article| {
                article.terms.windows(wanted.len()).filter(|window| *window == wanted).count()
            })
            .sum();
        let mut question = Question::of(format!("\"{phrase}\""), now);
        question.since = Some(since.into());
        question.until = Some(until.into());
        question.strict = true;
        let mut lines = 0;
        let summary = kwic::concordance(index, &question, 40, &[], usize::MAX, |_| {
            lines += 1;
            Ok(true)
        });
        assert_eq!(summary.expect("a concordance").lines, lines);
        assert_eq!(lines as usize, occurrences, "{phrase} from {since} to {until}");
        let timeline = timeline::timeline(
            index,
            std::slice::from_ref(&question),
            timeline::Length::Exactly(Interval::Month),
            true,
            timeline::ShareOf::Asked,
        )
        .expect("a timeline");
        let counted: u64 = timeline.series[0].occurrences.iter().flatten().sum();
        assert_eq!(counted as usize, occurrences, "{phrase} from {since} to {until}");
        for (start, count) in timeline.starts.iter().zip(&timeline.series[0].counts) {
            let month = Interval::Month.label(*start);
            let meant = within
                .clone()
                .filter(|article| article.day.starts_with(&month) && article.has(phrase));
            assert_eq!(*count as usize, meant.count(), "{phrase} in {month}");
        }
        asked += 1;
    }
    assert_eq!(asked, 200);
}

type Query = (Vec<&'static str>, Vec<&'static str>, Vec<&'static str>, &'static str);

/// Fifty queries, each with required words, alternative words, excluded words and a phrase.
fn queries() -> Vec<Query> {
    let pairs = [
        ("oil", "price"),
        ("wheat", "export"),
        ("bank", "rate"),
        ("trade", "deficit"),
        ("coffee", "quota"),
        ("gold", "mine"),
        ("share", "dividend"),
        ("ship", "port"),
        ("sugar", "tonne"),
        ("opec", "output"),
        ("merger", "approval"),
        ("dollar", "yen"),
        ("soybean", "crop"),
        ("strike", "union"),
        ("loss", "quarter"),
        ("japan", "tariff"),
        ("copper", "producer"),
        ("budget", "tax"),
        ("crude", "barrel"),
        ("grain", "soviet"),
    ];
    let phrases = [
        "crude oil",
        "interest rates",
        "central bank",
        "prime minister",
        "net profit",
        "west germany",
        "trade surplus",
        "money market",
        "natural gas",
        "board of directors",
    ];
    let mut queries: Vec<Query> = Vec::new();
    for (a, b) in pairs {
        queries.push((vec![a, b], vec![], vec![], ""));
    }
    for (a, b) in &pairs[..10] {
        queries.push((vec![], vec![a, b], vec!["said"], ""));
    }
    for (phrase, (a, _)) in phrases.iter().zip(&pairs) {
        queries.push((vec![], vec![], vec![a], phrase));
    }
    for (phrase, (a, b)) in phrases.iter().zip(&pairs[10..]) {
        queries.push((vec![], vec![a, b], vec![], phrase));
    }
    assert_eq!(queries.len(), 50);
    queries
}

/// Returns the articles by id: title, day, and the frequency of each word in the body.
fn exported(place: &Place, folder: &str) -> BTreeMap<String, (String, String, Words)> {
    place.ends(0, &["index", folder, "--index", &format!("{folder}.index"), "-q"]);
    let lines = place.ends(0, &["export", "", "--index", &format!("{folder}.index")]);
    let article = |line: &str| {
        let article: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = |name: &str| article[name].as_str().unwrap_or_default().to_string();
        let mut words = Words::new();
        for word in text("body").split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            *words.entry(word.to_string()).or_default() += 1;
        }
        (text("id"), (text("title"), text("date").chars().take(10).collect(), words))
    };
    lines.lines().map(article).collect()
}

type Words = BTreeMap<String, i64>;

#[test]
fn the_original_markup_and_the_wire_form_are_the_same_articles() {
    let (Some(wire), Some(sgml)) = (shared("reuters-wire.tar.gz"), shared("reuters21578.tar.gz"))
    else {
        return;
    };
    let place = Place::new();
    for archive in [wire, sgml] {
        let unpacked =
            Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(place.path("")).status();
        assert!(unpacked.expect("tar runs").success());
    }
    let wire = exported(&place, "reuters-wire");
    let sgml = exported(&place, "reuters21578");
    let sgml: BTreeMap<_, _> = sgml.into_iter().filter(|(id, _)| wire.contains_key(id)).collect();
    assert_eq!((wire.len(), sgml.len()), (21_577, 21_577));
    for (id, (title, day, words)) in &wire {
        let (other_title, other_day, other_words) = &sgml[id];
        assert_eq!((title, day), (other_title, other_day), "{id}");
        let all: BTreeSet<&String> = words.keys().chain(other_words.keys()).collect();
        let count = |words: &Words, word| words.get(word).copied().unwrap_or(0);
        let differing: i64 =
            all.into_iter().map(|word| (count(words, word) - count(other_words, word)).abs()).sum();
        // The wire form adds a dateline and an end mark.
        assert!(differing <= 8, "{id}: {differing} words differ");
    }
}
