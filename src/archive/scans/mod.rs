//! Scanned pages with recognized text: ALTO, hOCR, PAGE and the tables of Tesseract. Each page is one article.
//!
//! A page has no title. Its date is in its path or in the name of its image.

mod alto;
mod hocr;
pub mod mets;
mod page;
mod scan;
mod tesseract;

use std::io::BufRead;
use std::ops::ControlFlow;

use super::xml::{self, Element, Selection};
use super::{Format, Other, Reading, Reason, Sink, bounded, html, vendors};
use scan::Scan;

/// Passes on a page, or reports that it has no text.
fn give(scan: Scan, line: u64, is_cut: bool, sink: Sink) -> ControlFlow<()> {
    match scan.blocks.is_empty() {
        true => {
            let why = Reason::NoArticle.because("a page without recognized text");
            sink(Err(Other::Skipped(line, why)))
        }
        false => sink(Ok(scan.article(line, is_cut))),
    }
}

/// Reads the pages of an XML document. `image` is the element outside of pages with the name of the image. `scan` also
/// receives the order of the blocks if the document states it before its pages.
fn pages(
    input: &mut dyn BufRead,
    reading: &Reading,
    image: &str,
    scan: fn(&Element, Option<&Element>) -> Scan,
    sink: Sink,
) -> std::io::Result<()> {
    let mut number = 0;
    let mut order = None;
    let mut file = None;
    // Coordinates take far more space than text.
    let limit = reading.limit.saturating_mul(4);
    xml::each(input, &["Page", "ReadingOrder"], limit, &mut |selection| match selection {
        Selection::Element(stated, _) if stated.name == "ReadingOrder" => {
            order = Some(stated);
            ControlFlow::Continue(())
        }
        Selection::Element(page, cut) => {
            number += 1;
            let mut scan = scan(&page, order.as_ref());
            scan.image = scan.image.take().or_else(|| file.clone());
            give(scan, number, cut.is_some(), sink)
        }
        Selection::Outside(name, _, text) => {
            if name == image {
                file = Some(text);
            }
            ControlFlow::Continue(())
        }
    })?;
    match number {
        0 => Err(Reason::NoArticle.because("a scan without a page").into()),
        _ => Ok(()),
    }
}

/// ALTO 1 to 4 (<https://www.loc.gov/standards/alto/>).
pub struct Alto;

impl Format for Alto {
    fn name(&self) -> &'static str {
        "alto"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| name.eq_ignore_ascii_case("alto"))
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        pages(input, reading, "fileName", alto::scan, sink)
    }
}

/// PAGE (<https://github.com/PRImA-Research-Lab/PAGE-XML>).
pub struct PageXml;

impl Format for PageXml {
    fn name(&self) -> &'static str {
        "page-xml"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| name == "PcGts")
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        pages(input, reading, "", page::scan, sink)
    }
}

/// hOCR (<https://kba.github.io/hocr-spec/1.2/>).
pub struct Hocr;

impl Format for Hocr {
    fn name(&self) -> &'static str {
        "hocr"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        let marked = ["ocr_page", "ocr-system", "ocr-capabilities"];
        (html::is_page(name, beginning) || beginning.trim_start().starts_with("<?xml"))
            && marked.iter().any(|mark| beginning.contains(mark))
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        whole(input, reading, hocr::scans, sink)
    }
}

/// Tables of words (<https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html>).
pub struct Tesseract;

impl Format for Tesseract {
    fn name(&self) -> &'static str {
        "tesseract-tsv"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        tesseract::is_table(beginning)
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        whole(input, reading, tesseract::scans, sink)
    }
}

/// Reads the pages of a document that is read as a whole.
fn whole(
    input: &mut dyn BufRead,
    reading: &Reading,
    scans: fn(&str) -> Vec<Scan>,
    sink: Sink,
) -> std::io::Result<()> {
    let (text, cut) = bounded::whole(input, reading.limit.saturating_mul(3))?;
    let scans = scans(&text);
    let count = scans.len();
    for (at, scan) in scans.into_iter().enumerate() {
        // If a document was cut, only its last page is incomplete.
        if give(scan, at as u64 + 1, cut.is_some() && at + 1 == count, sink).is_break() {
            return Ok(());
        }
    }
    match cut {
        Some(cut) => Err(Reason::TooLong.because(format!("{cut} was read: split it")).into()),
        None => Ok(()),
    }
}

/// METS files of newspaper issues. Their pages are separate files.
pub struct Mets;

impl Format for Mets {
    fn name(&self) -> &'static str {
        "mets"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        xml::root(beginning).is_some_and(|(name, _)| name.eq_ignore_ascii_case("mets"))
    }

    fn read(
        &self,
        _input: &mut dyn BufRead,
        _reading: &Reading,
        _sink: Sink,
    ) -> std::io::Result<()> {
        Err(Reason::NoArticle
            .because("METS description of an issue: zip it with its pages to read its articles")
            .into())
    }
}

#[cfg(test)]
mod tests;
