//! Finds the names in many articles. How all articles print a word decides whether a mention is a name.
//!
//! A word at the beginning of a sentence, or in a headline, has a capital in any case. Whether it is a name follows
//! from how it is printed elsewhere (as in truecasing; Lita, Ittycheriah, Roukos and Kambhatla, 2003).

use rustc_hash::{FxHashMap, FxHashSet};

use super::extract::Extract;
use super::grouping::{Gathered, grouped};
use super::inflection::{self, is_cyrillic};
use super::lists::Kinds;
use super::mention::{self, Certainty, Mention, Part};
use super::name::{Name, key, text};
use super::variants;
use super::word::{Gap, Shape};

/// The mentions of some articles.
#[derive(Debug, Default)]
pub struct Gathering {
    articles: Vec<Vec<Mention>>,
    /// How often two names are joined by `and`.
    pairs: FxHashMap<String, u32>,
    /// The number of articles that print a word in lower case, and with a capital within a sentence.
    lower: FxHashMap<u64, u32>,
    capital: FxHashMap<u64, u32>,
    /// The number of articles in which some words begin a sentence and may be a name, by their terms.
    beginnings: FxHashMap<String, u32>,
}

/// The known names, by their terms, and how often each is certain. Surnames count as known even if they are never
/// certain.
type Known = FxHashMap<String, u32>;

/// The maximum number of words of a known name that is looked for in a headline.
const LONGEST: usize = 6;

impl Gathering {
    /// Adds an article.
    pub fn add(&mut self, extract: Extract) {
        for hash in &extract.lower {
            *self.lower.entry(*hash).or_default() += 1;
        }
        let certain = extract.mentions.iter().filter(|it| it.certainty == Certainty::Certain);
        let parts = certain.flat_map(|mention| &mention.parts);
        let hashes: FxHashSet<u64> =
            parts.filter(|part| part.shape != Shape::Lower).map(|part| part.form).collect();
        for hash in hashes {
            *self.capital.entry(hash).or_default() += 1;
        }
        let beginnings = extract
            .mentions
            .iter()
            .filter(|it| it.certainty == Certainty::FirstWordOpen && it.parts.len() > 1);
        let beginnings: FxHashSet<String> = beginnings.map(|it| key(&it.parts)).collect();
        for words in beginnings {
            *self.beginnings.entry(words).or_default() += 1;
        }
        for pair in extract.mentions.windows(2).filter(|pair| pair[1].follows_and) {
            *self.pairs.entry(pair_key(&pair[0], &pair[1])).or_default() += 1;
        }
        self.articles.push(extract.mentions);
    }

    /// Returns whether a word is printed in lower case more often than with a capital within a sentence.
    fn is_common(&self, part: &Part) -> bool {
        let count = |counts: &FxHashMap<u64, u32>| counts.get(&part.form).copied().unwrap_or(0);
        count(&self.lower) > count(&self.capital)
    }

    /// Returns whether words that begin a sentence are a person's name with a first name, although no article has that name
    /// within a sentence. The first word is not an ordinary one if several articles print it there and none in lower case.
    fn has_first_name(&self, parts: &[Part]) -> bool {
        let articles = self.beginnings.get(&key(parts)).copied().unwrap_or(0);
        articles > 1
            && parts[0].shape == Shape::Capital
            && !self.lower.contains_key(&parts[0].form)
            && variants::may_be_person(parts)
    }

    /// Decides which mentions are names, and joins the variants of each.
    pub fn names(mut self) -> Gathered {
        let articles = std::mem::take(&mut self.articles);
        let known = self.known(&articles);
        let mut names: Vec<Name> = Vec::new();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut of_articles: Vec<Vec<u32>> = Vec::with_capacity(articles.len());
        for mentions in &articles {
            let mut found: FxHashMap<u32, bool> = FxHashMap::default();
            let mut keep = |parts: &[Part], titled: bool| {
                let number = *numbers.entry(key(parts)).or_insert_with(|| {
                    let parts = parts.to_vec();
                    let printed = FxHashMap::default();
                    names.push(Name { parts, articles: 0, titled: 0, printed });
                    names.len() as u32 - 1
                });
                *names[number as usize].printed.entry(text(parts)).or_default() += 1;
                *found.entry(number).or_default() |= titled;
            };
            let mut rest = mentions.as_slice();
            while let [first, others @ ..] = rest {
                rest = others;
                if let Some(pair) = others.first().and_then(|next| self.pair(first, next, &known)) {
                    keep(&pair, false);
                    rest = &others[1..];
                } else {
                    self.resolve(first, &known, &mut keep);
                }
            }
            for (number, titled) in &found {
                names[*number as usize].articles += 1;
                names[*number as usize].titled += u32::from(*titled);
            }
            let mut found: Vec<u32> = found.into_keys().collect();
            found.sort_unstable();
            of_articles.push(found);
        }
        grouped(&names, of_articles)
    }

