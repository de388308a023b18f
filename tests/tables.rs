//! Tables and JSON documents that do not follow RFC 4180 and RFC 8259: with other separators and quotes, lines above
//! the table, one list per column, several lists, or a script around them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::Place;

/// Indexes the folder `in` and returns its articles by path.
fn articles(place: &Place) -> BTreeMap<String, Vec<Value>> {
    place.ends(0, &["index", "in", "-q"]);
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in place.ends(0, &["export", "", "--sort", "oldest"]).lines() {
        let article: Value = serde_json::from_str(line).expect("JSON");
        let path = article["path"].as_str().expect("a path").to_string();
        all.entry(path).or_default().push(article);
    }
    all
}

/// Returns the values of a member of the articles.
fn each(articles: &[Value], member: &str) -> Vec<String> {
    let mut values: Vec<String> =
        articles.iter().map(|one| one[member].as_str().unwrap_or("-").to_string()).collect();
    values.sort();
    values
}

/// Two rows, whose texts contain the separator.
fn table(name: &str, separator: &str, quote: &str) -> String {
    let row = |number: usize| {
        format!(
            "{name} {number}{separator}2024-09-14{separator}{quote}Lamp{separator} {number} of {name}.{quote}\n"
        )
    };
    format!("title{separator}date{separator}body\n{}{}", row(0), row(1))
}

#[test]
fn tables_are_read_with_other_separators_and_quotes() {
    let place = Place::new();
    for (name, separator) in [("caret", "^"), ("tilde", "~"), ("unit", "\u{1f}")] {
        place.write(&format!("in/{name}.csv"), table(name, separator, "\""));
    }
    place.write("in/SEP.csv", format!("SEP=;\n{}", table("SEP", ";", "\"")));
    place.write(
        "in/single.csv",
        table("single", ",", "'").replace("title,date,body", "'title','date','body'"),
    );
    place.write(
        "in/escaped.csv",
        "title,date,body\nescaped 0,2024-09-14,\"The \\\"lamp\\\", lit\"\nescaped 1,2024-09-14,\"Two\"\n",
    );
    place
        .write("in/about.csv", format!("Report,Lamps\nFrom:,May\n\n{}", table("about", ",", "\"")));
    place.write("in/hash.csv", format!("# Lamps of May\n{}", table("hash", ",", "\"")));
    place.write(
        "in/numbered.csv",
        table("numbered", ",", "\"").replace("\nnumbered", "\n7,numbered"),
    );
    place.write(
        "in/joined.csv",
        table("joined", ",", "\"") + "title,date,body\njoined 2,2024-09-14,Three.\n",
    );
    // Some programs write a space after each separator.
    place.write("in/spaced.csv", table("spaced", ", ", "\""));
    place.write("in/aligned.csv", table("aligned", ";  ", "\""));
    let all = articles(&place);
    for name in [
        "caret", "tilde", "unit", "SEP", "single", "escaped", "about", "hash", "numbered",
        "spaced", "aligned",
    ] {
        let read = &all[&format!("{name}.csv")];
        assert_eq!(each(read, "title"), [format!("{name} 0"), format!("{name} 1")]);
        assert_eq!(each(read, "date"), ["2024-09-14", "2024-09-14"], "{name}");
    }
    assert_eq!(all["joined.csv"].len(), 3);
    assert!(each(&all["escaped.csv"], "body").contains(&"The \"lamp\", lit".to_string()));
    assert!(each(&all["spaced.csv"], "body").contains(&"Lamp,  0 of spaced.".to_string()));
    assert!(each(&all["single.csv"], "body").contains(&"Lamp, 0 of single.".to_string()));
}

