//! Reading well-formed and hostile documents.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use super::book_tests::book;
use crate::archive::{Other, Piece, RawArticle, Reading, Reason, Why, read};

pub(super) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

pub(super) fn articles(name: &str, bytes: Vec<u8>) -> (Result<&'static str, Why>, Vec<RawArticle>) {
    let mut found = Vec::new();
    let outcome = read(name, Cursor::new(bytes), &Reading::default(), &mut |_| {}, &mut |piece| {
        found.extend(piece.ok());
        ControlFlow::Continue(())
    });
    (outcome, found)
}

pub(super) fn docx(body: &str) -> Vec<u8> {
    let core = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>Property</dc:title><dcterms:created>2019-05-31T10:00:00Z</dcterms:created></cp:coreProperties>";
    zip(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            &format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"),
        ),
        ("docProps/core.xml", core),
    ])
}

pub(super) fn value<'a>(article: &'a RawArticle, name: &str) -> Option<&'a str> {
    article.headers.iter().find(|header| header.name == name).map(|header| header.value.as_str())
}

#[test]
fn the_text_of_a_word_document_may_be_in_another_part() {
    let relations = "<Relationships><Relationship Type='http://x/metadata/core-properties' Target='docProps/core.xml'/>\
        <Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/></Relationships>";
    let text = "<w:document xmlns:w='w'><w:p><w:pPr><w:pStyle w:val='t'/></w:pPr><w:r><w:t>Lamp lit</w:t></w:r></w:p>\
        <w:p><w:r><w:t>The lamp was lit.</w:t></w:r></w:p></w:document>";
    let styles =
        "<w:styles xmlns:w='w'><w:style w:styleId='t'><w:name w:val='Title'/></w:style></w:styles>";
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", relations),
        ("word/document2.xml", text),
        ("word/styles2.xml", styles),
    ];
    for parts in [&parts[..], &parts[1..]] {
        let (outcome, found) = articles("a.docx", zip(parts));
        assert_eq!((outcome, found.len()), (Ok("docx"), 1));
        assert_eq!(value(&found[0], "title"), Some("Lamp lit"));
        assert_eq!(found[0].text, "The lamp was lit.");
    }
}

#[test]
fn a_word_document_is_one_article() {
    let (outcome, found) = articles(
        "a.docx",
        docx(
            "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Lamp</w:t></w:r><w:r><w:t xml:space='preserve'> lit</w:t></w:r></w:p>\
             <w:p><w:r><w:t>The lamp was</w:t></w:r><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:r><w:tab/><w:t>lit.</w:t></w:r></w:p>\
             <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Boats lay off.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        ),
    );
    assert_eq!((outcome, found.len()), (Ok("docx"), 1));
    assert_eq!(value(&found[0], "title"), Some("Lamp lit"));
    assert_eq!(found[0].text.trim(), "The lamp was lit.\n\nBoats lay off.");
    assert_eq!(found[0].file_date.as_ref().unwrap().written, "2019-05-31T10:00:00Z");
    // A text without a title takes the title of the properties.
    let (_, found) = articles("a.docx", docx("<w:p><w:r><w:t>The lamp was lit.</w:t></w:r></w:p>"));
    assert_eq!(value(&found[0], "title"), Some("Property"));
}

#[test]
fn the_title_of_a_word_document_is_found_by_the_name_of_its_style() {
    let body = "<w:p><w:pPr><w:pStyle w:val='Ttulo1'/></w:pPr><w:r><w:t>Se enciende el faro de la isla, dice el farero del cabo.</w:t></w:r></w:p>\
        <w:p><w:r><w:t>El faro se encendió.</w:t></w:r></w:p>";
    let styles = "<w:styles xmlns:w='w'><w:style w:styleId='Ttulo1'><w:name w:val='heading 1'/></w:style></w:styles>";
    let (_, found) = articles(
        "a.docx",
        zip(&[
            ("[Content_Types].xml", "<Types/>"),
            (
                "word/document.xml",
                &format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"),
            ),
            ("word/styles.xml", styles),
        ]),
    );
    let title = "Se enciende el faro de la isla, dice el farero del cabo.";
    assert_eq!(
        (value(&found[0], "title"), found[0].text.trim()),
        (Some(title), "El faro se encendió.")
    );
}

#[test]
fn an_opendocument_text_is_one_article() {
    let content = "<office:document-content xmlns:office='o' xmlns:text='t'><office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:outline-level='1'>Lamp lit</text:h><text:p>The lamp<text:s/>was <text:span>lit</text:span>.</text:p></office:text></office:body></office:document-content>";
    let parts = |kind| {
        zip(&[("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", "<m/>")])
    };
    let (outcome, found) = articles("a.odt", parts("application/vnd.oasis.opendocument.text"));
    assert_eq!(outcome, Ok("odt"));
    assert_eq!(value(&found[0], "title"), Some("Lamp lit"));
    assert_eq!(found[0].text.trim(), "The lamp was lit.");
    // The manifest is not needed.
    let bare = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)];
    assert_eq!(articles("a.odt", zip(&bare)).1, found);
    let (outcome, _) = articles("a.ods", parts("application/vnd.oasis.opendocument.spreadsheet"));
    assert_eq!(
        outcome.unwrap_err().to_string(),
        "unsupported format: OpenDocument spreadsheet (save it as CSV)"
    );
}

