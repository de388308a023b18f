//! The articles and fields of exports, by vendor.

use super::*;

pub fn articles(format: &dyn Format, text: &str) -> Vec<RawArticle> {
    assert!(format.recognises("export", text), "{}", format.name());
    let mut all = Vec::new();
    let read = format.read(&mut text.as_bytes(), &Reading::default(), &mut |piece| {
        all.extend(piece.ok());
        ControlFlow::Continue(())
    });
    read.unwrap();
    all
}

pub fn header<'a>(article: &'a RawArticle, name: &str) -> &'a str {
    let named = article.headers.iter().find(|header| header.name == name);
    named.map_or("-", |header| header.value.as_str())
}

pub fn said(article: &RawArticle, names: [&str; 3]) -> [String; 3] {
    names.map(|name| header(article, name).to_string())
}

pub const MAIN: [&str; 3] = ["title", "date", "source"];

#[test]
fn factiva_in_text_with_codes_and_without() {
    let coded = "HD  Lamp lit again\nBY  Ada Quill\nWC  12 words\nPD  14 September 2024\nSN  Skerry Echo\nSC  SKER\nPG  3\nLA  English\n\
        CY  Copyright 2024 Skerry Echo\n\nLP\nThe lamp was lit.\n\nTD\nBoats lay off.\n\nAN  Document SKER000020240914ek9e00001\n\n\
        HD  Ferry late\nWC  9 words\nPD  3 May 2019\nSN  Vardal Post\nLP  The ferry was late.\nAN  Document VARD000020190503ef5300002\n";
    let plain = "Lamp lit again\nAda Quill\n12 words\n14 September 2024\nSkerry Echo\nSKER\n3\nEnglish\nCopyright 2024 Skerry Echo\n\n\
        The lamp was lit.\n\nBoats lay off.\n\nDocument SKER000020240914ek9e00001\n\nFerry late\n9 words\n3 May 2019\nVardal Post\nVARD\nEnglish\n\
        © 2019 Vardal Post\n\nThe ferry was late.\n\nDocument VARD000020190503ef5300002\n";
    for text in [coded, plain] {
        let all = articles(&FACTIVA, text);
        assert_eq!(all.len(), 2, "{all:#?}");
        assert_eq!(said(&all[0], MAIN), ["Lamp lit again", "14 September 2024", "Skerry Echo"]);
        assert_eq!(
            said(&all[0], ["byline", "id", "page"]),
            ["Ada Quill", "SKER000020240914ek9e00001", "3"]
        );
        assert_eq!(all[0].text, "The lamp was lit.\n\nBoats lay off.");
        assert_eq!(said(&all[1], MAIN), ["Ferry late", "3 May 2019", "Vardal Post"]);
        assert_eq!(all[1].text, "The ferry was late.");
    }
}

#[test]
fn an_index_above_the_articles_of_factiva_is_not_part_of_the_first() {
    let article = |title: &str, id: &str| {
        format!(
            "{title}\nAda Quill\n12 words\n14 September 2024\nSkerry Echo\nSKER\nEnglish\nCopyright 2024 Skerry Echo\n\nThe lamp was lit.\n\nDocument {id}\n\n"
        )
    };
    let text = format!(
        "Factiva\n\nLamp lit again\t2\nFerry late\t3\n\n{}{}",
        article("Lamp lit again", "SKER000020240914ek9e00001"),
        article("Ferry late", "SKER000020240914ek9e00002")
    );
    let all = articles(&FACTIVA, &text);
    let said: Vec<[String; 3]> = all.iter().map(|one| said(one, MAIN)).collect();
    assert_eq!(said[0], ["Lamp lit again", "14 September 2024", "Skerry Echo"]);
    assert_eq!(said[1][0], "Ferry late");
    assert_eq!(header(&all[0], "byline"), "Ada Quill");
}

