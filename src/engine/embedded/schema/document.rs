//! Turns an article into a tantivy document, on a reading thread.

use std::io;

use rustc_hash::FxHashMap;
use tantivy::TantivyDocument;

use super::fields::Fields;
use super::stored_record::Packer;
use super::token_encoding::{
    CAPITALS, Encoder, IN_CAPITALS, LEVEL, PARAGRAPH, SENTENCE, SetEncoder,
};
use crate::analysis::fingerprint::Fingerprint;
use crate::analysis::{Analyzer, Event, Language, Token, fold};
use crate::article::{Article, Key, day_number};
use crate::matching::TITLE_GAP;

/// The weight of a word in a title, which is indexed this many times at its position.
pub const TITLE_WEIGHT: u32 = crate::ranking::TITLE;

/// The precision rank of articles without a date.
pub const UNDATED_PRECISION: i64 = 5;

/// A document for tantivy, and the key of its article.
pub struct Document {
    /// The article's key.
    pub key: Key,
    /// The document for tantivy.
    pub document: TantivyDocument,
    /// Its approximate size in memory, in bytes.
    pub size: usize,
}

/// Prepares documents. Each thread has its own preparer.
pub struct Preparer {
    fields: Fields,
    analyzer: Analyzer,
    packer: Packer,
    printed: Printed,
}

impl Preparer {
    /// Returns a preparer for an index with these fields and this dictionary.
    pub fn new(fields: Fields, dictionary: &[u8]) -> io::Result<Preparer> {
        let (analyzer, packer) = (Analyzer::default(), Packer::new(dictionary)?);
        Ok(Preparer { fields, analyzer, packer, printed: Printed::default() })
    }

    /// Returns the document of an article.
    pub fn prepare(&mut self, article: &Article) -> io::Result<Document> {
        let fields = self.fields;
        // Most of a document are its tokens, which take about as many bytes as its text, and its record.
        let mut document = TantivyDocument::with_capacity(article.body.len() * 2 + 1_024);
        let words = self.analysed(article, &mut document);
        for (field, value) in [
            (fields.source, &article.source),
            (fields.agency, &article.agency),
            (fields.lang, &article.lang),
        ] {
            if let Some(value) = value {
                document.add_text(field, fold::name(value));
            }
        }
        let printed = [
            (fields.place, fields.place_printed, article.dateline.as_slice()),
            (fields.byline, fields.byline_printed, &article.byline),
            (fields.section, fields.section_printed, article.section.as_slice()),
            (fields.topic, fields.topic_printed, &article.topics),
        ];
        for (searched, as_written, values) in printed {
            for value in values {
                document.add_text(searched, fold::name(value));
                document.add_text(as_written, value);
            }
        }
        for author in &article.byline {
            let name = fold::name(author);
            for word in fold::words_of_name(&name).filter(|word| *word != name) {
                document.add_text(fields.byline, word);
            }
        }
        if let Some(id) = &article.id {
            document.add_text(fields.id, id);
        }
        document.add_i64(fields.order, article.order());
        match &article.date {
            None => {
                document.add_i64(fields.day_lo, 0);
                document.add_i64(fields.day_hi, 0);
                document.add_i64(fields.precision, UNDATED_PRECISION);
            }
            Some(date) => {
                document.add_i64(fields.day_lo, day_number(date.first_day()));
                document.add_i64(fields.day_hi, day_number(date.last_day()));
                document.add_i64(fields.precision, date.precision as i64);
            }
        }
        for flag in article.flag_names() {
            document.add_text(fields.flag, flag);
        }
        let record = self.packer.pack(article)?;
        document.add_bytes(fields.record, &record);
        let size = words as usize * 16 + record.len() + 256;
        Ok(Document { key: article.key.clone(), document, size })
    }

