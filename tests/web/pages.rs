//! The content of the pages, tested without a browser.

use super::client::{Server, corpus, encoded, now};
use crate::harness::Place;

/// Returns the text between the first `before` and the next `after`.
pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
    let end = text[start..].find(after).expect("an end") + start;
    &text[start..end]
}

/// Undoes the escaping of the templates.
pub(super) fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
}

#[test]
fn relative_dates_are_resolved_in_the_address() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let answer = server.get("/?q=salt&since=30d");
    assert_eq!(answer.status, 302);
    let location = answer.header("location").expect("an address");
    let since = location
        .rsplit("since=")
        .next()
        .and_then(|rest| rest.split('&').next())
        .unwrap_or_default();
    assert_eq!(since.len(), 10, "{location}");
    assert!(since.parse::<chrono::NaiveDate>().is_ok());
    assert_eq!(server.get(location).status, 200);
    assert_eq!(server.get("/?q=salt&since=2024-05&until=2025").status, 200);
    // The other pages of a search have addresses without relative dates, too.
    for path in ["/kwic?q=salt", "/compare?q=salt&q=ferry", "/values/source?q=salt"] {
        let answer = server.get(&format!("{path}&since=last+month&until=yesterday&{}", now()));
        let location = answer.header("location").expect("an address");
        assert_eq!(location, format!("{path}&since=2025-05-01&until=2025-06-29"));
        assert_eq!(server.get(location).status, 200);
        let answer = server.get(&format!("{path}&on=yesterday&{}", now()));
        let location = answer.header("location").expect("an address");
        assert_eq!(location, format!("{path}&since=2025-06-29&until=2025-06-29"));
        assert_eq!(server.get(&format!("{path}&since=sometime")).header("location"), None);
    }
    let several = server.get(&format!("/compare?q=salt&q=ferry+newer_than%3A30d&{}", now()));
    assert!(
        several.header("location").is_some_and(|to| to.contains("q=ferry+date%3A2025-05-31.."))
    );
}

#[test]
fn the_command_on_the_page_gives_the_same_answer() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for query in [
        "q=salt",
        "q=salt+tax&since=2019&until=2025-06&sort=newest",
        "q=it%27s+OR+salt&source=Northern+Wire",
        "q=-salt&without=source%3ANorthern+Wire",
        "q=salt+OR+ferry&only=section%3APolitics&match=any",
        "q=salt+w%2F5+tax%21+or+levy&dialect=nexis",
        "q=ns%3Dc181+and+salt&dialect=factiva&lenient=true",
    ] {
        let page = server.get(&format!("/?{query}")).text();
        let command = unescaped(between(&page, "command line</summary><code>", "</code>"));
        let output = std::process::Command::new("sh")
            .arg("-c")
            .arg(command.replacen(
                "dateline search",
                &format!("'{}' search --count", env!("CARGO_BIN_EXE_dateline")),
                1,
            ))
            .current_dir(place.path(""))
            .env_remove("DATELINE_INDEX")
            .output()
            .expect("the command runs");
        let count = String::from_utf8_lossy(&output.stdout).trim().to_string();
        let shown = between(&page, "role=\"status\"><strong>", "</strong>");
        let shown = if shown == "Nothing found" {
            "0"
        } else {
            shown.split(' ').next().unwrap_or_default()
        };
        assert_eq!(shown, count, "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_facet_counts_what_choosing_a_value_gives() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for start in ["/?q=", "/?q=salt", "/?q=salt&since=2019", "/?q=&unique=true"] {
        let page = server.get(start).text();
        let mut checked = 0;
        for value in page.split("<a class=\"value\" href=\"").skip(1) {
            let link = unescaped(value.split('"').next().expect("a link"));
            let count = between(value, "class=\"count\">", "<");
            let narrowed = server.get(&link).text();
            let total = between(&narrowed, "role=\"status\"><strong>", " ");
            assert_eq!(total, count, "{link}");
            checked += 1;
        }
        assert!(checked > 3, "{start}: {checked} values");
        assert!(page.contains("no section"), "{start}: articles without a value are a value, too");
    }
    let chosen = server.get("/?q=salt&only=section:none").text();
    assert!(between(&chosen, "aria-label=\"Filters\"", "</ul>").contains("no section"));
}

