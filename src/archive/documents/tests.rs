//! Reading well-formed and hostile documents.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use crate::archive::{Other, Piece, RawArticle, Reading, Reason, Why, read};

fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn articles(name: &str, bytes: Vec<u8>) -> (Result<&'static str, Why>, Vec<RawArticle>) {
    let mut found = Vec::new();
    let outcome = read(name, Cursor::new(bytes), &Reading::default(), &mut |_| {}, &mut |piece| {
        found.extend(piece.ok());
        ControlFlow::Continue(())
    });
    (outcome, found)
}

fn docx(body: &str) -> Vec<u8> {
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

fn value<'a>(article: &'a RawArticle, name: &str) -> Option<&'a str> {
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

#[test]
fn a_book_is_an_article_per_titled_chapter() {
    let package = "<package><metadata><dc:title>Skerry Yearbook</dc:title><dc:publisher>Skerry Echo</dc:publisher><dc:date>2019</dc:date></metadata><manifest><item id='a' href='a%20b.xhtml'/><item id='b' href='b.xhtml'/></manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>";
    let chapter = |title: &str| {
        format!("<html><body><h1>{title}</h1><p>The lamp of {title} was lit.</p></body></html>")
    };
    let (outcome, found) = articles(
        "a.epub",
        zip(&[
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                "<container><rootfiles><rootfile full-path='OEBPS/x.opf'/></rootfiles></container>",
            ),
            ("OEBPS/x.opf", package),
            ("OEBPS/a b.xhtml", &chapter("Skerry Point")),
            ("OEBPS/b.xhtml", &chapter("Herring Rock")),
        ]),
    );
    assert_eq!((outcome, found.len()), (Ok("epub"), 2));
    assert_eq!(value(&found[1], "title"), Some("Herring Rock"));
    assert_eq!(value(&found[1], "source"), Some("Skerry Echo"));
    assert_eq!(found[1].text.trim(), "The lamp of Herring Rock was lit.");
}

