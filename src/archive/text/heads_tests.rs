//! The lines above and below the title of a text, in several languages.

use super::article;
use crate::archive::RawArticle;

const TEXT: &str = "The lamp on Skerry Point was lit again on Saturday after eleven dark years.\n\nBoats lay off the point until midnight.\n";
const TITLE: &str = "Lamp lit again on Skerry Point";

fn values<'a>(article: &'a RawArticle, name: &str) -> Vec<&'a str> {
    let named = article.headers.iter().filter(|header| header.name == name);
    named.map(|header| header.value.as_str()).collect()
}

#[test]
fn lines_with_a_date_are_not_text() {
    for line in [
        "Monday, May 5, 2014",
        "Published: 5 May 2014 at 2:30 pm",
        "Updated 2:30 p.m. ET May 5, 2014",
        "First published on Monday 5 May 2014 14.30 BST",
        "Publication date: May 5, 2014",
        "(May 5, 2014)",
        "— May 5, 2014 —",
        "Stand: 5. Mai 2014, 14:30 Uhr",
        "Veröffentlicht am 5. Mai 2014",
        "Publié le 5 mai 2014 à 14h30",
        "Mis à jour le 5 mai 2014",
        "Publicado el 5 de mayo de 2014",
        "Aggiornato il 5 maggio 2014 alle 14:30",
        "Atualizado em 5 de maio de 2014 às 14h30",
        "Gepubliceerd op 5 mei 2014",
        "Publicerad 5 maj 2014",
        "5 maja 2014 r.",
        "Понедельник, 5 мая 2014 года",
        "Опубликовано: 5 мая 2014",
        "2014年5月5日(月)",
        "公開日：2014年5月5日",
        "发布时间：2014年5月5日 14:30",
        "입력 2014.05.05 14:30",
    ] {
        for whole in [
            format!("{TITLE}\n{line}\n\n{TEXT}"),
            format!("{TITLE}\n\n{line}\n\n{TEXT}"),
            format!("{line}\n\n{TITLE}\n\n{TEXT}"),
        ] {
            let found = article(&whole);
            assert_eq!(values(&found, "title"), [TITLE], "{whole}");
            assert_eq!(found.text.trim_start(), TEXT, "{whole}");
            assert_eq!(found.dates.len(), 1, "{whole}");
        }
    }
    for line in
        ["Election of May 5, 2014", "On May 5, 2014, it broke", "Born on 5 May 2014 in Vardal"]
    {
        let found = article(&format!("{TITLE}\n\n{line}\n\n{TEXT}"));
        assert!(found.text.contains(line), "{line}");
    }
}

#[test]
fn the_date_of_a_change_comes_last() {
    for lines in [
        "Updated May 7, 2014\nPublished May 5, 2014",
        "Published May 5, 2014\nUpdated May 7, 2014",
        "Aktualisiert: 07.05.2014\nErschienen am 5. Mai 2014",
    ] {
        let found = article(&format!("{TITLE}\n{lines}\n\n{TEXT}"));
        assert!(found.dates[0].written.contains('5'), "{lines}: {:?}", found.dates);
        assert!(found.dates[1].written.contains('7'), "{lines}: {:?}", found.dates);
        assert_eq!(found.text.trim_start(), TEXT);
    }
}

#[test]
fn authors_are_named_in_many_ways() {
    for line in [
        "By Ada Quill (Skerry Echo)",
        "By Ada Quill for The Skerry Echo",
        "By Ada Quill @adaquill",
        "By Ada Quill in Vardal",
        "By Ada Quill / Skerry Echo",
        "By Ada Quill\nSpecial to the Echo",
        "By Ada Quill\nada@echo.example",
        "By Ada Quill\n5 min read",
        "Reported by Ada Quill",
        "Posted on May 5, 2014 by Ada Quill",
        "May 5, 2014 | By Ada Quill",
        "Ada Quill | Skerry Echo",
        "Author: Ada Quill",
        "Text: Ada Quill",
        "von Ada Quill",
        "di Ada Quill",
        "a cura di Ada Quill",
        "Propos recueillis par Ada Quill",
        "Par Ada Quill, le 5 mai 2014",
    ] {
        let found = article(&format!("{TITLE}\n\n{line}\n\n{TEXT}"));
        assert!(values(&found, "byline")[0].ends_with("Ada Quill"), "{line}: {:?}", found.headers);
        assert_eq!(found.text.trim_start(), TEXT, "{line}");
    }
    for line in ["By the sea", "By Monday it was lit", "Di notte", "von Anfang an dunkel"] {
        let found = article(&format!("{TITLE}\n\n{line}\n\n{TEXT}"));
        assert!(values(&found, "byline").is_empty(), "{line}");
    }
}

#[test]
fn labels_below_a_title_give_source_section_and_topics() {
    let found = article(&format!(
        "{TITLE}\n\nSource: Skerry Echo\nSection: Harbour\nTags: lamp, lighthouse\n\n{TEXT}"
    ));
    assert_eq!(values(&found, "source"), ["Skerry Echo"]);
    assert_eq!(values(&found, "section"), ["Harbour"]);
    assert_eq!(values(&found, "topic"), ["lamp", "lighthouse"]);
    assert_eq!(found.text.trim_start(), TEXT);
    let found = article(&format!("{TITLE}\nhttps://echo.example/lamp\n2014-05-05\n\n{TEXT}"));
    assert_eq!(values(&found, "url"), ["https://echo.example/lamp"]);
}

#[test]
fn heads_above_a_title_are_not_the_title() {
    for head in [
        "FOR IMMEDIATE RELEASE",
        "FOR IMMEDIATE RELEASE\nMay 5, 2014\n\nContact: Ada Quill, 555-0100",
        "OPINION",
        "Exclusive",
        "The Skerry Echo, Monday, May 5, 2014, p. 3",
        "Skerry Echo\nVol. 12, No. 3\nMay 5, 2014\nPage 4",
        "==============",
    ] {
        let found = article(&format!("{head}\n\n{TITLE}\n\n{TEXT}"));
        assert_eq!(values(&found, "title"), [TITLE], "{head}");
        assert_eq!(found.text.trim_start(), TEXT, "{head}");
    }
    for title in ["*** Lamp lit ***", "# Lamp lit", "**Lamp lit**"] {
        assert_eq!(values(&article(&format!("{title}\n\n{TEXT}")), "title"), ["Lamp lit"]);
    }
    let two = "Lamp on Skerry Point is lit again after eleven dark\nyears, as boats lie off until midnight";
    assert_eq!(values(&article(&format!("{two}\n\n{TEXT}")), "title"), [two]);
    // A head with nothing but text below it is the title.
    assert_eq!(values(&article(&format!("Opinion\n\n{TEXT}")), "title"), ["Opinion"]);
}
