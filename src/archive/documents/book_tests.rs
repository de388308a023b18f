//! Reading books.

use super::tests::{articles, pieces, value, zip};
use crate::archive::{Other, RawArticle, Reason};

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
pub(super) fn book(files: &[&str]) -> Vec<u8> {
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
