//! Fields of a page's article other than its text and date.

use super::article;

const TEXT: &str = "<p>The levy of four crowns a sack falls on the mills and not on the shops, the treasurer said.</p>\
    <p>Two works that had closed will open again in the spring, their owners said after the vote.</p>";

fn stated(html: &str, name: &str) -> Vec<String> {
    let page = article(html, None).expect("an article");
    let headers = page.headers.into_iter().filter(|header| header.name == name);
    headers.map(|header| header.value).collect()
}

fn described(json: &str) -> String {
    format!(
        "<html><head><script type=application/ld+json>{json}</script></head>\
         <body><article><h1>Ferry late</h1>{TEXT}</article></body></html>"
    )
}

#[test]
fn the_title_is_the_heading_that_the_page_agrees_with() {
    let title = |title: &str, body: &str| {
        stated(
            &format!("<html><head><title>{title}</title></head><body>{body}</body></html>"),
            "title",
        )
    };
    let own = format!("<article><h1>Ferry late for the third day</h1>{TEXT}</article>");
    for (of_page, body) in [
        ("Ferry late for the third day", format!("<h1>thanks for visiting the echo.</h1>{own}")),
        (
            "Ferry late for the third day | Skerry Echo",
            format!("<h1><a href=/b>Business</a></h1>{own}"),
        ),
        ("Skerry Echo: Ferry late for the third day", format!("{own}<h1>Most read</h1>")),
        (
            "Ferry late for the third day",
            format!("<article>{TEXT}</article><h1>Original text</h1>"),
        ),
        ("Skerry Echo", own.clone()),
    ] {
        assert_eq!(title(of_page, &body), ["Ferry late for the third day"], "{of_page} {body}");
    }
    let named =
        "<title>Ferry late - Skerry Echo</title><meta property=og:site_name content='Skerry Echo'>";
    let html = format!("<html><head>{named}</head><body>{TEXT}</body></html>");
    assert_eq!(stated(&html, "title"), ["Ferry late"]);
}

#[test]
fn references_in_json_ld_are_resolved() {
    let html = described(
        r##"{"@graph":[{"@type":"NewsArticle","headline":"Ferry late","publisher":{"@id":"https://e.example/#org"},
        "author":[{"@id":"https://e.example/#/person/1"},"B. Cook"]},
        {"@type":"Organization","@id":"https://e.example/#org","name":"Skerry Echo"},
        {"@type":"Person","@id":"https://e.example/#/person/1","name":"A. Keeper"}]}"##,
    );
    assert_eq!(stated(&html, "source"), ["Skerry Echo"]);
    assert_eq!(stated(&html, "byline"), ["A. Keeper", "B. Cook"]);
    let unresolved = described(
        r##"{"@type":"NewsArticle","headline":"Ferry late","publisher":{"@id":"https://www.e.example/#org"}}"##,
    );
    assert_eq!(stated(&unresolved, "source"), ["e.example"]);
}

#[test]
fn authors_sections_and_topics_are_stated_one_by_one() {
    let html = described(
        r#"{"@type":["NewsArticle"],"headline":["Ferry late"],"publisher":[{"name":"Skerry Echo"}],
        "author":[{"name":"A. Keeper"},{"name":"https://e.example/cook"},{"name":"a. keeper"}],
        "articleSection":["Harbour","Business"],"keywords":"ferry, strike,ferry"}"#,
    );
    assert_eq!(stated(&html, "byline"), ["A. Keeper"]);
    assert_eq!(stated(&html, "section"), ["Harbour", "Business"]);
    assert_eq!(stated(&html, "topic"), ["ferry", "strike"]);
    assert_eq!(stated(&html, "source"), ["Skerry Echo"]);
    let metas = "<meta name=author content='A. Keeper'><meta property=article:section content=Harbour>\
                 <meta property=article:tag content=ferry><meta property=article:tag content=strike>";
    let html = format!("<html><head>{metas}</head><body>{TEXT}</body></html>");
    assert_eq!(stated(&html, "byline"), ["A. Keeper"]);
    assert_eq!(stated(&html, "section"), ["Harbour"]);
    assert_eq!(stated(&html, "topic"), ["ferry", "strike"]);
}

#[test]
fn authors_shown_beside_the_heading_are_read() {
    for (shown, expected) in [
        (
            "<div class=byline>By Ada Keeper <span>Published 31 May 2019</span></div>",
            &["Ada Keeper"][..],
        ),
        (
            "<p>By <a rel=author href=/a>Ada Keeper</a> and <a rel=author href=/b>Bo Cook</a></p>",
            &["Ada Keeper", "Bo Cook"],
        ),
        (
            "<div class=author><span class=author-name>Ada Keeper</span><span class=author-title>Reporter</span></div>",
            &["Ada Keeper"],
        ),
        ("<p>By Ada Keeper and Bo Cook</p>", &["Ada Keeper and Bo Cook"]),
        ("<p>By Monday it was late</p>", &[]),
        ("<div class=author-bio>Ada Keeper writes about the sea and its harbours.</div>", &[]),
    ] {
        let html = format!(
            "<html><head><title>Late</title></head><body><article><h1>Late</h1>{shown}{TEXT}</article></body></html>"
        );
        assert_eq!(stated(&html, "byline"), expected, "{shown}");
    }
}

