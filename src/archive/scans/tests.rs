//! Recognized text, page by page.

use super::*;
use crate::archive::RawArticle;

fn read(format: &dyn Format, text: &str) -> Vec<RawArticle> {
    assert!(format.recognises("page", text), "{}", format.name());
    let mut all = Vec::new();
    let read = format.read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
        all.extend(piece.ok());
        ControlFlow::Continue(())
    });
    assert!(read.is_ok() || all.is_empty(), "{read:?}");
    all
}

fn alto(blocks: &str) -> String {
    let all = read(
        &Alto,
        &format!("<alto><Layout><Page><PrintSpace>{blocks}</PrintSpace></Page></Layout></alto>"),
    );
    all.into_iter().next().map(|page| page.text).unwrap_or_default()
}

#[test]
fn divided_words_of_alto_are_whole() {
    let line = |words: &str| format!("<TextLine>{words}</TextLine>");
    let block = |lines: &[&str]| {
        format!(
            "<TextBlock>{}</TextBlock>",
            lines.iter().map(|words| line(words)).collect::<String>()
        )
    };
    let stated = block(&[
        "<String CONTENT='The'/><SP/><String CONTENT='light' SUBS_TYPE='HypPart1' SUBS_CONTENT='lighthouse'/><HYP CONTENT='-'/>",
        "<String CONTENT='house' SUBS_TYPE='HypPart2' SUBS_CONTENT='lighthouse'/><SP/><String CONTENT='burned.'/>",
    ]);
    assert_eq!(alto(&stated), "The lighthouse burned.");
    let marked =
        block(&["<String CONTENT='light-'/><HYP CONTENT='-'/>", "<String CONTENT='house'/>"]);
    assert_eq!(alto(&marked), "lighthouse");
    let second =
        block(&["<String CONTENT='house' SUBS_TYPE='HypPart2' SUBS_CONTENT='lighthouse'/>"]);
    assert_eq!(alto(&second), "lighthouse");
}

#[test]
fn blocks_of_alto_follow_the_stated_order() {
    let block = |id: &str, next: &str| {
        format!(
            "<TextBlock ID='{id}' IDNEXT='{next}'><TextLine><String CONTENT='{id}' WC='0.5'/></TextLine></TextBlock>"
        )
    };
    let blocks = [block("a", "c"), block("b", ""), block("c", "b")].concat();
    assert_eq!(alto(&blocks), "a\n\nc\n\nb");
    let circle = [block("a", "b"), block("b", "a")].concat();
    assert_eq!(alto(&circle), "a\n\nb");
    // Version 4.3 states the order before the pages.
    let line = |id: &str| format!("<TextLine ID='{id}'><String CONTENT='{id}'/></TextLine>");
    let block = |id: &str| format!("<TextBlock ID='{id}'>{}</TextBlock>", line(&format!("l{id}")));
    let blocks = [
        &block("a"),
        "<ComposedBlock ID='g'>",
        &block("b"),
        &block("c"),
        "</ComposedBlock>",
        &block("d"),
    ];
    let ordered = format!(
        "<alto><ReadingOrder><OrderedGroup><ElementRef REF='d'/><ElementRef REF='g x'/><ElementRef REF='la'/></OrderedGroup></ReadingOrder>\
        <Layout><Page><PrintSpace>{}</PrintSpace></Page></Layout></alto>",
        blocks.concat()
    );
    assert_eq!(read(&Alto, &ordered)[0].text, "ld\n\nlb\n\nlc\n\nla");
}

#[test]
fn pages_take_their_day_from_their_image() {
    let all = read(
        &Alto,
        "<?xml version='1.0'?><alto xmlns='x'><Description><sourceImageInformation><fileName>sn1/1910-10-31/seq-1.jp2</fileName>\
         </sourceImageInformation></Description><Layout><Page PHYSICAL_IMG_NR='3'><PrintSpace><TextBlock><TextLine><String CONTENT='Lamp' WC='0.9'/>\
         <String CONTENT='lit' WC='0.8'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>",
    );
    assert_eq!(all[0].dates[0].written, "1910-10-31");
    assert!(
        all[0].headers.iter().any(|header| header.name == "confidence" && header.value == "0.85")
    );
}

#[test]
fn hocr_and_page_give_paragraphs_in_order() {
    let hocr = "<html><head><meta name='ocr-system' content='x'></head><body><div class='ocr_page' title='image \"p.png\"; ppageno 2'>\
        <p class='ocr_par'><span class='ocr_line'><span class='ocrx_word' title='x_wconf 90'>The</span> <span class='ocrx_word'>light-</span></span>\n\
        <span class='ocr_line'><span class='ocrx_word' title='x_wconf 70'>house</span> <span class='ocrx_word'>burned.</span></span></p>\
        <p class='ocr_par'><span class='ocr_line'>Boats waited.</span></p></div></body></html>";
    let page = "<PcGts xmlns='x'><Page imageFilename='p.png'><ReadingOrder><OrderedGroup><RegionRefIndexed index='1' regionRef='b'/>\
        <RegionRefIndexed index='0' regionRef='a'/></OrderedGroup></ReadingOrder><TextRegion id='b'><TextLine><TextEquiv><Unicode>Boats waited.</Unicode></TextEquiv></TextLine></TextRegion>\
        <TextRegion id='a'><TextLine><TextEquiv conf='0.8'><Unicode>The light-</Unicode></TextEquiv></TextLine><TextLine><TextEquiv><Unicode>house burned.</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>";
    for (format, text) in [(&Hocr as &dyn Format, hocr), (&PageXml, page)] {
        let all = read(format, text);
        assert_eq!(all[0].text, "The lighthouse burned.\n\nBoats waited.", "{}", format.name());
        assert!(all[0].headers.iter().any(|header| header.value == "0.80"), "{:?}", all[0].headers);
    }
}

#[test]
fn tables_of_tesseract_give_pages_and_paragraphs() {
    let row = |page: u32, block: u32, line: u32, word: &str| {
        format!("5\t{page}\t{block}\t1\t{line}\t1\t0\t0\t9\t9\t90.5\t{word}\n")
    };
    let table = [
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n".into(),
        "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n".into(),
        row(1, 1, 1, "The"),
        row(1, 1, 1, "light-"),
        row(1, 1, 2, "house"),
        row(1, 1, 2, "burned."),
        row(1, 2, 1, "Boats"),
        row(2, 1, 1, "Lit."),
    ];
    let all = read(&Tesseract, &table.concat());
    let texts: Vec<&str> = all.iter().map(|page| page.text.as_str()).collect();
    assert_eq!(texts, ["The lighthouse burned.\n\nBoats", "Lit."]);
    assert!(all[0].headers.iter().any(|header| header.value == "0.91" || header.value == "0.90"));
    read(&Tesseract, "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\t\n5\t1\n\t\t\t\n");
}

#[test]
fn hostile_scans_get_a_verdict() {
    let laughs = "<!DOCTYPE alto [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]>\n<alto><Layout><Page><PrintSpace><TextBlock>\
        <TextLine><String CONTENT='&c;x'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
    assert_eq!(read(&Alto, laughs)[0].text, "x");
    let nested = format!("<alto><Layout><Page>{}", "<ComposedBlock>".repeat(200_000));
    assert!(read(&Alto, &nested).is_empty());
    let cut = "<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT='Lamp'/></TextLine><TextLine><Str";
    read(&Alto, cut);
}