pub(super) fn pieces(name: &str, bytes: Vec<u8>, limit: usize) -> Vec<Piece> {
    let mut found = Vec::new();
    let reading = Reading { limit, ..Reading::default() };
    let outcome = read(name, Cursor::new(bytes), &reading, &mut |_| {}, &mut |piece| {
        found.push(piece);
        ControlFlow::Continue(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
    found
}

#[test]
fn what_is_beyond_the_limit_is_told() {
    let long = "The lamp was lit. ".repeat(20);
    let untitled = book(&[&format!("<p>{long}</p>"), &format!("<p>{long}</p>")]);
    let chapter = |title: &str| format!("<h1>{title}</h1><p>{long}</p>");
    let titled = book(&[&chapter("A"), &chapter("B"), &chapter("C"), &chapter("D")]);
    let paragraph = docx(&format!("<w:p><w:r><w:t>{long}</w:t></w:r></w:p>"));
    let paragraphs = docx(&"<w:p><w:r><w:t>The lamp was lit.</w:t></w:r></w:p>".repeat(20));
    let rtf = format!("{{\\rtf1 {long}}}");
    for (name, bytes, count) in [
        ("untitled.epub", untitled, 1),
        ("titled.epub", titled, 4),
        ("paragraph.docx", paragraph, 1),
        ("paragraphs.docx", paragraphs, 1),
        ("a.rtf", rtf.into_bytes(), 1),
    ] {
        let found = pieces(name, bytes, 100);
        assert_eq!(found.len(), count, "{name}");
        for piece in found {
            let article = piece.unwrap();
            assert!(article.text.len() <= 100 && article.cut.is_some(), "{name}: {article:?}");
        }
    }
}

#[test]
fn articles_of_an_export_beyond_the_limit_are_told() {
    let document = |number: u32| {
        let lines = [
            format!("{number} of 9 DOCUMENTS"),
            "Skerry Echo".into(),
            "September 14, 2024 Saturday".into(),
            format!("Lamp {number} lit"),
            "LENGTH: 5 words".into(),
            "The lamp was lit.".into(),
        ];
        lines.map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).concat()
    };
    let found = pieces("a.docx", docx(&(1..=9).map(document).collect::<String>()), 600);
    let told = |piece: &Piece| matches!(piece, Err(Other::Skipped(_, why)) if why.reason == Reason::TooLong);
    assert!(found.len() > 2 && found.last().is_some_and(told), "{found:#?}");
}

#[test]
fn formats_that_are_not_read_are_named_with_the_remedy() {
    for (name, bytes, expected) in [
        ("a.db", b"SQLite format 3\0......".to_vec(), "SQLite database (export its tables as CSV)"),
        ("a.parquet", b"PAR1\0\0".to_vec(), "Parquet table (export it as CSV or JSON Lines)"),
        (
            "a.doc",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0".to_vec(),
            "Word 97–2003 document (save it as .docx)",
        ),
        (
            "a.fb2",
            b"<?xml version='1.0'?><FictionBook>".to_vec(),
            "FictionBook (convert it to EPUB)",
        ),
        (
            "a.xlsx",
            zip(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]),
            "Excel workbook (save it as CSV)",
        ),
    ] {
        let (outcome, found) = articles(name, bytes);
        assert_eq!(outcome.unwrap_err().to_string(), format!("unsupported format: {expected}"));
        assert!(found.is_empty());
    }
}

#[test]
fn hostile_documents_have_a_verdict() {
    // A decompression bomb: 100 MB of one letter in a small file.
    let bomb = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(100 << 20)));
    let (outcome, found) = articles("bomb.docx", bomb);
    assert!(outcome.is_err() || found.iter().all(|article| article.text.len() <= 16 << 20));
    let deep = docx(&("<w:p>".repeat(100_000) + "lit"));
    drop(articles("deep.docx", deep));
    let whole = docx("<w:p><w:r><w:t>The lamp was lit.</w:t></w:r></w:p>");
    for length in (0..whole.len()).step_by(7) {
        drop(articles("cut.docx", whole[..length].to_vec()));
    }
    let (outcome, _) =
        articles("a.epub", zip(&[("mimetype", ""), ("META-INF/container.xml", "<x>")]));
    assert!(outcome.is_err());
}
