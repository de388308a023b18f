//! Text to tokens with positions and byte ranges: the one analysis that indexing, queries,
//! matching and snippets share.
//!
//! A word is a run of letters, digits and marks. Parts joined by an apostrophe share a position,
//! dotted initials are closed up, the first half of a word broken at a line's end is found as the whole
//! word too, scripts that put no space between words give one position a
//! character. A term is the word folded (case, accents) and stemmed. [`words`] finds the words,
//! [`fold`] folds, [`language`] says which stemmer is meant, [`Languages`] where a stem holds, [`Majorities`] what a
//! source says of short texts, [`sentences`] what the gap between two
//! words means, [`fingerprint`] sums an article up.
//!
//! Stemmers expect their language's accents, and readers leave them out. An English word is stemmed
//! when it is folded. A word of another language has two terms where that makes a difference: stemmed,
//! then folded (`adoptée` like `adopté`), and folded, then stemmed (`adoptee` as people type it).

pub mod codes;
pub mod fingerprint;
pub mod fold;
pub mod function_words;
pub mod language;
mod languages;
mod lines;
mod majority;
mod sentences;
mod words;

use frostem::Stemmer;
use rustc_hash::FxHashMap;

pub use language::Language;
pub use languages::{Languages, Stem};
pub use majority::Majorities;
pub use words::is_alone;

/// Raised whenever the same text gives other tokens than before; kept with each stored article.
pub const VERSION: u8 = 5;

/// Words are cut at this many bytes, not dropped.
pub const MAX_WORD: usize = 100;

/// One findable form of a word.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// Folded and stemmed.
    pub term: &'a str,
    /// As printed, in form NFC with straight apostrophes.
    pub form: &'a str,
    /// A 64-bit hash of the term.
    pub hash: u64,
    /// The word's position, counted from 0 in its text.
    pub position: u32,
    /// First byte of it in the text.
    pub start: usize,
    /// Byte behind it: of a word broken at a line's end, behind its rest, which is a token of its own.
    pub end: usize,
    /// Whether it is a further form, or a further term of one, at the position of the token before.
    pub again: bool,
}

/// What an analysis reports, in the order of the text.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A paragraph begins at this byte, with the word at this position.
    Paragraph(usize, u32),
    /// A sentence begins at this byte, with the word at this position.
    Sentence(usize, u32),
    /// A findable form.
    Token(Token<'a>),
}

/// Analyses texts; keeps what it has stemmed, so that a word is stemmed once.
#[derive(Default)]
pub struct Analyzer {
    /// By the number of the language, as far as any was asked for.
    languages: Vec<Option<Box<Stems>>>,
}

/// What the terms that are looked for begin with. An English stem begins as its word does (Porter2
/// takes endings off, and none of its exceptions changes a first letter).
pub struct Beginnings([bool; 128]);

impl Beginnings {
    /// Any word is looked for.
    pub fn all() -> Beginnings {
        Beginnings([true; 128])
    }

    /// Words of these terms are.
    pub fn of<'t>(terms: impl Iterator<Item = &'t str>) -> Beginnings {
        let mut beginnings = Beginnings([false; 128]);
        for term in terms {
            match term.bytes().next() {
                Some(byte) if byte.is_ascii() => beginnings.0[usize::from(byte)] = true,
                _ => return Beginnings::all(),
            }
        }
        beginnings
    }

    fn may_be(&self, form: &str) -> bool {
        let first = form.bytes().next().map(|byte| usize::from(byte.to_ascii_lowercase()));
        // What is folded from another letter may begin with any.
        first.and_then(|first| self.0.get(first)).is_none_or(|wanted| *wanted)
    }
}

/// What is known of the words of a language.
struct Stems {
    stemmer: Option<Stemmer>,
    english: bool,
    /// Words as printed, by their number in `terms`.
    known: FxHashMap<Box<str>, u32>,
    terms: Vec<Known>,
    scratch: String,
}

/// What is known of a word as printed.
struct Known {
    term: Box<str>,
    hash: u64,
    /// A second term, where there is one.
    other: Option<(Box<str>, u64)>,
}

/// Words an analyzer remembers of a language before its memory of it is begun anew, and of all languages together
/// before it begins another text: some 100 bytes each, for each thread that reads.
const MEMORY: usize = 65_536;

impl Analyzer {
    /// Reports the tokens of a text and where its sentences and paragraphs begin. Returns the
    /// number of positions.
    pub fn analyse(&mut self, language: Language, text: &str, report: impl FnMut(Event)) -> u32 {
        self.analyse_for(language, text, &Beginnings::all(), report)
    }

