//! Paragraphs of an article outside the element with most of its text.

use super::{article, body_of_page};

/// Returns a paragraph that is long enough to be running text and contains a unique keyword.
fn sentence(number: usize) -> String {
    format!(
        "The levy of four crowns a sack falls on the mills and not on the shops, the treasurer of the harbour told \
         members on Thursday, and keyword{number} was said as well."
    )
}

fn paragraphs(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| format!("<p>{}</p>", sentence(number))).collect()
}

fn page(body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Levy is gone</title></head><body>{body}</body></html>"
    )
}

/// Returns the numbers of the keywords in a page's text, in order.
fn keywords(html: &str) -> Vec<usize> {
    let text = body_of_page(html);
    let after = text.split("keyword").skip(1);
    let digits =
        after.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    digits.filter_map(|digits| digits.parse().ok()).collect()
}

#[test]
fn the_lead_above_the_element_of_the_text_is_kept() {
    let lead = sentence(0);
    let text = paragraphs(1..6);
    for body in [
        format!(
            "<header><h1>Levy is gone</h1><p class=standfirst>{lead}</p></header><div class=body>{text}</div>"
        ),
        format!(
            "<div class=top><h1>Levy is gone</h1><div class=lede><p>{lead}</p></div></div><div class=body>{text}</div>"
        ),
        format!(
            "<div><h1>Levy is gone</h1><div class=intro>{lead}</div><div class=body>{text}</div></div>"
        ),
        format!(
            "<div><h1>Levy is gone</h1><p class=intro>{lead}</p><img src=a><p class=caption>The mills</p>\
             <div class=body>{text}</div></div>"
        ),
        format!("<article><h1>Levy is gone</h1><h2 class=lead>{lead}</h2>{text}</article>"),
        format!("<div><h1>Levy is gone</h1><font>{lead}{text}</font></div>"),
        format!(
            "<div class=story><h1>Levy is gone</h1><div id=area><div class=first><p>{lead}</p></div>\
             <div class=tools>Print</div></div><div class=more>{text}</div></div>"
        ),
    ] {
        assert_eq!(keywords(&page(&body)), [0, 1, 2, 3, 4, 5], "{body}");
    }
    // The date between the lead and the text is still that of the article.
    let body = format!(
        "<div><h1>Levy is gone</h1><p class=lead>{lead}</p><p>14 September 2024</p><div class=body>{text}</div></div>"
    );
    let dated = article(&page(&body), None).expect("an article");
    assert_eq!(dated.dates.first().map(|one| one.written.as_str()), Some("14 September 2024"));
    assert!(!dated.text.contains("September"), "{}", dated.text);
}

#[test]
fn what_is_not_a_lead_is_left_out_above_the_text() {
    let other =
        "The pier of the town is painted again after many years, and otherword is said of it here.";
    for between in [
        format!("<p class=dek>{other}</p>"),
        format!("<h2 class=article-subtitle>{other}</h2>"),
        format!("<div class=summary><p>{other}</p></div>"),
        format!("<blockquote class=bbcode-quote>{other}</blockquote>"),
        format!("<p><a href=/a>{other}</a></p>"),
        format!("<div><h3><a href=/a>Pier painted</a></h3><p>{other}</p></div>"),
        format!("<div class=layer><p>{other}</p><button>Allow</button></div>"),
        "<h2>Will the pier of the town be painted again after so many years, and what is the otherword?</h2>".into(),
        "<p>A caption of the pier and of the otherword in the harbour (Photo: A. Quill)</p>".into(),
        "<p>Words without an end, such as those of a menu: otherword, harbour, mills, levy, shops</p>".into(),
    ] {
        let body = format!("<div><h1>Levy is gone</h1>{between}</div><div class=body>{}</div>", paragraphs(0..5));
        let text = body_of_page(&page(&body));
        assert_eq!(keywords(&page(&body)), [0, 1, 2, 3, 4], "{between}");
        assert!(!text.contains("otherword"), "{between}: {text}");
    }
    // A title that is shown twice.
    let title = "The levy on the mills is gone and will not come back, says the treasurer.";
    let html = format!(
        "<html><head><title>{title}</title></head><body><div><h1>{title}</h1><div class=big>{title}</div></div>\
         <div class=body>{}</div></body></html>",
        paragraphs(0..5)
    );
    assert!(!body_of_page(&html).contains("treasurer."), "{}", body_of_page(&html));
}

#[test]
fn an_article_in_two_elements_is_whole() {
    let ad = "<div class=ad>Advertisement</div>";
    for body in [
        format!(
            "<h1>Levy is gone</h1><article>{}</article>{ad}<article>{}</article>",
            paragraphs(0..4),
            paragraphs(4..8)
        ),
        format!(
            "<article><h1>Levy is gone</h1>{}</article>{ad}<article>{}</article>",
            paragraphs(0..4),
            paragraphs(4..8)
        ),
        format!(
            "<h1>Levy is gone</h1><article class=part>{}</article>{ad}<article class=part>{}<h2>At the mills</h2>{}</article>",
            paragraphs(0..3),
            paragraphs(3..5),
            paragraphs(5..8)
        ),
    ] {
        assert_eq!(keywords(&page(&body)), [0, 1, 2, 3, 4, 5, 6, 7], "{body}");
    }
    let other = |attributes: &str, heading: &str| {
        format!(
            "<article{attributes}>{heading}<p>The pier of the town is painted again after many years, and otherword \
             is said of it here.</p></article>"
        )
    };
    for (attributes, heading) in
        [(" class=teaser", "<h2>Pier</h2>"), (" class='teaser-s list'", ""), ("", "<h2>Pier</h2>")]
    {
        let others = other(attributes, heading).repeat(2);
        let body = format!("<article><h1>Levy is gone</h1>{}</article>{others}", paragraphs(0..5));
        assert!(!body_of_page(&page(&body)).contains("otherword"), "{attributes} {heading}");
    }
    let others = other(" class=teaser", "<h2>Pier</h2>").repeat(8);
    let body = format!("<h1>Levy is gone</h1><article>{}</article>{others}", paragraphs(0..4));
    assert_eq!(keywords(&page(&body)), [0, 1, 2, 3]);
    assert!(!body_of_page(&page(&body)).contains("otherword"));
}

#[test]
fn short_sentences_with_an_element_of_their_own_are_kept_between_others() {
    let long = sentence(0);
    for (open, close) in [
        ("<div class=c1><div class=c2><p>", "</p></div></div>"),
        ("<section class=s><div><p>", "</p></div></section>"),
        ("<div class=text-block><p>", "</p></div>"),
        ("<x-part><p>", "</p></x-part>"),
    ] {
        let blocks =
            [&*long, "“It was dark,” he said on Monday.", "“We slept well.”", &long, &long];
        let blocks = blocks.map(|text| format!("{open}{text}{close}")).join("");
        let prompt = format!("{}Share{}", open.replace("c1", "c3"), close);
        let text =
            body_of_page(&page(&format!("<div><h1>Levy is gone</h1></div>{blocks}{prompt}")));
        let paragraphs: Vec<&str> = text.split("\n\n").collect();
        assert_eq!(paragraphs.len(), 5, "{open}: {text}");
        assert_eq!(paragraphs[1..3], ["“It was dark,” he said on Monday.", "“We slept well.”"]);
    }
}
