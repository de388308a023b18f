//! A second implementation of the positional operators, as simple as possible: it enumerates every choice of words and
//! checks each. It is slow, and independent of `src/matching/`; both share only the analysis of text and the query
//! tree.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use unicode_segmentation::UnicodeSegmentation;

use dateline::analysis::{Analyzer, Event, Language, fold};
use dateline::article::Article;
use dateline::query::tree::{
    Capitals, Extent, FilterField, Flag, Pattern, Proximity, Reach, Text, Tree, Word,
};

/// A printed word: its place, its terms and its forms.
pub struct Printed {
    zone: u8,
    position: u32,
    sentence: u32,
    paragraph: u32,
    start: usize,
    end: usize,
    names: Vec<(String, String)>,
}

/// A choice of words, by their numbers in the article, in groups of adjacent words.
type Choice = BTreeSet<BTreeSet<usize>>;

/// An article divided into words.
pub struct Taken<'a> {
    article: &'a Article,
    language: Language,
    words: Vec<Printed>,
    body_words: u32,
}

pub fn take_apart<'a>(article: &'a Article, analyzer: &mut Analyzer) -> Taken<'a> {
    let language = Language::of_article(article);
    let mut words: Vec<Printed> = Vec::new();
    let mut body_words = 0;
    let title = article.title.clone().unwrap_or_default();
    for (zone, text) in [(0, title.as_str()), (1, article.body.as_str())] {
        let (mut sentence, mut paragraph) = (0, 0);
        let count = analyzer.analyse(language, text, |event| match event {
            Event::Sentence(..) => sentence += 1,
            Event::Paragraph(..) => paragraph += 1,
            Event::Token(token) => {
                let name = (token.term.to_string(), token.form.to_string());
                match words.last_mut() {
                    Some(last) if last.zone == zone && last.position == token.position => {
                        last.names.push(name);
                        last.end = last.end.max(token.end);
                    }
                    _ => words.push(Printed {
                        zone,
                        position: token.position,
                        sentence: if zone == 0 { 0 } else { sentence },
                        paragraph: if zone == 0 { 0 } else { paragraph },
                        start: token.start,
                        end: token.end,
                        names: vec![name],
                    }),
                }
            }
        });
        if zone == 1 {
            body_words = count;
        }
    }
    Taken { article, language, words, body_words }
}