#[test]
fn a_timeline_says_how_many_its_largest_bar_counts() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=salt").text();
    let largest =
        between(&page, "<text class=\"most\"", "</text>").rsplit('>').next().expect("a number");
    let labels = page.split("data-until=").skip(1).map(|bar| between(bar, "aria-label=\"", "\""));
    let counts = labels.map(|label| {
        let count = label.rsplit(": ").next().and_then(|count| count.split(' ').next());
        count.expect("a count").replace(',', "").parse::<u64>().unwrap_or(0)
    });
    assert_eq!(counts.max().expect("bars").to_string(), largest);
}

#[test]
fn a_comparison_has_a_picture_for_phones() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/compare?q=salt&q=ferry").text();
    let narrow = unescaped(between(&page, "srcset=\"", "\""));
    let (narrow, wide) = (server.get(&narrow), server.get("/compare.svg?q=salt&q=ferry"));
    let width = |answer: &super::client::Answer| {
        let picture = answer.text();
        between(&picture, "width=\"", "\"").parse::<u32>().expect("a width")
    };
    assert!(width(&narrow) <= 360 && width(&wide) > 700);
    assert_eq!(server.get("/compare.svg?q=salt&size=huge").status, 400);
}

#[test]
fn names_beside_the_results_count_what_their_links_find() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for start in [
        "/?q=salt",
        "/?q=salt+OR+ferry&match=any&since=2019",
        "/?q=",
        "/?q=salt+or+ferry&dialect=nexis",
    ] {
        let offered = server.get(start).text();
        let section = between(&offered, "<section id=\"names\">", "</section>");
        assert!(!section.contains("class=\"count\""), "they are shown on request: {section}");
        let link = unescaped(between(section, "href=\"", "\""));
        let page = server.get(link.trim_end_matches("#names")).text();
        let section = between(&page, "<section id=\"names\">", "</section>");
        let mut checked = 0;
        for value in section.split("<a class=\"value\" href=\"").skip(1) {
            let link = unescaped(value.split('"').next().expect("a link"));
            let count = between(value, "class=\"count\">", "<");
            let total = server.get(&link).text();
            assert_eq!(between(&total, "role=\"status\"><strong>", " "), count, "{link}");
            assert!(link.contains("names=true"), "they stay: {link}");
            checked += 1;
        }
        assert!(checked > 2, "{start}: {checked} names");
        assert!(between(&page, "<code>dateline", "</code></details>").contains("--facets name"));
        let hide = unescaped(between(section, "<p><a href=\"", "\""));
        assert!(!hide.contains("names"), "{hide}");
    }
    // Where nothing is found, no names are offered.
    assert!(!server.get("/?q=zzzz").text().contains("id=\"names\""));
}

fn value_of(value: &serde_json::Value) -> &str {
    value["value"].as_str().expect("a name")
}

#[test]
fn a_second_value_of_a_facet_means_or() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let all = server.get("/api/v1/search?q=&facets=source").json();
    let values = all["facets"]["source"].as_array().expect("values");
    let (one, two) = (&values[0], &values[1]);
    let name = |value| encoded(value_of(value));
    let path = format!(
        "/api/v1/search?q=&source={}&source={}&facets=source&open_facets=true",
        name(one),
        name(two)
    );
    let both = server.get(&path).json();
    assert_eq!(
        both["facets"]["source"], all["facets"]["source"],
        "the facet ignores its own filter"
    );
    let header = |value| encoded(&format!("publisher:{}", value_of(value)));
    let page = server.get(&format!("/?q=&only={}", header(one))).text();
    assert!(
        page.contains(&format!("only={}&#38;only={}", header(one), header(two))),
        "a click adds"
    );
}

#[test]
fn an_article_that_is_gone_offers_a_search_for_its_title() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let answer = server.get("/article/ffffffffffffffffffffffffffffffff/salt-tax-passes");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("value=\"salt tax passes\""));
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let mut seen = std::collections::BTreeSet::new();
    let mut waiting = vec!["/".to_string(), "/?q=salt&since=2019&source=Northern+Wire".to_string()];
    while let Some(path) = waiting.pop() {
        if seen.len() >= 250 || !seen.insert(path.clone()) {
            continue;
        }
        let answer = server.get(&path);
        assert!([200, 302].contains(&answer.status), "{path}: {}", answer.status);
        if !answer.header("content-type").unwrap_or_default().starts_with("text/html") {
            continue;
        }
        for link in answer.text().split("href=\"").skip(1) {
            let link = unescaped(link.split('"').next().expect("a link"));
            if link.starts_with('/') {
                waiting.push(link.split('#').next().unwrap_or_default().to_string());
            }
        }
    }
    assert!(seen.len() > 100, "{} pages", seen.len());
}

