//! Zip archives, and WACZ, which is a zip of a web archive with its indexes
//! (<https://specs.webrecorder.net/wacz/1.1.1/>).
//!
//! If several members share a name, the `zip` crate keeps one of them. The others are found here, in the central
//! directory (APPNOTE 4.3.12), and read as well.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::issue;
use super::names::Names;
use crate::archive::layers::packed::label;
use crate::archive::layers::{Layers, Source};
use crate::archive::{Reason, Why, documents};

/// Returns whether a file that does not start like a zip archive has a zip directory at its end, like a self-extracting
/// archive.
pub fn has_directory(name: &str, file: &mut (impl Read + Seek)) -> io::Result<bool> {
    if !name.to_ascii_lowercase().ends_with(".zip") {
        return Ok(false);
    }
    match ZipArchive::new(file) {
        Ok(_) => Ok(true),
        // A failed read says nothing about the file.
        Err(ZipError::Io(error)) if error.raw_os_error().is_some() => Err(error),
        Err(_) => Ok(false),
    }
}

impl Layers<'_> {
    pub(in super::super) fn zip(
        &mut self,
        mut input: &mut dyn Source,
    ) -> Result<&'static str, Why> {
        let directory = Directory::of(&ZipArchive::new(&mut input).map_err(broken)?);
        let shadowed = directory.map_or(Ok(Vec::new()), |known| known.shadowed(input))?;
        let mut archive = ZipArchive::new(&mut input).map_err(broken)?;
        let known: Vec<Vec<u8>> = archive.file_names_raw().map(<[u8]>::to_vec).collect();
        let raw = known.iter().chain(shadowed.iter().map(|member| &member.name));
        let names = Names::of(raw.map(Vec::as_slice));
        let mut labels = Labels::default();
        let paths: Vec<String> = (0..known.len())
            .map(|number| {
                // A name in an unknown encoding is read from its bytes.
                let stated = archive.name_for_index(number).and_then(Result::ok);
                labels.label(&names.read(&known[number], stated.as_deref()))
            })
            .collect();
        if let Some(document) = documents::in_zip(&paths) {
            return self.document(document, &mut archive);
        }
        let has = |holds: fn(&str) -> bool| paths.iter().any(|path| holds(path));
        let is_wacz = has(|path| path == "datapackage.json") && has(is_web_archive);
        let form = if is_wacz { "wacz" } else { "zip" };
        // Unlike a tar archive, a zip archive lists all members at once.
        paths.iter().for_each(|path| {
            let whole = self.path_of(path);
            self.pages.add(&whole);
        });
        let mut issues = self.issues(&mut archive, &paths)?;
        for (number, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            if issues.have(number) {
                if !self.issue(&mut archive, &mut issues, number, path)? {
                    return Ok(form);
                }
                continue;
            }
            if issues.have_page(number) {
                // The page yields articles under the name of its METS file.
                if !self.report(path, 0, [0; 32], Ok(issue::PAGE))? {
                    return Ok(form);
                }
                continue;
            }
            let going = match (left_out(path, is_wacz), archive.by_index(number)) {
                (_, Ok(member)) if member.is_dir() => continue,
                (Some(why), _) => self.report(path, 0, [0; 32], Err(why))?,
                (None, Ok(member)) if member.is_symlink() => {
                    self.report(path, 0, [0; 32], Err(Reason::SymbolicLink.into()))?
                }
                (None, Ok(member)) => {
                    let mut counted = self.budget.counts(member);
                    self.member(path, &mut counted)?
                }
                (None, Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED))) => {
                    self.report(path, 0, [0; 32], Err(Reason::Encrypted.into()))?
                }
                (None, Err(error)) => self.report(path, 0, [0; 32], Err(broken(error)))?,
            };
            if !going {
                return Ok(form);
            }
        }
        let input = archive.into_inner();
        for member in shadowed {
            let path = labels.label(&names.read(&member.name, None));
            if path.is_empty() || member.name.ends_with(b"/") {
                continue;
            }
            let going = match (left_out(&path, is_wacz), member.open(input)) {
                (Some(why), _) | (None, Err(why)) => self.report(&path, 0, [0; 32], Err(why))?,
                (None, Ok(found)) => {
                    let mut counted = self.budget.counts(found);
                    self.member(&path, &mut counted)?
                }
            };
            if !going {
                break;
            }
        }
        Ok(form)
    }
}

pub(super) fn broken(error: ZipError) -> Why {
    Reason::Unreadable.because(error)
}

