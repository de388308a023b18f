//! The formats of news, tested with real samples.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use dateline::archive::{Reason, format_names};
use dateline::indexing::converters::Converters;
use serde_json::Value;

use crate::harness::{Place, corpus, shared};

const LAMP: &str = "Lamp of Skerry Point lit again";

/// The samples of one story in all formats, with the expected path, id, source and precision of the date.
const FORMS: [(&str, Option<&str>, &str, &str); 54] = [
    ("documents/lamp.docx", None, "documents", "day"),
    ("documents/lamp.epub", None, "Skerry Echo", "day"),
    ("documents/lamp.odt", None, "documents", "day"),
    ("documents/lamp.pdf", None, "documents", "day"),
    ("documents/lamp.rtf", None, "documents", "day"),
    ("text/lamp.adoc", None, "text", "day"),
    ("text/lamp.md", None, "text", "day"),
    ("text/lamp.org", None, "text", "day"),
    ("text/lamp.rst", None, "text", "day"),
    ("text/lamp.txt", None, "text", "day"),
    ("feed/lamps-feed.json", Some("lamp-10"), "Skerry Echo", "second"),
    ("feed/lamps.atom", Some("lamp-9"), "Skerry Echo", "second"),
    ("feed/lamps.rss", Some("lamp-8"), "Skerry Echo", "second"),
    ("front-matter/lamp-json.md", Some("lamp-4"), "Skerry Echo", "day"),
    ("front-matter/lamp-toml.md", Some("lamp-3"), "Skerry Echo", "day"),
    ("front-matter/lamp.md", Some("lamp-2"), "Skerry Echo", "day"),
    ("html/lamp.html", None, "Skerry Echo", "second"),
    ("json/lamps.json", Some("lamp-4"), "Skerry Echo", "second"),
    ("mail/carried.txt", Some("<lamp-21@skerry.invalid>"), "Skerry Echo", "second"),
    ("mail/lamp.txt", Some("<lamp-1@skerry.invalid>"), "Skerry Echo", "second"),
    ("newsml-g2/lamp.xml", Some("lamp-12"), "Skerry Echo", "second"),
    ("newsml-g2/message.xml", Some("lamp-13"), "Skerry Echo", "second"),
    ("ninjs/lamp.json", Some("lamp-14"), "Skerry Echo", "second"),
    ("nitf/lamp.xml", Some("lamp-11"), "Skerry Echo", "day"),
    ("packed/lamp.txt.gz", Some("19001"), "Skerry Echo", "day"),
    ("packed/lamps.zip!/2024/deep.tar.gz!/09/lamp.txt", Some("19003"), "Skerry Echo", "day"),
    ("packed/lamps.zip!/2024/lamp.txt", Some("19002"), "Skerry Echo", "day"),
    ("sgml/reuters.sgm", Some("lamp-15"), "sgml", "second"),
    ("table/lamps.csv", Some("lamp-5"), "Skerry Echo", "day"),
    ("table/lamps.tsv", Some("lamp-6"), "Skerry Echo", "day"),
    ("story/lamp.story", None, "story", "-"),
    ("newsml-1/lamp.xml", Some("lamp-33"), "Skerry Echo", "second"),
    ("references/lamps.bib", Some("lamp-32"), "Skerry Echo", "day"),
    ("references/endnote.xml", Some("lamp-50"), "Skerry Echo", "day"),
    ("references/lamps.enw", Some("lamp-49"), "Skerry Echo", "day"),
    ("references/lamps.ris", Some("lamp-31"), "Skerry Echo", "day"),
    ("scans/2024-09-14.tsv", None, "scans", "day"),
    ("scans/alto.xml", None, "scans", "day"),
    ("tei/lamp.xml", Some("lamp-34"), "Skerry Echo", "day"),
    ("vendors/europresse.html", Some("news·20240914·SE·1"), "Skerry Echo", "day"),
    ("vendors/factiva.html", Some("SKER000020240914ek9e00001"), "Skerry Echo", "day"),
    ("vendors/nexis.txt", None, "Skerry Echo", "day"),
    ("vendors/proquest.txt", Some("1000000001"), "Skerry Echo", "day"),
    ("sgml/trec.sgm", Some("AP880214-0016"), "AP", "day"),
    ("feed/wordpress.xml", Some("lamp-47"), "Skerry Echo", "second"),
    ("json/wrapper.json", Some("lamp-45"), "Skerry Echo", "second"),
    ("mail/a-news", Some("skerry.43"), "mail", "second"),
    ("mail/lamp.mht", None, "Skerry Echo", "second"),
    ("mail/lamps.mbox", Some("<lamp-41@skerry.invalid>"), "Skerry Echo", "second"),
    ("sgml/gigaword.sgm", Some("AFP_ENG_20240914.0046"), "AFP", "day"),
    ("vendors/factiva.xml", Some("SKER000020240914ek9e00048"), "Skerry Echo", "day"),
    ("vendors/integrum.html", None, "Skerry Echo", "day"),
    ("vendors/kikuzo.html", None, "朝日新聞", "day"),
    ("vendors/yomidasu.html", None, "読売新聞", "day"),
];

