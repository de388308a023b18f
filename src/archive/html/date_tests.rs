//! Which of a page's dates is the date of its article.

use super::article;

const TEXT: &str = "<p>The levy of four crowns a sack falls on the mills and not on the shops, the treasurer said.</p>\
    <p>Two works that had closed will open again in the spring, their owners said after the vote.</p>";

/// Returns the first date of a page with this head and body, and where the date was found.
fn date(head: &str, body: &str) -> Option<(String, String)> {
    let html =
        format!("<html lang=de><head><title>Levy</title>{head}</head><body>{body}</body></html>");
    let page = article(&html, None).expect("an article");
    page.dates.first().map(|one| (one.written.clone(), one.place.clone()))
}

fn written(head: &str, body: &str) -> Option<String> {
    date(head, body).map(|(written, _)| written)
}

fn json_ld(members: &str) -> String {
    format!(
        "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Levy\",{members}}}</script>"
    )
}

#[test]
fn published_takes_precedence_over_modified() {
    let both = json_ld(
        "\"datePublished\":\"2012-05-10T14:29:05Z\",\"dateModified\":\"2026-04-24T11:16:53Z\"",
    );
    let shown = "<article><h1>Levy</h1><time datetime=2026-04-24T11:16:53Z>1 day ago</time>";
    assert_eq!(written(&both, &format!("{shown}{TEXT}")).as_deref(), Some("2012-05-10T14:29:05Z"));
    let metas = "<meta property=article:modified_time content=2024-06-09>\
                 <meta property=article:published_time content=2024-06-03>";
    let body = format!("<h1>Levy</h1><p class=date>9 June 2024</p>{TEXT}");
    assert_eq!(written(metas, &body).as_deref(), Some("2024-06-03"));
}

#[test]
fn the_headline_block_comes_before_captions_and_teasers() {
    let teasers = "<div class=teaser><h2>Other <span class=date>24.04.2023</span></h2></div>\
                   <div class=promo><time datetime=2023-04-26>26 April</time></div>";
    for block in [
        "<h1>Levy</h1><div class=line>Fr 28.04.2023 | Von <span>A. Keeper</span></div>",
        "<header><p>28.04.2023</p><h1>Levy</h1></header>",
        "<h1>Levy</h1><time datetime=2023-04-28>heute</time>",
        "<h1>Levy</h1><span class=published>28. April 2023</span>",
    ] {
        let caption = "<figure><img src=a><figcaption>Audio | 24.04.2023</figcaption></figure>";
        let body = format!("{teasers}<article>{block}{caption}{TEXT}</article>{teasers}");
        let found = written("", &body).expect("a date");
        assert!(found.contains("28"), "{block}: {found}");
    }
}

#[test]
fn a_date_below_the_text_and_in_the_title_is_found() {
    let below = "<ul><li><strong>Datum</strong> 28.04.2023</li></ul>";
    let teaser = "<div class=teaser><h2>Other <span class=date>24.04.2023</span></h2></div>";
    let body = format!("<article><h1>Levy</h1>{TEXT}{below}</article>{teaser}");
    assert_eq!(written("", &body).as_deref(), Some("28.04.2023"));
    let title = "<meta property=og:title content='Levy | DW | 28.04.2023'>";
    let body = format!("<article><h1>Levy</h1>{TEXT}</article>{teaser}");
    assert_eq!(written(title, &body).as_deref(), Some("28.04.2023"));
}

#[test]
fn short_years_and_epochs_are_read() {
    let body = format!("<h1>Levy</h1><p>Do 25.04.24 | 14:07 Uhr</p>{TEXT}");
    let (day, place) = date("", &body).expect("a date");
    assert_eq!(
        (day.as_str(), place.as_str()),
        ("2024-04-25", "text beside the heading (Do 25.04.24)")
    );
    for (content, moment) in
        [("1685520000", "2023-05-31T08:00:00Z"), ("1685520000000", "2023-05-31T08:00:00Z")]
    {
        let head = format!("<meta property=article:published_time content={content}>");
        assert_eq!(written(&head, TEXT).as_deref(), Some(moment));
    }
}

#[test]
fn what_is_not_understood_is_kept_for_provenance() {
    let head = "<meta property=article:published_time content='the 9th of Thermidor, 3'>";
    let html = format!("<html><head>{head}</head><body>{TEXT}</body></html>");
    let page = article(&html, None).expect("an article");
    assert_eq!(page.dates[0].written, "the 9th of Thermidor, 3");
}

#[test]
fn dates_that_may_be_of_anything_must_agree() {
    let mention = |day: &str| format!("<div class=date-of-event>{day}</div>");
    let one = format!("{TEXT}{}", mention("3 June 2024"));
    assert!(date("", &one).is_some());
    let two = format!("{TEXT}{}{}", mention("3 June 2024"), mention("9 May 2021"));
    assert_eq!(date("", &two), None);
}

#[test]
fn other_names_for_the_date_of_publication_are_understood() {
    let body = format!("<article><h1>Levy</h1>{TEXT}</article>");
    for meta in [
        "<meta property=vr:published_time content=2024-09-14>",
        "<meta name=release_date content=2024-09-14>",
        "<meta class=swiftype name=published_at content=2024-09-14>",
    ] {
        assert_eq!(written(meta, &body).as_deref(), Some("2024-09-14"), "{meta}");
    }
    let meta = "<meta name=unpublish_date content=2030-01-01><meta name=update_published_time content=2025-01-01>";
    assert_ne!(written(meta, &body).as_deref(), Some("2030-01-01"));
    let attribute =
        format!("<h1>Levy</h1><span class=date data-timestamp=1726308000>3 hours ago</span>{TEXT}");
    assert_eq!(written("", &attribute).as_deref(), Some("2024-09-14T10:00:00Z"));
}

