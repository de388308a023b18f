//! TEI editions: divisions, and text outside of them.

use super::*;
use crate::archive::RawArticle;

fn read(text: &str) -> Vec<RawArticle> {
    let mut all = Vec::new();
    let read = Tei.read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
        all.extend(piece.ok());
        ControlFlow::Continue(())
    });
    assert!(read.is_ok() || all.is_empty(), "{read:?}");
    all
}

#[test]
fn divisions_with_heads_are_articles() {
    let all = read(
        "<TEI><teiHeader><fileDesc><titleStmt><title>Skerry Echo, an edition</title></titleStmt><publicationStmt><date when='2021'/></publicationStmt>\
         <sourceDesc><bibl><title>Skerry Echo</title><date when='1910-10-31'/></bibl></sourceDesc></fileDesc></teiHeader><text><body>\
         <div type='section'><head>Coast</head><div xml:id='a1'><head>Lamp lit</head><byline>By Ada Quill</byline><p>The light-<lb break='no'/>house\
         <lb/>burned.</p><p>Boats waited.</p></div><div><head>Ferry late</head><dateline>Vardal, <date when='1910-10-30'>Sunday</date></dateline><p>Late.</p></div></div></body></text></TEI>",
    );
    assert_eq!(all.len(), 2, "{all:#?}");
    assert_eq!(all[0].text, "The lighthouse burned.\n\nBoats waited.");
    let titles: Vec<&str> = all.iter().map(|one| one.headers[1].value.as_str()).collect();
    assert_eq!(titles[0], "Lamp lit");
    assert_eq!(all[0].dates[0].written, "1910-10-31");
    assert_eq!(all[1].dates[0].written, "1910-10-30");
}

#[test]
fn a_text_without_divisions_is_one_article_and_nesting_is_bounded() {
    let all = read(
        "<TEI><teiHeader><fileDesc><titleStmt><title>Lamp lit</title></titleStmt></fileDesc></teiHeader><text><body><p>One.</p><p>Two.</p></body></text></TEI>",
    );
    assert_eq!((all.len(), all[0].text.as_str()), (1, "One.\n\nTwo."));
    read(&format!("<TEI><text>{}x", "<div><head>a</head>".repeat(100_000)));
}

fn value<'a>(article: &'a RawArticle, name: &str) -> &'a str {
    let named = article.headers.iter().find(|header| header.name == name);
    named.map_or("-", |header| header.value.as_str())
}

#[test]
fn no_text_is_lost() {
    let all = read(
        "<TEI><text><body><head>Number 7</head><list><item>Tides</item><item>Ferries</item></list>\
         <div><head>Coast</head><div><head>Lamp lit</head><head type='sub'>After eleven years</head>\
         <opener><dateline>Vardal</dateline><salute>Dear Sir,</salute></opener>\
         <p>The <sic>lampp</sic> of <abbr>St.</abbr> Skerry <choice><abbr>Capt.</abbr><expan>Captain</expan></choice> lit.</p></div>\
         <div><head>Lamps for sale</head></div></div></body></text></TEI>",
    );
    let said: Vec<[&str; 3]> = all
        .iter()
        .map(|one| [value(one, "title"), value(one, "section"), one.text.as_str()])
        .collect();
    assert_eq!(
        said,
        [
            [
                "Lamp lit",
                "Coast",
                "After eleven years\n\nDear Sir,\n\nThe lampp of St. Skerry Captain lit."
            ],
            ["Lamps for sale", "Coast", ""],
            ["Number 7", "-", "Tides\nFerries"],
        ]
    );
}

#[test]
fn newspaper_and_day_may_be_in_words() {
    let read = |title: &str, source: &str| {
        let text = format!(
            "<TEI><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><sourceDesc><p>{source}</p></sourceDesc></fileDesc></teiHeader>\
            <text><body><p>The lamp was lit.</p></body></text></TEI>"
        );
        let article = pieces(&text).remove(0).unwrap();
        let source = article.headers.iter().find(|header| header.name == "source");
        (source.map(|source| source.value.clone()), article.dates[0].written.clone())
    };
    let expected = (Some("Skerry Echo".to_string()), "31 October 1910".to_string());
    assert_eq!(read("Lamp lit again", "Skerry Echo, 31 October 1910"), expected);
    assert_eq!(read("Skerry Echo, 31 October 1910", "Born digital."), expected);
}

/// Reads a text with a limit of 100 bytes.
fn pieces(text: &str) -> Vec<super::super::Piece> {
    let mut all = Vec::new();
    let reading = Reading { limit: 100, ..Reading::default() };
    let read = Tei.read(&mut text.as_bytes(), &reading, &mut |piece| {
        all.push(piece);
        ControlFlow::Continue(())
    });
    assert!(read.is_ok(), "{read:?}");
    all
}

#[test]
fn what_is_beyond_the_limit_is_told() {
    let long = "The lamp was lit. ".repeat(10);
    let loose = pieces(&format!("<TEI><text><body><p>Short.</p><p>{long}</p></body></text></TEI>"));
    assert!(loose[0].as_ref().is_ok_and(|one| one.cut.is_some()), "{loose:?}");
    let divided = pieces(&format!(
        "<TEI><text><body><div><div><head>A</head><p>Short.</p></div><div><head>B</head><p>{long}</p></div>\
         <div><head>C</head><p>Lost.</p></div></div></body></text></TEI>"
    ));
    assert!(divided[0].as_ref().is_ok_and(|one| one.cut.is_none()), "{divided:?}");
    let told = divided.iter().filter_map(|piece| piece.as_ref().err());
    assert!(
        told.clone()
            .any(|other| matches!(other, Other::Skipped(_, why) if why.reason == Reason::TooLong))
    );
}

#[test]
fn what_comes_before_damage_is_kept() {
    let mut all = Vec::new();
    let text = "<TEI><text><body><p>The lamp was lit.</p><!-- and then";
    let read = Tei.read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
        all.extend(piece.ok());
        ControlFlow::Continue(())
    });
    assert!(read.is_err());
    assert_eq!(all.len(), 1);
}
