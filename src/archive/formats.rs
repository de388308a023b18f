//! The formats that are supported, and which of them this build reads.

use super::{Format, Reason, Why};
use super::{
    documents, feeds, headed, html, json, jsonl, mail, newsml, newsml1, nitf, rcv1, scans, sgml,
    story, subtitles, table, tei, text, time, vendors, wire,
};

/// The formats that need no libraries besides those of the engine.
const BUILT_IN: [&str; 9] =
    ["wire", "jsonl", "headed", "story", "text", "markdown", "asciidoc", "rst", "org"];

/// Returns whether files of a format are read, or only recognized.
pub fn is_built_in(format: &str) -> bool {
    cfg!(feature = "formats") || BUILT_IN.contains(&format)
}

/// Returns the reason for skipping a file whose format is recognized, but not read by this build.
pub fn not_built_in(format: &str) -> Why {
    Reason::NotBuiltIn.because(format!("{format} (needs the feature `formats` of dateline)"))
}

/// Returns whether a file was skipped because a build did not read its format, and this build does.
pub(crate) fn is_built_in_now(reason: &str) -> bool {
    cfg!(feature = "formats") && Why::split(reason).0 == Reason::NotBuiltIn.as_str()
}

/// Returns the format with this name, if it is built in.
pub fn format_of(name: &str) -> Option<&'static dyn Format> {
    let named = |format: &&&dyn Format| format.name() == name && is_built_in(name);
    FORMATS.iter().find(named).copied()
}

/// Returns the names of all formats that are built in.
pub fn format_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name()).filter(|name| is_built_in(name))
}

/// The supported formats, in the order in which they are tried.
pub static FORMATS: &[&dyn Format] = &[
    &vendors::NEXIS,
    &vendors::FACTIVA,
    &vendors::PROQUEST,
    &vendors::EUROPRESSE,
    &vendors::KIKUZO,
    &vendors::YOMIDASU,
    &vendors::INTEGRUM,
    &vendors::Markup,
    &vendors::RIS,
    &vendors::BIBTEX,
    &vendors::ENDNOTE,
    &wire::Wire,
    &documents::Rtf,
    &jsonl::JsonLines,
    &sgml::Sgml,
    &time::Time,
    &feeds::Feed,
    &nitf::Nitf,
    &newsml::NewsMl,
    &newsml1::NewsMl1,
    &rcv1::Rcv1,
    &scans::Alto,
    &scans::PageXml,
    &scans::Mets,
    &scans::Hocr,
    &scans::Tesseract,
    &tei::Tei,
    &html::Html,
    &json::Json,
    &mail::Mail,
    &headed::Headed,
    &story::Story,
    &table::Table,
    &subtitles::Subtitles,
    &text::Text,
    &text::Markdown,
    &text::ASCIIDOC,
    &text::RST,
    &text::ORG,
];
