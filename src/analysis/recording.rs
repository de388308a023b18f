//! The tokens of a text, recorded so that several queries can be compared with them.

use rustc_hash::FxHashMap;

use super::analyzer::Analyzer;
use super::language::Language;
use super::token::{Event, Token};

/// The words of a text with their positions, and where its sentences and paragraphs begin.
#[derive(Debug, Default)]
pub struct Recording {
    /// The distinct words: each one's printed form, followed by its term.
    text: String,
    words: Vec<Word>,
    entries: Vec<Entry>,
    positions: u32,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where the printed form starts in [`Recording::text`].
    start: u32,
    /// The lengths of the form and of the term, in bytes.
    form: u32,
    term: u32,
    hash: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// The number of a word, [`SENTENCE`] or [`PARAGRAPH`].
    word: u32,
    position: u32,
    start: u32,
    end: u32,
}

const SENTENCE: u32 = u32::MAX;
const PARAGRAPH: u32 = u32::MAX - 1;

/// What is at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// A word, by its number, with its byte range.
    Word(usize, u32, usize, usize),
    /// The beginning of a sentence.
    Sentence(u32),
    /// The beginning of a paragraph.
    Paragraph(u32),
}

impl Recording {
    /// Analyses a text of less than 4 GiB.
    pub fn of(analyzer: &mut Analyzer, language: Language, text: &str) -> Recording {
        let mut recording = Recording::default();
        // By printed form and term, which contain no NUL.
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let (mut key, mut entries) = (String::new(), Vec::new());
        recording.positions = analyzer.analyse(language, text, |event| {
            let entry = match event {
                Event::Sentence(_, position) => {
                    Entry { word: SENTENCE, position, start: 0, end: 0 }
                }
                Event::Paragraph(_, position) => {
                    Entry { word: PARAGRAPH, position, start: 0, end: 0 }
                }
                Event::Token(token) => {
                    key.clear();
                    key.extend([token.form, "\0", token.term]);
                    let word = match numbers.get(&key) {
                        Some(number) => *number,
                        None => {
                            let number = recording.add(&token);
                            numbers.insert(key.clone(), number);
                            number
                        }
                    };
                    let (start, end) = (token.start as u32, token.end as u32);
                    Entry { word, position: token.position, start, end }
                }
            };
            entries.push(entry);
        });
        recording.entries = entries;
        recording
    }

    fn add(&mut self, token: &Token) -> u32 {
        let (start, hash) = (self.text.len() as u32, token.hash);
        let (form, term) = (token.form.len() as u32, token.term.len() as u32);
        self.text.push_str(token.form);
        self.text.push_str(token.term);
        self.words.push(Word { start, form, term, hash });
        self.words.len() as u32 - 1
    }

    /// Returns the distinct words, in the order of their numbers. Their positions mean nothing.
    pub fn words(&self) -> impl Iterator<Item = Token<'_>> {
        self.words.iter().map(|word| {
            let middle = (word.start + word.form) as usize;
            Token {
                form: &self.text[word.start as usize..middle],
                term: &self.text[middle..middle + word.term as usize],
                hash: word.hash,
                position: 0,
                start: 0,
                end: 0,
                again: false,
            }
        })
    }

    /// Returns what is recorded, in the order of the text.
    pub fn entries(&self) -> impl Iterator<Item = Recorded> {
        self.entries.iter().map(|entry| match entry.word {
            SENTENCE => Recorded::Sentence(entry.position),
            PARAGRAPH => Recorded::Paragraph(entry.position),
            word => {
                let (start, end) = (entry.start as usize, entry.end as usize);
                Recorded::Word(word as usize, entry.position, start, end)
            }
        })
    }

    /// Returns the number of positions.
    pub fn positions(&self) -> u32 {
        self.positions
    }

    /// Returns about how much memory the recording takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.words.capacity() * size_of::<Word>()
            + self.entries.capacity() * size_of::<Entry>()
    }
}
