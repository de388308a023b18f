//! Research and historical collections, and fallbacks for articles that state little: the other dates of a feed, a
//! folder saved by a browser, and the time from a server.

use std::io::Write;

use serde_json::Value;

use crate::harness::Place;

/// Returns every article, sorted by path.
fn articles(place: &Place) -> Vec<Value> {
    place.ends(0, &["index", "in", "-q"]);
    let lines = place.ends(0, &["export", ""]);
    let mut all: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    all.sort_by_key(|article| format!("{} {}", article["path"], article["title"]));
    all
}

#[test]
fn documents_of_gigaword_have_the_source_and_day_of_their_number() {
    let place = Place::new();
    place.write(
        "in/afp.sgm",
        "<DOC id=\"AFP_ENG_19940512.0001\" type=\"story\" >\n<HEADLINE>\nLamp lit\nagain\n</HEADLINE>\n\
         <TEXT>\n<P>\nThe lamp was lit, the\nkeeper said.\n</P>\n<P>\nBoats lay off the point.\n</P>\n</TEXT>\n</DOC>\n\
         <DOC id=\"NYT19980601.0001\" type=\"other\">\n<TEXT>\nNobody slept.\n</TEXT>\n</DOC>\n",
    );
    let found = articles(&place);
    let of = |at: usize| ["title", "date", "source"].map(|name| found[at][name].as_str());
    assert_eq!(of(0), [Some("Lamp lit again"), Some("1994-05-12"), Some("AFP")]);
    assert_eq!(of(1), [None, Some("1998-06-01"), Some("New York Times")]);
    assert_eq!(place.search(&["lamp w/p boats"])["total"], 0, "paragraphs are apart");
}

#[test]
fn newspapers_of_trec_have_their_lead_paragraph_and_their_day() {
    let place = Place::new();
    place.write(
        "in/a.sgm",
        "<DOC>\n<DOCNO> SJMN91-06010225 </DOCNO>\n<LEADPARA> The lamp was lit. </LEADPARA>\n\
         <HEADLINE> LAMP LIT </HEADLINE>\n<TEXT>\nBoats lay off.\n</TEXT>\n<PUBDATE> 910110 </PUBDATE>\n</DOC>\n\
         <DOC>\n<DOCNO> ZF109-706-077 </DOCNO>\n<JOURNAL>Lamp World  Oct 1990 v15 n11 p256(2)\n</JOURNAL>\n\
         <TITLE>Oil late.</TITLE>\n<TEXT>\nThe oil came.\n</TEXT>\n</DOC>\n",
    );
    let found = articles(&place);
    let of = |at: usize| ["date", "source", "body"].map(|name| found[at][name].as_str());
    let first = "The lamp was lit.\n\n\nBoats lay off.";
    assert_eq!(of(0), [Some("1991-01-10"), Some("San Jose Mercury News"), Some(first)]);
    assert_eq!(of(1), [Some("1990-10"), Some("Lamp World"), Some("The oil came.")]);
}

#[test]
fn the_lead_of_the_new_york_times_corpus_is_not_repeated() {
    let place = Place::new();
    let block = |class: &str, text: &str| format!("<block class=\"{class}\">{text}</block>");
    let content = [
        block("lead_paragraph", "<p>The lamp was lit.</p>"),
        block("full_text", "<p>The lamp was lit.</p><p>Boats lay off.</p>"),
        block("correction_text", "<p>The lamp was not lit.</p>"),
    ];
    let body =
        |content: &str| format!("<nitf><body><body.content>{content}</body.content></body></nitf>");
    place.write("in/a.xml", body(&content.concat()));
    // Without the full text, the lead paragraph is all there is.
    place.write("in/b.xml", body(&content[0]));
    let found = articles(&place);
    assert_eq!(found[0]["body"], "The lamp was lit.\nBoats lay off.\nThe lamp was not lit.");
    assert_eq!(found[1]["body"], "The lamp was lit.");
}