#[test]
fn proquest_takes_day_and_page_from_the_publication() {
    let text = "____________________________________________________________\n\nLamp lit again\n\nAuthor: Quill, Ada\n\n\
        Publication info: Skerry Echo ; Skerry [Skerry]14 Sep 2024: A.3.\n\nFull text: The lamp was lit.\n\nThe keeper: she waved.\n\n\
        Subject: Lamps; Coasts\n\nDocument type: News\n\n____________________________________________________________\n\nFerry late\n\n\
        Full text: The ferry was late.\n\nPublication title: Vardal Post\n\nPublication date: May 3, 2019\n";
    let all = articles(&PROQUEST, text);
    assert_eq!(all.len(), 2, "{all:#?}");
    assert_eq!(said(&all[0], MAIN), ["Lamp lit again", "14 Sep 2024", "Skerry Echo"]);
    assert_eq!(said(&all[0], ["byline", "page", "topic"]), ["Quill, Ada", "A.3", "Lamps"]);
    assert_eq!(all[0].text, "The lamp was lit.\n\nThe keeper: she waved.");
    assert_eq!(said(&all[1], MAIN), ["Ferry late", "May 3, 2019", "Vardal Post"]);
}

/// The labels of two interfaces of ProQuest: number, author, publication, text, paper, day, document.
const INTERFACES: [[&str; 7]; 5] = [
    [
        "Dokument N von 2",
        "Autor",
        "Publikationsinformationen",
        "Volltext",
        "Titel der Publikation",
        "Publikationsdatum",
        "ProQuest-Dokument-ID",
    ],
    [
        "Document N de 2",
        "Auteur",
        "Informations sur la publication",
        "Texte intégral",
        "Titre de la publication",
        "Date de publication",
        "ID du document ProQuest",
    ],
    [
        "Documento N de 2",
        "Autor",
        "Información de publicación",
        "Texto completo",
        "Título de publicación",
        "Fecha de publicación",
        "ID del documento de ProQuest",
    ],
    [
        "Documento N di 2",
        "Autore",
        "Informazioni sulla pubblicazione",
        "Testo completo",
        "Titolo pubblicazione",
        "Data di pubblicazione",
        "ID documento ProQuest",
    ],
    [
        "Documento N de 2",
        "Autor",
        "Informações da publicação",
        "Texto completo",
        "Título da publicação",
        "Data de publicação",
        "ID do documento ProQuest",
    ],
];

#[test]
fn proquest_speaks_other_languages() {
    let rule = "_".repeat(60);
    for [number, author, info, full, paper, day, document] in INTERFACES {
        let one = |at: &str, title: &str, source: &str, date: &str, text: &str| {
            format!(
                "{rule}\n\n{}\n\n{title}\n\n{author}: Quill, Ada\n\n{info}: {source} ; Skerry [Skerry]{date}: A.3.\n\n{full}: {text}\n\n\
                 {paper}: {source}\n\n{day}: {date}\n\n{document}: 3104\n\n",
                number.replace('N', at)
            )
        };
        let text = one("1", "Lamp lit again", "Skerry Echo", "14 Sep 2024", "The lamp was lit.")
            + &one("2", "Ferry late", "Vardal Post", "3 May 2019", "The ferry was late.");
        let spaced = text.replace(':', " :").replace('\n', "\r\n");
        for text in [text, spaced] {
            let all = articles(&PROQUEST, &text);
            assert_eq!(all.len(), 2, "{full}: {all:#?}");
            assert_eq!(said(&all[0], MAIN), ["Lamp lit again", "14 Sep 2024", "Skerry Echo"]);
            assert_eq!(said(&all[1], MAIN), ["Ferry late", "3 May 2019", "Vardal Post"]);
            assert_eq!(said(&all[0], ["byline", "page", "id"]), ["Quill, Ada", "A.3", "3104"]);
            assert_eq!(all[0].text, "The lamp was lit.");
        }
    }
}

