//! Cases of faults seen in real archives, each compared with its `expected.txt`. The cases are next to the repository.
//! If they are missing, the tests report that they are skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::Place;

/// The articles of a case, and what its run reported for each path.
struct Case {
    place: Place,
    articles: Vec<Value>,
    /// The number of articles, or the reason of a skip, by path.
    files: BTreeMap<String, String>,
}

/// Indexes a case. If the cases are missing, reports it and returns `None`.
fn case(name: &str) -> Option<Case> {
    let folder = folder(name)?;
    let place = Place::new();
    let input = folder.to_str().expect("a path");
    place.ends(0, &["index", input, "--report", "report.jsonl", "-q"]);
    let json = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
    let report = std::fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let told = report.lines().map(json).filter(|line| line["kind"] != "article");
    let files = told.map(|line| {
        let reason = line["reason"].as_str().map(str::to_string);
        let path = line["path"].as_str().expect("a path").to_string();
        (path, reason.unwrap_or_else(|| line["articles"].to_string()))
    });
    let files = files.collect();
    let articles = place.ends(0, &["export", ""]).lines().map(json).collect();
    Some(Case { place, articles, files })
}

fn folder(name: &str) -> Option<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases");
    let folder = cases.join(name).join("in");
    if !folder.exists() {
        eprintln!("SKIPPED: {} is absent, this test looked at nothing", folder.display());
        return None;
    }
    Some(folder)
}

impl Case {
    fn titled(&self, title: &str) -> &Value {
        let found = self.articles.iter().find(|article| article["title"] == title);
        found.unwrap_or_else(|| panic!("{title:?} is missing"))
    }

    fn text(&self, title: &str, field: &str) -> &str {
        self.titled(title)[field].as_str().unwrap_or("-")
    }

    /// Checks that the date of each article begins as expected.
    fn is_dated(&self, wanted: &[(&str, &str)]) {
        for (title, date) in wanted {
            let found = self.text(title, "date");
            assert!(found.starts_with(date), "{title}: {found}, not {date}");
        }
    }

    /// Checks that each file has the expected number of articles, or is skipped for the expected reason.
    fn has(&self, wanted: &[(&str, &str)]) {
        for (path, outcome) in wanted {
            assert_eq!(self.files.get(*path).map(String::as_str), Some(*outcome), "{path}");
        }
    }

    /// Returns each article with its number of paragraphs.
    fn paragraphs(&self) -> impl Iterator<Item = (&Value, usize)> {
        self.articles.iter().map(|article| {
            let body = article["body"].as_str().unwrap_or_default();
            (article, body.lines().filter(|line| !line.trim().is_empty()).count())
        })
    }
}

#[test]
fn dates_are_read_as_feeds_and_dumps_write_them() {
    let Some(feed) = case("feed-dates") else { return };
    feed.is_dated(&[
        ("slash", "2016-06-29T15:07:41"),
        ("two-digit", "2015-09-03T00:01:01+02:00"),
        ("month-first", "2020-05-25T04:45:26Z"),
        ("second-comma", "2012-02-10T09:00:00-05:00"),
        ("sept", "2018-09-18T15:53:56+03:00"),
        ("no-weekday-no-seconds", "2024-09-01T12:00"),
        ("z-after-space", "2014-06-19T17:00:00Z"),
        ("wrong-weekday", "2014-06-19T17:00:00Z"),
        ("24h", "2014-06-20T00:00"),
        ("pst", "2021-12-31T23:30:00-08:00"),
        ("asctime", "2025-05-31T00:30:00"),
        ("iso-basic", "2025-05-31T00:30:00Z"),
        ("epoch", "2025-05-30T22:10:00Z"),
        ("korean", "2013-08-14"),
        ("korean2", "2013-08-14T23:54"),
        ("japanese", "2013-08-14T23:54"),
        ("ampm", "2016-06-29T15:07:41"),
        ("cdata", "2025-05-31T10:00:00+01:00"),
        ("dmy-dots", "2025-05-31T10:00"),
        ("dmy-dash", "2025-05-31T10:00:00"),
    ]);
    for title in
        ["cest", "offset-colon", "gmt+", "js", "java", "iso-space", "iso-ms", "german", "french"]
    {
        assert_eq!(feed.text(title, "date"), "2025-05-31T00:30:00+02:00", "{title}");
    }
    let Some(elements) = case("feed-date-elements") else { return };
    elements.is_dated(&[
        ("Atom with pubDate", "2025-05-31T10:00:00+01:00"),
        ("Atom updated only", "2025-05-30T10:00:00Z"),
        ("lower pubdate", "2025-05-31T10:00:00+01:00"),
        ("dc date", "2025-05-31"),
        ("dcterms issued", "2003-12-13"),
        ("other prefix", "2025-05-31"),
    ]);
    assert_eq!(elements.text("other prefix", "body"), "Full text of the item.");
    let Some(dump) = case("json-dates") else { return };
    let other = [
        ("02/13/2012", "2012-02-13"),
        ("Feb 2012", "2012-02"),
        ("2012", "2012"),
        ("1890-00-00", "1890"),
        ("18900510", "1890-05-10"),
        ("Yesterday", "-"),
        ("Sat May 31 00:30:00 +0000 2025", "2025-05-31T00:30:00Z"),
        ("Feb-12", "2012-02"),
    ];
    dump.is_dated(&other);
    let others: BTreeSet<&str> = other.iter().map(|(title, _)| *title).collect();
    for article in &dump.articles {
        let title = article["title"].as_str().expect("a title");
        if !others.contains(title) {
            assert!(dump.text(title, "date").starts_with("2012-02-10"), "{title}");
        }
    }
    let Some(epochs) = case("json-epoch") else { return };
    for title in ["s", "ms", "us", "string", "stringms", "float", "dotnet", "mongo", "mongoms"] {
        assert_eq!(epochs.text(title, "date"), "2008-12-01T13:33:14Z", "{title}");
    }
    epochs.is_dated(&[("zero", "-"), ("null", "-"), ("yyyymmdd", "2008-12-01"), ("year", "2008")]);
}