impl Taken<'_> {
    /// Returns whether the article satisfies a tree.
    pub fn satisfies(&self, tree: &Tree) -> bool {
        match tree {
            Tree::All => true,
            Tree::Nothing => false,
            Tree::Text(_) | Tree::Near(_) => !self.choices(tree).is_empty(),
            Tree::AtLeast(count, tree) => self.most_apart(tree) >= *count as usize,
            Tree::And(trees) => trees.iter().all(|tree| self.satisfies(tree)),
            Tree::Or(trees) => trees.iter().any(|tree| self.satisfies(tree)),
            Tree::Not(tree) => !self.satisfies(tree),
            Tree::Filter(filter) => {
                let article = self.article;
                let fits = |value: &Option<String>, folded: bool| {
                    let Some(value) = value else { return false };
                    let named =
                        |text: &str| if folded { fold::name(text) } else { text.to_string() };
                    let (value, wanted) = (named(value), named(&filter.value));
                    if filter.wild { wild(&wanted, &value) } else { value == wanted }
                };
                match filter.field {
                    FilterField::Source => {
                        fits(&article.source, true) || fits(&article.agency, true)
                    }
                    FilterField::Publisher => fits(&article.source, true),
                    FilterField::Agency => fits(&article.agency, true),
                    FilterField::Lang => fits(&article.lang, true),
                    FilterField::Dateline => fits(&article.dateline, true),
                    FilterField::Byline => article.byline.iter().any(|author| {
                        let punctuation = |c: char| !c.is_alphanumeric();
                        let words = author.split(char::is_whitespace);
                        let words = words.map(|word| word.trim_matches(punctuation).to_string());
                        words.chain([author.clone()]).any(|part| fits(&Some(part), true))
                    }),
                    FilterField::Section => fits(&article.section, true),
                    FilterField::Topic => {
                        article.topics.iter().any(|topic| fits(&Some(topic.clone()), true))
                    }
                    FilterField::Id => fits(&article.id, false),
                    FilterField::Key => fits(&Some(article.key.clone()), false),
                    FilterField::Path => false,
                }
            }
            Tree::Date(range) => {
                self.article.date.is_some_and(|date| range.matches(&Extent::of(&date)))
            }
            Tree::Flag(Flag::Undated) => self.article.date.is_none(),
            Tree::Flag(Flag::Inexact) => self.article.date.is_some_and(|date| date.is_inexact()),
            Tree::Flag(Flag::Unread) => self.article.flags.date_unread,
            Tree::Flag(Flag::Suspect) => self.article.flags.suspect,
            Tree::Length(least, most) => *least <= self.body_words && self.body_words <= *most,
            Tree::Keys(keys) => keys.0.iter().any(|(key, _)| *key == self.article.key),
        }
    }

    /// Returns the spans that should be marked: the zone, and the byte range.
    pub fn marked(&self, tree: &Tree) -> BTreeSet<(u8, usize, usize)> {
        match tree {
            Tree::And(trees) if self.satisfies(tree) => {
                trees.iter().flat_map(|tree| self.marked(tree)).collect()
            }
            Tree::Or(trees) => trees.iter().flat_map(|tree| self.marked(tree)).collect(),
            Tree::AtLeast(_, inner) if self.satisfies(tree) => self.marked(inner),
            Tree::Text(_) | Tree::Near(_) => self
                .choices(tree)
                .iter()
                .flatten()
                .map(|group| {
                    let words = group.iter().map(|word| &self.words[*word]);
                    let start = words.clone().map(|word| word.start).min().unwrap_or(0);
                    let end = words.clone().map(|word| word.end).max().unwrap_or(0);
                    let zone = self.words[group.first().copied().unwrap_or(0)].zone;
                    let (start, end) = self.clusters(zone, start, end);
                    (zone, start, end)
                })
                .collect(),
            _ => BTreeSet::new(),
        }
    }

    /// Extends a range so that it contains whole grapheme clusters.
    fn clusters(&self, zone: u8, start: usize, end: usize) -> (usize, usize) {
        let text = match zone {
            0 => self.article.title.as_deref().unwrap_or_default(),
            _ => &self.article.body,
        };
        let (mut first, mut last) = (start, end);
        for (at, cluster) in text.grapheme_indices(true) {
            let behind = at + cluster.len();
            if at < end && behind > start {
                first = first.min(at);
                last = last.max(behind);
            }
        }
        (first, last)
    }

    /// Returns every choice of words that satisfies a positional tree.
    fn choices(&self, tree: &Tree) -> BTreeSet<Choice> {
        match tree {
            Tree::Text(text) => self.phrases(text),
            Tree::Or(trees) => trees.iter().flat_map(|tree| self.choices(tree)).collect(),
            Tree::Near(near) => {
                let (left, right) = (self.choices(&near.left), self.choices(&near.right));
                let mut found = BTreeSet::new();
                for a in &left {
                    let mut close = false;
                    for b in &right {
                        if !self.is_close(a, b, near.how) {
                            continue;
                        }
                        let (x, y) = (flat(a), flat(b));
                        close |= !y.is_subset(&x);
                        if !near.how.negated && x.is_disjoint(&y) {
                            found.insert(a.union(b).cloned().collect());
                        }
                    }
                    if near.how.negated && !close {
                        found.insert(a.clone());
                    }
                }
                found
            }
            _ => BTreeSet::new(),
        }
    }

    fn is_close(&self, a: &Choice, b: &Choice, how: Proximity) -> bool {
        let ends = |choice: &Choice| {
            let words = flat(choice);
            let first = &self.words[*words.first().expect("a choice has words")];
            let last = &self.words[*words.last().expect("a choice has words")];
            (first, last)
        };
        let ((a_first, a_last), (b_first, b_last)) = (ends(a), ends(b));
        if a_first.zone != b_first.zone || (how.ordered && b_first.position <= a_last.position) {
            return false;
        }
        let all = [a_first, a_last, b_first, b_last];
        match how.reach {
            Reach::Sentence => all.iter().all(|word| word.sentence == a_first.sentence),
            Reach::Paragraph => all.iter().all(|word| word.paragraph == a_first.paragraph),
            Reach::Words(words) => {
                let behind = i64::from(b_first.position) - i64::from(a_last.position);
                let before = i64::from(a_first.position) - i64::from(b_last.position);
                behind.max(before).max(0) <= i64::from(words)
            }
        }
    }

    fn phrases(&self, text: &Text) -> BTreeSet<Choice> {
        let mut found = BTreeSet::new();
        let mut chosen = Vec::new();
        self.extend(text, &mut chosen, &mut found);
        found
    }

    fn extend(&self, text: &Text, chosen: &mut Vec<usize>, found: &mut BTreeSet<Choice>) {
        let Some(slot) = text.slots.get(chosen.len()) else {
            let zone_of = |word: &usize| self.words[*word].zone;
            if chosen.iter().any(|word| zone_of(word) != zone_of(&chosen[0])) {
                return;
            }
            let places: Vec<i64> = chosen
                .iter()
                .zip(&text.slots)
                .map(|(word, slot)| i64::from(self.words[*word].position) - i64::from(slot.at))
                .collect();
            let spread = places.iter().max().unwrap_or(&0) - places.iter().min().unwrap_or(&0);
            let distinct: BTreeSet<usize> = chosen.iter().copied().collect();
            if spread <= i64::from(text.slop)
                && distinct.len() == chosen.len()
                && distinct.iter().all(|word| self.allows(text, *word))
            {
                found.insert(runs(&distinct));
            }
            return;
        };
        for word in 0..self.words.len() {
            if self.is(word, &slot.word, text.capitals) {
                chosen.push(word);
                self.extend(text, chosen, found);
                chosen.pop();
            }
        }
    }

    fn allows(&self, text: &Text, word: usize) -> bool {
        let word = &self.words[word];
        let zone = text.zone;
        match word.zone {
            0 => zone.title,
            _ => {
                zone.body
                    && (!zone.lead || word.paragraph <= 2)
                    && zone.first.is_none_or(|words| word.position < words)
            }
        }
    }

    fn is(&self, word: usize, wanted: &Word, capitals: Option<Capitals>) -> bool {
        self.words[word].names.iter().any(|(term, form)| {
            let named = match wanted {
                Word::Stems(stems) => stems
                    .iter()
                    .any(|stem| stem.term == *term && stem.languages.contains(self.language)),
                Word::Exact(exact, _) => exact == form,
                Word::Pattern(pattern) => held(pattern, form),
            };
            let upper = || form.chars().any(char::is_uppercase);
            named
                && match capitals {
                    None => true,
                    Some(Capitals::Some) => upper(),
                    Some(Capitals::All) => upper() && !form.chars().any(char::is_lowercase),
                    Some(Capitals::None) => !upper(),
                }
        })
    }

    /// Returns the maximum number of choices whose spans do not overlap.
    fn most_apart(&self, tree: &Tree) -> usize {
        let mut stretches: Vec<(usize, usize)> = self
            .choices(tree)
            .iter()
            .map(|choice| {
                let words = flat(choice);
                (*words.first().expect("words"), *words.last().expect("words"))
            })
            .collect();
        stretches.sort_by_key(|(start, end)| (*end, std::cmp::Reverse(*start)));
        // `best` has the maximum for each number of leading words (dynamic programming).
        let mut best = vec![0; self.words.len() + 1];
        for end in 0..self.words.len() {
            best[end + 1] = best[end];
            for (start, last) in &stretches {
                if *last == end {
                    best[end + 1] = best[end + 1].max(best[*start] + 1);
                }
            }
        }
        best[self.words.len()]
    }
}

