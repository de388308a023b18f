//! Titles and the names of sites.

use super::article;

const TEXT: &str = "<p>The levy of four crowns a sack falls on the mills and not on the shops, the treasurer said.</p>\
    <p>Two works that had closed will open again in the spring, their owners said after the vote.</p>";

const TITLE: &str = "Ferry late for the third day";

fn title(head: &str, body: &str) -> Option<String> {
    let html = format!(
        "<html lang=en><head>{head}</head><body><article>{body}{TEXT}</article></body></html>"
    );
    let page = article(&html, None).expect("an article");
    page.headers.into_iter().find(|header| header.name == "title").map(|header| header.value)
}

/// Ways in which a page names its site.
const SITES: [&str; 7] = [
    "<meta property=og:site_name content='Skerry Echo'>",
    "<meta name=application-name content='Skerry Echo'>",
    "<meta name=apple-mobile-web-app-title content='Skerry Echo'>",
    "<meta name=twitter:site content=@skerryecho>",
    "<link rel=canonical href=https://www.skerryecho.com/2019/05/14/ferry>",
    "<link rel=canonical href=https://skerry-echo.co.uk/ferry>",
    "<script type=application/ld+json>{\"@type\":\"WebSite\",\"name\":\"Skerry Echo\"}</script>",
];

#[test]
fn the_name_of_the_site_is_removed_from_either_end() {
    for site in SITES {
        for mark in [
            " | ",
            " - ",
            " – ",
            " — ",
            " · ",
            " :: ",
            " » ",
            ": ",
            " › ",
            " ~ ",
            "｜",
            "|",
            "_",
            " | News | ",
        ] {
            for whole in [format!("{TITLE}{mark}Skerry Echo"), format!("Skerry Echo{mark}{TITLE}")]
            {
                if mark == " | News | " && whole.starts_with("Skerry") {
                    continue;
                }
                let head = format!("<title>{whole}</title>{site}");
                assert_eq!(title(&head, "").as_deref(), Some(TITLE), "{head}");
                let head =
                    format!("<title>x</title><meta property=og:title content='{whole}'>{site}");
                assert_eq!(title(&head, "").as_deref(), Some(TITLE), "{head}");
            }
        }
        let motto = format!("<title>{TITLE} | Skerry Echo - News of the islands</title>{site}");
        assert_eq!(title(&motto, "").as_deref(), Some(TITLE), "{motto}");
    }
}

#[test]
fn the_name_of_the_site_is_not_a_title() {
    for site in SITES {
        for (head, body) in [
            ("<title>Skerry Echo</title>".to_string(), format!("<h1>{TITLE}</h1>")),
            (
                format!(
                    "<title>{TITLE} | Skerry Echo</title><meta property=og:title content='Skerry Echo'>"
                ),
                format!("<h1>{TITLE}</h1>"),
            ),
            (
                "<title>Skerry Echo</title><meta property=og:title content='Skerry Echo'>"
                    .to_string(),
                format!("<h1>{TITLE}</h1>"),
            ),
            (
                "<title>Skerry Echo</title>".to_string(),
                format!("<h1>Skerry Echo</h1><h2>{TITLE}</h2>"),
            ),
            (
                "<title>Skerry Echo</title>".to_string(),
                format!("<div itemprop=headline>{TITLE}</div>"),
            ),
        ] {
            let head = format!("{head}{site}");
            assert_eq!(title(&head, &body).as_deref(), Some(TITLE), "{head} {body}");
        }
    }
}

#[test]
fn marks_within_a_title_stay() {
    let site = SITES[0];
    for whole in
        ["Ferry - late again - for the third day", "Anti-Echo league meets", "Ferry: late again"]
    {
        let head = format!("<title>{whole} - Skerry Echo</title>{site}");
        assert_eq!(title(&head, &format!("<h1>{whole}</h1>")).as_deref(), Some(whole));
        assert_eq!(title(&head, "").as_deref(), Some(whole));
    }
    // A publishing system may state the title as the name of the site.
    let head = format!(
        "<title>{TITLE}</title><meta property=og:site_name content='{TITLE} by the harbour crews'>"
    );
    assert_eq!(title(&head, "").as_deref(), Some(TITLE));
}
