//! Documents of word processors, books and PDF. Each is one article, or one article per chapter with a heading.
//!
//! The text takes precedence: its title, and the dates near its top. The properties of the file are less reliable.

mod article;
mod chapters;
mod contents;
mod epub;
mod leaves;
mod office;
mod package;
pub mod part;
#[cfg(feature = "formats")]
mod pdf;
mod pictures;
mod properties;
mod rtf;

use std::io;

use super::{Reading, Sink};
use part::Part;
#[cfg(feature = "formats")]
pub use pdf::{apart, read as pdf};
pub use rtf::Rtf;

/// The format of a document packed as zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    Docx,
    Odt,
    Epub,
    /// An unsupported format: its name, and what to do about it.
    Unsupported(&'static str),
}

impl Document {
    /// Returns the name of the format in reports.
    pub fn name(self) -> &'static str {
        match self {
            Document::Docx => "docx",
            Document::Odt => "odt",
            Document::Epub => "epub",
            Document::Unsupported(name) => name,
        }
    }
}

/// Returns the format of a zip archive with these members, if it is a document.
pub fn in_zip(paths: &[String]) -> Option<Document> {
    let has = |name: &str| paths.iter().any(|path| path == name);
    let office = has("[Content_Types].xml");
    let is_text = |path: &String| {
        let rest = path.strip_prefix("word/document");
        rest.is_some_and(|rest| rest.ends_with(".xml") && !rest.contains('/'))
    };
    Some(match () {
        () if paths.iter().any(is_text) && (office || has("_rels/.rels")) => Document::Docx,
        () if office && has("xl/workbook.xml") => Document::Unsupported(EXCEL),
        () if office && has("ppt/presentation.xml") => {
            Document::Unsupported("PowerPoint presentation (export it as PDF)")
        }
        () if has("Index/Document.iwa") => {
            Document::Unsupported("Pages, Numbers or Keynote document (export it as PDF or CSV)")
        }
        () if has("FixedDocSeq.fdseq") || has("FixedDocumentSequence.fdseq") => {
            Document::Unsupported("XPS document (print it as PDF)")
        }
        () if has("designmap.xml") => Document::Unsupported("InDesign document (export it as PDF)"),
        () if has("xl/workbook.bin") => Document::Unsupported(EXCEL),
        () if has("visio/document.xml") => {
            Document::Unsupported("Visio drawing (export it as PDF)")
        }
        () if has("META-INF/container.xml") && has("mimetype") => Document::Epub,
        // Programs may leave out the manifest, which is not needed to read the text.
        () if has("mimetype") && has("content.xml") => Document::Odt,
        () => return None,
    })
}

/// The first bytes of unsupported formats, with their names and what to do about them.
const DATA: [(&[u8], &str); 28] = [
    (b"SQLite format 3\0", "SQLite database (export its tables as CSV)"),
    (b"PAR1", "Parquet table (export it as CSV or JSON Lines)"),
    (b"ARROW1\0\0", "Arrow table (export it as CSV or JSON Lines)"),
    (b"FEA1", "Feather table (export it as CSV or JSON Lines)"),
    (b"ORC\x08", "ORC table (export it as CSV or JSON Lines)"),
    (b"Obj\x01", "Avro file (export it as JSON Lines)"),
    (b"\x89HDF\r\n\x1a\n", "HDF5 file (export its tables as CSV)"),
    (b"\x93NUMPY", "NumPy array (export it as CSV)"),
    (b"RDX2\n", "R data (export it as CSV)"),
    (b"RDX3\n", "R data (export it as CSV)"),
    (b"X\n\0\0\0", "R data (export it as CSV)"),
    (b"<stata_dta>", "Stata data set (export it as CSV)"),
    (b"$FL2@(#)", "SPSS data set (export it as CSV)"),
    (b"$FL3@(#)", "SPSS data set (export it as CSV)"),
    (b"!BDN", "Outlook mailbox (export it as mbox)"),
    (b"\xCF\xAD\x12\xFE", "Outlook Express mailbox (export it as mbox)"),
    (b"AT&TFORM", "DjVu (convert it to PDF)"),
    (b"%!PS", "PostScript (convert it to PDF)"),
    (b"\xFFWPC", "WordPerfect document (save it as .docx)"),
    (b"ITSF", "HTML Help (unpack its pages)"),
    (b"ITOLITLS", "LIT book (convert it to EPUB)"),
    (b"bplist00\xD1\x01\x02_\x10\x0FWebMainResource", "Safari web archive (save it as HTML)"),
    (b"\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D", "OneNote section (export it as PDF)"),
    (b"PMID- ", "PubMed list (export it as RIS)"),
    (b"FN Clarivate", "Web of Science list (export it as RIS)"),
    (b"FN Thomson", "Web of Science list (export it as RIS)"),
    (b"<en-export", "Evernote notes (export them as HTML)"),
    (b"IIXPR3", "QuarkXPress document (export it as PDF)"),
];

