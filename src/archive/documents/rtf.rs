//! Rich Text Format 1.9: the text of the paragraphs, without tables of fonts, styles and the like, images and fields.

use std::collections::HashMap;
use std::io::BufRead;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::article::give;
use super::pictures::Unpictured;
use super::properties::Properties;
use crate::archive::{Cut, Format, Reading, Sink, bounded};

pub struct Rtf;

impl Format for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        beginning.trim_start().starts_with("{\\rtf")
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        // Markup takes several times as much space as the text.
        let mut input = Unpictured::new(input);
        let (rtf, cut) = bounded::whole(&mut input, reading.limit.saturating_mul(2))?;
        let (text, properties) = read(&rtf);
        let cut = cut.map(|_| Cut::of_unknown(&text));
        let paragraphs: Vec<String> = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_string)
            .collect();
        give(None, &paragraphs, properties, cut, sink);
        Ok(())
    }
}

/// The purpose of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Text,
    Fonts,
    Info,
    Title,
    Author,
    Created,
    Skipped,
}

/// The state that is saved at the start of a group and restored at its end.
#[derive(Debug, Clone, Copy)]
struct Group {
    purpose: Purpose,
    /// The number of characters after `\u` that are for readers without Unicode.
    fallback: usize,
    font: i64,
    hidden: bool,
}

/// Destinations whose text does not belong to the document.
const SKIPPED: [&str; 29] = [
    "annotation",
    "atnauthor",
    "atnid",
    "colortbl",
    "comment",
    "datafield",
    "fldinst",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "listtable",
    "nonshppict",
    "objdata",
    "operator",
    "pict",
    "pntext",
    "revtbl",
    "rsidtbl",
    "stylesheet",
    "themedata",
    "xmlnstbl",
    "author",
];

/// The maximum depth of groups whose state is saved.
const DEPTH: usize = 1_000;

/// Reads the text and the properties of a document.
fn read(rtf: &str) -> (String, Properties) {
    let mut reader = Reader {
        out: String::new(),
        title: String::new(),
        author: String::new(),
        created: [0; 5],
        fonts: HashMap::new(),
        page: WINDOWS_1252,
        bytes: Vec::new(),
        group: Group { purpose: Purpose::Text, fallback: 1, font: -1, hidden: false },
        skip: 0,
        high: None,
    };
    reader.run(rtf);
    let [year, month, day, hour, minute] = reader.created;
    let created =
        (year > 0).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"));
    let stated = |text: &str| Some(text.trim().to_string()).filter(|text| !text.is_empty());
    let (title, creator) = (stated(&reader.title), stated(&reader.author));
    (reader.out, Properties { title, creator, created, ..Properties::default() })
}

struct Reader {
    out: String,
    title: String,
    author: String,
    created: [i64; 5],
    /// The encodings of the fonts.
    fonts: HashMap<i64, &'static Encoding>,
    page: &'static Encoding,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    group: Group,
    /// The number of characters to skip after `\u`.
    skip: usize,
    /// The first half of a surrogate pair.
    high: Option<u32>,
}

impl Reader {
    fn run(&mut self, rtf: &str) {
        let mut stack: Vec<Group> = Vec::new();
        let mut deeper = 0_usize;
        let mut rest = rtf;
        while let Some(c) = rest.chars().next() {
            let mut after = &rest[c.len_utf8()..];
            match c {
                '{' if stack.len() < DEPTH => {
                    self.flush();
                    stack.push(self.group);
                }
                '{' => deeper += 1,
                '}' if deeper > 0 => deeper -= 1,
                '}' => {
                    self.flush();
                    if let Some(group) = stack.pop() {
                        self.group = group;
                    }
                }
                '\\' => after = self.control(after),
                '\r' | '\n' => {}
                _ => self.character(c),
            }
            rest = after;
        }
        self.flush();
    }

