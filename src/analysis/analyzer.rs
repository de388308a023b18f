//! The analyzer, which caches the stems of words.

use std::hash::Hasher;
use std::ops::Range;

use frostem::Stemmer;
use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::beginnings::Beginnings;
use super::language::Language;
use super::languages::Stem;
use super::recent_words::RecentWords;
use super::token::{Event, MAX_WORD, Token};
use super::{fingerprint, fold, sentences, stem_check, words};

/// Analyses texts. Caches stems, so that a word is stemmed only once.
#[derive(Default)]
pub struct Analyzer {
    /// The cache of each language used so far, by the number of the language.
    languages: Vec<Option<Box<Stems>>>,
}

/// The cache of a language.
struct Stems {
    stemmer: Option<Stemmer>,
    english: bool,
    /// Whether a word and its terms have the same first letter.
    keeps_first: bool,
    known: HashTable<Known>,
    recent: RecentWords<Known>,
    /// The words as printed, each followed by its term, so that a lookup finds both in one place in memory.
    text: String,
    /// The second terms, with their hashes.
    others: Vec<(Box<str>, u64)>,
    scratch: String,
}

/// The terms of a word as printed.
#[derive(Clone, Copy)]
struct Known {
    /// Where the word starts in [`Stems::text`].
    start: u32,
    /// The length of the word, in bytes.
    form: u32,
    /// The length of the term, in bytes.
    term: u32,
    /// The number of the second term, if the word has one.
    other: Option<u32>,
    /// The hash of the term.
    hash: u64,
}

impl Known {
    fn form(&self) -> Range<usize> {
        self.start as usize..(self.start + self.form) as usize
    }

    fn term(&self) -> Range<usize> {
        let start = self.form().end;
        start..start + self.term as usize
    }
}

/// The number of words that an analyzer caches for a language before it clears the language's cache, and for all
/// languages before it starts another text. A word takes some 100 bytes per reading thread.
const MEMORY: usize = 65_536;

/// The length, in bytes, of the words and terms of a language at which its cache is cleared. Only a query can have
/// words so long that it matters.
const TEXT: usize = 64 << 20;

impl Analyzer {
    /// Reports the tokens of a text, and where its sentences and paragraphs begin. Returns the number of positions.
    pub fn analyse(&mut self, language: Language, text: &str, report: impl FnMut(Event)) -> u32 {
        self.analyse_for(language, text, &Beginnings::all(), report)
    }

    /// Like [`analyse`](Self::analyse), but may report a word without stemming it, with the printed form as its term,
    /// if its first letter is not in `beginnings`. This saves time when only a few words are searched for.
    pub(crate) fn analyse_for(
        &mut self,
        language: Language,
        text: &str,
        beginnings: &Beginnings,
        report: impl FnMut(Event),
    ) -> u32 {
        self.scan(language, text, beginnings, Some(sentences::Scan::new(text)), report)
    }

    /// Like [`analyse_for`](Self::analyse_for), but reports only the tokens.
    pub(crate) fn tokens_for(
        &mut self,
        language: Language,
        text: &str,
        beginnings: &Beginnings,
        mut report: impl FnMut(Token),
    ) -> u32 {
        self.scan(language, text, beginnings, None, |event| {
            if let Event::Token(token) = event {
                report(token);
            }
        })
    }

    fn scan(
        &mut self,
        language: Language,
        text: &str,
        beginnings: &Beginnings,
        mut boundaries: Option<sentences::Scan>,
        mut report: impl FnMut(Event),
    ) -> u32 {
        let remembered = self.languages.iter().flatten().map(|stems| stems.known.len());
        if remembered.sum::<usize>() >= MEMORY {
            self.languages.iter_mut().flatten().for_each(|stems| stems.forget());
        }
        let stems = self.of_language(language);
        let mut position = 0;
        let mut forms = words::Forms::default();
        let mut at = 0;
        while let Some(word) = words::next(text, at) {
            if let Some(scan) = &mut boundaries {
                scan.gap(&word, position, &mut report);
            }
            let place = Token {
                term: "",
                form: "",
                hash: 0,
                position,
                again: false,
                start: word.start,
                end: word.end,
            };
            // Most words need not be copied.
            if words::is_its_form(text, &word) {
                let form = &text[word.start..word.end];
                stems.report(Token { form, ..place }, beginnings, &mut report);
            } else {
                forms.of(text, &word);
                for (number, (form, end)) in forms.iter().enumerate() {
                    let token = Token { form, end, again: number > 0, ..place };
                    stems.report(token, beginnings, &mut report);
                }
            }
            at = word.end;
            position += 1;
        }
        position
    }