#[test]
fn columns_are_known_by_their_names_in_other_languages() {
    let place = Place::new();
    let heads = [
        ("de", "Überschrift;Erscheinungsdatum;Volltext"),
        ("es", "Título;Fecha;Texto"),
        ("pt", "Manchete;Data de publicação;Conteúdo"),
        ("it", "Titolo;Data;Testo"),
        ("nl", "Kop;Publicatiedatum;Inhoud"),
        ("pl", "Tytuł;Data publikacji;Treść"),
        ("ru", "Заголовок;Дата;Текст"),
        ("zh", "标题;发布时间;内容"),
        ("ja", "見出し;掲載日;本文"),
        ("ko", "제목;일자;내용"),
        ("tr", "Başlık;Tarih;Metin"),
        ("ar", "العنوان;التاريخ;النص"),
        ("en", "Story Headline;Story Date;Story Text"),
        ("solr", "title_s;date_dt;text_txt"),
        // Composed of known words.
        ("clean", "main_headline;publish_ts;clean_text"),
        ("whole", "headline_text;headline_date;news_article"),
        ("periods", "article.title;article.published;article.body"),
        ("dublin", "dc:title;dcterms:issued;dc:description"),
        ("titel", "Titel des Artikels;Datum der Veröffentlichung;Artikeltext"),
        ("titre", "Titre de l'article;Date de parution;Texte intégral"),
        ("titulo", "Título de la noticia;Fecha de la noticia;Texto completo"),
        ("noticia", "Título da notícia;Data da publicação da notícia;Texto da notícia"),
        ("titolo", "Titolo articolo;Data di pubblicazione;Testo dell'articolo"),
        ("rubrik", "Rubrik;Datum;Brödtext"),
        ("zagolovok", "Заголовок статьи;Дата публикации статьи;Текст статьи"),
        ("jemok", "기사 제목;발행 날짜;기사 본문"),
        ("wenzhang", "文章標題;文章發布日期;內文"),
    ];
    for (name, head) in heads {
        let rows = table(name, ";", "\"").replace("title;date;body", head);
        place.write(&format!("in/{name}.csv"), rows);
    }
    let all = articles(&place);
    for (name, _) in heads {
        let read = &all[&format!("{name}.csv")];
        assert_eq!(each(read, "title"), [format!("{name} 0"), format!("{name} 1")]);
        assert_eq!(each(read, "date"), ["2024-09-14", "2024-09-14"], "{name}");
        assert_eq!(each(read, "body")[0], format!("Lamp; 0 of {name}."));
    }
}

#[test]
fn a_row_of_unknown_names_is_no_article() {
    let place = Place::new();
    for (name, names) in
        [("kopf", "publish_date;headline_category"), ("tag", "tag_der_lampe;section")]
    {
        let row =
            |day: u8, section: &str| format!("2024-09-{day};{section};Lamp {day} of {name}\n");
        let rows = [row(14, "sea"), row(15, "land")].concat();
        place.write(&format!("in/{name}.csv"), format!("{names};zeile\n{rows}"));
    }
    let all = articles(&place);
    for name in ["kopf.csv", "tag.csv"] {
        let called = name.trim_end_matches(".csv");
        let titles = [14, 15].map(|day| format!("Lamp {day} of {called}"));
        assert_eq!(each(&all[name], "title"), titles);
        assert_eq!(each(&all[name], "date"), ["2024-09-14", "2024-09-15"], "{name}");
        assert_eq!(each(&all[name], "section"), ["land", "sea"], "{name}");
    }
}

#[test]
fn a_date_may_be_in_two_columns() {
    let place = Place::new();
    let lines = [
        json!({"title": "time", "date": "2024-09-14", "time": "14:30", "body": "One."}),
        json!({"title": "midnight", "pub_date": "2024-09-14 00:00:00", "pub_time": "2:30 PM", "body": "Two."}),
        json!({"title": "no time", "date": "2024-09-14", "time": "3 days", "body": "Three."}),
        json!({"title": "local", "date": "2024-09-14T01:30:00", "date_gmt": "2024-09-13T23:30:00", "body": "Four."}),
        json!({"title": "draft", "date": "2024-09-14T01:30:00", "date_gmt": "0000-00-00T00:00:00", "body": "Five."}),
    ];
    place.write("in/a.jsonl", lines.map(|line| line.to_string()).join("\n"));
    let all = articles(&place);
    for (title, date) in [
        ("time", "2024-09-14T14:30:00Z"),
        ("midnight", "2024-09-14T14:30:00Z"),
        ("no time", "2024-09-14"),
        ("local", "2024-09-14T01:30:00+02:00"),
        ("draft", "2024-09-14T01:30:00Z"),
    ] {
        let one = all["a.jsonl"].iter().find(|one| one["title"] == title);
        assert_eq!(one.expect("an article")["date"], date, "{title}");
    }
}