#[test]
fn a_story_is_the_same_in_every_form() {
    let place = Place::new();
    let forms = corpus().join("forms");
    place.ends(0, &["index", forms.to_str().expect("a path"), "-q"]);
    let lines = place.ends(0, &["export", "bearing AND skerry AND midnight"]);
    let found: BTreeMap<String, Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|article| (article["path"].as_str().expect("a path").to_string(), article))
        .collect();
    assert_eq!(found.len(), FORMS.len(), "{:?}", found.keys());
    for (path, id, source, precision) in FORMS {
        let article = &found[path];
        let title = article["title"].as_str().unwrap_or("-");
        let date = article["date"].as_str().unwrap_or("-");
        let (title_wanted, date_wanted) = match path {
            // This format has neither a title nor a date.
            "story/lamp.story" => ("-", "-"),
            // Scanned pages have no title.
            _ if path.starts_with("scans/") => ("-", "2024-09-14"),
            "sgml/trec.sgm" => (title, "1988-02-14"),
            _ => (LAMP, "2024-09-14"),
        };
        assert_eq!(title, title_wanted, "{path}");
        assert!(title == "-" || title.starts_with(LAMP), "{path}: {title}");
        assert_eq!(date.get(..10).unwrap_or(date), date_wanted, "{path}");
        assert_eq!(article["date_precision"].as_str().unwrap_or("-"), precision, "{path}");
        assert_eq!(article["id"].as_str(), id, "{path}");
        assert_eq!(article["source"], source, "{path}");
        let body = article["body"].as_str().expect("a body");
        assert!(body.contains("“We counted the turns like children,” said the keeper"), "{path}");
        assert!(body.trim_end().ends_with("Boats lay off the point until midnight."), "{path}");
        assert!(!body.contains(['<', '>']) && !body.contains("Copyright"), "{path}: {body}");
    }
    // The page in a web archive has the same key as the page itself, so it is a copy.
    let page = place.search(&["path:html/lamp.html", "--limit", "1"]);
    assert_eq!(page["hits"][0]["copies"], 1);
    // The same is true of a scanned page in three formats.
    let page = place.search(&["path:scans/alto.xml", "--limit", "1"]);
    assert_eq!(page["hits"][0]["copies"], 2);
    // The article that METS assembles from the blocks of an issue is the one in the book.
    let page = place.search(&["path:documents/lamp.epub", "--limit", "1"]);
    assert_eq!(page["hits"][0]["copies"], 1);
    assert_eq!(place.search(&["oil w/5 quill"])["total"], 1, "the rest of the issue's page");
    assert_eq!(place.search(&["date:2025"])["total"], 0, "the day of a crawl is no date");
    // Legacy encodings, with and without a declaration.
    assert_eq!(place.hits("title", &["path:encodings/koi8*"]), ["Лампа на мысе снова горит"]);
    assert_eq!(place.hits("title", &["path:encodings/shift*"]), ["岬の灯台が再び点灯"]);
    assert_eq!(place.search(&["wärterin klippen"])["total"], 1);
    assert_eq!(place.search(&["date:1963"])["total"], 2, "of the TIME collection");
    assert_eq!(place.search(&["date:1988"])["total"], 2, "by the numbers of TREC's documents");
}

/// Reads public suites of broken and hostile files in every format. Each file ends in a verdict, with a reason from the
/// fixed list, and the sums agree.
#[test]
fn every_file_of_the_suites_has_a_verdict_in_every_form() {
    let Some(place) = unpacked("badinput.tar.gz") else { return };
    let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    let seen = walk(&place.path("badinput"));
    for form in std::iter::once("").chain(format_names()) {
        let index = format!("index-{form}");
        let mut arguments =
            vec!["index", "badinput", "--index", &index, "--report", "report.jsonl", "--force"];
        arguments.extend(["--output", "json"]);
        if !form.is_empty() {
            arguments.extend(["--format", form]);
        }
        // If no file has the format, the folder has no articles.
        let output = place.run(&arguments);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{form}: {output:?}");
        let summary: Value = serde_json::from_slice(&output.stdout).expect("a summary");
        let count = |path: &str| summary.pointer(path).and_then(Value::as_u64).expect("a number");
        assert_eq!(count("/files/seen"), seen, "{form}");
        assert_eq!(count("/files/indexed") + count("/files/skipped"), seen, "{form}");
        let report = fs::read_to_string(place.path("report.jsonl")).expect("a report");
        let (mut files, mut articles) = (0, 0);
        for line in report.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            if line["kind"] == "file" {
                files += 1;
                articles += line["articles"].as_u64().expect("a number");
            }
            assert_eq!(line["verdict"] == "skipped", line["reason"].is_string(), "{form}: {line}");
            if let Some(reason) = line["reason"].as_str() {
                assert!(reasons.contains(&reason) && reason != "panic", "{form}: {line}");
            }
        }
        assert_eq!(files, seen, "{form}");
        assert_eq!(articles, count("/articles/added") + count("/articles/copies"), "{form}");
    }
}