    /// Adds the analyzed fields and the fingerprint, and returns the number of words of the body.
    ///
    /// The title and the body share one position space. The title comes first, each of its words several times at one
    /// position. The body follows after [`TITLE_GAP`] positions. `title_words` has the length of the title.
    fn analysed(&mut self, article: &Article, document: &mut TantivyDocument) -> u32 {
        // Terms are about as long as their words, and each has two bytes for its distance and length.
        let mut text = Encoder::with_capacity(article.body.len() + article.body.len() / 4);
        text.push_times(0, LEVEL, crate::ranking::LEVEL);
        let mut forms = SetEncoder::default();
        self.printed.0.clear();
        let mut fingerprint = Fingerprint::default();
        let mut last = 0;
        let title = article.title.as_deref().unwrap_or_default();
        let language = Language::of_article(article);
        document.add_text(self.fields.analysis, language.code());
        let capitals = is_capitals(title);
        // The folded words of a title in capitals that the body has not printed so far, with the hash of their stem.
        let mut unseen: Vec<(u64, String)> = Vec::new();
        if capitals {
            forms.push(0, CAPITALS);
        }
        let title_words = self.analyzer.analyse(language, title, |event| {
            let Event::Token(token) = event else { return };
            // `Kellogg's` and its part `Kellogg` have the same stem, which is indexed once.
            if !token.again || token.hash != last {
                text.push_times(token.position, token.term, TITLE_WEIGHT);
            }
            last = token.hash;
            let is_stem = token.form == token.term;
            if capitals {
                let mut folded = String::new();
                fold::fold(token.form, &mut folded);
                if folded != token.term {
                    unseen.push((token.hash, folded));
                }
            } else if !is_stem {
                forms.push(token.hash, token.form);
            }
            self.printed.add(&token, is_stem, &mut forms);
        });
        let base = title_words + TITLE_GAP;
        let words = self.analyzer.analyse(language, &article.body, |event| match event {
            Event::Paragraph(_, position) => text.push(base + position, PARAGRAPH),
            Event::Sentence(_, position) => text.push(base + position, SENTENCE),
            Event::Token(token) => {
                if !token.again || token.hash != last {
                    text.push(base + token.position, token.term);
                }
                last = token.hash;
                if !token.again {
                    fingerprint.add(token.hash);
                }
                let is_stem = token.form == token.term;
                if !is_stem {
                    forms.push(token.hash, token.form);
                }
                self.printed.add(&token, is_stem, &mut forms);
                if unseen.iter().any(|(hash, _)| *hash == token.hash) {
                    let mut folded = String::new();
                    fold::fold(token.form, &mut folded);
                    unseen.retain(|(_, word)| *word != folded);
                }
            }
        });
        for (_, folded) in unseen {
            forms.push(0, &format!("{IN_CAPITALS}{folded}"));
        }
        document.add_text(self.fields.text, text.finish());
        document.add_text(self.fields.forms, forms.finish());
        document.add_i64(self.fields.title_words, i64::from(title_words));
        document.add_i64(self.fields.words, i64::from(words));
        document.add_i64(self.fields.simhash, fingerprint.finish() as i64);
        words
    }
}

/// How the stems of an article are printed, by the hash of the stem.
///
/// A form that is its own stem is listed only if the article also prints the stem otherwise. So an article that has a
/// stem and lists no form of it prints the stem as it is.
#[derive(Default)]
struct Printed(FxHashMap<u64, u8>);

impl Printed {
    const AS_IT_IS: u8 = 1;
    const OTHERWISE: u8 = 2;
    const BOTH: u8 = Self::AS_IT_IS | Self::OTHERWISE;

    /// Adds a token, which is printed as it is if `is_stem`.
    fn add(&mut self, token: &Token, is_stem: bool, forms: &mut SetEncoder) {
        let way = if is_stem { Self::AS_IT_IS } else { Self::OTHERWISE };
        let ways = self.0.entry(token.hash).or_default();
        if *ways | way == Self::BOTH && *ways != Self::BOTH {
            forms.push(token.hash, token.term);
        }
        *ways |= way;
    }
}

/// Returns whether a title is printed in capitals. The surface forms in such a title carry no information and would
/// take as much space as all others, so a marker replaces them.
fn is_capitals(title: &str) -> bool {
    title.contains(char::is_uppercase) && !title.contains(char::is_lowercase)
}