    /// Reads a control word or symbol after a backslash. Returns the rest of the text.
    fn control<'a>(&mut self, rest: &'a str) -> &'a str {
        let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if word == 0 {
            let Some(c) = rest.chars().next() else { return "" };
            let after = &rest[c.len_utf8()..];
            match c {
                '\'' => {
                    let code = after.get(..2).and_then(|two| u8::from_str_radix(two, 16).ok());
                    let Some(code) = code else { return after };
                    match self.skip {
                        0 => self.bytes.push(code),
                        _ => self.skip -= 1,
                    }
                    return &after[2..];
                }
                '*' => self.group.purpose = Purpose::Skipped,
                '~' => self.character('\u{a0}'),
                '_' => self.character('-'),
                '\n' | '\r' => self.character('\n'),
                '{' | '}' | '\\' => self.character(c),
                _ => {}
            }
            return after;
        }
        let (name, after) = rest.split_at(word);
        let digits = after.bytes().enumerate().take(11);
        let length =
            digits.take_while(|(at, b)| b.is_ascii_digit() || *at == 0 && *b == b'-').count();
        let number: Option<i64> = after[..length].parse().ok();
        let after = &after[length..];
        let after = after.strip_prefix(' ').unwrap_or(after);
        if name == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(after.len());
            return &after[after.ceil_char_boundary(length)..];
        }
        self.word(name, number);
        after
    }

    fn word(&mut self, name: &str, number: Option<i64>) {
        if name != "u" {
            self.flush();
        }
        match name {
            "par" | "line" | "sect" | "page" | "row" => self.character('\n'),
            "tab" | "cell" => self.character(' '),
            "emdash" => self.character('—'),
            "endash" => self.character('–'),
            "lquote" => self.character('‘'),
            "rquote" => self.character('’'),
            "ldblquote" => self.character('“'),
            "rdblquote" => self.character('”'),
            "bullet" => self.character('•'),
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.page = match number {
                    Some(932) => encoding_rs::SHIFT_JIS,
                    Some(936) => encoding_rs::GBK,
                    Some(949) => encoding_rs::EUC_KR,
                    Some(950) => encoding_rs::BIG5,
                    _ => Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252),
                };
            }
            "uc" => self.group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "u" => self.unicode(number.unwrap_or(0)),
            "v" | "deleted" => self.group.hidden = number != Some(0),
            "mac" => self.page = encoding_rs::MACINTOSH,
            "plain" => self.group.hidden = false,
            "f" => self.group.font = number.unwrap_or(0),
            "fcharset" if self.group.purpose == Purpose::Fonts => {
                if let Some(encoding) = number.and_then(charset) {
                    self.fonts.insert(self.group.font, encoding);
                }
            }
            "fonttbl" => self.group.purpose = Purpose::Fonts,
            "info" => self.group.purpose = Purpose::Info,
            "title" if self.group.purpose == Purpose::Info => self.group.purpose = Purpose::Title,
            "author" if self.group.purpose == Purpose::Info => self.group.purpose = Purpose::Author,
            "creatim" => self.group.purpose = Purpose::Created,
            "yr" | "mo" | "dy" | "hr" | "min" if self.group.purpose == Purpose::Created => {
                let at = ["yr", "mo", "dy", "hr", "min"].iter().position(|known| *known == name);
                self.created[at.unwrap_or(0)] = number.unwrap_or(0).clamp(0, 9999);
            }
            _ if SKIPPED.contains(&name) => self.group.purpose = Purpose::Skipped,
            _ => {}
        }
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        let code = if number < 0 { number + 0x1_0000 } else { number } as u32;
        let pair = self.high.take().filter(|_| (0xDC00..0xE000).contains(&code));
        let code = pair.map_or(code, |high| 0x1_0000 + ((high - 0xD800) << 10) + (code - 0xDC00));
        self.skip = 0;
        if (0xD800..0xDC00).contains(&code) {
            self.high = Some(code);
        } else if let Some(c) = char::from_u32(code) {
            self.character(c);
        }
        self.skip = self.group.fallback;
    }

    /// Adds a character to the text that the current group belongs to.
    fn character(&mut self, c: char) {
        if self.skip > 0 && c != '\n' {
            self.skip -= 1;
            return;
        }
        if !self.bytes.is_empty() {
            self.flush();
        }
        match self.group.purpose {
            Purpose::Text if !self.group.hidden => self.out.push(c),
            Purpose::Title => self.title.push(c),
            Purpose::Author => self.author.push(c),
            _ => {}
        }
    }

    /// Decodes the pending bytes.
    fn flush(&mut self) {
        self.skip = if self.bytes.is_empty() { self.skip } else { 0 };
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = self.fonts.get(&self.group.font).copied().unwrap_or(self.page);
        for c in encoding.decode_without_bom_handling(&bytes).0.chars() {
            self.character(c);
        }
    }
}

/// Returns the encoding of a font's character set.
fn charset(number: i64) -> Option<&'static Encoding> {
    Some(match number {
        128 => encoding_rs::SHIFT_JIS,
        129 => encoding_rs::EUC_KR,
        134 => encoding_rs::GBK,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        177 => encoding_rs::WINDOWS_1255,
        178 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        238 => encoding_rs::WINDOWS_1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_paragraphs_is_read() {
        let (text, properties) = read(
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}}{\info{\title Lamp lit}{\creatim\yr2019\mo5\dy31\hr10\min5}}{\*\generator x;}{\header top}\f0 The lamp \'93was\'94 lit.\par Caf\u233? {\f1\'eb\'e0\'ec\'ef\'e0}{\v hidden}\par}",
        );
        assert_eq!(text, "The lamp “was” lit.\nCafé лампа\n");
        assert_eq!(properties.title.as_deref(), Some("Lamp lit"));
        assert_eq!(properties.created.as_deref(), Some("2019-05-31T10:05:00"));
    }

    #[test]
    fn notes_and_deleted_text_are_left_out() {
        let (text, properties) = read(
            r"{\rtf1\mac{\info{\author Ada Quill}}The lamp was lit.{\super\chftn}{\footnote\pard\plain {\super\chftn} A note.} {\deleted Gone. }It caf\'8e burned.\par}",
        );
        assert_eq!(text, "The lamp was lit. It café burned.\n");
        assert_eq!(properties.creator.as_deref(), Some("Ada Quill"));
    }

    #[test]
    fn hostile_text_ends() {
        for hostile in [
            "{".repeat(100_000),
            "}".repeat(100_000),
            "\\".to_string(),
            "{\\rtf1\\bin99999999999 é\\'".to_string(),
            "\\'é\\u-99999999 \\uc999999999 x".to_string(),
            "{\\rtf1\\u55357?\\u55357?\\u56832?}".to_string(),
        ] {
            let _ = read(&hostile);
        }
    }
}