    /// Returns the keys of the names that are certain, and the last words of those that may be persons.
    fn known(&self, articles: &[Vec<Mention>]) -> Known {
        let mut known = Known::default();
        for mention in articles.iter().flatten() {
            let parts = self.with_noun(&mention.parts);
            if mention.certainty != Certainty::Certain || !self.is_name(parts, mention.titled) {
                continue;
            }
            *known.entry(key(parts)).or_default() += 1;
            if parts.len() > 1 && is_cyrillic(&parts[0].printed) {
                *known.entry(inflected_key(parts)).or_default() += 1;
            }
            if variants::may_be_person(parts)
                && let Some(last) = parts.last()
                && !self.is_common(last)
                && mention::is_name(std::slice::from_ref(last))
            {
                known.entry(last.term.clone()).or_default();
            }
        }
        known
    }

    /// Returns the words of one name that `and` joins (`Pratt and Whitney`), if one of its halves mostly occurs in it.
    fn pair(&self, first: &Mention, next: &Mention, known: &Known) -> Option<Vec<Part>> {
        if !next.follows_and || first.certainty == Certainty::Headline {
            return None;
        }
        if [first, next].iter().any(|mention| variants::may_be_person(&mention.parts)) {
            return None;
        }
        let count = |mention: &Mention| known.get(&key(&mention.parts)).copied().unwrap_or(0);
        let pairs = self.pairs.get(&pair_key(first, next)).copied().unwrap_or(0);
        let rarer = count(first).min(count(next));
        let and = Part::lower("and");
        (pairs > 1 && pairs * 2 > rarer)
            .then(|| first.parts.iter().cloned().chain([and]).chain(next.parts.clone()).collect())
    }

    /// Returns whether words within a sentence are a name. A single word that is mostly printed in lower case is not.
    fn is_name(&self, parts: &[Part], titled: bool) -> bool {
        titled || parts.len() > 1 || !self.is_common(&parts[0])
    }