#[test]
fn a_feed_has_the_instants_of_articles() {
    let place = Place::new();
    place.write(
        "late.jsonl",
        "{\"date\":\"2031-05-31T04:03:00+02:00\",\"title\":\"Lamp lit\",\"body\":\"Word.\"}\n\
        {\"title\":\"Lamp without a day\",\"body\":\"Word again.\"}\n",
    );
    place.ends(0, &["index", "late.jsonl", "-q"]);
    let feed = Server::start(&place, &[]).get("/feed.atom?q=lamp").text();
    assert!(feed.contains("<updated>2031-05-31T04:03:00+02:00</updated>"), "{feed}");
    assert!(feed.contains("Undated."), "{feed}");
}

#[test]
fn a_prefix_in_front_of_every_link() {
    let place = corpus();
    let server = Server::start(&place, &["--public-url", "https://news.example/archive/"]);
    for path in ["/?q=salt", "/archive/?q=salt"] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        for link in page.text().split("href=\"").skip(1) {
            assert!(
                link.starts_with("/archive/") || link.starts_with('#'),
                "{}",
                &link[..40.min(link.len())]
            );
        }
    }
    let feed = server.get("/feed.atom?q=salt").text();
    assert!(feed.contains("<id>https://news.example/archive/feed.atom?q=salt</id>"), "{feed}");
    assert!(
        server
            .get("/opensearch.xml")
            .text()
            .contains("https://news.example/archive/?q={searchTerms}")
    );
}

#[test]
fn suggestions_complete_the_last_word() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let found = server.get("/suggest?q=old+sal").json();
    assert_eq!(found[0], "old sal");
    let words = found[1].as_array().expect("words");
    assert!(words.iter().any(|word| word == "old salt"), "{found}");
    assert_eq!(server.get("/suggest?q=").json()[1], serde_json::json!([]));
    assert_eq!(server.get("/suggest?q=%28sal").status, 200);
}

#[test]
fn the_timeline_of_the_page_and_of_the_command_line_are_equal() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=salt&since=2019&until=2020").text();
    let printed = place.json(&[
        "timeline",
        "--json",
        "--interval",
        "auto",
        "--all-dates",
        "--since",
        "2019",
        "salt",
    ]);
    let buckets = printed["buckets"].as_array().expect("buckets");
    let bars: Vec<&str> =
        page.split("<a href=").skip(1).filter(|bar| bar.contains("data-since")).collect();
    assert_eq!(bars.len(), buckets.len());
    for (bar, bucket) in bars.iter().zip(buckets) {
        let label = between(bar, "aria-label=\"", "\"");
        let count =
            label.rsplit(": ").next().and_then(|text| text.split(' ').next()).unwrap_or_default();
        assert_eq!(count, bucket["count"].to_string(), "{label}");
    }
}

