//! What only a real browser shows: pages that it keeps and shows again, storage that it refuses, words wider than the
//! window, text that runs from right to left.

use std::time::{Duration, Instant};

use serde_json::json;

use super::browser::{Browser, DESK, Window};
use super::client::{Server, corpus, encoded};
use crate::harness::Place;

/// What the timeline shows as chosen: the number of brushes, and of bars inside and outside.
const SHOWN: &str = "const count = (name) => document.querySelectorAll('.bars ' + name).length; \
    return [count('.brush'), count('.in'), count('.out')];";

#[test]
fn back_after_a_choice_of_dates_shows_the_page_as_it_was() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/?q=salt");
    let before = browser.run(SHOWN);
    browser.drag(".bars", 0.4, 0.9);
    browser.arrive("until=");
    browser.back();
    assert!(!browser.address().contains("until="), "{}", browser.address());
    assert_eq!(browser.run(SHOWN), before);

    browser.run("document.querySelector('.bars a[tabindex=\"0\"]').focus()");
    browser.keys(&["Right", "shift+Right", "Enter"]);
    browser.arrive("until=");
    browser.back();
    assert_eq!(browser.run(SHOWN), before);
}

#[test]
fn a_bar_opens_in_another_tab() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/?q=salt");
    browser.ctrl_click(".bars a:nth-of-type(2) .place");
    let began = Instant::now();
    while browser.windows() < 2 {
        assert!(began.elapsed() < Duration::from_secs(30), "{}", browser.address());
    }
    assert!(!browser.address().contains("until="), "{}", browser.address());
}

#[test]
fn keys_work_where_the_browser_keeps_nothing() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let window = Window { storage: false, ..DESK };
    let Some(browser) = Browser::open(&server, &window) else { return };
    browser.go("/?q=salt");
    let refused = "try { return sessionStorage.length; } catch { return 'refused'; }";
    assert_eq!(browser.run(refused), "refused");
    browser.keys(&["j", "x"]);
    assert_eq!(browser.run("return document.activeElement.matches('.hit h2 a')"), true);
    assert_eq!(browser.text("#export-marked"), "Export marked articles (1)");
}

#[test]
fn no_word_makes_a_page_wider_than_the_window() {
    let place = Place::new();
    let long = |letter: &str, count: usize| letter.repeat(count);
    let source = long("L", 300);
    let article = |number: usize, source: &str| {
        format!(
            "{}\n",
            json!({
                "key": format!("long{number}"), "title": format!("Salt {}", long("W", 600)), "date": "2024-01-07",
                "source": source, "byline": long("B", 400), "section": long("S", 300), "topics": [long("T", 300)],
                "body": format!("Salt tax {number}. {}\n\n{}", long("x", 2_000), "The harbour council met. ".repeat(40)),
            })
        )
    };
    place.write("archive/long.jsonl", article(1, &source) + &article(2, "Northern Wire"));
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    let missing = format!("/article/none/{}", long("x", 600));
    let filtered = format!("/?q=salt&only={}", encoded(&format!("publisher:{source}")));
    let key = place.json(&["search", "--json", "salt"])["hits"][0]["key"].clone();
    let key = key.as_str().expect("a key");
    for width in [360, 1_280] {
        let Some(browser) = Browser::open(&server, &Window { width, ..DESK }) else { return };
        for path in [
            "/?q=salt",
            &filtered,
            &format!("/?q={}", long("q", 600)),
            "/?q=salt&unique=true",
            &format!("/article/{key}?q=salt"),
            &format!("/similar/{key}"),
            &format!("/story/{key}"),
            "/values/source?q=salt",
            "/kwic?q=salt",
            "/compare?q=salt",
            &missing,
            &format!("/{}", long("x", 600)),
        ] {
            browser.go(path);
            browser.is_accessible(&format!("{width} {}", &path[..path.len().min(40)]));
        }
        browser.go("/?q=salt");
        browser.picture(&format!("long-{width}"));
    }
}

#[test]
fn a_concordance_in_arabic_shows_the_words_beside_the_match() {
    let place = Place::new();
    let body = "قال مدير الميناء في بيان طويل نشر صباح اليوم إن سفن الملح القادمة من الشمال سوف تصل إلى \
        تونس قبل نهاية الأسبوع وإن المجلس البلدي سوف يناقش ضريبة الملح الجديدة مع التجار والصيادين في المدينة القديمة.";
    let line = json!({"key": "one", "title": "سفن الملح", "date": "2024-05-13", "lang": "ar", "source": "BBC Salt", "body": body});
    place.write("archive/arabic.jsonl", format!("{line}\n"));
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    let query = encoded("تونس");
    browser.go(&format!("/kwic?q={query}"));
    browser.is_accessible("context in Arabic");
    browser.picture("context-arabic");
    assert_eq!(browser.text("th.left"), "After");
    let nearest = |cell: &str, start: &str, end: &str| {
        browser.run(&format!(
            "const cell = document.querySelector('{cell}'); const text = cell.querySelector('bdi').firstChild; \
             const range = document.createRange(); range.setStart(text, {start}); range.setEnd(text, {end}); \
             const word = range.getBoundingClientRect(), place = cell.getBoundingClientRect(); \
             const match = document.querySelector('td.match').getBoundingClientRect(); \
             const gap = Math.max(match.left - word.right, word.left - match.right); \
             return [range.toString(), word.left >= place.left - 1 && word.right <= place.right + 1, gap < 40];"
        ))
    };
    // The word before the match is at its right, the word after it at its left.
    let before =
        nearest("td.right", "text.data.trimEnd().length - 3", "text.data.trimEnd().length");
    assert_eq!(before, json!(["إلى", true, true]));
    assert_eq!(
        nearest("td.left", "text.data.search(/\\S/)", "text.data.search(/\\S/) + 3"),
        json!(["قبل", true, true])
    );

    browser.go("/article/one");
    let date = "const all = document.createRange(); const text = document.querySelector('article time').firstChild; \
        const left = (at) => { all.setStart(text, at); all.setEnd(text, at + 2); return all.getBoundingClientRect().left; }; \
        return [text.data, left(0) < left(text.length - 2)];";
    assert_eq!(browser.run(date), json!(["13 May 2024", true]));
    browser.picture("article-arabic");
}