    /// Like [`analyse`](Self::analyse), but words that begin otherwise than asked may be left as
    /// printed, without a term of theirs: to find a few words, few have to be stemmed.
    pub fn analyse_for(
        &mut self,
        language: Language,
        text: &str,
        beginnings: &Beginnings,
        mut report: impl FnMut(Event),
    ) -> u32 {
        let remembered = self.languages.iter().flatten().map(|stems| stems.terms.len());
        if remembered.sum::<usize>() >= MEMORY {
            self.languages.iter_mut().flatten().for_each(|stems| stems.forget());
        }
        let stems = self.of_language(language);
        let mut scan = sentences::Scan::new(text);
        let mut position = 0;
        let mut forms = words::Forms::default();
        let mut at = 0;
        while let Some(word) = words::next(text, at) {
            scan.gap(&word, position, &mut report);
            forms.of(text, &word);
            for (number, (form, end)) in forms.iter().enumerate() {
                if stems.english && !beginnings.may_be(form) {
                    report(Event::Token(Token {
                        term: form,
                        form,
                        hash: 0,
                        position,
                        start: word.start,
                        end,
                        again: number > 0,
                    }));
                    continue;
                }
                let known = stems.know(form);
                let token = Token {
                    term: &known.term,
                    form,
                    hash: known.hash,
                    position,
                    start: word.start,
                    end,
                    again: number > 0,
                };
                report(Event::Token(token));
                if let Some((term, hash)) = &known.other {
                    report(Event::Token(Token { term, hash: *hash, again: true, ..token }));
                }
            }
            at = word.end;
            position += 1;
        }
        position
    }

    /// The stems a word as printed has in some languages, each once.
    pub fn stems(&mut self, languages: &[Language], form: &str) -> Vec<Stem> {
        let mut stems: Vec<Stem> = Vec::new();
        for language in languages {
            let known = self.of_language(*language).know(form);
            let other = known.other.as_ref().map(|(term, _)| term);
            for term in [&known.term].into_iter().chain(other) {
                match stems.iter_mut().find(|stem| *stem.term == **term) {
                    Some(stem) => stem.languages = stem.languages.or((*language).into()),
                    None => {
                        stems.push(Stem { term: term.to_string(), languages: (*language).into() })
                    }
                }
            }
        }
        for stem in &mut stems {
            stem.languages = stem.languages.of_all(languages);
        }
        stems
    }

    /// Whether a word as printed has a term in a language.
    pub fn has_term(&mut self, language: Language, form: &str, term: &str) -> bool {
        let known = self.of_language(language).know(form);
        *known.term == *term || known.other.as_ref().is_some_and(|(other, _)| **other == *term)
    }

    fn of_language(&mut self, language: Language) -> &mut Stems {
        let number = language.number();
        if number >= self.languages.len() {
            self.languages.resize_with(number + 1, || None);
        }
        self.languages[number].get_or_insert_with(|| {
            Box::new(Stems {
                stemmer: language.stemmer().map(Stemmer::new),
                english: language == Language::ENGLISH,
                known: FxHashMap::default(),
                terms: Vec::new(),
                scratch: String::new(),
            })
        })
    }
}

impl Stems {
    fn know(&mut self, form: &str) -> &Known {
        let number = match self.known.get(form) {
            Some(number) => *number,
            None => self.learn(form),
        };
        &self.terms[number as usize]
    }

    fn forget(&mut self) {
        self.known.clear();
        self.terms.clear();
    }

    fn learn(&mut self, form: &str) -> u32 {
        if self.terms.len() >= MEMORY {
            self.forget();
        }
        self.scratch.clear();
        fold::fold(form, &mut self.scratch);
        cut(&mut self.scratch);
        let stem = |word: &str| match &self.stemmer {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None => word.to_string(),
        };
        let mut term = stem(&self.scratch);
        let mut other = None;
        if !self.english && !form.is_ascii() {
            let mut folded = String::new();
            fold::fold(&stem(&form.to_lowercase()), &mut folded);
            cut(&mut folded);
            if folded != term && !folded.is_empty() {
                other = Some(std::mem::replace(&mut term, folded));
            }
        }
        let made = |term: String| {
            let hash = fingerprint::hash(&term);
            (Box::<str>::from(term), hash)
        };
        let (term, hash) = made(term);
        let number = self.terms.len() as u32;
        self.terms.push(Known { term, hash, other: other.map(made) });
        self.known.insert(form.into(), number);
        number
    }
}

/// Reports where sentences and paragraphs of a text begin.
pub fn boundaries(text: &str, mut report: impl FnMut(Event)) {
    let mut scan = sentences::Scan::new(text);
    let (mut at, mut position) = (0, 0);
    while let Some(word) = words::next(text, at) {
        scan.gap(&word, position, &mut report);
        at = word.end;
        position += 1;
    }
}

/// Whether words of a text may be printed with more than their letters, broken at a line's end or with
/// soft hyphens: looking for them in its bytes tells nothing.
pub fn hides_words(text: &str) -> bool {
    let broken = || text.lines().any(|line| line.trim_end().ends_with(words::HYPHENS));
    (!text.is_ascii() && text.contains(words::is_invisible)) || broken()
}

/// Cuts a word to [`MAX_WORD`] bytes, on a character's boundary.
fn cut(word: &mut String) {
    if word.len() > MAX_WORD {
        word.truncate(word.floor_char_boundary(MAX_WORD));
    }
}

#[cfg(test)]
mod tests;
