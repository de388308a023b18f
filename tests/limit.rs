//! Articles that exceed the limit, in every format, script and encoding. They are truncated between characters and
//! flagged, and the next article is read.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use dateline::archive::{self, RawArticle, Reading};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

/// The maximum length of an article, in bytes.
const LIMIT: usize = 5_000;

/// The name of a script, a sentence in it, and a legacy encoding for it. Emoji have none.
const SCRIPTS: [(&str, &str, &Encoding); 4] = [
    ("Latin", "Der Hafen öffnet früh, und das Café auch. ", WINDOWS_1252),
    ("Cyrillic", "Порт открылся рано утром после шторма. ", WINDOWS_1251),
    ("Chinese", "港口在风暴之后清晨重新开放，渔船陆续返回。", GB18030),
    ("emoji", "🐟⚓🌊 ☕ 🚢🇳🇴 👩‍🚀 ", UTF_8),
];

/// Returns two articles with these texts in a format. A format with one article per file contains the first.
fn formatted(format: &str, long: &str, short: &str) -> String {
    let item = |text: &str, number: usize| match format {
        "wire" => format!("date 2025-05-31 {number}\nTitle {number}\n{text}\n"),
        "headed" => format!("Title: Title {number}\nDate: 2025-05-31\n\n{text}\n"),
        "story" => format!("{text}\n\n@highlight\n\nA point\n"),
        "html" => format!(
            "<html><head><title>T</title></head><body><article><p>{text}</p></article></body></html>"
        ),
        "jsonl" => {
            format!("{{\"title\":\"T {number}\",\"body\":\"{text}\",\"date\":\"2025-05-31\"}}\n")
        }
        "json" => {
            format!("{{\"title\":\"T {number}\",\"body\":\"{text}\",\"date\":\"2025-05-31\"}}")
        }
        "table" => format!("T {number},2025-05-31,\"{text}\"\n"),
        "trec" => format!(
            "<DOC>\n<DOCNO> AP880212-000{number} </DOCNO>\n<TEXT>\n{text}\n</TEXT>\n</DOC>\n"
        ),
        "trec-line" => {
            format!("<DOC><DOCNO> AP880212-000{number} </DOCNO><TEXT>{text}</TEXT></DOC>\n")
        }
        "time" => format!("*TEXT 01{number} 01/04/63 PAGE 020\n\n{text}\n\n"),
        "feed" => {
            format!("<item><title>T {number}</title><description>{text}</description></item>")
        }
        "nitf" => format!(
            "<?xml version=\"1.0\"?><nitf><body><body.head><hedline><hl1>T</hl1></hedline></body.head>\
                           <body.content><p>{text}</p></body.content></body></nitf>"
        ),
        _ => unreachable!("{format}"),
    };
    match format {
        "jsonl" | "trec" | "trec-line" => item(long, 1) + &item(short, 2),
        "time" => item(long, 1) + &item(short, 2) + "*STOP\n",
        "json" => format!("[{},{}]", item(long, 1), item(short, 2)),
        "table" => format!("title,date,body\n{}{}", item(long, 1), item(short, 2)),
        "feed" => format!(
            "<rss version=\"2.0\"><channel><title>C</title>{}{}</channel></rss>",
            item(long, 1),
            item(short, 2)
        ),
        _ => item(long, 1),
    }
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    if encoding == UTF_16LE {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        return units.flat_map(u16::to_le_bytes).collect();
    }
    encoding.encode(text).0.into_owned()
}

fn read(bytes: Vec<u8>, what: &str) -> Vec<RawArticle> {
    let reading = Reading { limit: LIMIT, ..Reading::default() };
    let mut articles = Vec::new();
    let name = if what.starts_with("story") { "a.story" } else { "a" };
    archive::read(name, Cursor::new(bytes), &reading, &mut |_| {}, &mut |piece| {
        articles.push(piece.unwrap_or_else(|other| panic!("{what}: {other:?}")));
        ControlFlow::Continue(())
    })
    .unwrap_or_else(|why| panic!("{what}: {why}"));
    articles
}

