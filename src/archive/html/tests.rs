//! The fields that are read from a page.

use super::*;
use crate::dates::address;

fn stated(article: &RawArticle, name: &str) -> Option<String> {
    let header = article.headers.iter().find(|header| header.name == name);
    header.map(|header| header.value.clone())
}

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="de-AT"><head><title>Ebbe – Die Hafenpost</title>
<meta property="og:site_name" content="Die Hafenpost">
<meta property="og:title" content="Ebbe &amp; Flut">
<link rel="canonical" href="https://hafenpost.example.at/2024/06/03/ebbe.html">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"WebSite","name":"Hafenpost"},
{"@type":["NewsArticle"],"headline":"Ebbe &amp;amp; Flut im Hafen","datePublished":"2024-06-02T22:30:00Z",
 "author":[{"@type":"Person","name":"Redaktion"}]}]}</script></head>
<body><nav><a href="/">Start</a> 1. Mai 2020</nav>
<h1>Ebbe im Hafen</h1><p class="post-meta">Veröffentlicht: 3. Juni 2024</p>
<article><p>Die Fischer warteten am Montag bis zum Abend auf das Wasser, das nicht kam, und gingen dann nach Hause.</p>
<p>Der Rat der Stadt will nun den Hafen vertiefen, sagte ein Sprecher, und rechnet mit zwei Jahren Arbeit.</p></article>
<footer>Copyright 2031</footer><script>var date = "2039-01-01";</script></body></html>"#;

#[test]
fn a_page_tells_who_what_and_when() {
    let page = article(PAGE, None).unwrap();
    // The headline is escaped twice.
    assert_eq!(stated(&page, "title").as_deref(), Some("Ebbe & Flut im Hafen"));
    assert_eq!(stated(&page, "source").as_deref(), Some("Die Hafenpost"));
    assert_eq!(stated(&page, "lang").as_deref(), Some("de-AT"));
    assert_eq!(stated(&page, "byline").as_deref(), Some("Redaktion"));
    assert_eq!(
        stated(&page, "url").as_deref(),
        Some("https://hafenpost.example.at/2024/06/03/ebbe.html")
    );
    assert!(
        page.text.contains("Die Fischer") && page.text.contains("zwei Jahren"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("Copyright") && !page.text.contains("Start"), "{}", page.text);
    let places: Vec<&str> = page.dates.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(places[..2], ["JSON-LD datePublished", "address"]);
    assert!(
        page.dates.iter().all(|one| !one.written.contains("20") || !one.written.contains("39"))
    );
    // 22:30 in Greenwich is the next day in Vienna.
    assert_eq!(page.dates[0].zone, Some(chrono_tz::Tz::Europe__Vienna));
    assert_eq!(page.day_first, Some(true));
}

#[test]
fn the_same_moment_is_told_in_local_time() {
    let page = |head: &str, body: &str| {
        let html = format!("<html><head>{head}</head><body><h1>Tide</h1>{body}</body></html>");
        article(&html, None)
            .unwrap()
            .dates
            .first()
            .map(|one| (one.place.clone(), one.written.clone()))
    };
    let published = "<meta property=\"article:published_time\" content=\"2024-06-03T03:30:00Z\">";
    let (_, written) =
        page(published, "<time datetime=\"2024-06-02T22:30:00-05:00\">x</time>").unwrap();
    assert_eq!(written, "2024-06-02T22:30:00-05:00");
}

#[test]
fn addresses_tell_days() {
    for (url, day) in [
        ("https://a.example/2019/10/19/x", Some("2019-10-19")),
        ("https://a.example/news/20191019/x", Some("2019-10-19")),
        ("https://a.example/x-2019-10-19.html", Some("2019-10-19")),
        ("https://a.example/news/29-10-2021", Some("2021-10-29")),
        ("https://a.example/news/03-04-2021", None),
        ("https://a.example/2019/13/19/x", None),
        ("https://a.example/12345678", None),
        ("https://2019-10-19.example/", None),
    ] {
        assert_eq!(address::day(url).as_deref(), day, "{url}");
    }
}

#[test]
fn extreme_pages_give_their_text_at_once() {
    let deep = format!(
        "<html><body>{}deep{}</body></html>",
        "<div>".repeat(50_000),
        "</div>".repeat(50_000)
    );
    let attributes: String = (0..50_000).map(|n| format!(" a{n}=x")).collect();
    let tables = "<table><tr><td>".repeat(3_000);
    for html in [
        deep,
        format!("<html><p{attributes}>deep</p>"),
        format!("<html><body>{tables}deep"),
        format!("<html><p>deep{}", "<a href=x>y</a> ".repeat(100_000)),
        format!("<html><p>deep{}", "<b><i>".repeat(50_000)),
        format!("<html><p>deep{}", "<b>".repeat(50_000) + &"</i>".repeat(50_000)),
        format!("<html><p>deep{}", "<time class=date>".repeat(50_000)),
        format!("<html><p>deep{}", "<div class=teaser><h2>".repeat(50_000)),
        format!("<html><p>deep<script type=application/ld+json>{}", "[".repeat(100_000)),
        format!("<html><p>deep{}", "<x-card>".repeat(50_000) + &"</x-board>".repeat(50_000)),
    ] {
        let page = article(&html, None).unwrap();
        assert!(page.text.contains("deep"));
    }
}

#[test]
fn only_tags_and_entities_make_a_text_markup() {
    for markup in [
        "<p>One",
        "a<br/>b",
        "a <BR> b",
        "<b>bold</b>",
        "<img src='x'>",
        "<p class=\"x\">",
        "A &amp; B",
    ] {
        assert!(super::is_fragment(markup), "{markup}");
    }
    for text in ["1 <p salt and > 2", "a < b", "prices <pounds", "</3 and </ >", "A & B; C", "<<p"]
    {
        assert!(!super::is_fragment(text), "{text}");
    }
}

#[test]
fn the_title_of_a_picture_is_not_that_of_the_page() {
    let page = "<html><body><svg><title>Menu icon</title></svg><article>\
        <p>The fishermen waited for the water until the evening, and then they all went home.</p></article></body></html>";
    let page = article(page, None).unwrap();
    assert_ne!(stated(&page, "title").as_deref(), Some("Menu icon"));
}
