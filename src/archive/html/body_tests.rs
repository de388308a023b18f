//! Which text of a page belongs to its article.

use super::{article, body_of_page};
use crate::archive::Reason;

/// Returns a paragraph that is long enough to be running text and contains a unique keyword.
fn paragraph(number: usize) -> String {
    format!(
        "<p>The levy of four crowns a sack falls on the mills and not on the shops, the treasurer of the \
         harbour told members on Thursday, and keyword{number} was said as well.</p>"
    )
}

fn paragraphs(numbers: std::ops::Range<usize>) -> String {
    numbers.map(paragraph).collect()
}

fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Levy</title></head><body>{body}</body></html>"
    )
}

/// Returns how many of the first `count` keywords are in a page's text.
fn found(html: &str, count: usize) -> usize {
    let text = body_of_page(html);
    (0..count).filter(|number| text.contains(&format!("keyword{number} "))).count()
}

#[test]
fn paragraphs_headings_and_lists_stand_apart() {
    let html = page(&format!(
        "<article><h1>Levy</h1>{}<h2>At the mills</h2><ul><li>One mill.</li><li>Two mills.</li></ul>{}</article>",
        paragraph(0),
        paragraph(1)
    ));
    let text = body_of_page(&html);
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 5, "{text}");
    assert_eq!(paragraphs[1..4], ["At the mills", "One mill.", "Two mills."]);
    assert!(paragraphs.iter().all(|paragraph| !paragraph.contains('\n')));
}

#[test]
fn what_divides_an_article_loses_none_of_it() {
    let ad = "<div class='ad full-bleed'><span class=ad-label>Advertisement</span></div>";
    let in_blocks = |open: &str, close: &str, sizes: &[usize]| {
        let mut at = 0;
        let blocks = sizes.iter().map(|size| {
            at += size;
            format!("{open}{}{close}{ad}", paragraphs(at - size..at))
        });
        page(&format!(
            "<main><article><h1>Levy</h1>{}</article></main>",
            blocks.collect::<String>()
        ))
    };
    let shapes = [
        ("<div class=grid><div class='content article__content'>", "</div></div>"),
        (
            "<div class=sidebar-grid__container><div class='sidebar-grid__content article__content'>",
            "</div></div>",
        ),
        ("<div class=row><div class=col><div class='body articleBody'>", "</div></div></div>"),
        ("<section><div>", "</div></section>"),
        ("<x-part>", "</x-part>"),
    ];
    let divisions: [&[usize]; 5] =
        [&[6, 6], &[4, 4, 4], &[2, 2, 2, 2, 2, 2], &[8, 1, 1, 1, 1], &[1; 12]];
    for (open, close) in shapes {
        for sizes in divisions {
            let html = in_blocks(open, close, sizes);
            assert_eq!(found(&html, 12), 12, "{open} {sizes:?}");
            assert!(!body_of_page(&html).contains("Advertisement"), "{open} {sizes:?}");
        }
    }
}

#[test]
fn text_between_paragraphs_is_kept() {
    for between in [
        "bare text with keyword1 in it",
        "<div>a division with keyword1 in it</div>",
        "<p>Short keyword1 .</p>",
        "<section><h2>Sub</h2><p>A section with keyword1 in it.</p></section>",
        "<blockquote class=twitter-tweet><p>A post with keyword1 on the pier</p></blockquote>",
        "<table><tr><td>keyword1</td><td>sacks</td></tr></table>",
        "<p>First part.<br><br>Then keyword1 came.<br><br>Third part.</p>",
        "<p>On <time datetime=2024-09-14>Saturday</time> and keyword1 of it.</p>",
    ] {
        let html = page(&format!(
            "<article><h1>Levy</h1>{}{between}{}</article>",
            paragraph(0),
            paragraph(2)
        ));
        assert_eq!(found(&html, 3), 3, "{between}: {}", body_of_page(&html));
    }
}

#[test]
fn prose_in_elements_for_other_things_is_kept_within_an_article() {
    let bare = "The levy will be gone by the spring, the treasurer of the harbour told members, and keyword2 was \
                said as well.";
    for part in [
        format!("<address>{}</address>", paragraph(2)),
        format!("<address>{bare}</address>"),
        format!(
            "<form method=post><input type=hidden name=state>{}{}</form>",
            paragraph(2),
            paragraph(3)
        ),
        format!(
            "<header><h2>At the mills</h2><p class=byline>Ada Quill</p>{}</header>",
            paragraph(2)
        ),
    ] {
        let html = page(&format!(
            "<article><h1>Levy</h1>{}{part}{}</article>",
            paragraphs(0..2),
            paragraphs(4..9)
        ));
        let text = body_of_page(&html);
        let all = if part.contains("keyword3") { 9 } else { 8 };
        assert_eq!(found(&html, 9), all, "{part}: {text}");
        assert!(!text.contains("Ada Quill"), "{text}");
    }
    // The first paragraph of many articles is in their header.
    let html = page(&format!(
        "<header><p>The paper of the harbour and of all the islands around it, with otherword since 1901.</p></header>\
         <main><article><header><h1>Levy</h1>{}<p>By Ada Quill</p><time>14 September 2024</time></header>{}</article></main>",
        paragraph(0),
        paragraphs(1..6)
    ));
    let text = body_of_page(&html);
    assert_eq!(found(&html, 6), 6, "{text}");
    assert!(!text.contains("Quill") && !text.contains("otherword"), "{text}");
    let dated = article(&html, None).unwrap();
    assert!(
        dated.dates.iter().any(|one| one.place == "<time> beside the heading"),
        "{:?}",
        dated.dates
    );
}