#[test]
fn an_article_over_the_limit_is_cut_between_characters_and_the_next_one_is_read() {
    let formats = [
        "wire",
        "headed",
        "story",
        "html",
        "jsonl",
        "json",
        "table",
        "trec",
        "trec-line",
        "time",
        "feed",
        "nitf",
    ];
    for format in formats {
        for (script, sentence, own) in SCRIPTS {
            for encoding in [UTF_8, UTF_16LE, own] {
                let what = format!("{format}, {script}, {}", encoding.name());
                let long = sentence.repeat(3 * LIMIT / sentence.len());
                let file = formatted(format, &long, sentence);
                let articles = read(encoded(&file, encoding), &what);
                let several = !["wire", "headed", "story", "html", "nitf"].contains(&format);
                assert_eq!(articles.len(), 1 + usize::from(several), "{what}");
                let first = &articles[0];
                let text = first.text.trim();
                let at = text.find(&sentence[..10.min(sentence.floor_char_boundary(10))]);
                let text = &text[at.unwrap_or_else(|| panic!("{what}: {text:?}"))..];
                assert!(long.starts_with(text), "{what}: {text:?}");
                assert!((LIMIT / 2..=LIMIT).contains(&text.len()), "{what}: {}", text.len());
                let cut = first.cut.unwrap_or_else(|| panic!("{what}: not recorded"));
                assert!(
                    cut.of.is_some_and(|of| of >= long.trim_end().len() as u64),
                    "{what}: {cut:?}"
                );
                if let Some(second) = articles.get(1) {
                    assert_eq!((second.text.trim(), second.cut), (sentence.trim(), None), "{what}");
                }
            }
        }
    }
}

