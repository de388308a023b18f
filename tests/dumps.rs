//! Dumps written by scrapers, programming interfaces and reference managers, and the dates in them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::Place;

/// Indexes the folder `in` and returns its articles, sorted by path and line.
fn articles(place: &Place, flags: &[&str]) -> Vec<Value> {
    let mut arguments = vec!["index", "in", "-q"];
    arguments.extend(flags);
    place.ends(0, &arguments);
    exported(place)
}

fn exported(place: &Place) -> Vec<Value> {
    let lines = place.ends(0, &["export", "", "--sort", "oldest"]);
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Returns a member of each article, by title.
fn by_title(articles: &[Value], member: &str) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_string();
    articles.iter().map(|one| (text(&one["title"]), text(&one[member]))).collect()
}

fn counts(articles: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for article in articles {
        *counts.entry(article["path"].as_str().expect("a path").to_string()).or_default() += 1;
    }
    counts
}

/// Returns the values of a header in an article.
fn headers(article: &Value, name: &str) -> Vec<String> {
    let all = article["headers"].as_array().expect("headers").iter();
    let named = all.filter(|header| header["name"] == name);
    named.map(|header| header["value"].as_str().expect("text").to_string()).collect()
}

const THREE: &str = r#"[{"title":"Story 0","publishedAt":"2025-05-10T08:00:00Z","content":"Salt barge 0 sank."},
    {"title":"Story 1","publishedAt":"2025-05-11T08:00:00Z","content":"Salt barge 1 sank."},
    {"title":"Story 2","publishedAt":"2025-05-12T08:00:00Z","content":"Salt barge 2 sank."}]"#;

#[test]
fn a_wrapper_is_not_an_article() {
    let place = Place::new();
    let stories: Vec<Value> = serde_json::from_str(THREE).expect("JSON");
    let hits: Vec<Value> = stories
        .iter()
        .map(|story| serde_json::json!({"_index": "n", "_id": "1", "_source": story}))
        .collect();
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Echo","description":"News of it","items":[
        {"id":"0","title":"Feed 0","content_text":"Lamp 0."},{"id":"1","title":"Feed 1","content_text":"Lamp 1."}]}"#;
    let one_line = |text: &str| serde_json::from_str::<Value>(text).expect("JSON").to_string();
    place.write("in/feed.json", one_line(feed));
    place.write("in/titled.json", format!(r#"{{"title":"Export of May","articles":{THREE}}}"#));
    place.write(
        "in/titled-line.json",
        one_line(&format!(r#"{{"title":"Export","date":"2025-06-01","articles":{THREE}}}"#)),
    );
    place.write(
        "in/hits.json",
        serde_json::json!({"took": 3, "hits": {"total": {"value": 3}, "hits": hits}}).to_string(),
    );
    place.write("in/solr.json", one_line(r#"{"responseHeader":{"status":0},"response":{"numFound":1,"docs":[
        {"id":"s1","title":["Solr title"],"text":["One.","Two."],"pub_date":["2025-05-10T08:00:00Z"]}]}}"#));
    place.write("in/wordpress.json", r#"[{"id":7,"date":"2025-05-10T08:00:00","link":"https://e.invalid/7",
        "title":{"rendered":"It&#8217;s lit"},"content":{"rendered":"<p>The <em>lamp</em>.</p>","protected":false}}]"#);
    place.write("in/guardian.json", one_line(r#"{"response":{"status":"ok","results":[{"id":"a/b","webTitle":"Web title",
        "webPublicationDate":"2025-05-10T08:00:00Z","fields":{"bodyText":"Body of it.","headline":"Web title"}}]}}"#));
    place.write("in/times.json", one_line(r#"{"status":"OK","response":{"docs":[{"headline":{"main":"Main head"},
        "abstract":"Abstract of it.","pub_date":"2025-05-10T08:00:00+0000","web_url":"https://e.invalid/8",
        "multimedia":[{"caption":"A lamp","url":"x.jpg"}]}]}}"#));
    place.write("in/feedly.json", one_line(r#"{"id":"feed/1","title":"Stream","items":[{"title":"ms",
        "published":1228138394000,"content":{"content":"<p>Feedly text.</p>"},"origin":{"title":"Echo"}}]}"#));
    place.write(
        "in/by-id.json",
        one_line(
            r#"{"a1":{"title":"By id 1","body":"One."},"a2":{"title":"By id 2","body":"Two."}}"#,
        ),
    );
    place.write(
        "in/related.json",
        one_line(
            r#"{"title":"One article","date":"2025-05-10","body":"Its text.",
        "related":[{"title":"Another","url":"https://e.invalid/1"}]}"#,
        ),
    );
    let all = articles(&place, &[]);
    let wanted = [
        ("by-id.json", 2),
        ("feed.json", 2),
        ("feedly.json", 1),
        ("guardian.json", 1),
        ("hits.json", 3),
        ("related.json", 1),
        ("solr.json", 1),
        ("times.json", 1),
        ("wordpress.json", 1),
    ];
    let found = counts(&all);
    for (path, count) in wanted {
        assert_eq!(found.get(path), Some(&count), "{path}: {found:?}");
    }
    // The three stories are copies of one another in all wrappers except that of the search engine, which has ids.
    let titles = by_title(&all, "date");
    assert!(
        !titles
            .keys()
            .any(|title| title.starts_with("Export") || title == "Echo" || title == "Stream"),
        "{titles:?}"
    );
    assert_eq!(titles["ms"], "2008-12-01T13:33:14Z");
    let bodies = by_title(&all, "body");
    assert_eq!(
        (bodies["Web title"].as_str(), bodies["Main head"].as_str()),
        ("Body of it.", "Abstract of it.")
    );
    assert_eq!(
        (bodies["It’s lit"].as_str(), bodies["Solr title"].as_str()),
        ("The lamp.", "One.\n\nTwo.")
    );
    let sources = by_title(&all, "source");
    assert_eq!((sources["ms"].as_str(), sources["Feed 0"].as_str()), ("Echo", "Echo"));
}