#[test]
fn an_item_of_the_reuters_corpus_is_an_article() {
    let place = Place::new();
    place.write(
        "in/2286newsML.xml",
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\" ?>\n<newsitem itemid=\"2286\" id=\"root\" date=\"1996-08-20\" \
         xml:lang=\"en\">\n<title>SKERRY: Lamp lit.</title>\n<headline>Lamp lit.</headline>\n<byline>Ada Quill</byline>\n\
         <dateline>SKERRY 1996-08-20</dateline>\n<text>\n<p>The lamp was lit.</p>\n<p>Boats lay off.</p>\n</text>\n\
         <copyright>(c) Reuters Limited 1996</copyright>\n<metadata><codes class=\"bip:topics:1.0\">\
         <code code=\"C18\"/></codes></metadata>\n</newsitem>\n",
    );
    let found = &articles(&place)[0];
    let of = ["id", "date", "title", "source", "dateline", "lang", "body"];
    assert_eq!(
        of.map(|name| found[name].as_str().unwrap_or("-")),
        [
            "2286",
            "1996-08-20",
            "Lamp lit.",
            "Reuters",
            "SKERRY",
            "en",
            "The lamp was lit.\nBoats lay off."
        ]
    );
    assert_eq!((&found["byline"][0], &found["topics"][0]), (&"Ada Quill".into(), &"C18".into()));
}

#[test]
fn a_post_of_a_news_has_its_lines_for_headers() {
    let place = Place::new();
    place.write(
        "in/123",
        "Aunex.123\nnet.general\nutzoo!unex!keeper\nSat Jan  2 03:14:15 1982\nLamp oil\nThe oil came.\n",
    );
    let found = &articles(&place)[0];
    let of = ["title", "date", "id", "body"].map(|name| found[name].as_str().unwrap_or("-"));
    assert_eq!(of, ["Lamp oil", "1982-01-02T03:14:15Z", "unex.123", "The oil came."]);
    assert_eq!(found["byline"][0], "keeper");
}

#[test]
fn the_other_dates_of_a_feed_decide_between_day_and_month() {
    let place = Place::new();
    let item = |date: &str| format!("<item><title>{date}</title><pubDate>{date}</pubDate></item>");
    let items = ["03/04/2025", "25/04/2025"].map(item).concat();
    place.write("in/a.rss", format!("<rss version=\"2.0\"><channel>{items}</channel></rss>"));
    let found = articles(&place);
    assert_eq!(
        (&found[0]["date"], &found[1]["date"]),
        (&"2025-04-03".into(), &"2025-04-25".into())
    );
}

#[test]
fn the_folder_of_a_saved_page_is_left_out_within_containers() {
    let place = Place::new();
    let page = |title: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>The {title} lamp was lit.</p></body></html>"
        )
    };
    let members = ["a/Ferry_files/frame.html", "a/Ferry.html", "a/other_files/story.html"];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in members {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(page(name).as_bytes()).unwrap();
    }
    place.write("in/a.zip", zip.finish().unwrap().into_inner());
    let paths: Vec<Value> = articles(&place).iter().map(|one| one["path"].clone()).collect();
    assert_eq!(paths, ["a.zip!/a/Ferry.html", "a.zip!/a/other_files/story.html"]);
}

#[test]
fn the_last_change_that_a_server_gives_is_the_weakest_witness() {
    let place = Place::new();
    let record = |name: &str, changed: &str, head: &str| {
        let page = format!(
            "<html><head><title>{name}</title>{head}</head><body><h1>{name}</h1><p>Lamp {name}.</p></body></html>"
        );
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLast-Modified: {changed}\r\n\r\n{page}"
        );
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://skerry.example/{name}\r\n\
             WARC-Date: 2024-11-05T09:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let stated = "<meta property=\"article:published_time\" content=\"2024-03-02\">";
    let earlier = "Sat, 14 Sep 2024 10:00:00 GMT";
    let records = [
        record("a", earlier, ""),
        record("b", "Tue, 05 Nov 2024 09:00:00 GMT", ""),
        record("c", earlier, stated),
    ];
    place.write("in/a.warc", records.concat());
    let dates: Vec<Value> = articles(&place).iter().map(|one| one["date"].clone()).collect();
    assert_eq!(dates, [Value::from("2024-09-14T10:00:00Z"), Value::Null, "2024-03-02".into()]);
}
