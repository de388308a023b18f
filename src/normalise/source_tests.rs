//! The publisher and the place of an article, from lines before the title, credits and datelines.

use super::tests::wire;

#[test]
fn a_place_is_taken_from_a_full_dateline_alone() {
    for (text, place) in [
        ("ROME (AP) _ The ferry sailed.", Some("ROME")),
        ("SKERRY, Norland, May 31 - The ferry sailed.", Some("SKERRY, Norland")),
        ("SKERRY: The ferry sailed.", None),
        ("SKERRY - The ferry sailed.", None),
        ("SKERRY RUBBER - CLOSING PRICES, May 31 - 100.", None),
        ("EDITOR'S NOTE _ The ferry sailed.", None),
        ("EDITOR'S NOTE (AP) _ The ferry sailed.", None),
    ] {
        let found = wire(&format!(" date 2025-05-31 1\nTitle\n{text}\n"));
        assert_eq!(found.article.dateline.as_deref(), place, "{text}");
    }
}

#[test]
fn a_stated_dateline_gives_its_place() {
    for (written, place) in [
        ("    SALVADOR, Feb 26 - ", Some("SALVADOR")),
        ("ROME (AP) ", Some("ROME")),
        ("BANGKOK, Thailand (AP)", Some("BANGKOK, Thailand")),
        ("New York", Some("New York")),
        ("PARIS, 26 mars", Some("PARIS")),
        ("DETROIT June 18 - ", Some("DETROIT")),
        ("Rio de Janeiro", Some("Rio de Janeiro")),
        ("OVERNIGHT 4 1/2", None),
        ("FOB gulf edible oils", None),
        (" - ", None),
    ] {
        assert_eq!(super::dateline::stated(written).as_deref(), place, "{written}");
    }
}

#[test]
fn a_unit_or_a_heading_is_no_source() {
    for credit in [
        "(YEN PER KILO)",
        "(DLRS/BBL)",
        "(REVISED)",
        "(MITTERRAND)",
        "(STG/TONNE)",
        "(PRELIMINARY)",
    ] {
        for text in [
            format!("{credit} The price rose."),
            format!("{credit} -- The price rose."),
            format!("PRICES {credit} - The price rose."),
        ] {
            let found = wire(&format!(" date 2025-05-31 1\nTitle\n{text}\n")).article;
            assert!(
                found.flags.source_inherited && found.agency.is_none(),
                "{text}: {:?}",
                found.source
            );
        }
    }
    assert_eq!(
        wire(" date 2025-05-31 1\nTitle\n(SKNA) The price rose.\n").article.source.as_deref(),
        Some("SKNA")
    );
}

#[test]
fn lines_before_the_title_name_the_source_or_are_debris() {
    for (opening, source) in [
        ("https://www.echo.example/2023/02/12/a-title.html", Some("echo.example")),
        ("Source: Skerry Echo", Some("Skerry Echo")),
        ("Quelle: Skerry Echo", Some("Skerry Echo")),
        ("Skerry Times", Some("Skerry Times")),
        ("Reuters", Some("Reuters")),
        ("The keeper at the lamp in May. REUTERS/Ada Quill", None),
        ("A boat off the point. (Photo by Ada Quill)", None),
        ("Island life", None),
    ] {
        let text = " date 2023-02-12 {}\n\nKeeper of the lamp retires at last\n\nThe keeper retires. Nobody follows.\n";
        let found = wire(&text.replace("{}", opening)).article;
        assert_eq!(found.title.as_deref(), Some("Keeper of the lamp retires at last"), "{opening}");
        assert_eq!(found.body, "The keeper retires. Nobody follows.", "{opening}");
        let stated = found.source.as_deref().filter(|_| !found.flags.source_inherited);
        assert_eq!(stated, source, "{opening}");
        assert!(found.headers.iter().any(|header| header.value == opening), "{opening} is kept");
    }
}

#[test]
fn a_short_title_is_not_taken_for_something_else() {
    for title in [
        "Lamp lit",
        "Officials At Victory Park (PHOTO)",
        "Morning news",
        "Reuters says lamp is lit",
    ] {
        for text in [
            "The lamp was lit on Saturday.",
            "(MENAFN) The lamp was lit.",
            "SKERRY (AP) - The lamp was lit.",
        ] {
            let found = wire(&format!(" date 2023-02-12 {title}\n\n{text}\n\nIt burns.\n")).article;
            assert_eq!(found.title.as_deref(), Some(title), "{text}");
            assert!(found.body.starts_with(text), "{title}");
        }
    }
}

#[test]
fn a_name_before_a_slash_is_the_source() {
    for (text, source) in [
        ("Trend/ The ferry sailed.", Some("Trend")),
        ("Skerry Echo / The ferry sailed.", Some("Skerry Echo")),
        ("And/or The ferry sailed.", None),
        ("The ferry/ the boat sailed.", None),
        ("Prices/ Yen per kilo", None),
    ] {
        let found = wire(&format!(" date 2025-05-31 1\nTitle\n{text}\n")).article;
        let stated = found.source.as_deref().filter(|_| !found.flags.source_inherited);
        assert_eq!(stated, source, "{text}");
        assert_eq!(found.body, text, "the text stays");
    }
}
