//! The open layers of one file: each is unpacked, recognized or read, and reports to the one around it.

use std::io::{BufRead, BufReader, Cursor, Read};

use encoding_rs::Encoding;

use super::breaks::Breaks;
use super::budget::{self, Budget};
use super::packed;
use super::source::{self, Failing, Observed};
use super::wanted::Wanted;
use crate::archive::saved_page::Pages;
use crate::archive::{
    Cut, FORMATS, Format, Member, Other, Piece, RawArticle, Reading, Reason, SNIFF, Sink, Why,
    bounded, decode, documents, is_built_in, mail, media, neighbours, not_built_in, table, text,
    vendors, warc,
};
use crate::error::harmless;

/// The maximum depth of nested containers.
const DEPTH: usize = 8;

/// The layers of one file.
pub struct Layers<'a> {
    pub(super) reading: Reading,
    pub(super) budget: Budget,
    pub(super) sink: Sink<'a>,
    /// The paths of the open containers, from the outermost to the innermost.
    pub(super) inside: Vec<String>,
    /// The number of open layers.
    pub(super) depth: usize,
    /// The number of members without articles.
    pub(super) idle: usize,
    /// The paths of the web pages in the containers.
    pub(super) pages: Pages,
    /// The only member to read, as bytes.
    pub(super) wanted: Option<Wanted>,
}

/// The maximum number of members without articles. Each of them is reported, which takes memory.
const IDLE: usize = 100_000;