#[test]
fn pages_have_their_dates_titles_and_sources() {
    let Some(dates) = case("html-dates") else { return };
    dates.is_dated(&[
        ("Epoch", "2023-05-31T08:00:00Z"),
        ("Evergreen", "2012-05-10"),
        ("Aims and chances", "2023-04-28"),
        ("Hotel", "2024-04-25"),
    ]);
    let Some(described) = case("html-ld") else { return };
    for article in described.articles.iter().filter(|one| one["path"] != "nn-NO.html") {
        assert_eq!(article["source"], "Skerry Echo", "{}", article["path"]);
        assert_eq!(article["date"], "2024-09-14", "{}", article["path"]);
    }
    assert_eq!(described.titled("Id reference")["byline"][0], "A. Keeper");
    for code in ["no", "nb", "nn"] {
        let found = described.place.search(&[&format!("lang:{code}")]);
        assert_eq!(found["total"], 1, "{code}");
    }
    let Some(titles) = case("html-title") else { return };
    assert_eq!(titles.titled("Ferry late for the third day")["copies"], 1);
}

#[test]
fn pages_keep_all_of_their_text_in_paragraphs() {
    let Some(ferry) = case("html-paragraphs") else { return };
    for (query, total) in [("ferry w/p grain", 0), ("ferry w/p crews", 1), ("lead(timetable)", 0)] {
        assert_eq!(ferry.place.search(&[query])["total"], total, "{query}");
    }
    assert!(ferry.paragraphs().all(|(_, count)| count == 4));
    for name in ["html-split-body", "html-tails", "html-tails2", "html-inline"] {
        let Some(case) = case(name) else { return };
        for article in &case.articles {
            let path = article["path"].as_str().expect("a path");
            let page = std::fs::read_to_string(folder(name).expect("a folder").join(path));
            let page = page.expect("a page");
            let body = article["body"].as_str().unwrap_or_default();
            let marked = page.split(|c: char| !c.is_alphanumeric()).filter(|word| {
                let marks = ["keyword", "tailword", "closing", "alphaword"];
                marks.iter().any(|mark| word.starts_with(mark))
            });
            for word in marked {
                assert!(body.contains(word), "{path}: {word} is lost");
            }
        }
        if name == "html-split-body" {
            for (article, count) in case.paragraphs() {
                assert!(count >= 6, "{}: {count} paragraphs", article["path"]);
            }
        }
        if name == "html-inline" {
            assert!(case.text("Ruby", "body").contains("緊急談話"));
            for word in ["unbelievable", "H2O", "Vardal"] {
                assert!(case.text("Drop", "body").contains(word), "{word}");
            }
            assert!(!case.text("Breaks", "body").contains("onetwo"));
        }
    }
    let Some(forms) = case("forms-paragraphs") else { return };
    assert_eq!(forms.articles.len(), 10);
    for (article, count) in forms.paragraphs() {
        assert_eq!(count, 4, "{}", article["path"]);
    }
}