#[test]
fn json_is_read_as_people_have_it() {
    let place = Place::new();
    let object = |name: &str, number: usize| {
        format!(
            r#"{{"title":"{name} {number}","date":"2024-09-14","body":"The lamp {name} {number}."}}"#
        )
    };
    let pretty = |name: &str, number: usize| {
        object(name, number).replace(',', ",\n  ").replace('{', "{\n  ")
    };
    place.write("in/commas.jsonl", format!("{},\n{},\n", object("commas", 0), object("commas", 1)));
    place.write(
        "in/bom.jsonl",
        format!("\u{feff}{}\r\n\r\n{}\r\n", object("bom", 0), object("bom", 1)),
    );
    place.write(
        "in/sequence.json",
        format!("\u{1e}{}\n\u{1e}{}\n", object("seq", 0), object("seq", 1)),
    );
    place.write(
        "in/pretty-sequence.jsonl",
        format!("\u{1e}{}\n\u{1e}{}\n", pretty("pseq", 0), pretty("pseq", 1)),
    );
    place.write("in/pretty.jsonl", format!("{}\n{}\n", pretty("pretty", 0), pretty("pretty", 1)));
    place.write("in/list.jsonl", format!("[{}]\n[{}]\n", object("list", 0), object("list", 1)));
    place.write(
        "in/broken-list.json",
        format!("[\n{},\n{}\n]\n", object("broken", 0), object("broken", 1)),
    );
    place.write(
        "in/nan.json",
        r#"[{"title":"nan 0","body":"A."},{"title":"nan 1","score":NaN,"body":"B.",}]"#,
    );
    place.write("in/half.jsonl", r#"{"title":"half","body":"The lamp \ud83d went out."}"#);
    place.write(
        "in/partial.jsonl",
        format!("{}\n{{\"title\":\"cut off\",\"bo", object("partial", 0)),
    );
    place.write("in/single.jsonl", format!("{}\n{{'title':'single'}}\n", object("single", 0)));
    place
        .write("in/long.json", format!(r#"{{"title":"long","body":"{}"}}"#, "lamp ".repeat(4_000)));
    place.write(
        "in/long-wrapper.json",
        format!(
            r#"{{"title":"No","items":[{{"title":"within","body":"{}"}}]}}"#,
            "lamp ".repeat(4_000)
        ),
    );
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(object("wide", 0).encode_utf16().flat_map(u16::to_le_bytes));
    place.write("in/wide.jsonl", utf16);
    let summary = place.json(&["index", "in", "--output", "json", "--report", "report.jsonl"]);
    assert_eq!(summary["articles"]["skipped"], 2, "{summary}");
    let found = counts(&exported(&place));
    let wanted = [
        ("bom.jsonl", 2),
        ("broken-list.json", 2),
        ("commas.jsonl", 2),
        ("half.jsonl", 1),
        ("list.jsonl", 2),
        ("long-wrapper.json", 1),
        ("long.json", 1),
        ("nan.json", 2),
        ("partial.jsonl", 1),
        ("pretty-sequence.jsonl", 2),
        ("pretty.jsonl", 2),
        ("sequence.json", 2),
        ("single.jsonl", 1),
        ("wide.jsonl", 1),
    ];
    let wanted: BTreeMap<String, usize> =
        wanted.map(|(path, count)| (path.to_string(), count)).into();
    assert_eq!(found, wanted);
    let report = std::fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let lines = report.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let skipped: Vec<(String, u64)> = lines
        .filter(|line| line["kind"] == "article")
        .map(|line| {
            (
                line["path"].as_str().expect("a path").to_string(),
                line["line"].as_u64().expect("a line"),
            )
        })
        .collect();
    assert_eq!(skipped, [("partial.jsonl".to_string(), 2), ("single.jsonl".to_string(), 2)]);
}

#[test]
fn a_large_wrapper_is_read_article_by_article() {
    let place = Place::new();
    // What makes it large is of no interest to a search.
    let vector = vec![0.125; 1_600];
    let stories: Vec<Value> = (0..3_500)
        .map(|number| {
            let body = "The lamp on the point was lit again.";
            let title = format!("Story {number}");
            serde_json::json!({"_source": {"title": title, "body": body, "vector": vector}})
        })
        .collect();
    let wrapper = serde_json::json!({"took": 3, "title": "No", "hits": {"hits": stories}, "after": [{"title": "x"}]});
    let text = wrapper.to_string();
    assert!(text.len() > 32 << 20);
    place.write("in/large.json", text);
    let summary = place.index("in");
    assert_eq!(
        (&summary["articles"]["added"], &summary["articles"]["skipped"]),
        (&3_500.into(), &0.into())
    );
}

#[test]
fn lines_of_a_bulk_request_are_articles_but_for_the_actions() {
    let place = Place::new();
    let article =
        |number| format!("{{\"title\":\"Story {number}\",\"body\":\"The lamp was lit again.\"}}\n");
    let action = |number| format!("{{\"index\":{{\"_index\":\"news\",\"_id\":\"{number}\"}}}}\n");
    for name in ["in/bulk.ndjson", "in/bulk.json"] {
        let number = name.len();
        let text = format!(
            "{}{}{{\"create\":{{}}}}\n{}",
            action(number),
            article(number),
            article(number + 100)
        );
        place.write(name, text);
    }
    let summary = place.index("in");
    assert_eq!(
        (&summary["articles"]["added"], &summary["articles"]["skipped"]),
        (&4.into(), &0.into())
    );
}

#[test]
fn tables_are_read_whatever_separates_their_columns() {
    let place = Place::new();
    place.write("in/semicolon.csv", "headline;pubDate;content\n\"Ferry; late\";2025-05-31;\"Text, with ; and \"\"quotes\"\"\nand a line.\"\nSecond;2025-06-01;Plain\n");
    place.write(
        "in/sep.csv",
        "sep=;\r\nheadline;pubDate;content\r\nSep one;2025-05-31;Text one\r\n",
    );
    place.write("in/pipe.csv", "headline|pubDate|content\nPipe one|2025-05-31|Text one\n");
    place.write("in/blank.csv", "\n\nheadline,pubDate,content\nBlank one,2025-05-31,Text one\n");
    place.write(
        "in/cr.csv",
        "headline,pubDate,content\rCr one,2025-05-31,Text one\rCr two,2025-06-01,Text two\r",
    );
    place.write(
        "in/latin1.csv",
        b"headline;pubDate;content\nF\xe4hre versp\xe4tet;31.05.2025;\xd6l und K\xe4se\n",
    );
    place.write("in/headless.csv", "3,\"Ferry late again\",\"The ferry to the point was late on Saturday.\"\n4,\"Lamp lit again\",\"The lamp on the point was lit on Sunday.\"\n");
    place.write("in/nothing.csv", "3,4\n5,6\n");
    let all = articles(&place, &[]);
    let dates = by_title(&all, "date");
    for title in ["Ferry; late", "Sep one", "Pipe one", "Blank one", "Cr one", "Fähre verspätet"]
    {
        assert_eq!(dates[title], "2025-05-31", "{title}");
    }
    let bodies = by_title(&all, "body");
    assert_eq!(bodies["Ferry late again"], "The ferry to the point was late on Saturday.");
    assert_eq!(bodies["Ferry; late"], "Text, with ; and \"quotes\"\nand a line.");
    let found = counts(&all);
    assert_eq!((found["cr.csv"], found["headless.csv"], found.get("nothing.csv")), (2, 2, None));
}

#[test]
fn a_mapping_names_columns_by_number_and_members_by_path() {
    let place = Place::new();
    place.write("numbers.toml", "[columns]\ntitle = 2\nbody = 3\nurl = \"gone\"\n");
    place.write("in/a.csv", "7,Kopf,Der Text davon\n8,Noch einer,Ein anderer Text\n");
    let output = place.run(&["index", "in", "--map", "numbers.toml"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--map: no article read has \"gone\", which is mapped to url"), "{said}");
    assert_eq!(by_title(&exported(&place), "body")["Kopf"], "Der Text davon");

    let place = Place::new();
    place.write(
        "paths.toml",
        "[columns]\ntitle = \"meta.kopf\"\nbody = [\"lead\", \"parts.text\"]\n",
    );
    place
        .write("in/a.jsonl", r#"{"meta":{"kopf":"Kopf"},"lead":"Eins.","parts":{"text":"Zwei."}}"#);
    let all = articles(&place, &["--map", "paths.toml"]);
    assert_eq!(by_title(&all, "body")["Kopf"], "Eins.\n\nZwei.");
}

#[test]
fn neighbours_decide_between_day_and_month() {
    let place = Place::new();
    let row = |title: &str, date: &str| format!("{title},{date},Text of {title}\n");
    let head = "title,date,body\n";
    place.write(
        "in/days.csv",
        [head, &row("early", "03/04/2025"), &row("late", "25/04/2025")].concat(),
    );
    place.write(
        "in/months.csv",
        [head, &row("second", "03/05/2025"), &row("third", "04/25/2025")].concat(),
    );
    place.write(
        "in/both.csv",
        [head, &row("unsure", "03/06/2025"), &row("x", "25/04/2025"), &row("y", "04/25/2025")]
            .concat(),
    );
    place.write("in/alone.csv", [head, &row("alone", "03/07/2025")].concat());
    let all = articles(&place, &[]);
    let dates = by_title(&all, "date");
    assert_eq!((dates["early"].as_str(), dates["second"].as_str()), ("2025-04-03", "2025-03-05"));
    assert_eq!((dates["unsure"].as_str(), dates["alone"].as_str()), ("2025", "2025"));
    let early = all.iter().find(|one| one["title"] == "early").expect("an article");
    let said = early["provenance"]["date"].as_str().expect("provenance");
    assert!(
        said.contains("line 2, `date`, the day first as in 1 other date of its column"),
        "{said}"
    );

    // A new row resolves the order of day and month, so the article with the unchanged text gets another date.
    place.write(
        "in/alone.csv",
        [head, &row("alone", "03/07/2025"), &row("new", "07/25/2025")].concat(),
    );
    place.index("in");
    assert_eq!(by_title(&exported(&place), "date")["alone"], "2025-03-07");
    assert_eq!(place.search(&["date:2025-03-07"])["total"], 1);
}

#[test]
fn a_date_that_is_not_understood_is_quoted_and_counted() {
    let place = Place::new();
    place.write(
        "in/a.jsonl",
        "{\"title\":\"Ago\",\"date\":\"5 days ago\",\"body\":\"One.\"}\n\
         {\"title\":\"Zero\",\"date\":0,\"body\":\"Two.\"}\n\
         {\"title\":\"Null\",\"date\":null,\"body\":\"Three.\"}\n\
         {\"title\":\"Address\",\"date\":\"soon\",\"url\":\"https://e.invalid/2019/05/31/a\",\"body\":\"Four.\"}\n",
    );
    let all = articles(&place, &[]);
    let dates = by_title(&all, "date");
    assert_eq!(
        (dates["Ago"].as_str(), dates["Zero"].as_str(), dates["Null"].as_str()),
        ("-", "-", "-")
    );
    assert_eq!(dates["Address"], "2019-05-31");
    let said = |title: &str| {
        let one = all.iter().find(|one| one["title"] == title).expect("an article");
        one["provenance"]["date"].as_str().expect("provenance").to_string()
    };
    assert_eq!(said("Ago"), "line 1, `date`: \"5 days ago\" is not a valid date");
    assert_eq!(said("Null"), "none stated");
    let info = place.json(&["info", "--output", "json"]);
    let causes = &info["undated_by_cause"];
    assert_eq!(
        (&causes["none_stated"]["articles"], &causes["not_understood"]["articles"]),
        (&1.into(), &2.into())
    );
    assert_eq!(causes["none_stated"]["example"]["path"], "a.jsonl");
    let text = place.ends(0, &["info"]);
    assert!(text.contains("1 without a date, such as a.jsonl (Null)"), "{text}");
    assert!(text.contains("2 with an unreadable date, such as a.jsonl"), "{text}");
    assert_eq!(place.search(&["date:unread"])["total"], 2);
}

#[test]
fn authors_sections_and_topics_are_headers_of_their_own() {
    let place = Place::new();
    place.write("in/a.csv", "title,authors,category,tags,body\nT,\"['A. Keeper', 'B. Cook']\",Sea,\"lamps, ferries\",Text.\n");
    place.write("in/b.jsonl", r#"{"title":"J","authors":["A","B"],"topics":["x"],"keywords":"y; z","section":"News","body":"Text."}"#);
    let all = articles(&place, &[]);
    let one = |title: &str| all.iter().find(|one| one["title"] == title).expect("an article");
    assert_eq!(headers(one("T"), "byline"), ["A. Keeper", "B. Cook"]);
    assert_eq!(headers(one("T"), "topic"), ["lamps", "ferries"]);
    assert_eq!(
        (headers(one("T"), "section"), headers(one("J"), "section")),
        (vec!["Sea".to_string()], vec!["News".to_string()])
    );
    assert_eq!(
        (headers(one("J"), "byline"), headers(one("J"), "topic")),
        (vec!["A".to_string(), "B".into()], vec!["x".to_string(), "y".into(), "z".into()])
    );
}

#[test]
fn an_export_of_wordpress_holds_what_was_published() {
    let place = Place::new();
    let item = |title: &str, kind: &str, status: &str| {
        format!(
            "<item><title>{title}</title><pubDate>Fri, 31 May 2024 22:30:00 +0000</pubDate>\
             <dc:creator><![CDATA[keeper]]></dc:creator><content:encoded><![CDATA[<p>The lamp {title}.</p>]]></content:encoded>\
             <excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_date>2024-06-01 00:30:00</wp:post_date>\
             <wp:post_date_gmt>2024-05-31 22:30:00</wp:post_date_gmt><wp:post_type>{kind}</wp:post_type>\
             <wp:status>{status}</wp:status><category domain=\"category\" nicename=\"sea\">Sea</category>\
             <category domain=\"post_tag\" nicename=\"lamps\">Lamps</category></item>"
        )
    };
    let items = [
        item("out", "post", "publish"),
        item("draft", "post", "draft"),
        item("bin", "post", "trash"),
        item("picture", "attachment", "inherit"),
    ];
    place.write(
        "in/export.xml",
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" \
             xmlns:dc=\"d\" xmlns:content=\"c\" xmlns:excerpt=\"e\"><channel><title>Echo</title>{}</channel></rss>",
            items.concat()
        ),
    );
    let summary = place.index("in");
    assert_eq!(
        (&summary["articles"]["added"], &summary["articles"]["skipped"]),
        (&1.into(), &3.into())
    );
    let all = exported(&place);
    assert_eq!(all[0]["date"], "2024-06-01T00:30:00+02:00");
    assert_eq!(
        (headers(&all[0], "section"), headers(&all[0], "topic")),
        (vec!["Sea".to_string()], vec!["Lamps".to_string()])
    );
}

#[test]
fn feeds_give_their_dates_in_any_case() {
    let place = Place::new();
    place.write("in/a.rss", "<rss><channel><title>Echo</title><item><title>Lower</title><pubdate>Sat, 31 May 2025 10:00:00 BST</pubdate>\
        <description>Text.</description></item><item><title>Lamp lit - Skerry Echo</title><source url=\"https://e.invalid\">Skerry Echo</source>\
        <pubDate>Thu, 03 Sep 15 00:01:01 +0200</pubDate><description>Text.</description></item></channel></rss>");
    place.write("in/b.atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Echo</title><entry><title>Atom</title>\
        <pubDate>Sat May 31 00:30:00 CEST 2025</pubDate><summary>Text one.</summary></entry></feed>");
    let all = articles(&place, &[]);
    let dates = by_title(&all, "date");
    assert_eq!(dates["Lower"], "2025-05-31T10:00:00+01:00");
    assert_eq!(
        (dates["Lamp lit"].as_str(), dates["Atom"].as_str()),
        ("2015-09-03T00:01:01+02:00", "2025-05-31T00:30:00+02:00")
    );
    assert_eq!(by_title(&all, "source")["Lamp lit"], "Skerry Echo");
}

#[test]
fn exports_of_databases_and_interfaces_are_opened() {
    let place = Place::new();
    let stories: Vec<Value> = serde_json::from_str(THREE).expect("JSON");
    place.write(
        "in/spring.json",
        serde_json::json!({"content": stories, "pageable": {"pageNumber": 0}, "last": true})
            .to_string(),
    );
    let rows = serde_json::json!([{"type": "header", "version": "5.2.1"}, {"type": "database", "name": "news"},
        {"type": "table", "name": "users", "data": [{"id": 1, "email": "a@e.invalid"}]},
        {"type": "table", "name": "articles", "data": stories}]);
    place.write("in/phpmyadmin.json", rows.to_string());
    let typed = |kind: [&str; 2], story: &Value| -> Value {
        let typed = |(name, value): (&String, &Value)| {
            let kind = if name == "publishedAt" { kind[1] } else { kind[0] };
            (name.clone(), serde_json::json!({ kind: value }))
        };
        story.as_object().expect("an object").iter().map(typed).collect()
    };
    let documents: Vec<Value> = stories
        .iter()
        .map(|story| {
            let fields = typed(["stringValue", "timestampValue"], story);
            serde_json::json!({"name": "projects/p/documents/a/1", "fields": fields, "createTime": "2026-01-01T00:00:00Z"})
        })
        .collect();
    place.write("in/firestore.json", serde_json::json!({"documents": documents}).to_string());
    let lines: Vec<String> = stories
        .iter()
        .map(|story| serde_json::json!({"Item": typed(["S", "S"], story)}).to_string())
        .collect();
    place.write("in/dynamo.jsonl", lines.join("\n"));
    let nodes: Vec<Value> =
        stories.iter().map(|story| serde_json::json!({"node": story})).collect();
    place.write(
        "in/relay.json",
        serde_json::json!({"data": {"posts": {"edges": nodes}}}).to_string(),
    );
    let articles = articles(&place, &[]);
    let titles: Vec<&str> = articles.iter().filter_map(|one| one["title"].as_str()).collect();
    assert_eq!(titles, ["Story 0", "Story 1", "Story 2"]);
    assert_eq!(by_title(&articles, "body")["Story 1"], "Salt barge 1 sank.");
    assert!(by_title(&articles, "date")["Story 2"].starts_with("2025-05-12"));
    // The stories are the same in all five files.
    for article in &articles {
        assert_eq!(article["paths"].as_array().map(Vec::len), Some(5), "{article}");
    }
}

#[test]
fn feeds_may_hold_html_that_was_not_escaped() {
    let place = Place::new();
    let items = [
        ("Paragraphs", "<p>The <b>lamp</b> is lit.</p><p>It burns.</p>"),
        ("Loose", "The lamp is lit.<p>It burns.</p>"),
        ("Breaks", "The lamp is lit.<br><br>It burns."),
        ("Lines", "The lamp is lit.<hr/>It burns."),
        ("Picture", "<img src='x'>The lamp is lit.<p>It burns.<p>"),
        ("Strange ends", "The lamp</b> is lit.<div>It burns.</div></span>"),
        (
            "Scripts",
            "<p>The lamp is lit.</p><script>var a = 1;</script><style>p {}</style><p>It burns.</p>",
        ),
        ("Sections", "<section><h1>The lamp is lit.</h1></section><aside>It burns.</aside>"),
        (
            "Hidden",
            "<![CDATA[<p>The lamp is lit.</p><p style='display:none'>No</p><p hidden>No</p><p>It burns.</p>]]>",
        ),
        (
            "Escaped twice",
            "&amp;lt;p&amp;gt;The lamp is lit.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;It burns.&amp;lt;/p&amp;gt;",
        ),
    ];
    let item = |(title, text): &(&str, &str)| {
        format!(
            "<item><title>{title}</title><description>{text}</description><author>Ada Quill</author></item>\n"
        )
    };
    let items: String = items.iter().map(item).collect();
    place.write(
        "in/feed.xml",
        format!("<rss version=\"2.0\"><channel><title>Echo</title>{items}</channel></rss>"),
    );
    let articles = articles(&place, &[]);
    let bodies = by_title(&articles, "body");
    assert_eq!(bodies.len(), 10, "{bodies:?}");
    for (title, body) in bodies {
        assert_eq!(body, "The lamp is lit.\n\nIt burns.", "{title}");
    }
    for article in &articles {
        assert_eq!(article["byline"][0], "Ada Quill", "{article}");
    }
}

#[test]
fn columns_are_known_in_many_languages() {
    let place = Place::new();
    let heads = [
        "ueberschrift;Fließtext;Erschienen am",
        "Titre de l'article;Corps de l'article;Publié le",
        "Encabezado;Texto;Fecha y hora",
        "Título;Corpo;Data de publicação",
        "Titolo;Corpo;Pubblicato il",
        "nadpis;obsah;datum vydání",
        "naslov;sadržaj;datum objave",
        "Titlu;Conținut;Data publicării",
        "Заголовок новости;Текст новости;Дата и время",
        "Rubrik;Innehåll;Publicerad",
        "otsikko;sisältö;julkaistu",
        "题目;正文;发布日期",
        "見出し;記事本文;公開日時",
        "기사제목;기사내용;작성일자",
        "Title (string);Content (html);Date (UTC)",
        "title;field_body;first_published_at",
    ];
    for (number, head) in heads.iter().enumerate() {
        place.write(
            &format!("in/{number}.csv"),
            format!("{head}\nLamp {number};The lamp {number} is lit.;2012-02-10\n"),
        );
    }
    let articles = articles(&place, &[]);
    assert_eq!(articles.len(), heads.len());
    for article in articles {
        let title = article["title"].as_str().unwrap_or("none");
        let number: usize = title.trim_start_matches("Lamp ").parse().unwrap_or(99);
        assert_eq!(article["body"], format!("The lamp {number} is lit."), "{article}");
        assert_eq!(article["date"], "2012-02-10", "{}", heads[number]);
    }
}

#[test]
fn quotes_that_enclose_no_cells_are_text() {
    let place = Place::new();
    place.write(
        "in/a.tsv",
        "title\tbody\tdate\nThe lamp\t\"We lit it, he said.\t2012-02-10\n\"Lit\" again\tIt burns.\t2012-02-11\nOil\tIt came.\t2012-02-12\n",
    );
    let bodies = by_title(&articles(&place, &[]), "body");
    assert_eq!(bodies["The lamp"], "\"We lit it, he said.");
    assert_eq!((bodies["\"Lit\" again"].as_str(), bodies.len()), ("It burns.", 3));
}
