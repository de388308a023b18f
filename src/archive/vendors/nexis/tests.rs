//! Exports of Nexis, by their age.

use crate::archive::vendors::NEXIS;
use crate::archive::vendors::tests::{MAIN, articles, said};

#[test]
fn older_nexis_in_text() {
    let text = "Download Request: All Documents\n\n\n          1 of 2 DOCUMENTS\n\n     Skerry Echo\n\n  \
        September 14, 2024 Saturday\n   Late Edition\n\nLamp lit\nagain\n\nBYLINE: Ada Quill\n\nSECTION: NEWS; Pg. 3\n\n\
        LENGTH: 12 words\n\nThe lamp was lit.\n\nBoats lay off: the point.\n\nLOAD-DATE: September 15, 2024\n\nLANGUAGE: ENGLISH\n\n\
        Copyright 2024 Skerry Echo\n   All Rights Reserved\n\n     2 of 2 DOCUMENTS\n\n   Copyright 2019 Vardal Post\n\n Vardal Post\n\n\
        3. Mai 2019 Freitag\n\nFähre spät\n\nAUTOR: B. Lindqvist\n\nRUBRIK: HAFEN; S. 5\n\nLÄNGE: 9 Wörter\n\nDie Fähre kam spät.\n\n\
        UPDATE: 4. Mai 2019\n\nSPRACHE: GERMAN; DEUTSCH\n";
    let all = articles(&NEXIS, text);
    assert_eq!(all.len(), 2);
    assert_eq!(
        said(&all[0], MAIN),
        ["Lamp lit again", "September 14, 2024 Saturday", "Skerry Echo"]
    );
    assert_eq!(
        said(&all[0], ["byline", "page", "load-date"]),
        ["Ada Quill", "3", "September 15, 2024"]
    );
    assert_eq!(all[0].text, "The lamp was lit.\n\nBoats lay off: the point.");
    assert_eq!(said(&all[1], MAIN), ["Fähre spät", "3. Mai 2019 Freitag", "Vardal Post"]);
    assert_eq!(said(&all[1], ["byline", "section", "page"]), ["B. Lindqvist", "HAFEN", "5"]);
    assert_eq!(all[1].text, "Die Fähre kam spät.");
    for (stated, section, page, part) in [
        ("Section A; Column 1; Foreign Desk; Pg. 12", "Foreign Desk", "12", "Section A"),
        ("Section B; Pg. B4, 12 words", "Section B", "B4", "-"),
        ("S. Korea; NEWS; Pg. 3; 4", "S. Korea; NEWS; 4", "3", "-"),
        ("Business", "Business", "-", "-"),
    ] {
        let all = articles(&NEXIS, &text.replace("NEWS; Pg. 3", stated));
        assert_eq!(said(&all[0], ["section", "page", "part"]), [section, page, part]);
    }
}

#[test]
fn newer_nexis_as_paragraphs() {
    let text = "User Name: A\n\nDate and Time: Friday, 5. July 2019 09:31:00 CEST\n\nDocuments (2)\n\n1. Lamp lit again\n\n\
        Lamp lit again\n\nSkerry Echo\n\nSeptember 14, 2024 Saturday 9:03 AM GMT\n\nCopyright 2024 Skerry Echo All Rights Reserved\n\n\
        Section: NEWS; Pg. 3\n\nLength: 12 words\n\nByline: Ada Quill\n\nBody\n\nThe lamp was lit.\n\nLanguage: it was plain.\n\n\
        Classification\n\nLanguage: ENGLISH\nLoad-Date: September 15, 2024\n\nEnd of Document\n\n\
        Ferry late\n\nVardal Post\n\nMay 3, 2019 Friday\n\nLength: 9 words\n\nBody\n\nThe ferry was late.\n\nLoad-Date: May 3, 2019\n\nEnd of Document\n";
    let all = articles(&NEXIS, text);
    assert_eq!(all.len(), 2);
    assert_eq!(
        said(&all[0], MAIN),
        ["Lamp lit again", "September 14, 2024 Saturday 9:03 AM GMT", "Skerry Echo"]
    );
    assert_eq!(said(&all[1], MAIN), ["Ferry late", "May 3, 2019 Friday", "Vardal Post"]);
    assert!(all[0].text.starts_with("The lamp was lit."));
    assert_eq!(all[1].text, "The ferry was late.");
}

/// Returns an export of two articles, which differ in title, source, date and text. `{0}` to `{3}` are replaced by
/// them.
fn two(before: &str, form: &str) -> String {
    let mut all = before.to_string();
    for (number, values) in [
        ["Lamp lit again", "Skerry Echo", "14. September 2024", "The lamp was lit."],
        ["Ferry late", "Vardal Post", "3. Mai 2019", "The ferry was late."],
    ]
    .iter()
    .enumerate()
    {
        let mut one = form.replace("{n}", &(number + 1).to_string());
        for (at, value) in values.iter().enumerate() {
            one = one.replace(&format!("{{{at}}}"), value);
        }
        all.push_str(&one);
    }
    all
}