const EXCEL: &str = "Excel workbook (save it as CSV)";

/// Returns the name of an unsupported format, recognized by its first bytes, and what to do about it.
pub fn unsupported(name: &str, beginning: &[u8]) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let text = || String::from_utf8_lossy(&beginning[..beginning.len().min(1_024)]).into_owned();
    Some(match beginning {
        _ if let Some((_, name)) = DATA.iter().find(|(mark, _)| beginning.starts_with(mark)) => {
            name
        }
        [0x80, 2..=5, ..] if matches!(name.rsplit('.').next(), Some("pkl" | "pickle")) => {
            "Python pickle (export it as JSON Lines)"
        }
        _ if beginning.get(4..15) == Some(b"Standard Je")
            || beginning.get(4..15) == Some(b"Standard AC") =>
        {
            "Access database (export its tables as CSV)"
        }
        _ if beginning.get(8..12) == Some(b"DUCK") => "DuckDB database (export its tables as CSV)",
        _ if beginning.get(12..16) == Some(b"\xC2\xEA\x81\x60") => "SAS table (export it as CSV)",
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => match name.rsplit('.').next() {
            Some("xls") => "Excel 97–2003 workbook (save it as CSV)",
            Some("ppt") => "PowerPoint 97–2003 presentation (export it as PDF)",
            Some("msg") => "Outlook message (save it as .eml)",
            Some("docx" | "xlsx" | "pptx") => {
                "encrypted Office document (save it without a password)"
            }
            _ => "Word 97–2003 document (save it as .docx)",
        },
        _ if beginning.get(60..68) == Some(b"BOOKMOBI") => "Mobipocket book (convert it to EPUB)",
        [b'<', ..] | [0xEF, 0xBB, 0xBF, b'<', ..] if text().contains("<FictionBook") => {
            "FictionBook (convert it to EPUB)"
        }
        _ => return None,
    })
}

/// Returns whether a file starts like a PDF, possibly after a few bytes from mail or print software.
pub fn is_pdf(beginning: &[u8]) -> bool {
    let head = &beginning[..beginning.len().min(1_024)];
    let at = memchr::memmem::find(head, b"%PDF-");
    at.is_some_and(|at| {
        at == 0 || head[..at].contains(&0) || head[..at].iter().all(u8::is_ascii_whitespace)
    })
}

/// Reads a document from its parts.
///
/// # Errors
///
/// Returns an error if a part is encrypted, damaged or missing.
pub fn read(document: Document, part: Part, reading: &Reading, sink: Sink) -> io::Result<()> {
    match document {
        Document::Docx => office::docx(part, reading, sink),
        Document::Odt => office::odt(part, reading, sink),
        Document::Epub => epub::read(part, reading, sink),
        Document::Unsupported(_) => Ok(()),
    }
}

#[cfg(all(test, feature = "formats"))]
mod book_tests;
#[cfg(all(test, feature = "formats"))]
mod tests;