/// Returns a record of a web archive with these response headers.
fn record(headers: &str, body: &[u8]) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\n{headers}\r\n");
    let length = http.len() + body.len();
    let about = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://skerry.example/\r\n\
         Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
    );
    [about.as_bytes(), http.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_record_of_a_web_archive_over_the_limit_is_cut_after_it_was_decoded() {
    for (script, sentence, own) in SCRIPTS {
        for encoding in [UTF_8, UTF_16LE, own] {
            let long = sentence.repeat(3 * LIMIT / sentence.len());
            let page = |text: &str| encoded(&formatted("html", text, ""), encoding);
            let chunks = |body: &[u8]| -> Vec<u8> {
                let chunks = body.chunks(700).map(|part| {
                    [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat()
                });
                [chunks.collect::<Vec<_>>().concat(), b"0\r\n\r\n".to_vec()].concat()
            };
            let html = format!("Content-Type: text/html; charset={}\r\n", encoding.name());
            let gz = format!("{html}Content-Encoding: gzip\r\n");
            let chunked = format!("{gz}Transfer-Encoding: chunked\r\n");
            for (headers, body) in [
                (&html, page(&long)),
                (&gz, gzip(&page(&long))),
                (&chunked, chunks(&gzip(&page(&long)))),
            ] {
                let what = format!("{script}, {}, {headers}", encoding.name());
                let articles =
                    read([record(headers, &body), record(&html, &page(sentence))].concat(), &what);
                assert_eq!(articles.len(), 2, "{what}");
                let text = articles[0].text.trim();
                assert!(long.starts_with(text), "{what}: {text:?}");
                assert!((LIMIT / 2..=LIMIT).contains(&text.len()), "{what}: {}", text.len());
                let of = articles[0].cut.and_then(|cut| cut.of);
                assert!(of.is_some_and(|of| of >= long.trim_end().len() as u64), "{what}: {of:?}");
                assert_eq!(
                    (articles[1].text.trim(), articles[1].cut),
                    (sentence.trim(), None),
                    "{what}"
                );
            }
        }
    }
}

#[test]
fn a_feed_in_a_web_archive_may_be_longer_than_an_article() {
    let items: String = (0..200)
        .map(|number| {
            format!(
                "<item><title>T {number}</title><description>{}</description></item>",
                "Tide. ".repeat(20)
            )
        })
        .collect();
    let feed = format!("<rss version=\"2.0\"><channel><title>C</title>{items}</channel></rss>");
    let articles = read(record("Content-Type: application/rss+xml\r\n", feed.as_bytes()), "feed");
    assert_eq!(articles.len(), 200);
    assert!(articles.iter().all(|article| article.cut.is_none()));
}

#[test]
fn an_object_over_the_limit_in_a_large_document_is_cut_too() {
    for (script, sentence, _) in &SCRIPTS[..2] {
        let long = sentence.repeat((33 << 20) / sentence.len());
        let articles = read(formatted("json", &long, sentence).into_bytes(), script);
        assert_eq!(articles.len(), 2, "{script}");
        let text = &articles[0].text;
        assert!(long.starts_with(text.trim()) && text.len() <= LIMIT, "{script}: {}", text.len());
        let of = articles[0].cut.and_then(|cut| cut.of).expect("it is recorded");
        assert!(of.abs_diff(long.len() as u64) < 200, "{script}: {of}");
        assert_eq!((articles[1].text.trim(), articles[1].cut), (sentence.trim(), None), "{script}");
    }
}

#[test]
fn a_row_far_over_the_limit_loses_neither_its_other_cells_nor_the_rows_behind_it() {
    for (script, sentence, own) in SCRIPTS {
        for encoding in [UTF_8, UTF_16LE, own] {
            let what = format!("{script}, {}", encoding.name());
            let long = format!("{sentence}\n").repeat(200_000 / sentence.len());
            let file = format!(
                "title,body,date\nT 1,\"{long}\",2025-05-31\nT 2,\"{sentence}\",2025-06-01\n"
            );
            let articles = read(encoded(&file, encoding), &what);
            assert_eq!(articles.len(), 2, "{what}");
            let first = &articles[0];
            assert!(long.starts_with(first.text.trim()), "{what}");
            assert!(
                (LIMIT / 2..=LIMIT).contains(&first.text.len()),
                "{what}: {}",
                first.text.len()
            );
            assert!(
                first
                    .cut
                    .and_then(|cut| cut.of)
                    .is_some_and(|of| of.abs_diff(long.len() as u64) < 200)
            );
            let date =
                |at: usize| articles[at].headers.iter().find(|one| one.name == "date").cloned();
            assert_eq!(date(0).expect("a date").value, "2025-05-31", "{what}");
            let lines = 3 + long.lines().count() as u64;
            assert_eq!(
                (articles[1].text.trim(), articles[1].line, articles[1].cut),
                (sentence.trim(), lines, None),
                "{what}"
            );
        }
    }
}

/// The first sentence of the story that the samples of all formats tell.
const SENTENCE: &str =
    "The lamp on Skerry Point was lit again on Saturday after eleven dark years.";

/// Returns the samples whose first article has the sentence, with their names.
fn samples() -> Vec<(String, String)> {
    let folders = std::fs::read_dir(crate::harness::corpus().join("forms")).expect("a folder");
    let mut samples = Vec::new();
    for folder in folders {
        for file in std::fs::read_dir(folder.expect("an entry").path()).expect("a folder") {
            let path = file.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8");
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            // The lengths of records and the encodings of mail are those of the short text.
            let fixed = ["Content-Length", "Content-Transfer-Encoding"];
            if text.contains(SENTENCE) && !fixed.iter().any(|header| text.contains(header)) {
                samples.push((name.to_string(), text));
            }
        }
    }
    samples.sort();
    samples
}

/// Returns the articles of a file, and descriptions of its other pieces.
fn pieces(name: &str, bytes: Vec<u8>) -> Result<(Vec<RawArticle>, Vec<String>), String> {
    let reading = Reading { limit: LIMIT, ..Reading::default() };
    let (mut articles, mut others) = (Vec::new(), Vec::new());
    archive::read(name, Cursor::new(bytes), &reading, &mut |_| {}, &mut |piece| {
        match piece {
            Ok(article) => articles.push(article),
            Err(other) => others.push(format!("{other:?}")),
        }
        ControlFlow::Continue(())
    })
    .map_err(|why| why.to_string())?;
    Ok((articles, others))
}

/// Reads a sample whose first sentence is followed by a long text. Returns what is wrong with the result.
fn problem(
    name: &str,
    sample: &str,
    sentence: &str,
    encoding: &'static Encoding,
) -> Result<(), String> {
    let (usual, others) = pieces(name, sample.as_bytes().to_vec())?;
    let long = format!("{SENTENCE} {}", sentence.repeat(3 * LIMIT / sentence.len()));
    let file = sample.replacen(SENTENCE, long.trim_end(), 1);
    let (articles, mut now) = match pieces(name, encoded(&file, encoding)) {
        // Prose is recognized by its words.
        Err(why) if sentence.starts_with('🐟') && why.starts_with("not prose") => return Ok(()),
        found => found?,
    };
    // A scan says so instead of the article.
    now.retain(|piece| !piece.contains("TooLong"));
    if articles.len() != usual.len() || now != others {
        return Err(format!("{} articles of {}, {now:?}", articles.len(), usual.len()));
    }
    let first = &articles[0];
    let text = first.text.find(SENTENCE).map(|at| first.text[at..].trim_end());
    if !text.is_some_and(|text| long.starts_with(text)) {
        return Err("other text".to_string());
    }
    if !(LIMIT / 2..=LIMIT).contains(&first.text.len()) {
        return Err(format!("{} bytes", first.text.len()));
    }
    if first.cut.is_none() {
        return Err("not recorded".to_string());
    }
    let is_same =
        |(one, other): (&RawArticle, &RawArticle)| (&one.text, one.cut) == (&other.text, other.cut);
    match articles.iter().zip(&usual).skip(1).all(is_same) {
        true => Ok(()),
        false => Err("another article is different".to_string()),
    }
}

#[test]
fn a_sample_of_every_format_with_a_text_over_the_limit_loses_only_the_end_of_it() {
    let (samples, mut problems) = (samples(), Vec::new());
    for (name, sample) in &samples {
        for (script, sentence, _) in SCRIPTS {
            for encoding in [UTF_8, UTF_16LE] {
                if let Err(problem) = problem(name, sample, sentence, encoding) {
                    problems.push(format!("{name}, {script}, {}: {problem}", encoding.name()));
                }
            }
        }
    }
    assert!(samples.len() > 25, "{} samples", samples.len());
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
