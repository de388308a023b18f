//! The articles of METS issues, and the remaining text of their pages.

use super::*;

const METS: &str = "<mets:mets xmlns:mets='m' xmlns:mods='o' xmlns:xlink='l'>\
    <mets:dmdSec ID='ISSUE'><mods:mods><mods:titleInfo><mods:title>Skerry Echo</mods:title></mods:titleInfo>\
    <mods:originInfo><mods:dateIssued>31.10.1910</mods:dateIssued></mods:originInfo></mods:mods></mets:dmdSec>\
    <mets:dmdSec ID='A1'><mods:mods><mods:titleInfo><mods:nonSort>THE</mods:nonSort><mods:title>LAMP LIT</mods:title></mods:titleInfo>\
    <mods:language><mods:languageTerm type='code'>en</mods:languageTerm></mods:language></mods:mods></mets:dmdSec>\
    <mets:fileSec><mets:file ID='IMG1'><mets:FLocat xlink:href='file://./1.jp2'/></mets:file>\
    <mets:file ID='ALTO1'><mets:FLocat xlink:href='file://./ALTO/1.xml'/></mets:file>\
    <mets:file ID='ALTO2'><mets:FLocat xlink:href='file://./ALTO/2.xml'/></mets:file></mets:fileSec>\
    <mets:structMap TYPE='PHYSICAL'><mets:div TYPE='Newspaper'><mets:div TYPE='PAGE'><mets:fptr FILEID='ALTO1'/></mets:div></mets:div></mets:structMap>\
    <mets:structMap TYPE='LOGICAL'><mets:div TYPE='Newspaper'><mets:div TYPE='ISSUE' DMDID='ISSUE'>\
    <mets:div TYPE='TITLE_SECTION'><mets:fptr><mets:area FILEID='ALTO1' BEGIN='B0'/></mets:fptr></mets:div>\
    <mets:div TYPE='CONTENT'><mets:div TYPE='SECTION' LABEL='Coast'><mets:div TYPE='HEADING'><mets:fptr><mets:area FILEID='ALTO1' BEGIN='B1'/></mets:fptr></mets:div>\
    <mets:div TYPE='ARTICLE' DMDID='A1'><mets:div TYPE='HEADING'><mets:div TYPE='TITLE'><mets:fptr><mets:area FILEID='ALTO1' BEGIN='B2'/></mets:fptr></mets:div>\
    <mets:div TYPE='AUTHOR'><mets:fptr><mets:area FILEID='ALTO1' BEGIN='B3'/></mets:fptr></mets:div></mets:div>\
    <mets:div TYPE='BODY'><mets:div TYPE='PARAGRAPH'><mets:fptr><mets:seq><mets:area FILEID='ALTO1' BEGIN='G1'/><mets:area FILEID='ALTO2' BEGIN='B1'/></mets:seq></mets:fptr></mets:div></mets:div></mets:div></mets:div>\
    <mets:div TYPE='ADVERTISEMENT' LABEL='UNKNOWN'><mets:div TYPE='TITLE'><mets:fptr><mets:area FILEID='ALTO2' BEGIN='B2'/></mets:fptr></mets:div>\
    <mets:div TYPE='BODY'><mets:fptr><mets:area FILEID='ALTO2' BEGIN='B3'/></mets:fptr></mets:div></mets:div></mets:div></mets:div></mets:div></mets:structMap></mets:mets>";

/// Returns a page with one block per text. Blocks from the fifth on are in a group.
fn page(number: u32, texts: &[&str]) -> String {
    let block = |(at, text): (usize, &&str)| {
        let word = |word: &str| format!("<String CONTENT='{word}'/><SP/>");
        let words: String = text.split(' ').map(word).collect();
        format!("<TextBlock ID='B{at}'><TextLine>{words}</TextLine></TextBlock>")
    };
    let blocks: Vec<String> = texts.iter().enumerate().map(block).collect();
    let (alone, group) = blocks.split_at(blocks.len().min(4));
    format!(
        "<alto><Layout><Page PHYSICAL_IMG_NR='{number}'><PrintSpace>{}<ComposedBlock ID='G1'>{}</ComposedBlock></PrintSpace></Page></Layout></alto>",
        alone.concat(),
        group.concat()
    )
}

fn value<'a>(article: &'a RawArticle, name: &str) -> &'a str {
    let named = article.headers.iter().find(|header| header.name == name);
    named.map_or("-", |header| header.value.as_str())
}

#[test]
fn the_day_of_an_issue_is_found_in_mods_and_in_dublin_core() {
    let issued = "<mods:originInfo><mods:dateIssued>31.10.1910</mods:dateIssued></mods:originInfo>";
    let part = METS.replace(issued, "<mods:part><mods:date>1910-10-31</mods:date></mods:part>");
    let described = &METS[METS.find("<mods:mods>").unwrap()..METS.find("</mets:dmdSec>").unwrap()];
    let core =
        METS.replace(described, "<dc:title>Skerry Echo</dc:title><dc:date>1910-10-31</dc:date>");
    for mets in [part, core] {
        let issue = Issue::of(&mets).unwrap();
        assert_eq!(issue.date.as_deref(), Some("1910-10-31"));
        assert_eq!(issue.source.as_deref(), Some("Skerry Echo"));
    }
}

#[test]
fn an_issue_is_its_articles_and_the_rest_of_its_pages() {
    let issue = Issue::of(METS).unwrap();
    assert_eq!(
        issue.addresses().collect::<Vec<_>>(),
        ["file://./ALTO/1.xml", "file://./ALTO/2.xml"]
    );
    let mut pages = Pages::default();
    let first =
        ["SKERRY ECHO", "COAST", "THE LAMP LIT.", "By A. Quill", "It was lit.", "Boats lay off."];
    pages.add(&page(1, &first), 1 << 20).unwrap();
    pages
        .add(
            &page(2, &["Printed here", "Nobody slept.", "LAMP OIL", "At Quill and Sons."]),
            1 << 20,
        )
        .unwrap();
    let all = issue.articles(pages);
    let said: Vec<[&str; 5]> = all
        .iter()
        .map(|one| {
            [
                value(one, "title"),
                value(one, "section"),
                value(one, "type"),
                value(one, "page"),
                one.text.as_str(),
            ]
        })
        .collect();
    assert_eq!(
        said,
        [
            [
                "THE LAMP LIT",
                "Coast",
                "-",
                "1",
                "By A. Quill\n\nIt was lit.\n\nBoats lay off.\n\nNobody slept."
            ],
            ["LAMP OIL", "-", "advertisement", "2", "At Quill and Sons."],
            ["-", "-", "page", "1", "SKERRY ECHO\n\nCOAST"],
            ["-", "-", "page", "2", "Printed here"],
        ]
    );
    assert_eq!(value(&all[0], "source"), "Skerry Echo");
    assert_eq!((value(&all[0], "byline"), value(&all[0], "lang")), ("By A. Quill", "en"));
    assert!(all.iter().all(|one| one.dates[0].written == "31.10.1910"));
}

#[test]
fn a_file_that_divides_nothing_is_not_an_issue() {
    let physical = METS.replace("TYPE='LOGICAL'", "TYPE='PHYSICAL'");
    let deep = format!("<mets><structMap>{}", "<div TYPE='ARTICLE'>".repeat(100_000));
    for text in ["", "<mets></mets>", &physical, &deep] {
        assert!(Issue::of(text).is_none());
    }
    for cut in 0..METS.len() {
        drop(Issue::of(&METS[..cut]));
    }
}