    /// Returns the words of a name without a lower-case word at its end, unless that belongs to it: the word before is then
    /// an ordinary one (`Белый дом`, but `Москва намерена`).
    fn with_noun<'p>(&self, parts: &'p [Part]) -> &'p [Part] {
        match parts {
            [first, last] if last.shape == Shape::Lower && is_cyrillic(&last.printed) => {
                match self.lower.contains_key(&first.form) {
                    true => parts,
                    false => &parts[..1],
                }
            }
            parts => parts,
        }
    }

    /// Reports the names of a mention.
    fn resolve(&self, mention: &Mention, known: &Known, keep: &mut impl FnMut(&[Part], bool)) {
        let mut parts = self.with_noun(&mention.parts);
        // At the beginning of a sentence, any word may precede a noun.
        let has_noun = parts.last().is_some_and(|last| last.shape == Shape::Lower);
        if has_noun && mention.certainty != Certainty::Certain && !known.contains_key(&key(parts)) {
            parts = &parts[..parts.len() - 1];
        }
        if let Some(several) = separate(parts, known).or_else(|| adjacent(parts, known)) {
            several.into_iter().for_each(|name| keep(name, false));
            return;
        }
        match mention.certainty {
            Certainty::Certain => {
                if self.is_name(parts, mention.titled) {
                    keep(parts, mention.titled);
                }
            }
            Certainty::FirstWordOpen if parts.len() == 1 => {
                if known.contains_key(&parts[0].term) && !self.is_common(&parts[0]) {
                    keep(parts, false);
                }
            }
            Certainty::FirstWordOpen => {
                let rest = &parts[1..];
                let whole = known.contains_key(&key(parts));
                let rest_alone = known.contains_key(&key(rest)) && !self.has_first_name(parts);
                let first_open = self.is_common(&parts[0]) || rest_alone;
                let starts_rest = rest[0].shape != Shape::Lower && rest[0].gap == Gap::Space;
                let can_stand = starts_rest && mention::is_name(rest);
                // `Allied Industries Inc`, but not `Explaining European` orders.
                let is_organization =
                    rest.iter().any(|part| part.kinds.are(Kinds::HEAD.or(Kinds::LEGAL_FORM)));
                // A company's name may begin with any word. Without it, the rest is another name if that is known.
                let has_form = rest.iter().any(|part| part.kinds.are(Kinds::LEGAL_FORM));
                let is_company = has_form && !known.contains_key(&key(rest));
                if whole || !first_open || is_company || !can_stand && is_organization {
                    keep(parts, false);
                } else if can_stand && self.is_name(rest, false) {
                    keep(rest, false);
                }
            }
            Certainty::Description => {
                let suffixes = (0..parts.len()).map(|from| &parts[from..]);
                let mut known = suffixes.filter(|suffix| known.contains_key(&key(suffix)));
                if let Some(name) = known.next().filter(|name| self.is_name(name, false)) {
                    keep(name, false);
                }
            }
            Certainty::Headline => self.scan(parts, known, keep),
            Certainty::Company => {
                let without_form =
                    parts.split_last().filter(|(last, _)| last.kinds.are(Kinds::LEGAL_FORM));
                let names = [Some(parts), without_form.map(|(_, name)| name)];
                let mut names = names.into_iter().flatten().filter(|name| !name.is_empty());
                if let Some(name) = names.find(|name| self.is_known(name, known)) {
                    keep(name, false);
                }
            }
        }
    }

    /// Returns whether words in a headline are a known name.
    fn is_known(&self, name: &[Part], known: &Known) -> bool {
        known.contains_key(&key(name))
            && mention::is_name(name)
            && (name.len() > 1 || !self.is_common(&name[0]))
    }

    /// Reports the known names in a headline, the longest first from left to right.
    fn scan(&self, parts: &[Part], known: &Known, keep: &mut impl FnMut(&[Part], bool)) {
        let mut at = 0;
        while at < parts.len() {
            let longest = LONGEST.min(parts.len() - at);
            // A company's name ends with its legal form, if it has one.
            let form = parts[at..at + longest]
                .iter()
                .position(|part| part.kinds.are(Kinds::LEGAL_FORM))
                .filter(|_| at == 0 || parts[at].gap == Gap::Break);
            let fits = |length: &usize| {
                let hyphen = |at: usize| parts.get(at).is_some_and(|it| it.gap == Gap::Hyphen);
                let within_company = form.is_some_and(|form| *length < form);
                // `S. Africa` in a headline is not Africa.
                let after_initial =
                    parts[at].gap == Gap::Stop && at > 0 && parts[at - 1].shape == Shape::Initial;
                self.is_known(&parts[at..at + length], known)
                    && !after_initial
                    && !hyphen(at)
                    && !hyphen(at + length)
                    && !within_company
            };
            let length = (1..=longest).rev().find(fits).filter(|_| parts[at].shape != Shape::Lower);
            if let Some(length) = length {
                keep(&parts[at..at + length], false);
            }
            at += length.or(form).unwrap_or(1).max(1);
        }
    }
}

/// Returns the names that hyphens separate (`Rome-Milan`), if each of them is more often alone.
fn separate<'p>(parts: &'p [Part], known: &Known) -> Option<Vec<&'p [Part]>> {
    if !parts.iter().skip(1).any(|part| part.gap == Gap::Hyphen) {
        return None;
    }
    let count = |name: &[Part]| known.get(&key(name)).copied().unwrap_or(0);
    let mut names = Vec::new();
    let mut start = 0;
    for end in 1..=parts.len() {
        if parts.get(end).is_none_or(|part| part.gap == Gap::Hyphen) {
            names.push(&parts[start..end]);
            start = end;
        }
    }
    let whole = count(parts);
    names.iter().all(|name| count(name) > whole.max(1)).then_some(names)
}

/// Returns the names of a place and of a person that are next to each other, as in `президент России Олег Верхов`, where
/// only the cases separate them.
fn adjacent<'p>(parts: &'p [Part], known: &Known) -> Option<Vec<&'p [Part]>> {
    if parts.len() < 3 || !is_cyrillic(&parts[0].printed) {
        return None;
    }
    let count = |key: String| known.get(&key).copied().unwrap_or(0);
    let whole = count(key(parts));
    (1..parts.len() - 1).find_map(|at| {
        let (place, person) = parts.split_at(at);
        let is_person = person[0].gap == Gap::Space && variants::may_be_person(person);
        let (of_place, of_person) = (count(key(place)), count(inflected_key(person)));
        let apart = of_place > whole && (of_person >= whole || of_place > 4 * whole);
        (is_person && apart).then(|| vec![place, person])
    })
}

/// Returns the key that the inflections of a name in Cyrillic letters have in common. It is not the key of any name.
fn inflected_key(parts: &[Part]) -> String {
    let words = parts.iter().map(|part| (part.printed.as_str(), part.term.as_str()));
    format!("~ {}", inflection::common(words))
}

fn pair_key(first: &Mention, next: &Mention) -> String {
    format!("{} and {}", key(&first.parts), key(&next.parts))
}