#[test]
fn dumps_have_all_of_their_articles() {
    let Some(tables) = case("csv-semicolon") else { return };
    tables.has(&[("a.csv", "2"), ("bom.csv", "2"), ("sep.csv", "2"), ("utf16.csv", "2")]);
    tables.has(&[("latin1.csv", "1"), ("tabs.csv", "1"), ("cr.csv", "2"), ("blanks.csv", "1")]);
    tables.has(&[("pipe.csv", "1")]);
    tables.titled("Fähre verspätet");
    let Some(wrappers) = case("json-wrapper") else { return };
    for path in ["elasticsearch.json", "jsonfeed-one-line.json", "titled-wrapper.json"] {
        wrappers.has(&[(path, "3")]);
    }
    assert_eq!(wrappers.text("Feed 0", "source"), "Echo");
    let Some(lines) = case("jsonl-oddities") else { return };
    for (path, count) in [("agnews.csv", 2), ("blank.jsonl", 2), ("crlf.jsonl", 2)] {
        lines.has(&[(path, &count.to_string())]);
    }
    lines.has(&[("list.jsonl", "2"), ("utf16.jsonl", "2"), ("partial.jsonl", "1")]);
    assert_eq!(lines.text("newsplease like", "body"), "The lamp news-please, whole text.");
    assert_eq!(lines.text("text list", "body"), "First para of lamp.\n\nSecond para.");
    assert_eq!(lines.text("nested head", "body"), "The lamp nested.");
    assert_eq!(lines.text("mediacloud like", "date"), "2024-09-14");
    let Some(scraped) = case("scraper-json") else { return };
    scraped.has(&[("nan.json", "2")]);
    assert_eq!(scraped.text("trafilatura like", "source"), "Skerry Echo");
    assert_eq!(scraped.text("reddit like", "body"), "The lamp reddit.");
    scraped.is_dated(&[("reddit like", "2024-09-14"), ("fundus like", "2024-09-14T10:00:00Z")]);
}

#[test]
fn mail_and_news_are_read_as_their_text() {
    let Some(mail) = case("mail-kinds") else { return };
    let letter = mail.text("Morning letter", "body");
    assert_eq!(letter, "Good morning.\n\nThe ferry sails & the lamp burns.");
    let body = mail.text("Fähre late", "body");
    assert_eq!(body, "Good morning. The fähre is late, the lamp burns.");
    let Some(list) = case("mbox-from-lines") else { return };
    list.has(&[("list.mbox", "3")]);
    list.is_dated(&[
        ("Lamp oil", "2023-03-04"),
        ("Re: Lamp oil", "2023-03-05"),
        ("Bread", "2023-03-06"),
    ]);
    for line in ["From the pier we saw two boats.", "From here on the path is closed."] {
        assert!(list.text("Lamp oil", "body").contains(line), "{line}");
    }
    let Some(posts) = case("usenet-posts") else { return };
    posts.is_dated(&[
        ("One", "1993-04-16T20:37:22Z"),
        ("Three", "1993-04-06T00:00"),
        ("Five", "1985-02-24"),
    ]);
    assert!(posts.articles.iter().all(|post| post["body"] == "The lamp is out."));
}

#[test]
fn containers_give_what_can_be_read_of_them() {
    let Some(cut) = case("gz-cut") else { return };
    cut.has(&[("cat.jsonl.gz", "4"), ("cut.warc.gz", "2")]);
    let Some(long) = case("gz-cut2") else { return };
    long.has(&[("cut.warc.gz", "59"), ("nl.warc.gz", "60"), ("pad.warc.gz", "60")]);
    long.has(&[("pad.jsonl.gz", "1000"), ("cut.txt.gz", "1")]);
    let Some(zips) = case("zip-names") else { return };
    let one = ["backslash.zip", "cp866.zip", "gnu.tgz", "mac.zip", "prefix.zip", "stream.zip"];
    one.iter().for_each(|path| zips.has(&[(path, "1")]));
    zips.has(&[("z64.zip", "1"), ("dup.zip", "2"), ("seven.7z", "unsupported format")]);
    zips.has(&[("cp866.zip!/новости/маяк.txt", "1"), ("lz4.txt.lz4", "unsupported format")]);
    let Some(coded) = case("warc-content-encoding") else { return };
    for title in ["brotli", "zstd", "rawdeflate", "x-gzip", "upper-GZIP"] {
        assert!(coded.text(title, "body").contains(&format!("{title} says.")), "{title}");
    }
    let Some(crawl) = case("warc-oddities") else { return };
    let kept = "plain chunked dechunked gz gzchunked ungz-but-says-gzip deflate unbr-but-says-br http2 http20 \
                noreason lf-only-http no-content-type xhtml status203 truncated-by-crawler resource angle-uri warc11";
    for title in kept.split_whitespace() {
        assert_eq!(crawl.text(title, "date"), "2024-09-14", "{title}");
    }
    // These two state no day, and the day of the crawl is not theirs.
    crawl.is_dated(&[("Lamp lit again", "-"), ("灯台", "-"), ("in feed", "2024-09-14")]);
    crawl.has(&[("crawl.warc", "23"), ("crawl-gz.warc.gz", "3")]);
}