#[test]
fn gale_names_the_author_below_the_title() {
    let rest = "Skerry Echo. (Sept. 14, 2024): p3.\n\nDocument Type: Article\n\nFull Text: The lamp was lit.\n\n\
        Gale Document Number: GALE|A1234567\n\n";
    for (line, author) in [
        ("Author(s): Ada Quill\n", "Ada Quill"),
        ("Ada Quill", "Ada Quill"),
        ("Ada B. Quill and Ben Nord.", "Ada B. Quill and Ben Nord."),
        ("By Ada Quill", "By Ada Quill"),
        ("BY ADA QUILL", "BY ADA QUILL"),
    ] {
        for title in ["Lamp lit again", "Title: Lamp lit again"] {
            let all = articles(&PROQUEST, &format!("{title}\n{line}\n{rest}").repeat(2));
            assert_eq!(all.len(), 2, "{line}: {all:#?}");
            for article in &all {
                assert_eq!(
                    said(article, MAIN),
                    ["Lamp lit again", "Sept. 14, 2024", "Skerry Echo"]
                );
                assert_eq!(said(article, ["byline", "page", "id"]), [author, "3", "GALE|A1234567"]);
                assert_eq!(article.text, "The lamp was lit.");
            }
        }
    }
    // A label may be on the line of the publication, or the publication below the author.
    for head in [
        "Title: Lamp lit\nAuthor(s): Ada Quill\nSkerry Echo. (Sept. 14, 2024): p3.\nDocument Type: Article\n",
        "Title: Lamp lit\nAuthor(s): Ada Quill\nSource: Skerry Echo. (Sept. 14, 2024): p3.\nDocument Type: Article\n",
    ] {
        let text = format!(
            "{head}\nFull Text: \nThe lamp was lit.\n\nSource Citation   (MLA 9th Edition)\nQuill. \"Lamp lit.\" Gale OneFile: News, link.e.example. Accessed 2 Dec. 2024.\nGale Document Number: GALE|A1\n\n"
        );
        let all = articles(&PROQUEST, &text.repeat(2));
        assert_eq!(all.len(), 2, "{all:#?}");
        assert_eq!(said(&all[1], MAIN), ["Lamp lit", "Sept. 14, 2024", "Skerry Echo"]);
        assert_eq!(said(&all[1], ["byline", "page", "id"]), ["Ada Quill", "3", "GALE|A1"]);
        assert_eq!(all[1].text, "The lamp was lit.");
    }
    // A title may take several lines.
    let all =
        articles(&PROQUEST, &format!("Lamp lit again on\nSkerry Point, says keeper\n\n{rest}"));
    assert_eq!(header(&all[0], "title"), "Lamp lit again on Skerry Point, says keeper");
    let long = "Storm Strands Mail Steamer Off Skerry, and All Hands Are Saved By";
    let all = articles(&PROQUEST, &format!("{long}\nBreeches Buoy\n\n{rest}"));
    assert_eq!(header(&all[0], "title"), format!("{long} Breeches Buoy"));
}

#[test]
fn europresse_old_and_new() {
    let old = "<html xmlns:n1=\"http://www.cedrom-sni.com/x\"><body><table><tr><td><span class=\"DocPublicationName\">Skerry Echo</span><br>\
        <span class=\"DocHeader\">Mer, </span><span class=\"DocHeader\">samedi </span><span class=\"DocHeader\">14 septembre 2024, p. 3</span><br><br>\
        <span class=\"TitreArticleVisu\">Lampe <b>rallumée</b></span><br><br>La lampe est rallumée.<p></p><b><i>© 2024 Skerry Echo. Tous droits réservés.</i></b>\
        <p></p>Numéro de document : news·20240914·SE·1</td></tr></table></body></html>";
    let new = "<!DOCTYPE html><html><body><article><header><div><span class=\"DocPublicationName\">Skerry Echo </span></div><div>\
        <span class=\"DocHeader\">Mer, samedi 14 septembre 2024, p. 3</span></div><div class=\"titreArticle\"><p class=\"titreArticleVisu\">Lampe rallumée</p></div>\
        <div>Ada Quill</div></header><section><div class=\"DocText\"><p>La lampe est rallumée.</p></div></section><footer><small>© 2024 Owner</small>\
        <p>Numéro de document : news·20240914·SE·1</p></footer></article></body></html>";
    for page in [old, new] {
        let all = articles(&EUROPRESSE, page);
        assert_eq!(all.len(), 1, "{all:#?}");
        assert_eq!(
            said(&all[0], MAIN),
            ["Lampe rallumée", "samedi 14 septembre 2024", "Skerry Echo"]
        );
        assert_eq!(said(&all[0], ["section", "page", "id"]), ["Mer", "3", "news·20240914·SE·1"]);
        assert_eq!(all[0].text, "La lampe est rallumée.");
    }
}

