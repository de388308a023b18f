//! Which formats texts are read as, and where they are cut.

use std::io::Cursor;
use std::ops::ControlFlow;

use super::*;

/// The headers as `name=value`, the text, and whether it was cut.
type Summary = (Vec<String>, String, bool);

/// Returns the format that a text is read as, and its articles.
fn read_as(name: &str, text: &str, limit: usize) -> (&'static str, Vec<Summary>) {
    let mut found = Vec::new();
    let reading = Reading { limit, ..Reading::default() };
    let form = read(name, Cursor::new(text), &reading, &mut |_| {}, &mut |piece| {
        let article = piece.expect("an article");
        let headers =
            article.headers.iter().map(|header| format!("{}={}", header.name, header.value));
        found.push((headers.collect(), article.text.trim().to_string(), article.cut.is_some()));
        ControlFlow::Continue(())
    });
    (form.expect("a known form"), found)
}

const REUTERS: &str = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">
<REUTERS TOPICS=\"YES\" OLDID=\"9\" NEWID=\"1\">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TEXT>&#2;
<TITLE>HERRING &amp; TIDE &lt;HT> RISE</TITLE>
<DATELINE>    HARBOUR, Feb 26 - </DATELINE><BODY>Herring rose 3 &lt; 4 pct.
    A second line.
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS=\"NO\" NEWID=\"2\">
<DATE>27-FEB-1987 01:00:00.00</DATE>
<TEXT TYPE=\"BRIEF\">
<TITLE>TIDE LATE</TITLE></TEXT>
</REUTERS>
";

#[test]
fn reuters_documents_are_told_by_their_elements() {
    let (form, articles) = read_as("reut2-000.sgm", REUTERS, MAX_ARTICLE);
    assert_eq!((form, articles.len()), ("sgml", 2));
    let (headers, text, truncated) = &articles[0];
    assert_eq!(
        headers[..3],
        ["id=1", "date=26-FEB-1987 15:01:01.79", "title=HERRING & TIDE <HT> RISE"]
    );
    assert_eq!((text.as_str(), *truncated), ("Herring rose 3 < 4 pct.\n    A second line.", false));
    assert_eq!(articles[1].0[2], "title=TIDE LATE");
    assert_eq!(articles[1].1, "");
}

#[test]
fn trec_documents_repeat_elements_and_are_dated_by_their_number() {
    let text = "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Ferry Stays</HEAD>\n<HEAD>In Port</HEAD>\n\
                <BYLINE>By A WRITER</BYLINE>\n<TEXT>\nFirst part.\n</TEXT>\n<TEXT>\nSecond.\n</TEXT>\n</DOC>\n\
                <DOC>\n<DOCNO> LA010289-0007 </DOCNO>\n<HEADLINE><P>Tide</P></HEADLINE>\n\
                <TEXT>\n<P>One.</P>\n<P>Two.</P>\n</TEXT>\n</DOC>\n";
    let (form, articles) = read_as("ap880212", text, MAX_ARTICLE);
    assert_eq!((form, articles.len()), ("sgml", 2));
    assert_eq!(
        articles[0].0,
        [
            "id=AP880212-0001",
            "date=1988-02-12",
            "title=Ferry Stays",
            "note=In Port",
            "source=AP",
            "byline=By A WRITER"
        ]
    );
    assert!(articles[0].1.starts_with("First part.") && articles[0].1.ends_with("Second."));
    assert_eq!(
        articles[1].0,
        ["id=LA010289-0007", "date=1989-01-02", "title=Tide", "source=Los Angeles Times"]
    );
    assert_eq!(articles[1].1.split_whitespace().collect::<Vec<_>>(), ["One.", "Two."]);
}

#[test]
fn a_document_without_an_end_is_cut_and_a_large_one_too() {
    let cut = &REUTERS[..REUTERS.find("second").expect("it is there")];
    let (_, articles) =
        read_as("a.sgm", &cut.replace("</DATE>", "</DATE><TITLE>X</TITLE>"), 1 << 12);
    assert!(articles[0].2);
    let large = REUTERS.replace("A second line.", &"lamp ".repeat(2_000));
    let (_, articles) = read_as("a.sgm", &large, 1 << 12);
    assert_eq!((articles.len(), articles[0].2, articles[1].2), (2, true, false));
}

#[test]
fn texts_of_the_time_collection_are_dated_by_their_line() {
    let text = "*TEXT 017 01/04/63 PAGE 020\n\nTHE HARBOUR COUNCIL\n\nMET .\n\n*TEXT 018 08/30 63 PAGE 021\n\nTIDES .\n\n*STOP\n";
    let (form, articles) = read_as("TIME.ALL", text, MAX_ARTICLE);
    assert_eq!((form, articles.len()), ("time", 2));
    assert_eq!(articles[0].0, ["id=017", "date=1963-01-04", "page=020"]);
    assert_eq!(articles[0].1, "THE HARBOUR COUNCIL\nMET .");
    assert_eq!(articles[1].0[1], "date=1963-08-30");
}