impl<'a> Layers<'a> {
    pub(super) fn new(reading: &Reading, size: u64, sink: Sink<'a>) -> Layers<'a> {
        Layers {
            reading: reading.clone(),
            budget: Budget::of(size),
            sink,
            inside: Vec::new(),
            depth: 0,
            idle: 0,
            pages: Pages::default(),
            wanted: None,
        }
    }
}

/// Returns a reader of the decoded text.
fn buffered<R: Read>(bytes: R, encoding: &'static Encoding) -> BufReader<decode::Utf8<R>> {
    BufReader::with_capacity(8 << 10, decode::Utf8::new(bytes, encoding))
}

impl Layers<'_> {
    /// Reads a compressed file, a container or a text, depending on how it starts.
    pub(super) fn stream(&mut self, name: &str, input: &mut dyn Read) -> Result<&'static str, Why> {
        let (beginning, failed) = source::beginning(input, SNIFF);
        let failed = match failed {
            Some(error) if beginning.is_empty() => return Err(error.into()),
            failed => failed,
        };
        // Most files are so short that they have been read completely.
        let ended = failed.is_none() && beginning.len() < SNIFF;
        // The data before damage is read, and then the error is raised again.
        let input = &mut Failing(failed).chain(input);
        let is_mail = |format: &dyn Format| format.name() == mail::Mail.name();
        if let Some(format) = self.reading.format.filter(|format| !is_mail(*format)) {
            return self.text(Some(format), name, beginning, input, ended);
        }
        if warc::is_warc(&beginning) {
            let mut whole = BufReader::new(Cursor::new(beginning).chain(input));
            return self.pass_on("warc", |reading, sink| warc::read(&mut whole, reading, sink));
        }
        if warc::arc::is_arc(&beginning) {
            let mut whole = BufReader::new(Cursor::new(beginning).chain(input));
            return self.pass_on("arc", |reading, sink| warc::arc::read(&mut whole, reading, sink));
        }
        // The lines above a table may look like the headers of a message.
        let kind = mail::Kind::of(&beginning).filter(|_| !table::is_named(name));
        if let Some(name) = kind.map(mail::Kind::name).or(self.reading.format.map(Format::name)) {
            let mut whole = BufReader::new(Cursor::new(beginning).chain(input));
            return self.pass_on(name, |reading, sink| mail::read(&mut whole, reading, sink));
        }
        if let Some(form) = packed::foreign(&beginning) {
            let detail = format!("{form} (unpack it, or pack it as zip or gz)");
            return Err(Reason::Unsupported.because(detail));
        }
        if let Some(format) = documents::unsupported(name, &beginning) {
            return Err(Reason::Unsupported.because(format));
        }
        if documents::is_pdf(&beginning) {
            let mut whole = Cursor::new(beginning).chain(input);
            return self.pdf(&mut whole);
        }
        let Some(wrapping) = packed::wrapping(&beginning) else {
            return self.text(None, name, beginning, input, ended);
        };
        if self.depth >= DEPTH {
            return Err(Reason::TooDeep.because("containers nested more than 8 deep"));
        }
        let whole = Cursor::new(beginning).chain(input);
        self.unwrap(wrapping, name, Box::new(whole))
    }

    /// Reads a text in the given format, or else in the format that it is recognized as. `ended` means that
    /// `beginning` is the whole text.
    fn text(
        &mut self,
        format: Option<&'static dyn Format>,
        name: &str,
        beginning: Vec<u8>,
        rest: &mut dyn Read,
        ended: bool,
    ) -> Result<&'static str, Why> {
        let encoding = decode::sniff(&beginning).ok_or_else(|| match media::name(&beginning) {
            Some(name) => Reason::Binary.because(name),
            None => Reason::Binary.into(),
        })?;
        let head = decode::beginning(&beginning, encoding);
        if head.trim().is_empty() && beginning.len() < SNIFF {
            return Err(Reason::Empty.into());
        }
        if let (None, Some(why)) = (format, vendors::tables::gdelt(&head)) {
            return Err(why);
        }
        let recognised = || FORMATS.iter().copied().find(|format| format.recognises(name, &head));
        let format = match format.or_else(recognised) {
            Some(format) => format,
            None => text::format_of(name, &head)?,
        };
        let breaks = Breaks::default();
        if ended {
            return self.decoded(format, &mut head.as_bytes(), &breaks);
        }
        let whole = Cursor::new(beginning).chain(rest);
        match format.is_one_article() {
            // The readable part of a damaged file is the start of its article.
            true => self.decoded(format, &mut buffered(breaks.salvage(whole), encoding), &breaks),
            false => self.decoded(format, &mut buffered(whole, encoding), &breaks),
        }
    }

    /// Reads a decoded text. `breaks` has the damage found in it so far.
    fn decoded(
        &mut self,
        format: &'static dyn Format,
        text: &mut dyn BufRead,
        breaks: &Breaks,
    ) -> Result<&'static str, Why> {
        if !format.is_one_article() {
            return self.pass_on(format.name(), |reading, sink| format.read(text, reading, sink));
        }
        self.pass_on(format.name(), |reading, sink| {
            format.read(text, reading, &mut |piece| {
                let cut = breaks.any();
                let piece =
                    piece.and_then(|article| match vendors::unsplit::of_article(&article) {
                        Some(why) => Err(Other::Skipped(article.line, why)),
                        None => Ok(article),
                    });
                sink(piece.map(|article| RawArticle {
                    cut: article.cut.or_else(|| cut.then(|| Cut::of_unknown(&article.text))),
                    ..article
                }))
            })?;
            breaks.take().map_or(Ok(()), |why| Err(why.into()))
        })
    }

    /// Passes on what `read` reads, with the path of the member and within the length limit.
    pub(super) fn pass_on(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Reading, Sink) -> std::io::Result<()>,
    ) -> Result<&'static str, Why> {
        if !is_built_in(name) {
            return Err(not_built_in(name));
        }
        let mut last = None;
        let sink = &mut *self.sink;
        let member = (!self.inside.is_empty()).then(|| self.inside.join("!/"));
        let limit = self.reading.limit;
        let mut visit = |piece: Piece| {
            last = Some(match &piece {
                Ok(article) => article.line,
                Err(Other::Skipped(line, _)) => *line,
                Err(Other::Member(_)) => 0,
            });
            sink(piece.map(|article| RawArticle {
                member: member.clone(),
                ..bounded::article(article, limit)
            }))
        };
        let mut columns = neighbours::Columns::default();
        let read = read(&self.reading, &mut |piece| columns.take(piece, &mut visit));
        harmless(columns.finish(&mut visit), "nothing follows");
        match (read, last) {
            (Ok(()), _) => Ok(name),
            (Err(_), None) if self.budget.is_spent() => Err(budget::spent()),
            // What was read before the error is kept: a truncated file still holds everything before its end.
            (Err(error), Some(line)) => {
                harmless(
                    (self.sink)(Err(Other::Skipped(
                        line + 1,
                        if self.budget.is_spent() { budget::spent() } else { error.into() },
                    ))),
                    "nothing follows",
                );
                Ok(name)
            }
            (Err(error), None) => Err(error.into()),
        }
    }

    /// Reads a member of a container and reports its outcome. Returns whether to continue.
    pub(super) fn member(&mut self, path: &str, input: &mut dyn Read) -> Result<bool, Why> {
        let whole = self.path_of(path);
        if let Some(wanted) = &mut self.wanted {
            if wanted.is_at(&whole) {
                wanted.read(input)?;
            }
            if wanted.is_found() || !wanted.is_inside(&whole) {
                return Ok(!wanted.is_found());
            }
        }
        if self.pages.have_part(&whole) {
            return self.report(path, 0, [0; 32], Err(Reason::PartOfPage.into()));
        }
        self.pages.add(&whole);
        let mut hasher = blake3::Hasher::new();
        let mut size = 0;
        let mut observe = |bytes: &[u8]| {
            hasher.update(bytes);
            size += bytes.len() as u64;
        };
        let mut input = Observed::new(input, &mut observe);
        self.inside.push(path.to_string());
        let outcome = self.stream(path, &mut input);
        self.inside.pop();
        let rest = input.finish();
        let outcome = match (outcome, rest) {
            (Ok(_), Err(error)) => Err(error.into()),
            (outcome, _) => outcome,
        };
        let hash = *hasher.finalize().as_bytes();
        self.report(path, size, hash, outcome)
    }

    /// Reports the outcome of a member. Returns whether to continue.
    pub(super) fn report(
        &mut self,
        path: &str,
        size: u64,
        hash: [u8; 32],
        outcome: Result<&'static str, Why>,
    ) -> Result<bool, Why> {
        self.idle += usize::from(outcome.is_err());
        if self.budget.is_spent() {
            return Err(budget::spent());
        }
        if self.idle > IDLE {
            return Err(
                Reason::TooManyMembers.because("more than 100,000 members that are not articles")
            );
        }
        let member = Member { path: self.path_of(path), size, hash, outcome };
        Ok((self.sink)(Err(Other::Member(member))).is_continue())
    }

    /// Returns the path of a member within the outermost container.
    pub(super) fn path_of(&self, member: &str) -> String {
        let mut whole: Vec<&str> = self.inside.iter().map(String::as_str).collect();
        whole.push(member);
        whole.join("!/")
    }
}