/// Returns the number of files in a folder.
fn walk(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let count = |entry: fs::DirEntry| match entry.file_type().expect("a type").is_dir() {
        true => walk(&entry.path()),
        false => 1,
    };
    entries.map(count).sum()
}

#[test]
fn every_article_of_the_time_collection_has_its_date() {
    let Some(time) = shared("time/TIME.ALL") else { return };
    let place = Place::new();
    place.ends(0, &["index", time.to_str().expect("a path"), "-q"]);
    let dated = place.search(&["date:1963", "--facets", "month"]);
    assert_eq!((dated["total"].as_u64(), dated["undated_excluded"].as_u64()), (Some(423), Some(0)));
}

/// Unpacks an archive of samples.
fn unpacked(name: &str) -> Option<Place> {
    let archive = shared(name)?;
    let place = Place::new();
    let tar = Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(place.path("")).status();
    assert!(tar.expect("tar runs").success());
    Some(place)
}

/// Returns the articles in a folder by the names of their files.
fn articles(place: &Place, folder: &str) -> BTreeMap<String, Value> {
    place.ends(0, &["index", folder, "--index", "samples", "-q"]);
    let lines = place.ends(0, &["export", "", "--index", "samples"]);
    let named = |line: &str| {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let path = article["path"].as_str().expect("a path");
        (path.rsplit('/').next().unwrap_or(path).to_string(), article)
    };
    lines.lines().map(named).collect()
}

/// The 399 pages of htmldate's evaluation. The best known tool finds the right day of 91.0% of all pages, and 91.2% of
/// the dates that it returns are right. Also prints the results of five folds; the worst is a better prediction for
/// other pages.
#[test]
fn pages_are_of_the_day_they_were_published() {
    let Some(place) = unpacked("formats.tar.gz") else { return };
    let found = articles(&place, "formats/html-htmldate/pages");
    let dates = fs::read(place.path("formats/html-htmldate/dates.json")).expect("dates");
    let dates: BTreeMap<String, Value> = serde_json::from_slice(&dates).expect("JSON");
    let mut folds = [[0_u32; 3]; 5];
    for (number, (name, truth)) in dates.iter().enumerate() {
        let date = found.get(name).and_then(|article| article["date"].as_str());
        let is_right = date.and_then(|date| date.get(..10)) == truth["date"].as_str();
        let [pages, given, right] = &mut folds[number % 5];
        *pages += 1;
        *given += u32::from(date.is_some());
        *right += u32::from(is_right);
        assert!(date.is_none_or(|date| date < "2026"), "{name} is of the future: {date:?}");
    }
    let shares = |[pages, given, right]: [u32; 3]| {
        (f64::from(right) / f64::from(pages), f64::from(right) / f64::from(given))
    };
    let all = folds.iter().fold([0; 3], |sum, fold| [0, 1, 2].map(|at| sum[at] + fold[at]));
    let worst = folds.iter().map(|fold| shares(*fold).0).fold(1.0, f64::min);
    eprintln!("{} days of {} right, {} given, worst fold {worst:.3}", all[2], all[0], all[1]);
    let (of_all, of_given) = shares(all);
    assert!(of_all >= 0.92 && of_given >= 0.95, "{of_all} of all, {of_given} of those given");
}

/// Returns the runs of four words in a text, each with its frequency.
fn shingles(text: &str) -> BTreeMap<Vec<&str>, i64> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty())
        .collect();
    let mut all = BTreeMap::new();
    for window in words.windows(4.min(words.len()).max(1)) {
        *all.entry(window.to_vec()).or_default() += 1;
    }
    all
}