/// Returns three articles.
fn stories(name: &str) -> Vec<Value> {
    let story = |number: usize| json!({"title": format!("{name} {number}"), "publishedAt": format!("2025-05-1{number}"), "content": format!("Barge {number} of {name} sank.")});
    (0..3).map(story).collect()
}

#[test]
fn no_list_of_a_document_is_lost() {
    let place = Place::new();
    let three = |name: &str| {
        let mut stories = stories(name).into_iter();
        let mut next = || stories.next().expect("a story");
        [next(), next(), next()]
    };
    let write = |name: &str, document: Value| {
        place.write(&format!("in/{name}.json"), document.to_string());
    };
    let [a, b, c] = three("days");
    write("days", json!({"2025-05-10": [a], "2025-05-11": [b, c]}));
    let [a, b, c] = three("trove");
    let found = |story: Value| json!({"id": "1", "heading": story["title"], "title": {"id": "11", "value": "Echo"}, "date": story["publishedAt"], "snippet": story["content"], "troveUrl": "https://nla.example/1"});
    let zone = |stories: Value| json!({"name": "newspaper", "records": {"s": "0", "n": "20", "total": "3", "article": stories}});
    write(
        "trove",
        json!({"response": {"query": "barge", "zone": [zone(json!([found(a), found(b)])), zone(json!([found(c)]))]}}),
    );
    let [a, b, c] = three("nested");
    write("nested", json!([[a, b], [c]]));
    let [a, b, c] = three("responses");
    let hits =
        |story: Value| json!({"hits": {"total": 1, "hits": [{"_id": "1", "_source": story}]}});
    write("responses", json!({"responses": [hits(a), hits(b), hits(c)]}));
    let [a, b, c] = three("groups");
    let group =
        |stories: Value| json!({"groupValue": "x", "doclist": {"numFound": 1, "docs": stories}});
    write(
        "groups",
        json!({"grouped": {"day": {"matches": 3, "groups": [group(json!([a])), group(json!([b, c]))]}}}),
    );
    write(
        "described",
        json!({"title": "Export", "text": "The articles of May.", "articles": stories("described")}),
    );
    write(
        "noted",
        json!({"title": "Export", "text": "Of May.", "date": "2025-06-01", "news": stories("noted")}),
    );
    let [a, b, c] = three("pages");
    write(
        "pages",
        json!([{"title": "Page 1", "articles": [a, b]}, {"title": "Page 2", "articles": [c]}]),
    );
    let [a, b, c] = three("issue");
    let section = |stories: Value| json!({"title": "A section", "articles": stories});
    write(
        "issue",
        json!({"title": "Issue 5", "date": "2025-05-31", "sections": [section(json!([a])), section(json!([b, c]))]}),
    );
    let [a, b, c] = three("mixed");
    write("mixed", json!({"articles": [a, section(json!([b])), c]}));
    let [a, b, c] = three("papers");
    write(
        "papers",
        json!({"newspapers": {"echo": {"link": "https://e.example", "articles": [a, b]}, "post": {"link": "https://p.example", "articles": [c]}}}),
    );
    let column = |name: &str, member: &str| -> Vec<Value> {
        stories(name).iter().map(|story| story[member].clone()).collect()
    };
    let members = ["title", "publishedAt", "content"];
    let columns: serde_json::Map<String, Value> = members
        .iter()
        .map(|member| (member.to_string(), column("columns", member).into()))
        .collect();
    write("columns", columns.into());
    let cells = |member: &str| -> Value {
        let values = column("cells", member).into_iter().enumerate();
        values.map(|(at, value)| (at.to_string(), value)).collect::<serde_json::Map<_, _>>().into()
    };
    write(
        "cells",
        json!({"title": cells("title"), "publishedAt": cells("publishedAt"), "content": cells("content")}),
    );
    let rows = |name: &str| -> Vec<Value> {
        stories(name)
            .iter()
            .map(|one| json!([one["title"], one["publishedAt"], one["content"]]))
            .collect()
    };
    let note = "n".repeat(10_000);
    write("split", json!({"columns": members, "data": rows("split"), "note": note}));
    let wrapped: Vec<Value> = stories("rows")
        .into_iter()
        .enumerate()
        .map(|(at, row)| json!({"row_idx": at, "row": row}))
        .collect();
    write("rows", json!({"features": [{"name": "title"}], "rows": wrapped}));
    write("values", std::iter::once(json!(members)).chain(rows("values")).collect());
    let listed =
        stories("commented").iter().map(Value::to_string).collect::<Vec<_>>().join(", // next\n");
    place.write("in/commented.json", format!("/* of May */\n[\n// first\n{listed}]"));
    place.write("in/call.json", format!("callback({});", json!({"articles": stories("call")})));
    place.write("in/script.json", format!("var news = {};\n", json!(stories("script"))));
    place.write("in/guarded.json", format!(")]}}'\n{}", json!(stories("guarded"))));
    let all = articles(&place);
    let names = [
        "days",
        "trove",
        "nested",
        "responses",
        "groups",
        "described",
        "noted",
        "pages",
        "issue",
        "mixed",
        "papers",
        "commented",
        "columns",
        "cells",
        "split",
        "rows",
        "values",
        "call",
        "script",
        "guarded",
    ];
    for name in names {
        let read = all.get(&format!("{name}.json")).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(each(read, "title"), [0, 1, 2].map(|number| format!("{name} {number}")));
        assert_eq!(each(read, "date"), ["2025-05-10", "2025-05-11", "2025-05-12"], "{name}");
    }
    // The posts of a live blog are no articles.
    let place = Place::new();
    let blog = json!({"title": "Live", "text": "All about lamps.", "url": "https://e.example/1", "posts": stories("live")});
    place.write("in/blog.json", blog.to_string());
    assert_eq!(each(&articles(&place)["blog.json"], "title"), ["Live"]);
    // A single article in an answer is the article.
    let place = Place::new();
    let one = json!({"response": {"status": "ok", "content": {"webTitle": "One", "fields": {"bodyText": "Lamp."}}}});
    place.write("in/one.json", one.to_string());
    assert_eq!(each(&articles(&place)["one.json"], "title"), ["One"]);
}