/// Returns a book with these files, in this order.
fn book(files: &[&str]) -> Vec<u8> {
    let item = |at: usize| format!("<item id='i{at}' href='{at}.xhtml'/>");
    let items: String = (0..files.len()).map(item).collect();
    let spine: String = (0..files.len()).map(|at| format!("<itemref idref='i{at}'/>")).collect();
    let package = format!(
        "<package><metadata><dc:title>Yearbook</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let pages: Vec<(String, String)> = (0..)
        .zip(files)
        .filter(|(_, text)| !text.is_empty())
        .map(|(at, text)| (format!("{at}.xhtml"), format!("<html><body>{text}</body></html>")))
        .collect();
    let container = "<container><rootfiles><rootfile full-path='x.opf'/></rootfiles></container>";
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("x.opf", &package),
    ];
    parts.extend(pages.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    zip(&parts)
}

fn pieces(name: &str, bytes: Vec<u8>, limit: usize) -> Vec<Piece> {
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
fn no_text_of_a_book_is_lost() {
    let found = pieces(
        "a.epub",
        book(&[
            "<p>Printed on Skerry Point in a cold year, and bound there too.</p><p>All of it.</p>",
            "<h1>Winter</h1>",
            "<p>Saturday</p><h2>Lamp lit</h2><p>The lamp was lit.</p>",
            "<p>Boats lay off.</p>",
            "",
            "<h2>Ferry late</h2><p>The ferry was late.</p>",
        ]),
        1 << 20,
    );
    let read: Vec<&RawArticle> = found.iter().filter_map(|piece| piece.as_ref().ok()).collect();
    let said = |at: usize| (value(read[at], "title"), read[at].text.trim());
    assert_eq!(read.len(), 3, "{read:#?}");
    assert!(read[0].text.contains("Printed on Skerry Point"), "{:?}", read[0]);
    assert_eq!(said(1), (Some("Lamp lit"), "Saturday\n\nThe lamp was lit.\n\nBoats lay off."));
    assert_eq!(said(2), (Some("Ferry late"), "The ferry was late."));
    let skips = found.iter().filter_map(|piece| piece.as_ref().err());
    let reasons: Vec<Reason> = skips
        .map(|other| match other {
            Other::Skipped(_, why) => why.reason,
            Other::Member(_) => panic!("a part of a book is not a member"),
        })
        .collect();
    assert_eq!(reasons, [Reason::Unreadable], "the file that is missing");
}

#[test]
fn a_heading_without_text_is_the_section_of_the_chapters_after_it() {
    let found = pieces(
        "a.epub",
        book(&[
            "<h1>Winter</h1>",
            "<h2>Lamp lit</h2><p>The lamp was lit.</p>",
            "<h2>Ferry late</h2><p>The ferry was late.</p>",
            "<h1>Index</h1>",
        ]),
        1 << 20,
    );
    let said: Vec<_> = found
        .iter()
        .filter_map(|piece| piece.as_ref().ok())
        .map(|one| (value(one, "title"), value(one, "section")))
        .collect();
    assert_eq!(
        said,
        [
            (Some("Lamp lit"), Some("Winter")),
            (Some("Ferry late"), Some("Winter")),
            (Some("Index"), None)
        ]
    );
}

/// Returns a book with this package and these parts.
fn packed(package: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='x/x.opf'/></rootfiles></container>";
    let mut all = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("x/x.opf", package),
    ];
    all.extend(parts);
    zip(&all)
}

const LIT: &str =
    "<p>The lamp on Skerry Point was lit again on Saturday after eleven dark years.</p>";
const LATE: &str = "<p>The ferry to Vardal was three hours late on Monday because of fog.</p>";

fn titles(found: &[RawArticle]) -> Vec<Option<&str>> {
    found.iter().map(|one| value(one, "title")).collect()
}

#[test]
fn covers_contents_and_notes_of_a_book_are_not_chapters() {
    let package = "<package><metadata><dc:title>Yearbook</dc:title>\
        <dc:date event='modification'>2019-01-01</dc:date><dc:date event='publication'>2014-05-05</dc:date></metadata>\
        <manifest><item id='n' href='nav.xhtml' properties='nav'/><item id='c' href='cover.xhtml'/><item id='t' href='title.xhtml'/>\
        <item id='r' href='rights.xhtml'/><item id='l' href='list.xhtml'/><item id='1' href='c%201.xhtml'/><item id='2' href='c2.xhtml'/>\
        <item id='f' href='notes.xhtml'/></manifest>\
        <spine><itemref idref='n'/><itemref idref='c'/><itemref idref='t'/><itemref idref='r'/><itemref idref='l'/><itemref idref='2'/>\
        <itemref idref='1'/><itemref idref='f'/></spine><guide><reference type='cover' href='cover.xhtml'/></guide></package>";
    let page = |body: &str| format!("<html><body>{body}</body></html>");
    let lit = page(&format!(
        "<h1>Lamp lit</h1>{}<aside epub:type='footnote'><p>Of bronze.</p></aside>",
        LIT.replace("years", "years<a epub:type='noteref' href='#n'>1</a>")
    ));
    let bytes = packed(
        package,
        &[
            ("x/nav.xhtml", &page("<nav><a href='c2.xhtml'>Ferry late</a></nav>")),
            ("x/cover.xhtml", &page("<p>Cover</p>")),
            ("x/title.xhtml", &page("<h1>Yearbook</h1><p>Ada Quill</p>")),
            (
                "x/rights.xhtml",
                "<html><body epub:type='copyright-page'><h1>Rights</h1><p>All of them are reserved.</p></body></html>",
            ),
            (
                "x/list.xhtml",
                &page(
                    "<h1>In this book</h1><p><a href='c2.xhtml'>Ferry late</a></p><p><a href='c%201.xhtml'>Lamp lit</a></p>",
                ),
            ),
            ("x/c 1.xhtml", &lit),
            ("x/c2.xhtml", &page(&format!("<h1>Ferry late</h1>{LATE}"))),
            (
                "x/notes.xhtml",
                "<html><body><section epub:type='endnotes'><h1>Notes</h1><p>1. Of bronze.</p></section></body></html>",
            ),
        ],
    );
    let (_, found) = articles("a.epub", bytes);
    assert_eq!(titles(&found), [Some("Ferry late"), Some("Lamp lit")]);
    assert!(found[1].text.trim_end().ends_with("dark years."), "{}", found[1].text);
    let date = found[0].file_date.as_ref().map(|date| date.written.as_str());
    assert_eq!(date, Some("2014-05-05"));
}

#[test]
fn chapters_without_headings_take_their_titles_from_the_contents() {
    let manifest = "<manifest><item id='toc' href='toc.ncx' media-type='application/x-dtbncx+xml'/>\
        <item id='1' href='c1.xhtml'/><item id='2' href='c2.xhtml'/></manifest>";
    let package = |spine: &str| {
        format!(
            "<package><metadata><dc:title>Yearbook</dc:title></metadata>{manifest}<spine>{spine}</spine></package>"
        )
    };
    let both = package("<itemref idref='1'/><itemref idref='2'/>");
    let page = |body: &str| format!("<html><body>{body}</body></html>");
    let entry = |title: &str, file: &str| {
        format!(
            "<navPoint><navLabel><text>{title}</text></navLabel><content src='{file}'/></navPoint>"
        )
    };
    let table = format!(
        "<ncx><navMap>{}{}</navMap></ncx>",
        entry("Lamp lit", "c1.xhtml"),
        entry("Ferry late", "c2.xhtml")
    );
    let bytes = packed(
        &both,
        &[("x/toc.ncx", &table), ("x/c1.xhtml", &page(LIT)), ("x/c2.xhtml", &page(LATE))],
    );
    let (_, found) = articles("a.epub", bytes);
    assert_eq!(titles(&found), [Some("Lamp lit"), Some("Ferry late")]);
    // Several chapters in one file, as the table or the headings divide it.
    let whole = page(&format!("<h2>Lamp lit</h2>{LIT}<h2>Ferry late</h2>{LATE}"));
    let divided = table.replace("c1.xhtml", "c1.xhtml#a").replace("c2.xhtml", "c1.xhtml#b");
    let one = package("<itemref idref='1'/>");
    for (table, whole) in [(divided, whole.clone()), (String::new(), whole.replace("h2", "h1"))] {
        let bytes = packed(&one, &[("x/toc.ncx", &table), ("x/c1.xhtml", &whole)]);
        let (_, found) = articles("a.epub", bytes);
        assert_eq!(titles(&found), [Some("Lamp lit"), Some("Ferry late")]);
        assert!(!found[0].text.contains("ferry"), "{}", found[0].text);
    }
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
