//! The words around some places of a text, found without dividing the rest of the text into words.
//!
//! No word contains a space, so the words behind a space do not depend on what is before it.

use super::words::{self, Forms, Word};

/// The number of bytes before a place that are first divided into words, for each word that is wanted.
const BYTES: usize = 12;

/// Words of a text that follow each other.
#[derive(Default)]
struct Stretch {
    words: Vec<Word>,
    /// Whether each word is near a place, and whether it is part of one.
    roles: Vec<(bool, bool)>,
}

/// Reports the form of each word that is at most `window` words from one of some places and part of none. The places
/// are byte ranges, sorted by their starts. A word that is near several places is reported once.
pub fn around(
    text: &str,
    places: impl IntoIterator<Item = (usize, usize)>,
    window: usize,
    mut report: impl FnMut(&str),
) {
    let (mut stretch, mut forms) = (Stretch::default(), Forms::default());
    let mut at = 0;
    for (start, end) in places {
        let from = before(text, at, start, window);
        if from > at {
            stretch.finish(text, &mut forms, &mut report);
            at = from;
        }
        let words = &mut stretch.words;
        let mut behind = words.partition_point(|word| word.start < end);
        while words.len() - behind < window {
            let Some(word) = words::next(text, at) else { break };
            behind += usize::from(word.start < end);
            at = word.end;
            words.push(word);
        }
        stretch.roles.resize(words.len(), (false, false));
        let first = words.partition_point(|word| word.end <= start);
        let to = behind.saturating_add(window).min(words.len());
        stretch.roles[first.saturating_sub(window)..to].iter_mut().for_each(|role| role.0 = true);
        stretch.roles[first..behind.max(first)].iter_mut().for_each(|role| role.1 = true);
    }
    stretch.finish(text, &mut forms, &mut report);
}

/// Returns an offset from which the words of a text can be found, with `window` words between it and `place` if there
/// are as many. Returns `least` if the text has to be divided into words from there anyway.
fn before(text: &str, least: usize, place: usize, window: usize) -> usize {
    let mut bytes = window.saturating_add(1).saturating_mul(BYTES);
    loop {
        let from = place.saturating_sub(bytes);
        if from <= least {
            return least;
        }
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\n');
        let space = text.as_bytes()[least..from].iter().rposition(is_space);
        let Some(space) = space else { return least };
        let (mut at, mut count) = (least + space, 0);
        while let Some(word) = words::next(text, at).filter(|word| word.end <= place) {
            at = word.end;
            count += 1;
        }
        if count >= window {
            return least + space;
        }
        bytes = bytes.saturating_mul(2);
    }
}

impl Stretch {
    fn finish(&mut self, text: &str, forms: &mut Forms, report: &mut impl FnMut(&str)) {
        for (word, (is_near, is_part)) in self.words.iter().zip(&self.roles) {
            if !is_near || *is_part {
                continue;
            }
            if words::is_its_form(text, word) {
                report(&text[word.start..word.end]);
            } else {
                forms.of(text, word);
                report(forms.iter().next().map_or("", |(form, _)| form));
            }
        }
        self.words.clear();
        self.roles.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{Analyzer, Beginnings, Language};

    /// Divides all of a text into words.
    fn directly(text: &str, places: &[(usize, usize)], window: usize) -> Vec<String> {
        let mut words: Vec<(usize, usize, String)> = Vec::new();
        let mut analyzer = Analyzer::default();
        analyzer.tokens_for(Language::ENGLISH, text, &Beginnings::all(), |token| {
            if !token.again {
                words.push((token.start, token.end, token.form.to_string()));
            }
        });
        let (mut near, mut part) = (vec![false; words.len()], vec![false; words.len()]);
        for (start, end) in places {
            let first = words.partition_point(|word| word.1 <= *start);
            let behind = words.partition_point(|word| word.0 < *end);
            near[first.saturating_sub(window)..behind.saturating_add(window).min(words.len())]
                .fill(true);
            part[first..behind].fill(true);
        }
        let found = words.into_iter().zip(near.into_iter().zip(part));
        found.filter(|(_, (near, part))| *near && !part).map(|(word, _)| word.2).collect()
    }

    fn indirectly(text: &str, places: &[(usize, usize)], window: usize) -> Vec<String> {
        let mut found = Vec::new();
        around(text, places.iter().copied(), window, |form| found.push(form.to_string()));
        found
    }

    /// Returns the byte ranges of some words, and of two words together.
    fn places(text: &str, chosen: &[prop::sample::Index]) -> Vec<(usize, usize)> {
        let (mut words, mut at) = (Vec::new(), 0);
        while let Some(word) = words::next(text, at) {
            at = word.end;
            words.push(word);
        }
        let mut places = Vec::new();
        for chosen in chosen.iter().filter(|_| !words.is_empty()) {
            let first = chosen.index(words.len());
            let last = (first + first % 3).min(words.len() - 1);
            places.push((words[first].start, words[last].end));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    #[test]
    fn words_near_several_places_are_reported_once() {
        let text = "a b c d e f g h";
        assert_eq!(indirectly(text, &[(4, 5), (8, 9)], 2), ["a", "b", "d", "f", "g"]);
        assert_eq!(indirectly(text, &[(0, 1), (14, 15)], 1), ["b", "g"]);
        assert_eq!(indirectly(text, &[(4, 5)], 0), Vec::<String>::new());
        assert_eq!(indirectly(text, &[(4, 5)], usize::MAX), ["a", "b", "d", "e", "f", "g", "h"]);
        assert_eq!(indirectly("", &[], 3), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_whole_text(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "lamp", "Ferry's", "U.S.", "l’été", "govern-\nment", "漢字", "ก่อน", "e\u{301}a",
                    "so\u{ad}ft", "don't", "3.5", "a", "--", " ", " ", " ", "\n", "\u{a0}", ". ", "'",
                    "internationalization",
                ]),
                0..160,
            ),
            chosen in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
            window in 0_usize..12,
        ) {
            let text = parts.concat();
            let places = places(&text, &chosen);
            prop_assert_eq!(indirectly(&text, &places, window), directly(&text, &places, window));
        }
    }
}
