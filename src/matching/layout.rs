//! Analyzes one article: the positions of a query's words, and their bytes.

use super::ground::Ground;
use super::words::{Memory, Words};
use crate::analysis::{Analyzer, Beginnings, Event, Language, Recorded, Recording, Token};
use crate::article::Article;

/// The number of positions between title and body. Neither phrases nor proximity extend across them.
pub const TITLE_GAP: u32 = 2;

/// The tokens of an article, recorded for several queries.
pub struct Tokens {
    language: Language,
    title: Recording,
    body: Recording,
}

impl Tokens {
    /// Analyses an article.
    pub fn of(analyzer: &mut Analyzer, article: &Article) -> Tokens {
        let language = Language::of_article(article);
        let title = article.title.as_deref().unwrap_or_default();
        let title = Recording::of(analyzer, language, title);
        Tokens { language, title, body: Recording::of(analyzer, language, &article.body) }
    }

    /// Returns about how much memory they take, in bytes.
    pub fn bytes(&self) -> usize {
        size_of::<Tokens>() + self.title.bytes() + self.body.bytes()
    }
}

/// An article as positions, with the bytes of the query's words.
pub struct Layout {
    /// The language in which the article is analyzed.
    language: Language,
    places: Vec<Vec<u32>>,
    /// The position, the first byte and the end of each word that the query contains, starting with those in the title.
    bytes: Vec<(u32, usize, usize)>,
    title_bytes: usize,
    title_words: u32,
    body: u32,
    /// The number of positions in the body.
    pub body_words: u32,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    /// The first byte of each sentence of the body. Empty if the boundaries are not wanted, and for recorded tokens.
    pub sentence_bytes: Vec<usize>,
}

impl Layout {
    /// Analyzes an article for some words. Finds the sentences and paragraphs only if `with_boundaries` is set.
    pub fn of(
        words: &Words,
        beginnings: &Beginnings,
        analyzer: &mut Analyzer,
        article: &Article,
        memory: &mut Memory,
        with_boundaries: bool,
    ) -> Layout {
        let (title, body) = (article.title.as_deref().unwrap_or_default(), article.body.as_str());
        let mut layout = Layout::empty(Language::of_article(article), words);
        let language = layout.language;
        // A term that begins otherwise is not looked up.
        let may_match = |token: &Token| words.depend_on_forms() || beginnings.may_be(token.term);
        layout.title_words = analyzer.tokens_for(language, title, beginnings, |token| {
            if may_match(&token) {
                layout.word(words, &token, 0, memory);
            }
        });
        layout.title_bytes = layout.bytes.len();
        let base = layout.title_words + TITLE_GAP;
        layout.body = base;
        if !with_boundaries {
            layout.body_words = analyzer.tokens_for(language, body, beginnings, |token| {
                if may_match(&token) {
                    layout.word(words, &token, base, memory);
                }
            });
            return layout;
        }
        layout.body_words = analyzer.analyse_for(language, body, beginnings, |event| match event {
            Event::Token(token) if may_match(&token) => layout.word(words, &token, base, memory),
            Event::Token(_) => {}
            Event::Sentence(start, position) => {
                layout.sentences.push(base + position);
                layout.sentence_bytes.push(start);
            }
            Event::Paragraph(_, position) => layout.paragraphs.push(base + position),
        });
        layout
    }

    /// Lays out an article whose tokens were recorded.
    pub fn of_tokens(words: &Words, tokens: &Tokens, memory: &mut Memory) -> Layout {
        let mut layout = Layout::empty(tokens.language, words);
        layout.recorded(words, &tokens.title, 0, memory);
        layout.title_words = tokens.title.positions();
        layout.title_bytes = layout.bytes.len();
        // Sentences and paragraphs of the title do not count.
        layout.sentences.clear();
        layout.paragraphs.clear();
        layout.body = layout.title_words + TITLE_GAP;
        layout.recorded(words, &tokens.body, layout.body, memory);
        layout.body_words = tokens.body.positions();
        layout
    }

    fn empty(language: Language, words: &Words) -> Layout {
        Layout {
            language,
            places: vec![Vec::new(); words.len()],
            bytes: Vec::new(),
            title_bytes: 0,
            title_words: 0,
            body: 0,
            body_words: 0,
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            sentence_bytes: Vec::new(),
        }
    }

    fn recorded(&mut self, words: &Words, text: &Recording, base: u32, memory: &mut Memory) {
        // What a word matches depends only on the word.
        let (mut matched, mut ends) = (Vec::new(), vec![0]);
        for word in text.words() {
            words.each(self.language, &word, memory, |number| matched.push(number));
            ends.push(matched.len());
        }
        for entry in text.entries() {
            match entry {
                Recorded::Word(word, position, start, end) => {
                    for number in &matched[ends[word]..ends[word + 1]] {
                        self.place(*number, base + position, start, end);
                    }
                }
                Recorded::Sentence(position) => self.sentences.push(base + position),
                Recorded::Paragraph(position) => self.paragraphs.push(base + position),
            }
        }
    }

    fn word(&mut self, words: &Words, token: &Token, base: u32, memory: &mut Memory) {
        words.each(self.language, token, memory, |number| {
            self.place(number, base + token.position, token.start, token.end);
        });
    }

    fn place(&mut self, number: usize, position: u32, start: usize, end: usize) {
        // A word and a part of it may have the same stem. A position counts only once.
        let places = &mut self.places[number];
        if places.last() != Some(&position) {
            places.push(position);
        }
        match self.bytes.last_mut() {
            // A word that is hyphenated at the end of a line is marked up to its end.
            Some(last) if last.0 == position => last.2 = last.2.max(end),
            _ => self.bytes.push((position, start, end)),
        }
    }

    /// Returns the positions in which spans are searched.
    pub fn ground(&self) -> Ground<'_> {
        Ground {
            places: &self.places,
            title_words: self.title_words,
            body: self.body,
            sentences: &self.sentences,
            paragraphs: &self.paragraphs,
        }
    }

    /// Returns the byte range of the word at a position, and whether the word is in the title.
    pub fn bytes_of(&self, position: u32) -> Option<(usize, usize, bool)> {
        let at = self.bytes.binary_search_by_key(&position, |found| found.0).ok()?;
        Some((self.bytes[at].1, self.bytes[at].2, at < self.title_bytes))
    }
}