#[test]
fn odd_requests_do_no_harm() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let mut dice = crate::dice::Dice::new(4040);
    let count =
        std::env::var("DATELINE_REQUESTS").ok().and_then(|count| count.parse().ok()).unwrap_or(400);
    let names = [
        "q", "since", "until", "on", "source", "lang", "only", "without", "match", "sort", "limit",
        "offset", "facets", "snippets", "names", "axis", "rank", "interval", "find", "key",
        "output", "x",
    ];
    let paths = [
        "/",
        "/kwic",
        "/compare",
        "/compare.svg",
        "/values/source",
        "/values/lang",
        "/feed.atom",
        "/suggest",
        "/api/v1/search",
        "/api/v1/timeline",
        "/api/v1/names",
        "/api/v1/kwic",
        "/api/v1/explain",
        "/api/v1/export",
        "/api/v1/info",
        "/article/a",
        "/similar/a",
        "/story/a",
        "/api/v1/similar/a",
        "/api/v1/story/a",
        "/original/a",
        "/metrics",
    ];
    let pieces = [
        "salt",
        "\"",
        "(",
        ")",
        "*",
        "-",
        "~",
        "w/5",
        "OR",
        "NOT",
        "date:",
        "2024-13",
        "2024",
        "%",
        "\u{0}",
        "\u{202e}",
        "塩",
        "🧂",
        "99999999999999999999",
        "section:Politics",
        "<",
        "&",
        "'",
        "..",
        "1e9",
        "\\",
        "\n",
        "the",
    ];
    for _ in 0..count {
        let mut path = paths[dice.below(paths.len())].to_string();
        let mut joint = '?';
        for _ in 0..dice.below(5) {
            let value: String = (0..dice.below(5))
                .map(|_| pieces[dice.below(pieces.len())])
                .collect::<Vec<_>>()
                .join(if dice.below(2) == 0 { " " } else { "" });
            path.push_str(&format!(
                "{joint}{}={}",
                names[dice.below(names.len())],
                encoded(&value)
            ));
            joint = '&';
        }
        let answer = server.get(&path);
        assert!([200, 302, 400, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn bars_of_a_timeline_of_chosen_dates_lead_closer() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=salt&since=2019&until=2024&axis=range").text();
    let bars: Vec<&str> =
        page.split("<a href=\"").skip(1).filter(|link| link.contains("data-since")).collect();
    assert!(bars.len() > 3, "{} bars", bars.len());
    for bar in bars {
        let link = bar.split('"').next().expect("a link");
        assert!(link.contains("axis=range"), "{link}");
    }
}

#[test]
fn a_page_behind_the_last_article_leads_to_the_first() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=salt&offset=5000").text();
    assert!(
        page.contains("There are no more articles") && !page.contains("Nothing found"),
        "{page}"
    );
    assert!(page.contains("<a href=\"/?q=salt\">First page</a>"), "{page}");
}

#[test]
fn a_misspelled_word_is_offered_as_it_may_have_been_meant() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=assemlby").text();
    assert!(page.contains("Nothing found"), "{page}");
    assert!(page.contains("<a href=\"/?q=assembly\">Did you mean assembly?</a>"), "{page}");
    // No word is similar to this one.
    let page = server.get("/?q=salt+zzzzq").text();
    assert!(page.contains("<a href=\"/?q=salt\">Without the unknown words: salt</a>"), "{page}");
}

#[test]
fn relative_dates_in_the_query_are_resolved_in_the_address() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let query = encoded("salt newer_than:30d");
    let answer = server.get(&format!("/?q={query}&source=Reuters&{}", now()));
    assert_eq!(answer.status, 302, "{}", answer.head);
    let address = answer.header("location").expect("an address");
    assert!(address.contains("q=salt+date%3A2025-05-31.."), "{address}");
    assert!(address.contains("source=Reuters"), "{address}");
    assert_eq!(server.get(address).status, 200, "it stays there");
}

#[test]
fn other_forms_that_were_found_are_named() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=ferries").text();
    let also = between(&page, "Also finds <bdi>", "</bdi>");
    assert!(also.split(", ").any(|word| word == "ferry"), "{also}");
    assert!(!also.split(", ").any(|word| word == "ferries"), "{also}");
    assert!(!server.get("/?q=zzzz").text().contains("Also finds"));
    assert!(!page.contains("exact words only"), "no article has that form: {page}");
}

#[test]
fn a_list_of_words_can_be_searched_for_without_other_forms() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=storm").text();
    let link = unescaped(between(&page, "</bdi> · <a href=\"", "\""));
    let count = between(&page, "exact words only</a> <small>", "<");
    let exact = server.get(&link).text();
    assert_eq!(between(&exact, "role=\"status\"><strong>", "<"), count);
    assert_ne!(between(&page, "role=\"status\"><strong>", "<"), count);
    let exact = exact.to_lowercase();
    assert!(
        exact.contains("<mark>storm</mark>") && !exact.contains("<mark>storms</mark>"),
        "{exact}"
    );
    assert!(!server.get("/?q=%22the+storm%22").text().contains("exact words only"));
}

#[test]
fn choosing_a_value_keeps_the_axis_of_the_timeline() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let bars = |page: &str| page.matches("data-since=").count();
    let whole = server.get("/?q=salt").text();
    let chosen = server.get("/?q=salt&only=publisher:Harbour+Post").text();
    assert!(bars(&whole) > 1);
    assert_eq!(bars(&chosen), bars(&whole));
}

#[test]
fn decades_are_offered_for_an_archive_of_many_years() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let page = server.get("/?q=salt&since=2020&until=2029").text();
    let quick = between(&page, "<span class=\"quick\">", "</span>");
    assert!(quick.contains("aria-current=\"true\">2020s<"), "{quick}");
    assert!(quick.contains(">2010s<") && quick.contains(">2025<"), "{quick}");
}