#[test]
fn older_nexis_with_other_heads() {
    for (form, names, expected) in [
        (
            "{n} of 2 DOCUMENTS\n\nCopyright 2024 {1}\nAll Rights Reserved\n{1}\n\n{2}\n\n{0}\n\nLENGTH: 4 words\n\n{3}\n\nLOAD-DATE: {2}\n\n",
            ["copyright", "length", "load-date"],
            ["Copyright 2024 Skerry Echo All Rights Reserved", "4 words", "14. September 2024"],
        ),
        (
            "{n} of 2 DOCUMENTS\n\n{1}\n\n{0}\n\n{2}\n\nORTSZEILE: Skerry\n\nLÄNGE: 4 Wörter\n\n{3}\n\nUPDATE: {2}\n\n",
            ["dateline", "length", "update"],
            ["Skerry", "4 Wörter", "14. September 2024"],
        ),
        (
            "{n} of 2 DOCUMENTS\n\n{1}\n\n{2}\n\nSHOW: MORNING LAMP 7:00 AM EST\n\n{0}\n\nBYLINE: Ada Quill\n\nGUESTS: Bo Cook\n\nHIGHLIGHT: Dark.\n\n{3}\n\n",
            ["show", "byline", "guests"],
            ["MORNING LAMP 7:00 AM EST", "Ada Quill", "Bo Cook"],
        ),
        (
            "{n} of 2 DOCUMENTS\n\n{1}\n\n{2}\n\nMORNING LAMP 7:00 AM EST\n\n{0}\n\nANCHORS: Ada Quill\n\nREPORTERS: Bo Cook\n\n{3}\n\n",
            ["show", "anchors", "byline"],
            ["MORNING LAMP 7:00 AM EST", "Ada Quill", "Bo Cook"],
        ),
        (
            "{n} of 2 DOCUMENTS\n\n{1}\n\n{2}\n\n{0}\n\nTranscript # 12\n\nSECTION: News\n\n{3}\n\n",
            ["note", "section", "byline"],
            ["Transcript # 12", "News", "-"],
        ),
    ] {
        let all = articles(&NEXIS, &two("", form));
        assert_eq!(all.len(), 2, "{all:#?}");
        assert_eq!(said(&all[0], MAIN), ["Lamp lit again", "14. September 2024", "Skerry Echo"]);
        assert_eq!(said(&all[1], MAIN), ["Ferry late", "3. Mai 2019", "Vardal Post"]);
        assert_eq!(said(&all[0], names), expected);
        assert_eq!(all[0].text, "The lamp was lit.");
    }
    // A notice about the copy is not a title, and what a reporter says is text.
    let notice = "1 of 1 DOCUMENTS\n\nSkerry Echo\n\nNot to be copied without consent.\n\nMay 3, 2019\n\n\
        LENGTH: 4 words\n\nREPORTER: The lamp was lit.\n\nREPORTER: Yes.\n";
    let all = articles(&NEXIS, notice);
    assert_eq!(said(&all[0], MAIN), ["-", "May 3, 2019", "Skerry Echo"]);
    assert_eq!(all[0].text, "REPORTER: The lamp was lit.\n\nREPORTER: Yes.");
}

#[test]
fn newer_nexis_with_other_heads() {
    let cover = "User Name: x\n\nDate and Time: Monday, 1 June 2026 10:00:00 EST\n\nJob Number: 123\n\nDocuments (2)\n\n\
        1. Lamp lit again\n\n2. Ferry late\n\n";
    let rest = "Section: NEWS; Pg. 3\n\nByline: Ada Quill\n\nBody\n\n{3}\n\nGraphic\n\nPhoto by Bo Cook\n\nThe lamp\n\nLoad-Date: {2}\n\nEnd of Document\n\n";
    for head in [
        "{0}\n\n{1}\n\n{2}\n\nCorrection Appended\n\n",
        "{0}\n\n{1}\n\n{2}\n\nCopyright 2024 {1}\n\nFirst Edition\n\n",
        "{0}\n\n{1}\n\n(Harbour Blog)\n\n{2}\n\n",
        "{0}\n\n{1}\n\nCopyright 2024 {1}\n\n",
        "{0}\n\n{1}\n\n",
        "{0}\n\n{1}\n\nCorrection Appended\n\n",
    ] {
        let whole = two(cover, &format!("{head}{rest}"));
        // Saved as text, each line is a paragraph.
        for text in [whole.clone(), whole.replace("\n\n", "\n")] {
            let all = articles(&NEXIS, &text);
            assert_eq!(all.len(), 2, "{all:#?}");
            let dated = |date| if head.contains("{2}") { date } else { "-" };
            let date = dated("14. September 2024");
            assert_eq!(said(&all[0], MAIN), ["Lamp lit again", date, "Skerry Echo"], "{head}");
            let date = dated("3. Mai 2019");
            assert_eq!(said(&all[1], MAIN), ["Ferry late", date, "Vardal Post"], "{head}");
            let expected = ["Ada Quill", "NEWS", "Photo by Bo Cook"];
            assert_eq!(said(&all[1], ["byline", "section", "graphic"]), expected, "{head}");
            assert_eq!(all[1].text, "The ferry was late.", "{head}");
        }
    }
}
