//! Lists of references, as reference managers and databases write them: RIS, BibTeX and EndNote.

mod bibtex;
mod date;
mod endnote;
mod entry;
mod give;
mod list;
mod ris;
mod tex;

pub use endnote::of_element;
pub use list::{BIBTEX, ENDNOTE, RIS};

#[cfg(test)]
mod tests;