#[test]
fn a_label_tells_the_date_of_a_change() {
    let body = format!(
        "<article><h1>Levy</h1><p>Updated <time datetime=2025-01-03>3 Jan</time> Published \
         <time datetime=2024-09-14>14 Sep</time></p>{TEXT}</article>"
    );
    assert_eq!(written("", &body).as_deref(), Some("2024-09-14"));
}

#[test]
fn digits_of_other_scripts_and_eras_are_read_beside_the_heading() {
    for day in ["١٤ سبتمبر ٢٠٢٤", "令和6年9月14日", "১৪ সেপ্টেম্বর ২০২৪"]
    {
        let body = format!("<article><h1>Levy</h1><div class=line>{day}</div>{TEXT}</article>");
        let found = written("", &body).and_then(|found| crate::dates::prefix(&found));
        assert_eq!(
            found.map(|found| found.date.to_string()).as_deref(),
            Some("2024-09-14"),
            "{day}"
        );
    }
}

#[test]
fn the_zero_of_unix_time_is_no_date() {
    let body = format!("<article><h1>Levy</h1><p>11 February 2025</p>{TEXT}</article>");
    for zero in ["1970-01-01T00:00:00Z", "1970-01-01T01:00:00+01:00", "1969-12-31T19:00:00-05:00"] {
        let head = json_ld(&format!("\"datePublished\":\"{zero}\""));
        assert_eq!(written(&head, &body).as_deref(), Some("11 February 2025"), "{zero}");
    }
    // The day itself may be meant, for example on a page about an old newspaper.
    for day in ["1970-01-01", "1970-01-01T08:00:00Z"] {
        let head = json_ld(&format!("\"datePublished\":\"{day}\""));
        assert_eq!(written(&head, &body).as_deref(), Some(day));
    }
}

#[test]
fn the_date_at_the_start_of_a_text_stands_apart() {
    let page = |start: &str| {
        written(
            "",
            &format!(
                "<article><h1>Levy</h1><p>{start} the levy of four crowns a sack falls on the mills.</p>{TEXT}</article>"
            ),
        )
    };
    for start in [
        "14 March 2012 –",
        "14. März 2012:",
        "14 March 2012 (Reuters)",
        "2012-03-14 |",
        "14 March 2012 Today",
    ] {
        assert!(page(start).is_some_and(|found| found.starts_with(&start[..9])), "{start}");
    }
    for start in ["On 14 March 1912", "14 March 1912, when", "14 March 1912 was the day that"] {
        assert_eq!(page(start), None, "{start}");
    }
}

#[test]
fn a_date_may_be_divided_into_elements() {
    for parts in
        [["11", "February", "2025"], ["11.", "Februar", "2025"], ["February", "11,", "2025"]]
    {
        let parts = parts.map(|part| format!("<div>{part}</div>")).concat();
        let body = format!("<article><h1>Levy</h1><div class=date>{parts}</div>{TEXT}</article>");
        let found = written("", &body).and_then(|found| crate::dates::prefix(&found));
        assert_eq!(
            found.map(|found| found.date.to_string()).as_deref(),
            Some("2025-02-11"),
            "{parts}"
        );
    }
}

#[test]
fn created_comes_before_revised() {
    let head = "<meta name=revised content=2025-02-13><meta name=created content=2025-02-11>";
    assert_eq!(written(head, TEXT).as_deref(), Some("2025-02-11"));
    let data =
        "<script>var data = {\"page_published\":\"2025-02-11\",\"date\":\"2025-02-13\"};</script>";
    assert_eq!(written(data, TEXT).as_deref(), Some("2025-02-11"));
}

#[test]
fn labels_before_elements_say_that_a_date_is_that_of_a_change() {
    for (changed, published) in [
        ("Oppdatert", "Publisert"),
        ("Päivitetty", "Julkaistu"),
        ("Обновлено", "Опубликовано"),
        ("更新时间", "发布时间"),
        ("Last updated:", "Published:"),
    ] {
        let body = format!(
            "<h1>Levy</h1><div>{changed} <time datetime=2019-05-20>x</time></div>\
             <div>{published} <time datetime=2019-05-14>y</time></div>{TEXT}"
        );
        assert_eq!(written("", &body).as_deref(), Some("2019-05-14"), "{changed}");
    }
}

#[test]
fn a_date_under_any_name_counts_if_nothing_else_does() {
    for name in [
        "og:pubdate",
        "gd:published",
        "prism.publicationDate",
        "bepress_citation_date",
        "_pubtime",
        "twitter:data1",
        "item-date",
        "created_at",
    ] {
        let meta = format!("<meta name='{name}' content='2019-05-14'>");
        assert_eq!(
            written(&meta, &format!("<h1>Levy</h1>{TEXT}")).as_deref(),
            Some("2019-05-14"),
            "{name}"
        );
    }
    for name in ["expires", "event-start-date", "article:expiration_time", "birthdate"] {
        let meta = format!("<meta name='{name}' content='2019-05-14'>");
        assert_eq!(written(&meta, &format!("<h1>Levy</h1>{TEXT}")), None, "{name}");
    }
}

#[test]
fn parts_of_a_date_may_be_written_together() {
    let body = format!("<h1>Levy</h1><div class=date><b>14</b><b>May</b><b>2019</b></div>{TEXT}");
    assert_eq!(written("", &body).as_deref(), Some("2019-05-14"));
}