#[test]
fn references_in_ris_and_bibtex() {
    let ris = "TY  - NEWS\nTI  - Lamp lit\nT2  - Skerry Echo\nAU  - Quill, Ada\nAB  - The lamp was lit\nagain.\nDA  - 2024/09/14/\nSP  - 3\nER  - \n\n\
        TY  - NEWS\nT1  - Ferry late\nJO  - Vardal Post\nY1  - 2019/05/03\nER  -\n";
    let all = articles(&RIS, ris);
    assert_eq!(all.len(), 2);
    assert_eq!(said(&all[0], MAIN), ["Lamp lit", "2024/09/14", "Skerry Echo"]);
    assert_eq!(all[0].text, "The lamp was lit\nagain.");
    assert_eq!(said(&all[1], MAIN), ["Ferry late", "2019/05/03", "Vardal Post"]);
    let bibtex = "% a comment\n@article{a, title = {{Lamp} lit}, journal=\"Skerry Echo\", author = {Quill, Ada and N{\\o}rd, B\\'{e}},\n date={2024-09-14},\n\
        abstract={The lamp, again.}}\n@misc{b,\n title={Ferry late},\n year = 2019, month = may, day = 3, journal={Vardal Post}\n}\n";
    let all = articles(&BIBTEX, bibtex);
    assert_eq!(all.len(), 2, "{all:#?}");
    assert_eq!(said(&all[0], MAIN), ["Lamp lit", "2024-09-14", "Skerry Echo"]);
    assert_eq!(all[0].text, "The lamp, again.");
    assert_eq!(said(&all[1], MAIN), ["Ferry late", "3 may 2019", "Vardal Post"]);
}

#[test]
fn the_day_of_a_reference_is_found_where_its_program_puts_it() {
    let ris = "TY  - NEWS\nTI  - Lamp lit\nPY  - 2024\nY1  - 2024/09/14/\nER  - \n\n\
        TY  - NEWS\nTI  - Ferry late\nPY  - 2019\nDA  - May 3\nER  - \n\n\
        TY  - NEWS\nTI  - Tide\nY1  - 2020///\nER  - \n";
    let dates = |all: &[RawArticle]| -> Vec<String> {
        all.iter().map(|one| header(one, "date").to_string()).collect()
    };
    assert_eq!(dates(&articles(&RIS, ris)), ["2024/09/14", "May 3 2019", "2020"]);
    let bibtex = "@STRING{echo = \"Skerry \" # {Echo}}\n\
        @article{a, title={Lamp lit}, journal=echo, year=2024, month={9}, day=14}\n\
        @article{b, title={Lamp lit}, journal=ECHO, year={2024}, month = sep # \"~14\"}\n\
        @article{c, title={Lamp lit}, journal=\"A # B\", year=2024, month=9}\n";
    let all = articles(&BIBTEX, bibtex);
    assert_eq!(dates(&all), ["2024-09-14", "sep 14 2024", "2024-09"]);
    let sources: Vec<&str> = all.iter().map(|one| header(one, "source")).collect();
    assert_eq!(sources, ["Skerry Echo", "Skerry Echo", "A # B"]);
    // A quote that is missing does not take in the next entry.
    let unquoted =
        "@article{a, year=2019, title=5\" gun}\n@article{b, title={Lamp lit}, year=2024}\n";
    assert_eq!(dates(&articles(&BIBTEX, unquoted)), ["2019", "2024"]);
}