thread_local! {
    /// Caches whether a pattern matches a form, because the articles share their words.
    static HELD: RefCell<HashMap<(Pattern, String), bool>> = RefCell::default();
}

fn held(pattern: &Pattern, form: &str) -> bool {
    let asked = (pattern.clone(), form.to_string());
    if let Some(holds) = HELD.with_borrow(|held| held.get(&asked).copied()) {
        return holds;
    }
    let mut folded = String::new();
    fold::fold(form, &mut folded);
    let holds = match pattern {
        Pattern::Wild(text) => wild(text, &folded),
        Pattern::Regex(text) => {
            // Escapes are ASCII and keep their meaning; no folded word has accents.
            let plain = text.replace(['é', 'è'], "e");
            regex::Regex::new(&format!("(?i)^(?:{plain})$"))
                .is_ok_and(|regex| regex.is_match(&folded))
        }
        Pattern::Fuzzy(text, distance) => edits(text, &folded) <= usize::from(*distance),
    };
    HELD.with_borrow_mut(|held| held.insert(asked, holds));
    holds
}

fn flat(choice: &Choice) -> BTreeSet<usize> {
    choice.iter().flatten().copied().collect()
}

/// Groups the adjacent words of a phrase.
fn runs(words: &BTreeSet<usize>) -> Choice {
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    for word in words {
        match groups.last_mut() {
            Some(group) if group.contains(&(word.wrapping_sub(1))) => {
                group.insert(*word);
            }
            _ => groups.push(BTreeSet::from([*word])),
        }
    }
    groups.into_iter().collect()
}

fn wild(pattern: &str, word: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return word.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    let mut chars = word.chars();
    match first {
        '*' => wild(rest, word) || chars.next().is_some() && wild(pattern, chars.as_str()),
        '?' => chars.next().is_some() && wild(rest, chars.as_str()),
        c => chars.next() == Some(c) && wild(rest, chars.as_str()),
    }
}

/// Returns the number of insertions, deletions, substitutions and swaps of adjacent letters, by trying all of them.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    fn from(a: &[char], b: &[char], allowed: usize) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([x, a2 @ ..], [y, b2 @ ..]) if x == y => from(a2, b2, allowed),
            _ if allowed == 0 => 1,
            ([x, a2 @ ..], [y, b2 @ ..]) => {
                let mut least = 1 + from(a2, b2, allowed - 1);
                least = least.min(1 + from(a2, b, allowed - 1)).min(1 + from(a, b2, allowed - 1));
                if let ([x2, a3 @ ..], [y2, b3 @ ..]) = (a2, b2)
                    && x == y2
                    && x2 == y
                {
                    least = least.min(1 + from(a3, b3, allowed - 1));
                }
                least
            }
        }
    }
    if a.len().abs_diff(b.len()) > 2 { 3 } else { from(&a, &b, 2) }
}