#[test]
fn json_ld_with_mistakes_is_read() {
    for json in [
        r#"{"@type":"NewsArticle","headline":"Late","publisher":{"name":"Skerry Echo"},}"#,
        "{\"@type\":\"NewsArticle\",\"description\":\"one\ntwo\",\"headline\":\"Late\",\"publisher\":{\"name\":\"Skerry Echo\"}}",
        r#"{"@type":"NewsArticle","description":"it\'s","headline":"Late","publisher":{"name":"Skerry Echo"}};"#,
        r#"<!-- {"@type":"NewsArticle","headline":"Late","publisher":{"name":"Skerry Echo"}} -->"#,
        r#"//<![CDATA[
        {"@type":"NewsArticle","headline":"Late","publisher":{"name":"Skerry Echo"}} //]]>"#,
    ] {
        let html = described(json);
        assert_eq!(stated(&html, "title"), ["Late"], "{json}");
        assert_eq!(stated(&html, "source"), ["Skerry Echo"], "{json}");
    }
}

#[test]
fn descriptions_with_more_mistakes_are_read() {
    let members =
        r#""headline":"Ferry late","datePublished":"2024-09-14","publisher":{"name":"Echo"}"#;
    let escaped = format!("{{\"@type\":\"NewsArticle\",{members}}}").replace('"', "&quot;");
    for json in [
        format!("{{\"@type\":\"NewsArticle\",,{members}}}"),
        format!("{{\"@type\":\"NewsArticle\",{members},\"image\":undefined}}"),
        format!("{{\"description\":\"the \"lamp\" is lit\",\"@type\":\"NewsArticle\",{members}}}"),
        format!("window.ld = {{\"@type\":\"NewsArticle\",{members}}};"),
        format!("{{'@type':'NewsArticle',{}}}", members.replace('"', "'")),
        format!(
            "{{\"@type\":\"schema:NewsArticle\",{}}}",
            members
                .replace("\"headline", "\"schema:headline")
                .replace("\"date", "\"schema:date")
                .replace("\"publisher", "\"schema:publisher")
        ),
        escaped,
    ] {
        assert_eq!(stated(&described(&json), "source"), ["Echo"], "{json}");
    }
}

#[test]
fn of_several_descriptions_that_of_the_page_counts() {
    let other = r#"{"@type":"NewsArticle","headline":"Another","publisher":"Other"}"#;
    let own = r#"{"@type":"NewsArticle","headline":"Ferry late","publisher":"Echo"}"#;
    let page = described(&format!("{other}</script><script type=application/ld+json>{own}"));
    assert_eq!(
        (stated(&page, "title"), stated(&page, "source")),
        (vec!["Ferry late".to_string()], vec!["Echo".to_string()])
    );
}

#[test]
fn a_title_has_neither_its_site_nor_what_stands_beside_it() {
    let site = "<meta property=og:site_name content=Echo>";
    let page = |head: &str, heading: &str| {
        format!("<html><head>{head}</head><body><article>{heading}{TEXT}</article></body></html>")
    };
    let name = "Ferry late for the third day";
    for html in [
        page(&format!("{site}<title>Echo: {name}</title>"), ""),
        page("", &format!("<h1><span class=kicker>Harbour</span> {name}</h1>")),
        page("", &format!("<h1>{name}<a class=share href=x>Share</a></h1>")),
        page(
            &format!(
                "<title>{name} | Echo</title><meta property=og:title content=\"You will not believe this ferry\">"
            ),
            &format!("<h1>{name}</h1>"),
        ),
    ] {
        assert_eq!(stated(&html, "title"), [name], "{html}");
    }
}

#[test]
fn a_title_has_no_section_if_the_page_names_it_without() {
    let page = |head: &str, heading: &str| {
        let site = "<meta property=og:site_name content='Skerry Echo'>";
        format!(
            "<html><head>{site}{head}</head><body><article>{heading}{TEXT}</article></body></html>"
        )
    };
    let og = |title: &str| format!("<meta property=og:title content=\"{title}\">");
    let name = "Ferry 'late' - for the third day";
    for end in [" | News | Skerry Echo", " - Harbour - Skerry Echo", " – News", " » Harbour « Echo"]
    {
        let whole = format!("{name}{end}");
        let json = format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{whole}\"}}</script>"
        );
        for html in [
            page(&og(&whole), "<h1>Ferry ‘late’ – for the third day</h1>"),
            page(&og(&whole), "<h1>FERRY 'LATE' - FOR THE THIRD DAY</h1>"),
            page(&format!("<meta name=twitter:title content=\"{name}\">{}", og(&whole)), ""),
            page(&format!("{json}{}", og(name)), ""),
            page(&format!("<title>{whole}</title>{}", og(name)), ""),
        ] {
            assert_eq!(stated(&html, "title"), [name], "{html}");
        }
    }
    // The name of the site is not the title, even if it is a heading.
    let html = page(&og("Skerry Echo | Ferry late again"), "<h1>Skerry Echo</h1>");
    assert_eq!(stated(&html, "title"), ["Ferry late again"]);
    // Nothing says that this is a section.
    let html = page(&og("Ferry late - again | Skerry Echo"), "<h1>Harbour</h1>");
    assert_eq!(stated(&html, "title"), ["Ferry late - again"]);
}