#[test]
fn the_first_and_the_last_sentence_are_kept_however_short() {
    for (before, after) in [("<article>", "</article>"), ("<div class=text>", "</div>")] {
        let page = page(&format!(
            "{before}<p>It rained.</p>{}<p>“No.”</p><p>That was all.</p><p>Tags</p>{after}",
            paragraphs(0..2)
        ));
        let text = body_of_page(&page);
        let paragraphs: Vec<&str> = text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 5, "{text}");
        assert_eq!(paragraphs[0], "It rained.");
        assert_eq!(paragraphs[3..], ["“No.”", "That was all."]);
    }
}

#[test]
fn other_articles_and_prompts_are_left_out() {
    let teaser = |number: usize| {
        format!(
            "<div class=card><h3><a href=/x>Another story of the harbour, number {number}</a></h3>\
             <p>The pier of the town is painted again after many years, and otherword is said of it here.</p></div>"
        )
    };
    let teasers: String = (0..8).map(teaser).collect();
    for around in [
        format!("<div class=related>{teasers}</div>"),
        format!("<aside>{teasers}</aside>"),
        "<div class=newsletter-signup><p>Sign up for our letter and get otherword and all the news of the harbour \
         each morning at six.</p></div>"
            .into(),
        "<div class=cookie-banner><p>We use cookies to measure otherword and for other purposes that are explained \
         in our notice.</p></div>"
            .into(),
        "<p>Read more: <a href=/a>The otherword of the pier</a></p>".into(),
        "<p>Sign up for our newsletter and get otherword each morning.</p>".into(),
        "<form><p>Leave your address below and receive otherword and all the news of the harbour each morning at \
         six.</p><p>We keep it to ourselves, and you can leave whenever you like, as our notice about otherword \
         explains.</p><input type=email><input type=checkbox><button>Go</button></form>"
            .into(),
        "<address>Skerry Echo, 12 Harbour Street, Skerry Point, otherword 5551234, editor of the day: A. Quill</address>"
            .into(),
        "<ul><li><a href=/a>otherword one</a></li><li><a href=/b>otherword two</a></li></ul>".into(),
    ] {
        let html = page(&format!(
            "<div id=main><article><h1>Levy</h1>{}{around}{}</article></div>",
            paragraphs(0..3),
            paragraphs(3..6)
        ));
        assert_eq!(found(&html, 6), 6, "{around}");
        assert!(!body_of_page(&html).contains("otherword"), "{around}: {}", body_of_page(&html));
        let html = page(&format!("<div><article><h1>Levy</h1>{}</article></div>{around}", paragraphs(0..6)));
        assert_eq!(found(&html, 6), 6, "{around}");
        assert!(!body_of_page(&html).contains("otherword"), "{around}: {}", body_of_page(&html));
    }
}

#[test]
fn cards_below_an_article_are_left_out() {
    let card = "<div class=card><h3><a href=/x>Another story of the harbour</a></h3><p>The pier of the town is \
                painted again after many years, and otherword is said of it here.</p></div>";
    let html = page(&format!(
        "<div><div><h1>Levy</h1>{}</div><div>{}</div></div>",
        paragraphs(0..6),
        card.repeat(8)
    ));
    assert_eq!(found(&html, 6), 6);
    assert!(!body_of_page(&html).contains("otherword"));
}

#[test]
fn a_description_with_more_text_is_the_body() {
    let described = |body: &str, shown: &str| {
        let json =
            serde_json::json!({"@type": "NewsArticle", "headline": "Levy", "articleBody": body});
        let html = format!(
            "<html><head><script type=application/ld+json>{json}</script></head><body>{shown}</body></html>"
        );
        body_of_page(&html)
    };
    let words = |html: &str| html.matches("keyword").count();
    let marked_up = paragraphs(0..6);
    let escaped = marked_up.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let plain = "The keyword of the levy was said at the harbour on Thursday, in the house of the council.\n";
    for (body, count) in [(marked_up.as_str(), 6), (escaped.as_str(), 6), (&plain.repeat(4), 4)] {
        let text = described(body, &format!("<div id=app>{}</div>", paragraph(0)));
        assert_eq!((words(&text), text.split("\n\n").count()), (count, count), "{text}");
        assert!(!text.contains('<'), "{text}");
    }
    // The page's paragraphs are better if the JSON-LD does not have more text.
    let text = described(plain, &format!("<article>{}</article>", paragraphs(0..6)));
    assert_eq!(words(&text), 6);
}

#[test]
fn a_page_of_scripts_is_not_an_article() {
    let script =
        format!("<script>window.page = {{\"text\": \"{}\"}}</script>", "word ".repeat(100));
    for html in [
        format!("<html><head><title>Levy</title></head><body><div id=app></div>{script}</body></html>"),
        "<html><title>Levy</title><body><div id=root>Loading</div><script src=/a.js></script></body>".into(),
        format!("<html><body><noscript>You need to enable JavaScript to run this app.</noscript>{script}"),
    ] {
        assert_eq!(article(&html, None), Err(Reason::ScriptedPage), "{html}");
    }
    let short =
        format!("<html><title>Levy</title><body><h1>Levy</h1><p>The levy is gone.</p>{script}");
    assert!(article(&short, None).is_ok_and(|page| page.text.contains("The levy is gone.")));
}