#[test]
fn lines_of_json_are_read_as_programs_write_them() {
    let place = Place::new();
    let object = |name: &str, number: usize| {
        json!({"title": format!("{name} {number}"), "date": "2024-09-14", "body": format!("Lamp {number} of {name}.")}).to_string()
    };
    let two = |name: &str| (object(name, 0), object(name, 1));
    let write = |name: &str, between: &str| {
        let (first, second) = two(name);
        place.write(&format!("in/{name}.jsonl"), format!("{first}{between}{second}\n"));
    };
    write("glued", "");
    write("spaced", " ");
    write("returns", "\r");
    write("marked", "\n\u{feff}");
    write("closed", ";\n");
    write("noted", "\n// the second\n");
    let (first, second) = two("null");
    place.write("in/null.jsonl", format!("null\n{first}\n{second}\n"));
    let (first, second) = two("cut");
    place.write("in/cut.jsonl", format!("ond lamp.\"}}\n{first}\n{second}\n"));
    let row =
        |number: usize| json!([format!("rows {number}"), "2024-09-14", format!("Lamp {number}.")]);
    let rows = [json!(["title", "date", "body"]), row(0), row(1)];
    place.write("in/rows.jsonl", rows.map(|row| row.to_string()).join("\n"));
    let (first, second) = two("little");
    let text = format!("{first}\n{second}\n");
    place.write(
        "in/little.jsonl",
        text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
    );
    let text = text.replace("little", "big");
    place
        .write("in/big.jsonl", text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
    let (first, second) = two("strings");
    place.write("in/strings.jsonl", format!("{}\n{}\n", json!(first), json!(second)));
    let (first, second) = two("escapes");
    place.write("in/escapes.jsonl", format!("{}\n{second}\n", first.replace("Lamp", "It\\'s")));
    let all = articles(&place);
    for name in [
        "glued", "spaced", "returns", "marked", "closed", "noted", "strings", "escapes", "null",
        "cut", "rows", "little", "big",
    ] {
        assert_eq!(
            each(&all[&format!("{name}.jsonl")], "title"),
            [format!("{name} 0"), format!("{name} 1")]
        );
    }
    assert!(each(&all["escapes.jsonl"], "body").contains(&"It's 0 of escapes.".to_string()));
}

#[test]
fn values_are_read_in_the_shapes_that_libraries_give_them() {
    let place = Place::new();
    let lines = [
        json!({"title": "numbers", "date": [2008, 12, 1, 13, 33], "body": "One."}),
        json!({"title": "parts", "date": {"year": 2008, "month": 12, "day": 1}, "body": "Two."}),
        json!({"title": {"$t": "xml"}, "date": {"$t": "2008-12-01"}, "body": {"$t": "Three."}}),
        json!({"title": "channel", "date": "2008-12-01", "text": ["The ", {"type": "bold", "text": "lamp"}, " is lit."]}),
        json!({"title": "editor", "date": "2008-12-01", "body": [{"type": "p", "children": [{"text": "The "}, {"text": "lamp."}]}, {"type": "p", "children": [{"text": "Two."}]}]}),
        json!({"headlines": {"basic": "arc"}, "display_date": "2008-12-01", "content_elements": [{"type": "text", "content": "The lamp."}, {"type": "image", "caption": "No"}, {"type": "text", "content": "Two."}], "credits": {"by": [{"name": "A. Keeper"}, {"name": "B. Keeper"}]}}),
        json!({"title": "jats", "published": {"date-parts": [[2008, 12, 1]]}, "abstract": "<jats:title>Lamps</jats:title><jats:p>The <jats:italic>lamp</jats:italic>.</jats:p>", "language": "english", "tags": [{"tag": "sea"}]}),
        json!({"title": "php", "date": {"date": "2008-12-01 13:33:14.000000", "timezone_type": 3, "timezone": "Europe/Berlin"}, "body": "Four."}),
    ];
    place.write("in/a.jsonl", lines.map(|line| line.to_string()).join("\n"));
    let all = articles(&place);
    let of = |title: &str, member: &str| {
        let one = all["a.jsonl"].iter().find(|one| one["title"] == title);
        one.unwrap_or_else(|| panic!("{title}"))[member].as_str().unwrap_or("-").to_string()
    };
    for title in ["numbers", "parts", "xml", "channel", "editor", "arc", "jats"] {
        assert_eq!(of(title, "date"), "2008-12-01", "{title}");
    }
    assert_eq!(of("php", "date"), "2008-12-01T13:33:14+01:00");
    assert_eq!(of("xml", "body"), "Three.");
    assert_eq!(
        (of("arc", "body"), of("jats", "body")),
        ("The lamp.\n\nTwo.".into(), "Lamps\n\nThe lamp.".into())
    );
    assert_eq!(of("jats", "lang"), "en");
    let of = |title: &str, member: &str| {
        all["a.jsonl"].iter().find(|one| one["title"] == title).expect("an article")[member].clone()
    };
    assert_eq!(of("arc", "byline"), json!(["A. Keeper", "B. Keeper"]));
    assert_eq!(of("jats", "topics"), json!(["sea"]));
    assert_eq!(
        (of("channel", "body"), of("editor", "body")),
        ("The lamp is lit.".into(), "The lamp.\n\nTwo.".into())
    );
}
