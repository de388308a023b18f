//! A PDF of which only a part reached the process that reads it keeps its text.

use std::fs;

use super::on_faulty_disk;
use crate::documents::{pdf, stream};
use crate::harness::Place;

#[test]
fn a_pdf_of_which_the_process_received_only_a_part_keeps_its_text() {
    let place = Place::new();
    let line = |text: &str| stream(&format!("BT /F1 12 Tf 50 700 Td ({text}) Tj ET"));
    let page = |content: usize| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {content} 0 R\
             /Resources<</Font<</F1 6 0 R>>>>>>"
        )
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_string(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_string(),
        page(5),
        page(8),
        line("The lamp was lit again on Skerry Point"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_string(),
        stream(&"The boats lay off the point. ".repeat(40_000)),
        line("The keeper had oiled the bearing herself"),
    ];
    place.write("in/lamp.pdf", pdf(&objects));
    place.index("in");
    let found = || place.search(&["keeper"])["total"].clone();
    assert_eq!(found(), 1);
    for number in 0..20 {
        let time =
            std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000 + number);
        let file = fs::File::options().append(true).open(place.path("in/lamp.pdf"));
        file.and_then(|file| file.set_modified(time)).expect("a time is set");
        let faults = format!("read:pipe:{number}:1");
        let arguments = ["index", "in", "-q", "--allow-removals"];
        let Some(output) = on_faulty_disk(&place, &faults, &arguments) else { return };
        assert_eq!(output.status.code(), Some(0), "{faults}: {output:?}");
        assert_eq!(found(), 1, "{faults}");
    }
}
