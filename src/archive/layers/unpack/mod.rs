//! Compression, containers and the documents in them: what needs the libraries of the feature `formats`.

mod compressed;
mod document;
mod gzip;
mod issue;
mod names;
mod tar;
mod zip;

pub use zip::has_directory;