/// Returns why a member is not read: it belongs to the system that packed it, or to the index of a web archive.
fn left_out(path: &str, is_wacz: bool) -> Option<Why> {
    let file = path.rsplit('/').next().unwrap_or(path);
    if path.starts_with("__MACOSX/") || file.starts_with("._") {
        return Some(Reason::NoArticle.because("a resource fork of macOS"));
    }
    (is_wacz && !is_web_archive(path))
        .then(|| Reason::NoPage.because("part of the index of a web archive"))
}

fn is_web_archive(path: &str) -> bool {
    path.starts_with("archive/") && [".warc", ".warc.gz"].iter().any(|end| path.ends_with(end))
}

/// The unique paths of members.
#[derive(Default)]
struct Labels(HashMap<String, usize>);

impl Labels {
    /// Returns the path of the next member with a name. The second `a.txt` is `a.txt#2`.
    fn label(&mut self, name: &str) -> String {
        // The crate recognizes a folder by the slash at the end of its name.
        let path = label(name);
        let count = self.0.entry(path.clone()).or_default();
        *count += 1;
        match *count {
            1 => path,
            _ if path.is_empty() => path,
            count => format!("{path}#{count}"),
        }
    }
}

/// A member whose name another member has as well, as described in the central directory.
#[derive(Debug)]
struct Shadowed {
    name: Vec<u8>,
    method: usize,
    encrypted: bool,
    /// The compressed size in bytes.
    packed: u64,
    /// The position of the member's local header.
    header: u64,
}

/// The number of bytes before the name in a member's header, in the central directory and at the member itself.
const CENTRAL: usize = 46;
const LOCAL: usize = 30;

/// The position of the central directory, and the entries that the crate knows.
struct Directory {
    start: u64,
    offset: u64,
    known: HashSet<u64>,
}

impl Directory {
    /// Returns the directory of an archive, or `None` if its members have unique names.
    fn of<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<Directory> {
        // A member whose entry cannot be read is found again in the directory.
        let entry = |number| Some(archive.by_index_data(number).ok()?.central_header_start());
        archive.has_duplicate_names().then(|| Directory {
            start: archive.central_directory_start(),
            offset: archive.offset(),
            known: (0..archive.len()).filter_map(entry).collect(),
        })
    }

    /// Returns the members that the crate leaves out because another member has the same name.
    fn shadowed(&self, input: &mut dyn Source) -> io::Result<Vec<Shadowed>> {
        let mut input = io::BufReader::new(input);
        input.seek(SeekFrom::Start(self.start))?;
        let mut found = Vec::new();
        let mut at = self.start;
        let mut header = [0; CENTRAL];
        // The data after the directory may be shorter than an entry.
        while filled(&mut input, &mut header)? && header.starts_with(b"PK\x01\x02") {
            let name = short(&header, 28);
            let rest = short(&header, 30) + short(&header, 32);
            let mut bytes = vec![0; name];
            input.read_exact(&mut bytes)?;
            input.seek_relative(rest as i64)?;
            if !self.known.contains(&at) {
                found.push(Shadowed {
                    name: bytes,
                    method: short(&header, 10),
                    encrypted: short(&header, 8) & 1 == 1,
                    packed: long(&header, 20),
                    header: self.offset + long(&header, 42),
                });
            }
            at += (CENTRAL + name + rest) as u64;
        }
        Ok(found)
    }
}

/// Fills a buffer. Returns `false` if the input ends before that.
fn filled(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match input.read_exact(buffer) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

impl Shadowed {
    /// Opens the member. Members of more than 4 GB store their length elsewhere and are not read.
    fn open<'a>(&self, input: &'a mut dyn Source) -> Result<Box<dyn Read + 'a>, Why> {
        if self.encrypted {
            return Err(Reason::Encrypted.into());
        }
        let mut header = [0; LOCAL];
        input.seek(SeekFrom::Start(self.header))?;
        input.read_exact(&mut header)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(Reason::Unreadable.because("the header of the member is missing"));
        }
        let data = self.header + (LOCAL + short(&header, 26) + short(&header, 28)) as u64;
        input.seek(SeekFrom::Start(data))?;
        let packed = input.take(self.packed);
        match self.method {
            0 => Ok(Box::new(packed)),
            8 => Ok(Box::new(flate2::read::DeflateDecoder::new(packed))),
            other => Err(Reason::Unreadable.because(format!("compression method {other} of zip"))),
        }
    }
}

/// Returns the little-endian 16-bit number in a header.
fn short(header: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([header[at], header[at + 1]]))
}

/// Returns the little-endian 32-bit number in a header.
fn long(header: &[u8], at: usize) -> u64 {
    (short(header, at) | short(header, at + 2) << 16) as u64
}