/// Returns the text that is read from a file with these bytes.
#[test]
fn captions_of_nitf_are_text_only_without_other_text() {
    let media = "<media media-type=\"image\"><media-caption>The lamp, by <em>B. Cook</em></media-caption></media>";
    let nitf = |content: &str| {
        format!(
            "<nitf><body><body.head><hedline><hl1>Lamp lit</hl1></hedline></body.head><body.content>{content}</body.content></body></nitf>"
        )
    };
    let (form, found) = read_as(
        "a.xml",
        &nitf(&format!("<p>It was lit.</p>{media}<p>Boats lay off.</p>")),
        1 << 20,
    );
    assert_eq!((form, found[0].1.as_str()), ("nitf", "It was lit.\nBoats lay off."));
    assert_eq!(found[0].0, ["title=Lamp lit", "caption=The lamp, by B. Cook"]);
    let (_, found) = read_as("a.xml", &nitf(media), 1 << 20);
    assert_eq!(found[0].1, "The lamp, by B. Cook");
}

#[test]
fn a_text_between_tags_is_read_without_them() {
    let text = "<p>The lamp on Skerry Point was lit again on <b>Saturday</b>.</p>\n<p>Boats lay off the point until midnight.</p>\n";
    let (form, found) = read_as("lamp.txt", text, 1 << 20);
    assert_eq!(form, "text");
    assert_eq!(
        found[0].1,
        "The lamp on Skerry Point was lit again on Saturday.\n\nBoats lay off the point until midnight."
    );
    let text = format!("<h1>Lamp lit again</h1>{text}");
    assert_eq!(read_as("lamp.txt", &text, 1 << 20).1[0].0, ["title=Lamp lit again"]);
    let text = "<p is a letter that the lamp shows, said the keeper on Saturday.\n";
    assert_eq!(read_as("lamp.txt", text, 1 << 20).1[0].1, text.trim());
}

fn body_of(bytes: &[u8]) -> String {
    let mut body = String::new();
    let reading = Reading::default();
    read("a.txt", Cursor::new(bytes), &reading, &mut |_| {}, &mut |piece| {
        body = piece.expect("an article").text;
        ControlFlow::Continue(())
    })
    .expect("a form");
    body
}

#[test]
fn an_encoding_is_told_though_what_is_looked_at_ends_inside_a_character() {
    let line = "土曜日、十一年ぶりに岬の灯台が再び点灯した。船は真夜中まで岬の沖にとどまった。\n";
    for encoding in ["shift_jis", "euc-jp", "big5", "gb18030", "euc-kr"] {
        let encoding = encoding_rs::Encoding::for_label(encoding.as_bytes()).expect("an encoding");
        let line = match encoding.name() {
            "EUC-KR" => "토요일, 십일 년 만에 곶의 등대가 다시 켜졌다. 배들은 자정까지 머물렀다.\n",
            "Big5" => "星期六，岬角的燈塔在十一年後再次點亮。船隻在岬角外停留到午夜。\n",
            "gb18030" => "星期六，岬角的灯塔在十一年后再次点亮。船只在岬角外停留到午夜。\n",
            _ => line,
        };
        for shift in 0..2 {
            let text = format!(" date 2024-09-14 {}\nT\n{}", 10 + 90 * shift, line.repeat(300));
            let (bytes, _, unmapped) = encoding.encode(&text);
            assert!(!unmapped, "{}", encoding.name());
            assert!(
                body_of(&bytes).trim_end().ends_with(line.trim_end()),
                "{} {shift}",
                encoding.name()
            );
        }
    }
}

#[test]
fn an_encoding_is_told_though_a_file_begins_with_nothing_but_ascii() {
    let text = format!(
        " date 2024-09-14 1\nT\n{}\nDie Wärterin zählte die Umdrehungen; über den Klippen.\n",
        "The boats lay off the point until midnight.\n".repeat(2_000)
    );
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    assert!(body_of(&latin).contains("Wärterin zählte"));
    assert!(body_of(text.as_bytes()).contains("Wärterin zählte"));
}

#[test]
fn json_that_is_broken_in_every_line_is_read_in_time() {
    // Would take hours if each line searched the rest of the text again.
    let text = "{\n".repeat(300_000);
    let mut skipped = 0;
    let read = read("a.json", Cursor::new(text), &Reading::default(), &mut |_| {}, &mut |piece| {
        skipped += usize::from(piece.is_err());
        ControlFlow::Continue(())
    });
    assert_eq!((read, skipped), (Ok("json"), 300_000));
}

#[test]
fn a_long_number_is_an_id_as_written() {
    let text =
        "{\"id\": 12345678901234567890123, \"title\": \"Tide\", \"text\": \"The tide rose.\"}\n";
    let (form, articles) = read_as("a.jsonl", text, MAX_ARTICLE);
    assert_eq!(form, "jsonl");
    let id = articles[0].0.iter().find(|header| header.starts_with("id="));
    // Without `formats`, such a number is rounded when it is parsed, so the article has no id.
    let wanted = cfg!(feature = "formats").then_some("id=12345678901234567890123");
    assert_eq!(id.map(String::as_str), wanted);
}
