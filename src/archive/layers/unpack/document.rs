//! PDF, and documents packed as zip: each is read as one document, not as a container of members.

use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use super::zip::broken;
use crate::archive::documents::part::Sought;
use crate::archive::documents::{self, Document};
use crate::archive::layers::{Layers, Source};
use crate::archive::{Reason, Why};

/// The maximum number of bytes that are read of one part of a document.
const PART: u64 = 32 << 20;
/// The maximum size of a PDF, in bytes.
const PDF: u64 = 64 << 20;

impl Layers<'_> {
    /// Reads a document packed as zip.
    pub(super) fn document(
        &mut self,
        document: Document,
        archive: &mut ZipArchive<&mut &mut dyn Source>,
    ) -> Result<&'static str, Why> {
        if let Document::Unsupported(format) = document {
            return Err(Reason::Unsupported.because(format));
        }
        let budget = self.budget.clone();
        let mut part = |name: &str| -> std::io::Result<Option<Sought>> {
            let found = match archive.by_name(name) {
                Ok(found) => found,
                Err(ZipError::FileNotFound) => return Ok(None),
                Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                    return Err(Why::from(Reason::Encrypted).into());
                }
                Err(error) => return Err(broken(error).into()),
            };
            let mut bytes = Vec::new();
            budget.counts(found).take(PART + 1).read_to_end(&mut bytes)?;
            let is_cut = bytes.len() as u64 > PART;
            bytes.truncate(PART as usize);
            Ok(Some(Sought { bytes, is_cut }))
        };
        self.pass_on(document.name(), |reading, sink| {
            documents::read(document, &mut part, reading, sink)
        })
    }

    /// Reads a PDF.
    pub(in super::super) fn pdf(&mut self, input: &mut dyn Read) -> Result<&'static str, Why> {
        let mut bytes = Vec::new();
        input.take(PDF + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > PDF {
            return Err(Reason::TooLong.because("a PDF of more than 64 MB: split it"));
        }
        self.pass_on("pdf", |reading, sink| documents::pdf(bytes, reading, sink))
    }
}