/// The measure of the article extraction benchmark: the precision and recall of shingles, averaged over pages.
#[test]
fn pages_give_their_main_text() {
    let Some(place) = unpacked("formats.tar.gz") else { return };
    let folder = place.path("formats/html-article-benchmark");
    let found = articles(&place, "formats/html-article-benchmark/html");
    let truth = fs::read(folder.join("ground-truth.json")).expect("texts");
    let truth: BTreeMap<String, Value> = serde_json::from_slice(&truth).expect("JSON");
    let (mut precision, mut recall) = (0.0, 0.0);
    for (name, truth) in &truth {
        let article = found.get(&format!("{name}.html.gz")).expect("each page is an article");
        let (wanted, given) = (
            shingles(truth["articleBody"].as_str().expect("a text")),
            shingles(article["body"].as_str().expect("a body")),
        );
        let both: i64 = given
            .iter()
            .map(|(words, count)| wanted.get(words).copied().unwrap_or(0).min(*count))
            .sum();
        precision += both as f64 / given.values().sum::<i64>().max(1) as f64;
        recall += both as f64 / wanted.values().sum::<i64>().max(1) as f64;
    }
    let (precision, recall) = (precision / truth.len() as f64, recall / truth.len() as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    eprintln!("F1 {f1:.4}, precision {precision:.4}, recall {recall:.4}");
    assert!(f1 >= 0.975, "F1 {f1:.4}");
}

/// The sources of a date for an article that does not state one: its web address, then the file's path, and the file's
/// modification time only on request.
#[test]
fn an_address_a_path_and_a_last_change_are_the_last_to_tell_a_date() {
    let place = Place::new();
    let page =
        |title: &str| format!("Title: {title}\nSource: Echo\n\nThe tide came late to {title}.\n");
    place.write("in/1931-03-02/page.txt", page("Path"));
    place.write("in/plain.txt", page("Nothing"));
    place.write(
        "in/2020-01-02.jsonl",
        "{\"title\":\"Many\",\"body\":\"The name of a file of many.\"}\n\
         {\"title\":\"Address\",\"body\":\"One.\",\"url\":\"https://echo.invalid/2019/05/31/one\"}\n",
    );
    let dates = |index: &str| {
        let lines = place.ends(0, &["export", "", "--index", index]);
        let date = |line: &str| {
            let article: Value = serde_json::from_str(line).expect("JSON");
            let text = |name: &str| article[name].as_str().unwrap_or("-").to_string();
            (text("title"), text("date"))
        };
        lines.lines().map(date).collect::<BTreeMap<String, String>>()
    };
    place.ends(0, &["index", "in", "--index", "plain", "-q"]);
    let found = dates("plain");
    assert_eq!(found["Path"], "1931-03-02");
    assert_eq!(found["Address"], "2019-05-31");
    assert_eq!((found["Many"].as_str(), found["Nothing"].as_str()), ("-", "-"));

    let changed = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = fs::File::options().write(true).open(place.path("in/plain.txt")).expect("a file");
    file.set_modified(changed).expect("a time is set");
    place.ends(0, &["index", "in", "--index", "changes", "--date-from-mtime", "-q"]);
    let found = dates("changes");
    assert_eq!(found["Path"], "1931-03-02");
    assert_eq!(found["Nothing"], "2001-09-09T01:46:40Z");
    // The option is remembered.
    place.ends(0, &["index", "--rebuild", "--index", "changes", "-q"]);
    assert_eq!(dates("changes"), found);
}

/// Each smallest example of a format in docs/formats.md is read as an article.
#[test]
fn the_examples_of_the_documentation_are_read() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let page = fs::read_to_string(page).expect("the page");
    let place = Place::new();
    let mut wanted = 0;
    for block in page.split("```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').expect("a line");
        if text.starts_with("[columns]") {
            place.write("map.toml", text);
            continue;
        }
        if text.starts_with("[converters.") {
            Converters::parse(text).expect("the converters of the page are right");
            continue;
        }
        wanted += 1;
        // Formats are detected by content, so the name does not help, except for a format without a signature.
        let name = if language == "story" { "a.story" } else { "a" };
        place.write(&format!("in/{wanted:02}-{language}/{name}"), text);
    }
    assert!(wanted >= 16, "{wanted} examples");
    let summary = place.json(&["index", "in", "--output", "json", "--map", "map.toml"]);
    assert_eq!(summary["files"]["indexed"], wanted, "{summary}");
    assert_eq!(summary["articles"]["skipped"], 0, "{summary}");
    // Some examples have the same content, so they are one article at several places.
    let count = |what: &str| summary["articles"][what].as_u64().expect("a number");
    assert_eq!(count("added") + count("copies"), wanted, "{summary}");
    assert_eq!(place.search(&["text OR paragraph"])["total"], count("added"), "each has its text");
    assert_eq!(
        place.search(&["text date:none"])["total"],
        2,
        "a story and a transcript have no date"
    );
}
