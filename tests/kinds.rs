//! Kinds of files in archives that were once read wrongly, each in its smallest form: mail, mailboxes, news posts, web
//! archives, damaged gzip, zip archives and feeds.

use std::fs;
use std::io::{Cursor, Write};

use serde_json::Value;

use crate::harness::Place;

/// Returns the lines of a run's report.
fn report(place: &Place) -> Vec<Value> {
    place.ends(0, &["index", "in", "--report", "report.jsonl", "--force", "-q"]);
    let report = fs::read_to_string(place.path("report.jsonl")).expect("a report");
    report.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Returns the verdict, the number of articles and the reason for a path.
fn line(lines: &[Value], path: &str) -> String {
    let line = lines.iter().find(|line| line["path"] == path && line["kind"] != "article");
    let line = line.unwrap_or_else(|| panic!("{path}: {lines:?}"));
    format!("{} {} {}", line["verdict"], line["articles"], line["reason"]).replace('"', "")
}

/// Returns every article as it is exported.
fn articles(place: &Place) -> Vec<Value> {
    let lines = place.ends(0, &["export", ""]);
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn titled<'a>(articles: &'a [Value], title: &str) -> &'a Value {
    articles
        .iter()
        .find(|article| article["title"] == title)
        .unwrap_or_else(|| panic!("{title}: {articles:?}"))
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn mail_is_read_as_its_text() {
    let place = Place::new();
    let head = |title: &str| {
        format!(
            "From: desk@skerry.example\nSubject: {title}\nDate: Sat, 31 May 2025 06:00:00 +0100\n"
        )
    };
    place.write(
        "in/html.eml",
        head("Letter")
            + "MIME-Version: 1.0\nContent-Type: text/html\n\n<style>p{color:red}</style><p>Good morning.</p><p>The ferry &amp; the lamp.</p>\n",
    );
    place.write(
        "in/multi.eml",
        head("=?utf-8?q?F=C3=A4hre?= late")
            + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=X\n\nPreamble.\n--X\n\
               Content-Transfer-Encoding: quoted-printable\n\nThe f=C3=A4hre is =\nlate.\n--X\n\
               Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n--X--\n",
    );
    place.write(
        "in/list.mbox",
        format!(
            "From keeper@skerry.example Sat Mar  4 08:00:00 2023\n{}\nThe oil came.\n\nFrom the pier we saw two boats.\n\n\
             >From here on it is closed.\n\nFrom \n{}\nBread.\n",
            head("Oil"), head("Bread")
        ),
    );
    let lines = report(&place);
    assert_eq!(line(&lines, "html.eml"), "indexed 1 null");
    assert_eq!(line(&lines, "list.mbox"), "indexed 2 null");
    let formats: Vec<&Value> = lines.iter().map(|line| &line["format"]).collect();
    assert_eq!(formats, ["mail", "mbox", "mail"]);
    let articles = articles(&place);
    assert_eq!(titled(&articles, "Letter")["body"], "Good morning.\n\nThe ferry & the lamp.");
    assert_eq!(titled(&articles, "Fähre late")["body"], "The fähre is late.");
    let oil = "The oil came.\n\nFrom the pier we saw two boats.\n\nFrom here on it is closed.";
    assert_eq!(titled(&articles, "Oil")["body"], oil);
    assert!(articles.iter().all(|article| article["date"] == "2025-05-31T06:00:00+01:00"));
}

#[test]
fn a_response_is_decoded_or_skipped_with_its_encoding() {
    let place = Place::new();
    let page = |title: &str| {
        format!(
            "<html><head><title>{title}</title><meta property=\"article:published_time\" content=\"2024-09-14\"></head>\
             <body><article><h1>{title}</h1><p>The lamp on the point was lit again on Saturday, {title} says.</p></article></body></html>"
        )
    };
    let mut warc: Vec<u8> = Vec::new();
    let mut record = |uri: &str, headers: &str, body: &[u8]| {
        let http = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat();
        let about = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-11-05T09:00:00Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        );
        warc.extend([about.as_bytes(), &http, b"\r\n\r\n"].concat());
    };
    let zstd = zstd::encode_all(page("zstd").as_bytes(), 1).unwrap();
    record(
        "https://skerry.example/1",
        "Content-Type: text/html\r\nContent-Encoding: zstd\r\n",
        &zstd,
    );
    record("https://skerry.example/2", "Content-Encoding: GZIP\r\n", &gz(page("gzip").as_bytes()));
    record(
        "https://skerry.example/3",
        "Content-Type: text/html\r\nContent-Encoding: br\r\n",
        page("not br").as_bytes(),
    );
    let noise: Vec<u8> =
        (0..900_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    record(
        "https://skerry.example/4",
        "Content-Type: text/html\r\nContent-Encoding: dcb\r\n",
        &noise,
    );
    record("https://skerry.example/5", "Content-Type: text/html\r\n", &noise);
    record(
        "https://skerry.example/robots.txt",
        "Content-Type: text/plain\r\n",
        b"User-agent: *\nDisallow: /\n",
    );
    place.write("in/a.warc", &warc);
    let mut wacz = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("datapackage.json", &br#"{"title":"A crawl","resources":[]}"#[..]),
        (
            "pages/pages.jsonl",
            br#"{"id":"1","url":"https://skerry.example/1","title":"zstd","text":"Copied."}"#,
        ),
        ("archive/data.warc.gz", &gz(&warc)),
    ] {
        wacz.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        wacz.write_all(bytes).unwrap();
    }
    place.write("in/b.wacz", wacz.finish().unwrap().into_inner());
    let lines = report(&place);
    let reasons: Vec<String> = lines
        .iter()
        .filter(|line| line["kind"] == "article" && line["path"] == "a.warc")
        .map(|line| format!("{} {}", line["line"], line["detail"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(reasons.len(), 3, "{lines:?}");
    assert!(reasons[0].contains("dcb"), "{reasons:?}");
    assert_eq!(line(&lines, "b.wacz!/archive/data.warc.gz"), "indexed 3 null");
    assert_eq!(line(&lines, "b.wacz!/pages/pages.jsonl"), "skipped 0 no page");
    let articles = articles(&place);
    assert_eq!(articles.len(), 3);
    for title in ["zstd", "gzip", "not br"] {
        let article = titled(&articles, title);
        assert_eq!(
            (&article["date"], &article["copies"]),
            (&"2024-09-14".into(), &1.into()),
            "{title}"
        );
    }
}

#[test]
fn damaged_gzip_keeps_what_can_be_read_and_says_where_it_breaks() {
    let place = Place::new();
    let stories: String = (0..400)
        .map(|n| {
            let noise = (n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            format!("{{\"id\":\"c{n}\",\"title\":\"Story {n}\",\"date\":\"2024-09-14\",\"body\":\"lamp {noise}\"}}\n")
        })
        .collect();
    let packed = gz(stories.as_bytes());
    place.write("in/cut.jsonl.gz", &packed[..packed.len() / 2]);
    place.write(
        "in/pad.jsonl.gz",
        [&gz(stories.replace("Story", "Tale").as_bytes()), &[0; 700][..]].concat(),
    );
    let strange =
        [&gz(stories.replace("Story", "Saga").trim_end().as_bytes()), &b"strange"[..]].concat();
    place.write("in/strange.jsonl.gz", strange);
    let text: String = stories.chars().filter(|c| !matches!(c, '{' | '}' | '"')).collect();
    let text = gz(format!("Title: Cut text\nDate: 2024-09-14\n\n{text}").as_bytes());
    place.write("in/text.txt.gz", &text[..text.len() / 2]);
    let lines = report(&place);
    assert_eq!(line(&lines, "pad.jsonl.gz"), "indexed 400 null");
    assert_eq!(line(&lines, "text.txt.gz"), "indexed 1 null");
    let kept =
        lines.iter().find(|line| line["path"] == "cut.jsonl.gz" && line["kind"] == "file").unwrap();
    assert!((50..390).contains(&kept["articles"].as_u64().unwrap()), "{kept}");
    assert_eq!(line(&lines, "strange.jsonl.gz"), "indexed 400 null");
    let told =
        lines.iter().find(|line| line["path"] == "strange.jsonl.gz" && line["kind"] == "article");
    assert!(told.unwrap()["detail"].as_str().unwrap().contains("is not gzip"), "{lines:?}");
    for path in ["cut.jsonl.gz", "text.txt.gz"] {
        let told =
            lines.iter().filter(|line| line["path"] == path && line["reason"] == "unreadable");
        let told: Vec<&str> = told.filter_map(|line| line["detail"].as_str()).collect();
        assert!(
            told.len() == 1 && told[0].contains("the gzip data is damaged after"),
            "{path}: {lines:?}"
        );
    }
}

#[test]
fn zip_members_have_names_of_their_own() {
    let place = Place::new();
    let note =
        |title: &str| format!("Title: {title}\nDate: 2024-09-14\n\nThe lamp, {title} says.\n");
    // The library writes neither two members of the same name nor names that are not UTF-8, so names of the same length
    // are replaced afterwards.
    let packed = |members: &[(&str, &str)]| {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, title) in members {
            out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            out.write_all(note(title).as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    };
    let renamed = |bytes: Vec<u8>, from: &[u8], to: &[u8]| {
        let mut bytes = bytes;
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from) {
                bytes[at..at + to.len()].copy_from_slice(to);
            }
        }
        bytes
    };
    place.write(
        "in/dup.zip",
        renamed(packed(&[("a.txt", "dup one"), ("b.txt", "dup two")]), b"b.txt", b"a.txt"),
    );
    let name = encoding_rs::IBM866.encode("новости/маяк.txt").0.into_owned();
    place.write(
        "in/old.zip",
        renamed(packed(&[("NNNNNNN/MMMM.txt", "old")]), b"NNNNNNN/MMMM.txt", &name),
    );
    place.write(
        "in/mac.zip",
        packed(&[("news/a.txt", "mac"), ("__MACOSX/news/._a.txt", "fork"), ("._b.txt", "fork")]),
    );
    let mut locked = packed(&[("a.txt", "locked"), ("b.txt", "open")]);
    // The encryption flag, in both headers of the first member.
    let central = locked.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[central + 8] |= 1;
    place.write("in/locked.zip", locked);
    place.write("in/self.zip", [b"#!/bin/sh\nexit\n", &packed(&[("a.txt", "self")])[..]].concat());
    place.write("in/seven.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    let lines = report(&place);
    for (path, wanted) in [
        ("dup.zip!/a.txt", "indexed 1 null"),
        ("dup.zip!/a.txt#2", "indexed 1 null"),
        ("old.zip!/новости/маяк.txt", "indexed 1 null"),
        ("mac.zip!/news/a.txt", "indexed 1 null"),
        ("mac.zip!/__MACOSX/news/._a.txt", "skipped 0 no article"),
        ("mac.zip!/._b.txt", "skipped 0 no article"),
        ("locked.zip!/a.txt", "skipped 0 encrypted"),
        ("locked.zip!/b.txt", "indexed 1 null"),
        ("self.zip!/a.txt", "indexed 1 null"),
        ("seven.7z", "skipped 0 unsupported format"),
    ] {
        assert_eq!(line(&lines, path), wanted, "{path}");
    }
    let seven = lines.iter().find(|line| line["path"] == "seven.7z").unwrap();
    assert!(
        seven["detail"].as_str().unwrap().contains("7z")
            && seven["detail"].as_str().unwrap().contains("unpack")
    );
    let titles: Vec<Value> =
        articles(&place).iter().map(|article| article["title"].clone()).collect();
    assert!(
        titles.contains(&"dup one".into())
            && titles.contains(&"dup two".into())
            && titles.len() == 6
    );
}

#[test]
fn feeds_are_read_by_the_elements_of_their_items() {
    let place = Place::new();
    place.write(
        "in/a.rss",
        "<rss version=\"2.0\" xmlns:x=\"http://purl.org/rss/1.0/modules/content/\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>Skerry - News</title>\
         <item><title>lower</title><pubdate>Sat, 31 May 2025 10:00:00 +0100</pubdate><description>Text.</description></item>\
         <item><itunes:title>episode</itunes:title><media:description>Caption.</media:description><media:title>picture</media:title>\
         <title>other prefix</title><pubDate>Sat, 31 May 2025 10:00:00 +0100</pubDate><description>Short.</description>\
         <x:encoded><![CDATA[<p>Full text.</p>]]></x:encoded></item>\
         <item><title>Lamp lit - Skerry Echo</title><source url=\"https://echo.example\">Skerry Echo</source>\
         <pubDate>Sat, 31 May 2025 10:00:00 +0100</pubDate><description>More.</description></item></channel></rss>",
    );
    place.write(
        "in/b.atom",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Echo</title><entry><title>Atom with pubDate</title>\
         <pubDate>Sat, 31 May 2025 10:00:00 +0100</pubDate><summary>One.</summary></entry></feed>",
    );
    place.index("in");
    let articles = articles(&place);
    assert_eq!(articles.len(), 4);
    assert!(
        articles.iter().all(|article| article["date"] == "2025-05-31T10:00:00+01:00"),
        "{articles:?}"
    );
    assert_eq!(titled(&articles, "other prefix")["body"], "Full text.");
    assert_eq!(titled(&articles, "lower")["body"], "Text.");
    assert_eq!(titled(&articles, "Lamp lit")["source"], "Skerry Echo");
}

#[test]
fn a_trec_collection_is_from_its_papers() {
    let place = Place::new();
    place.write(
        "in/disk1/ap880212",
        "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Lamp Lit</HEAD>\n<HEAD>Eds: adds</HEAD>\n<DATELINE>ROME (AP) </DATELINE>\n\
         <TEXT>\n   (MITTERRAND) The lamp was lit.\n</TEXT>\n</DOC>\n<DOC>\n<DOCNO> AP880212-0002 </DOCNO>\n<HEAD>Tide</HEAD>\n\
         <TEXT>\n   The tide came.\n</TEXT>\n</DOC>\n<DOC>\n<DOCNO> FT911-3 </DOCNO>\n<HEADLINE>FT  14 MAY 91 / Ebb</HEADLINE>\n\
         <DATE>910514\n</DATE>\n<TEXT>\nThe tide went.\n</TEXT>\n</DOC>\n",
    );
    place.index("in");
    let articles = articles(&place);
    let lamp = titled(&articles, "Lamp Lit");
    assert_eq!(
        (&lamp["source"], &lamp["dateline"], &lamp["agency"]),
        (&"AP".into(), &"ROME".into(), &Value::Null)
    );
    assert_eq!(titled(&articles, "Tide")["source"], "AP");
    let other = titled(&articles, "Ebb");
    assert_eq!(
        (&other["source"], &other["date"]),
        (&"Financial Times".into(), &"1991-05-14".into())
    );
}

#[test]
fn mail_of_other_programs_is_read() {
    let place = Place::new();
    let message = |title: &str| {
        format!(
            "From: a@skerry.example\nSubject: {title}\nDate: Sat, 31 May 2025 06:00:00 +0100\n\nText of {title}.\n"
        )
    };
    let counted = message("Apple");
    place.write(
        "in/1.emlx",
        format!("{}\n{counted}<?xml version=\"1.0\"?>\n<plist/>\n", counted.len()),
    );
    let mark = "\u{1}\u{1}\u{1}\u{1}\n";
    let mmdf = format!("{mark}{}{mark}{mark}{}{mark}", message("First"), message("Second"));
    place.write("in/a.mmdf", mmdf);
    place.write(
        "in/ascii.eml",
        message("Ascii").replace(
            "\n\n",
            "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=us-ascii\n\nFähre. ",
        ),
    );
    report(&place);
    let articles = articles(&place);
    for title in ["Apple", "First", "Second"] {
        assert_eq!(titled(&articles, title)["body"], format!("Text of {title}."));
    }
    assert_eq!(titled(&articles, "Ascii")["body"], "Fähre. Text of Ascii.");
}

#[test]
fn sitemaps_give_titles_or_say_that_they_have_none() {
    let place = Place::new();
    let entry = "<url><loc>https://e.example/1</loc><news:news><news:publication><news:name>Skerry Echo</news:name>\
        <news:language>en</news:language></news:publication><news:publication_date>2025-05-31</news:publication_date>\
        <news:title>Lamp lit</news:title><news:keywords>Lamps, Sea</news:keywords></news:news></url>";
    let set =
        |inner: &str| format!("<?xml version=\"1.0\"?><urlset xmlns:news=\"n\">{inner}</urlset>");
    let bare = "<url><loc>https://e.example/2</loc><lastmod>2025-05-31</lastmod></url>";
    place.write("in/news.xml", set(&[entry, bare].concat()));
    place.write("in/plain.xml", set(bare));
    place.write(
        "in/index.xml",
        "<sitemapindex><sitemap><loc>https://e.example/a.xml</loc></sitemap></sitemapindex>",
    );
    place.write(
        "in/feeds.opml",
        "<opml version=\"2.0\"><body><outline text=\"Echo\"/></body></opml>",
    );
    let lines = report(&place);
    assert_eq!(line(&lines, "news.xml"), "indexed 1 null");
    for path in ["plain.xml", "index.xml"] {
        let told = lines.iter().find(|line| line["path"] == path && line["detail"].is_string());
        assert!(
            told.is_some_and(|told| told["detail"].as_str().unwrap().contains("sitemap")),
            "{lines:?}"
        );
    }
    assert_eq!(line(&lines, "feeds.opml"), "skipped 0 unsupported format");
    let articles = articles(&place);
    let lamp = titled(&articles, "Lamp lit");
    assert_eq!((&lamp["source"], &lamp["date"]), (&"Skerry Echo".into(), &"2025-05-31".into()));
    assert_eq!((&lamp["url"], &lamp["topics"][1]), (&"https://e.example/1".into(), &"Sea".into()));
}

#[test]
fn entries_of_feeds_are_read_whatever_their_elements_are_called() {
    let place = Place::new();
    place.write(
        "in/a.atom",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Planet</title><entry><title>Copied</title><source><title>Skerry Echo</title>\
         <updated>2020-01-01T00:00:00Z</updated></source><updated>2025-05-31T10:00:00Z</updated><content>One.</content></entry></feed>",
    );
    place.write(
        "in/lone.xml",
        "<entry xmlns=\"http://www.w3.org/2005/Atom\"><title>Lone</title><published>2025-05-31T10:00:00Z</published>\
         <content>Two.</content></entry>",
    );
    place.write(
        "in/b.rss",
        "<rss xmlns:prism=\"p\"><channel><title>E</title><item><title>Named</title><prism:publicationDate>2025-05-31</prism:publicationDate>\
         <description>Short.</description><body xmlns=\"http://www.w3.org/1999/xhtml\"><p>Three.</p><p>Four.</p></body></item></channel></rss>",
    );
    report(&place);
    let articles = articles(&place);
    assert_eq!(titled(&articles, "Copied")["source"], "Skerry Echo");
    assert_eq!(titled(&articles, "Lone")["date"], "2025-05-31T10:00:00Z");
    let named = titled(&articles, "Named");
    assert_eq!((&named["date"], &named["body"]), (&"2025-05-31".into(), &"Three.\n\nFour.".into()));
}

#[test]
fn data_of_other_programs_is_skipped_by_name() {
    let place = Place::new();
    for (path, bytes, _) in FOREIGN {
        place.write(&format!("in/{path}"), bytes);
    }
    place.write("in/lamp.txt", "Lamp lit\n\nThe lamp on the point was lit again on Saturday.\n");
    let lines = report(&place);
    for (path, _, name) in FOREIGN {
        let skip = lines.iter().find(|line| line["path"] == path).unwrap();
        let detail = skip["detail"].as_str().unwrap_or_default();
        assert_eq!(skip["reason"], "unsupported format", "{path}: {skip}");
        assert!(detail.contains(name), "{path}: {detail}");
    }
}

/// The first bytes of files that are not read, and the names of their formats.
const FOREIGN: [(&str, &[u8], &str); 11] = [
    ("a.rds", b"X\n\0\0\0\x03\0\x04\x01\0", "R data"),
    ("a.npy", b"\x93NUMPY\x01\0v\0{}", "NumPy"),
    ("a.dta", b"<stata_dta><header>", "Stata"),
    ("a.sav", b"$FL2@(#) SPSS DATA FILE", "SPSS"),
    ("a.orc", b"ORC\x08abc\0\0", "ORC"),
    ("a.mdb", b"\0\x01\0\0Standard Jet DB\0abc", "Access"),
    ("a.duckdb", b"\0\0\0\0\0\0\0\0DUCK\0\0", "DuckDB"),
    ("a.ps", b"%!PS-Adobe-3.0\n(The lamp) show\n", "PostScript"),
    ("a.lzh", b"\x22\x00-lh5-abcabcabcabc", "lha"),
    ("a.a", b"!<arch>\na.txt/  0  0  0  644  4  `\nabc\n", "ar"),
    ("a.ciw", b"FN Clarivate Analytics\nVR 1.0\nPT J\n", "Web of Science"),
];
