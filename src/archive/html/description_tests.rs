//! What is taken from descriptions of articles in JSON-LD that are wrong, damaged or unusual.

use super::{RawArticle, article};

const TEXT: &str = "<p>The levy of four crowns a sack falls on the mills and not on the shops, the treasurer said.</p>\
    <p>Two works that had closed will open again in the spring, their owners said after the vote.</p>";

fn read(of_page: &str, json: &str, body: &str) -> RawArticle {
    let html = format!(
        "<html><head><title>{of_page}</title><script type=application/ld+json>{json}</script></head>\
         <body>{body}</body></html>"
    );
    article(&html, None).expect("an article")
}

fn stated(page: &RawArticle, name: &str) -> Vec<String> {
    let headers = page.headers.iter().filter(|header| header.name == name);
    headers.map(|header| header.value.clone()).collect()
}

#[test]
fn a_description_or_a_section_is_not_the_title() {
    for (title, of_page, json) in [
        // Wikipedia states its description as the headline.
        (
            "New Skerry",
            "New Skerry - Wikipedia",
            r#"{"@type":"Article","name":"New Skerry","headline":"new island in the northern sea"}"#,
        ),
        (
            "New Skerry",
            "New Skerry | Echo",
            r#"{"@type":"Article","headline":"island in the sea"}"#,
        ),
        (
            "Ferry late for the third day",
            "Ferry late for the third day - Skerry Echo",
            r#"{"@type":"WebPage","name":"Home","headline":"Home"}"#,
        ),
        ("灯塔重新点亮", "灯塔重新点亮 - 报", r#"{"@type":"NewsArticle","headline":"首页"}"#),
    ] {
        let page = read(of_page, json, &format!("<h1>{title}</h1>{TEXT}"));
        assert_eq!(stated(&page, "title"), [title], "{of_page} {json}");
    }
    // Another wording, and a heading that is the name of the site.
    for (title, of_page, heading) in [
        (
            "Ferry again late, crews say",
            "Ferry late for the third day - Echo",
            "Ferry late for the third day",
        ),
        ("Ferry late", "Skerry Echo", "Skerry Echo"),
        ("Ferry late", "Skerry Echo: Ferry late", "Skerry Echo"),
        ("灯塔又亮了", "灯塔重新点亮", "灯塔重新点亮"),
    ] {
        let json = format!(
            r#"{{"@type":"NewsArticle","headline":"{title}","publisher":{{"name":"Skerry Echo"}}}}"#
        );
        let page = read(of_page, &json, &format!("<h1>{heading}</h1>{TEXT}"));
        assert_eq!(stated(&page, "title"), [title], "{of_page} {heading}");
    }
}

#[test]
fn a_title_that_is_no_heading_comes_before_the_heading_of_a_section() {
    let of_page = "Ferry late for the third day - Skerry Echo";
    let body = format!(
        "<h1>Local</h1><main><p class=headline>Ferry late for the third day</p>{TEXT}</main>"
    );
    assert_eq!(stated(&read(of_page, "{}", &body), "title"), ["Ferry late for the third day"]);
    let body = format!("<h1>Crews of the ferry</h1><main><p>Skerry Echo</p>{TEXT}</main>");
    assert_eq!(stated(&read(of_page, "{}", &body), "title"), ["Crews of the ferry"]);
}

#[test]
fn unusual_descriptions_are_understood() {
    let body = format!("<h1>Ferry late</h1>{TEXT}");
    for members in [
        r#""@type":"NewsArticle","publisher":{"legalName":"Skerry Echo"},"author":{"givenName":"A.","familyName":"Keeper"},
           "datePublished":"2024-09-14""#,
        r#""@type":"NewsArticle" "publisher":{"name":"Skerry Echo"} "author":[{"name":"A. Keeper"}]
           "datePublished":"2024-09-14""#,
        r#""@type":"NewsArticle","publisher":[["Skerry Echo"]],"author":[[{"name":["A. Keeper"]}]],"datePublished":"2024-09-14""#,
        r#""@type":"NewsArticle","Publisher":{"name":"Skerry Echo"},"author":"A. Keeper","datepublished":"2024-09-14""#,
    ] {
        let json =
            format!(r#"{{"@context":"https://schema.org" ,"headline":"Ferry late",{members}}}"#);
        let page = read("Ferry late", &json, &body);
        assert_eq!(stated(&page, "source"), ["Skerry Echo"], "{members}");
        assert_eq!(stated(&page, "byline"), ["A. Keeper"], "{members}");
        assert_eq!(
            page.dates.first().map(|one| one.written.as_str()),
            Some("2024-09-14"),
            "{members}"
        );
    }
    // Lists within lists are read as far as they are likely.
    let deep = format!("{}\"A. Keeper\"{}", "[".repeat(90), "]".repeat(90));
    let json = format!(r#"{{"@type":"NewsArticle","headline":"Ferry late","author":{deep}}}"#);
    assert_eq!(stated(&read("Ferry late", &json, &body), "byline").len(), 0);
}
