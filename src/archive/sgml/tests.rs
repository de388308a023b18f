//! The fields that are read from documents of collections.

use super::*;

fn read(document: &str) -> RawArticle {
    super::document(document, 1)
}

fn values(article: &RawArticle, name: &str) -> Vec<String> {
    let named = article.headers.iter().filter(|header| header.name == name);
    named.map(|header| header.value.clone()).collect()
}

#[test]
fn the_number_of_a_document_names_its_paper() {
    for (number, source) in [
        ("AP880212-0001", "AP"),
        ("FT911-3", "Financial Times"),
        ("LA010189-0001", "Los Angeles Times"),
        ("WSJ870324-0001", "Wall Street Journal"),
        ("SJMN91-06364022", "San Jose Mercury News"),
        ("FBIS3-1", "FBIS"),
        ("ZF07-001-002", "Ziff-Davis"),
        ("FR940104-0-00001", "Federal Register"),
    ] {
        let article =
            read(&format!("<DOC>\n<DOCNO> {number} </DOCNO>\n<TEXT>\nA.\n</TEXT>\n</DOC>"));
        assert_eq!(values(&article, "source"), [source], "{number}");
    }
    for number in ["APPLE-1", "XY1", "LAMP", "", "AP"] {
        let article = read(&format!("<DOC><DOCNO>{number}</DOCNO><TEXT>A.</TEXT></DOC>"));
        assert_eq!(values(&article, "source"), [""; 0], "{number}");
    }
}

#[test]
fn a_document_that_states_its_source_is_taken_at_its_word() {
    for (element, source) in [
        ("<DATELINE>ROME (AP) </DATELINE>", "AP"),
        ("<DATELINE>SKERRY, Norland (Reuters) -</DATELINE>", "Reuters"),
        ("<DATELINE>SKERRY (the island) in May </DATELINE>", "Financial Times"),
        ("<PUB>The Skerry Echo </PUB>", "The Skerry Echo"),
    ] {
        let article = read(&format!("<DOC><DOCNO>FT911-3</DOCNO>{element}<TEXT>A.</TEXT></DOC>"));
        assert_eq!(values(&article, "source"), [source], "{element}");
    }
}

#[test]
fn authors_topics_and_datelines_are_headers_one_for_each_value() {
    let article = read(
        "<REUTERS NEWID=\"7\">\n<TOPICS><D>grain</D><D>ship</D></TOPICS>\n<PLACES><D>norland</D></PLACES>\n\
         <PEOPLE><D>quill</D></PEOPLE>\n<ORGS></ORGS>\n<TEXT>\n<TITLE>SHIPS WAIT</TITLE>\n\
         <AUTHOR>    By Ada Quill, Reuters</AUTHOR>\n<DATELINE>    SKERRY, Feb 26 - </DATELINE>\
         <BODY>Ships wait.</BODY></TEXT>\n</REUTERS>",
    );
    assert_eq!(values(&article, "topic"), ["grain", "ship", "norland", "quill"]);
    assert_eq!(values(&article, "byline"), ["By Ada Quill, Reuters"]);
    assert_eq!(values(&article, "dateline"), ["SKERRY, Feb 26 -"]);
    assert_eq!(article.text, "Ships wait.");
    let article = read(
        "<DOC><DOCNO>AP880212-0001</DOCNO><HEAD></HEAD><HEAD>Ships Wait</HEAD><HEAD>Eds: adds</HEAD>\
         <BYLINE>By ADA QUILL</BYLINE><BYLINE>Staff Writer</BYLINE><TEXT>\n<DATELINE>A (AP)</DATELINE>Text.</TEXT></DOC>",
    );
    assert_eq!(
        (values(&article, "title"), values(&article, "note")),
        (vec!["Ships Wait".into()], vec!["Eds: adds".into()])
    );
    assert_eq!(values(&article, "byline"), ["By ADA QUILL", "Staff Writer"]);
    assert_eq!(article.text, "\nText.");
}

#[test]
fn six_digits_are_a_day_of_the_century() {
    let article = read("<DOC><DOCNO>FT911-3</DOCNO><DATE>910514\n</DATE><TEXT>A.</TEXT></DOC>");
    assert_eq!(values(&article, "date"), ["1991-05-14"]);
}

#[test]
fn documents_of_many_tags_are_read_in_time_that_grows_with_their_length() {
    let open = "<HEAD>".repeat(200_000);
    let closed = "<TEXT></TEXT>".repeat(100_000);
    let nested =
        format!("<DOC><DOCNO>AP880212-0001</DOCNO>{open}<TEXT>{open}</TEXT>{closed}</DOC>");
    assert_eq!(values(&read(&nested), "source"), ["AP"]);
    assert_eq!(plain(&"<a ".repeat(300_000)).len(), 900_000);
}

#[test]
fn the_day_of_a_paper_is_neither_its_name_nor_part_of_a_title() {
    let article = read(
        "<DOC><DOCNO>SJMN91-06001001</DOCNO><HEADLINE>Lamp lit</HEADLINE><TEXT>A.</TEXT><PUB.DATE> 910101 </PUB.DATE></DOC>",
    );
    assert_eq!(values(&article, "source"), ["San Jose Mercury News"]);
    assert_eq!(values(&article, "date"), ["1991-01-01"]);
    let article = read(
        "<DOC><DOCNO>FT911-3</DOCNO><DATE>910514</DATE><HEADLINE>FT  14 MAY 91 / Lamp lit / Ferry late</HEADLINE><TEXT>A.</TEXT></DOC>",
    );
    assert_eq!(values(&article, "title"), ["Lamp lit / Ferry late"]);
    let article = read(
        "<DOC><DOCNO>SDA.940101.0001</DOCNO><DATE>19940101</DATE><TI>Lampe</TI><TX>Sie brennt.</TX></DOC>",
    );
    assert_eq!(
        (values(&article, "title"), article.text.trim()),
        (vec!["Lampe".into()], "Sie brennt.")
    );
    let article = read(
        "<DOC><DOCNO>b2e8</DOCNO><URL>https://echo.example/2012/01/01/lamp.html</URL><TITLE>Lamp</TITLE><TEXT>A.</TEXT></DOC>",
    );
    assert_eq!(values(&article, "url"), ["https://echo.example/2012/01/01/lamp.html"]);
}