    /// Returns the stems of a word as printed in some languages, without duplicates.
    pub fn stems(&mut self, languages: &[Language], form: &str) -> Vec<Stem> {
        let mut stems: Vec<Stem> = Vec::new();
        for language in languages {
            let cache = self.of_language(*language);
            let known = cache.know(form);
            let other = cache.other(known).map(|(term, _)| &**term);
            for term in [cache.term(known)].into_iter().chain(other) {
                match stems.iter_mut().find(|stem| stem.term == term) {
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

    /// Returns the term of a word as printed. If it has two, returns the one that [`analyse`](Self::analyse) reports
    /// first.
    pub(crate) fn term(&mut self, language: Language, form: &str) -> &str {
        let cache = self.of_language(language);
        let known = cache.know(form);
        cache.term(known)
    }

    /// Returns whether a word as printed has a term in a language.
    pub fn has_term(&mut self, language: Language, form: &str, term: &str) -> bool {
        let cache = self.of_language(language);
        let known = cache.know(form);
        cache.term(known) == term || cache.other(known).is_some_and(|(other, _)| **other == *term)
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
                keeps_first: stem_check::keeps_first_letter(language),
                known: HashTable::new(),
                recent: RecentWords::default(),
                text: String::new(),
                others: Vec::new(),
                scratch: String::new(),
            })
        })
    }
}

impl Stems {
    /// Reports a form with its terms. The term and the hash of `token` are not known yet.
    fn report(&mut self, token: Token, beginnings: &Beginnings, report: &mut impl FnMut(Event)) {
        if self.keeps_first && !beginnings.may_be(token.form) {
            return report(Event::Token(Token { term: token.form, ..token }));
        }
        let known = self.know(token.form);
        report(Event::Token(Token { term: self.term(known), hash: known.hash, ..token }));
        if let Some((term, hash)) = self.other(known) {
            report(Event::Token(Token { term, hash: *hash, again: true, ..token }));
        }
    }

    fn know(&mut self, form: &str) -> Known {
        let (hash, text) = (hash_of(form), self.text.as_bytes());
        if let Some(known) = self.recent.get(hash, form) {
            return known;
        }
        let known = match self.known.find(hash, |known| text[known.form()] == *form.as_bytes()) {
            Some(known) => *known,
            None => self.learn(form, hash),
        };
        self.recent.keep(hash, form, known, self.known.len());
        known
    }

    /// Returns the term of a word.
    fn term(&self, known: Known) -> &str {
        &self.text[known.term()]
    }

    /// Returns the second term of a word, with its hash.
    fn other(&self, known: Known) -> Option<&(Box<str>, u64)> {
        known.other.map(|number| &self.others[number as usize])
    }

    fn forget(&mut self) {
        self.recent.clear();
        self.known.clear();
        self.text.clear();
        self.others.clear();
    }

    fn learn(&mut self, form: &str, hash: u64) -> Known {
        if self.known.len() >= MEMORY || self.text.len() >= TEXT {
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
        let other = other.map(|other| {
            self.others.push((other.as_str().into(), fingerprint::hash(&other)));
            self.others.len() as u32 - 1
        });
        let known = Known {
            start: self.text.len() as u32,
            form: form.len() as u32,
            term: term.len() as u32,
            other,
            hash: fingerprint::hash(&term),
        };
        self.text.push_str(form);
        self.text.push_str(&term);
        let text = &self.text;
        self.known.insert_unique(hash, known, |known| hash_of(&text[known.form()]));
        known
    }
}

fn hash_of(form: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(form.as_bytes());
    hasher.finish()
}

/// Reports where the sentences and paragraphs of a text begin.
pub fn boundaries(text: &str, mut report: impl FnMut(Event)) {
    let mut scan = sentences::Scan::new(text);
    let (mut at, mut position) = (0, 0);
    while let Some(word) = words::next(text, at) {
        scan.gap(&word, position, &mut report);
        at = word.end;
        position += 1;
    }
}

/// Returns whether words of a text may be printed with other characters between their letters: soft hyphens, or a
/// hyphen at a line end. A search in the bytes of such a text is not conclusive.
pub fn hides_words(text: &str) -> bool {
    let broken = || text.lines().any(|line| line.trim_end().ends_with(words::HYPHENS));
    (!text.is_ascii() && text.contains(words::is_invisible)) || broken()
}

/// Truncates a word to [`MAX_WORD`] bytes, at a character boundary.
fn cut(word: &mut String) {
    if word.len() > MAX_WORD {
        word.truncate(word.floor_char_boundary(MAX_WORD));
    }
}