#[test]
fn no_article_and_no_line_of_an_export_is_lost() {
    // The second one has no date, and the end of the third is cut off.
    let nexis = "Lamp lit again\n\nSkerry Echo\n\nSeptember 14, 2024 Saturday\n\nLength: 12 words\n\nBody\n\nThe lamp was lit.\n\nEnd of Document\n\n\
        Tide tables\n\nLength: 3 words\n\nBody\n\nHigh at noon.\n\nEnd of Document\n\n\
        Harbour\n\nFerry late\n\nVardal Post\n\nMay 3, 2019 Friday\n\nLength: 9 words\n\nBody\n\nThe ferry was late.\n";
    let all = articles(&NEXIS, nexis);
    let titles: Vec<&str> = all.iter().map(|one| header(one, "title")).collect();
    assert_eq!(titles, ["Lamp lit again", "Tide tables", "Ferry late"]);
    assert_eq!((all[1].text.as_str(), header(&all[2], "note")), ("High at noon.", "Harbour"));
    assert_eq!(all[2].text, "The ferry was late.");
    let factiva = "HD  Lamp lit again\nWC  12 words\nPD  14 September 2024\nSN  Skerry Echo\nLP  The lamp was lit.\nAN  Document SKER000020240914ek9e00001\n\n\
        HD  Ferry late\nWC  9 words\nPD  3 May 2019\nSN  Vardal Post\nLP  The ferry was la";
    let all = articles(&FACTIVA, factiva);
    assert_eq!((all.len(), all[1].text.as_str()), (2, "The ferry was la"));
    let rule = "_".repeat(60);
    let proquest = format!(
        "{rule}\n\nLamp lit again\n\nPublication title:\n\nSkerry Echo\n\nFull text: The lamp was lit.\n\nPublication date: Sep 14, 2024\n\n{rule}\n\n\
         A table\n\nof tides\n\n{rule}\n\nFerry late\n\nFull text: The ferry was late.\n\nPublication title: Vardal Post\n\nPublication date: May 3, 2019\n\n{rule}\n\nContact us\n"
    );
    let all = articles(&PROQUEST, &proquest);
    assert_eq!(all.len(), 3, "{all:#?}");
    assert_eq!(header(&all[0], "source"), "Skerry Echo");
    assert_eq!((header(&all[1], "title"), all[1].text.as_str()), ("A table", "of tides"));
}

#[test]
fn every_field_of_a_reference_is_kept() {
    let ris = "TY  - NEWS\nTI  - Lamp lit\nT2  - Skerry Echo\nJO  - Echo\nVL  - 7\nC1  - Harbour\nER  - \n\nTY  - NEWS\nVL  - 8\nER  - \n";
    let all = articles(&RIS, ris);
    assert_eq!(all.len(), 2, "one without title and text is told, not left out");
    assert_eq!(said(&all[0], ["source", "jo", "c1"]), ["Skerry Echo", "Echo", "Harbour"]);
    assert_eq!(header(&all[0], "vl"), "7");
    let bibtex =
        "@article{a, title={Lamp lit}, journal={Skerry Echo}, volume={7}, month=may, year=2019}";
    let all = articles(&BIBTEX, bibtex);
    assert_eq!(said(&all[0], ["title", "volume", "month"]), ["Lamp lit", "7", "-"]);
}

#[test]
fn hostile_exports_take_time_in_proportion_to_their_length() {
    for brackets in ["@article{a, title={", "@string{a={"] {
        let brackets = brackets.repeat(50_000);
        let read = BIBTEX.read(&mut brackets.as_bytes(), &Reading::default(), &mut |_| {
            ControlFlow::Continue(())
        });
        assert!(read.is_ok() || brackets.starts_with("@string"));
    }
    let doubled = (1..24).map(|n| format!("@string{{s{n} = s{} # s{}}}\n", n - 1, n - 1));
    let names = format!("@string{{s0 = \"lamp lamp lamp\"}}\n{}", doubled.collect::<String>());
    for (title, most) in [("s23".to_string(), 1_000), ("s6 # ".repeat(50_000), 500_000)] {
        let all = articles(&BIBTEX, &format!("{names}@article{{a, title = {title}}}\n"));
        let title = header(&all[0], "title");
        assert!(title.len() <= most, "{}", title.len());
    }
    let nested = format!("<html><body>{}x 1 of 2 DOCUMENTS", "<div class=\"a b\">".repeat(100_000));
    paragraphs::of_page(&nested, &|_, _| true);
    let lines = "1 of 2 DOCUMENTS\n\n".repeat(100_000);
    nexis::articles(&paragraphs::of_text(&lines));
    factiva::articles(&paragraphs::of_text(&"HD\nHD x\n".repeat(50_000)));
    proquest::articles(&paragraphs::of_text(&"Full text: x\n\n".repeat(50_000)));
}
