//! PDFs that would take all the memory or time of a process. Each fails alone, and the run continues.

use serde_json::Value;

use crate::harness::Place;

/// Returns a PDF of these objects, numbered from 1. The first is the catalog.
pub fn pdf(objects: &[String]) -> String {
    let mut file = String::from("%PDF-1.7\n");
    let mut table = String::new();
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file + &format!(
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
}

/// Returns a stream with these bytes.
pub fn stream(data: &str) -> String {
    format!("<</Length {}>>stream\n{data}\nendstream", data.len())
}

/// Returns a PDF with one page of one line. `font` adds entries to the font.
fn page(font: &str, others: &[String]) -> String {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_string(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_string(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_string(),
        stream("BT /F1 12 Tf 50 700 Td (The lamp was lit again on Skerry Point) Tj ET"),
        format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica{font}>>"),
    ];
    pdf(&[&objects[..], others].concat())
}

/// Returns a PDF with a cross-reference table whose entries are longer than any memory.
fn endless_entries() -> String {
    let objects = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n";
    format!(
        "{objects}5 0 obj<</Type/XRef/Size 10/W[1 99999999999999 1]/Root 1 0 R/Length 3>>stream\n\u{1}\0\0\nendstream endobj\n\
         startxref\n{}\n%%EOF\n",
        objects.len()
    )
}

/// Returns a PDF with a font that maps all possible codes.
fn endless_codes() -> String {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange \
               1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap";
    page("/ToUnicode 6 0 R", &[stream(map)])
}

#[test]
fn a_pdf_that_takes_all_memory_costs_itself() {
    let place = Place::new();
    place.write("in/a.pdf", endless_entries());
    place.write("in/b.pdf", endless_codes());
    place.write("in/lamp.pdf", page("", &[]));
    let summary = place.json(&["index", "in", "--output", "json", "--report", "report.jsonl"]);
    assert_eq!(
        (&summary["files"]["indexed"], &summary["files"]["skipped"]),
        (&1.into(), &2.into())
    );
    assert_eq!(place.search(&["lamp w/3 lit"])["total"], 1);
    let report = std::fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let lines = report.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let reasons: Vec<String> = lines
        .filter_map(|line| line["reason"].as_str().map(str::to_string))
        .filter(|reason| reason != "panic")
        .collect();
    assert_eq!(reasons.len(), 2, "{report}");
}
