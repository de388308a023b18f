//! Runs of capitalized words: where a sequence begins and ends that may be a name.

use super::lists::Kinds;
use super::word::{Gap, Shape, Word};

/// The maximum number of words of a name. Longer runs of capitals are lists or headings.
const LONGEST: usize = 12;

/// Returns whether a word after a hyphen makes the word before it a part of a compound that is not a name.
pub fn is_compound(word: Option<&Word>) -> bool {
    let after_names = ["area", "backed", "based", "born", "controlled", "led", "listed", "owned"];
    word.is_some_and(|word| {
        let joined = matches!(word.shape, Shape::Lower | Shape::Number);
        joined && word.gap == Gap::Hyphen && !after_names.contains(&word.printed)
    })
}

/// Returns whether a name can begin with a word.
pub fn can_begin(word: &Word, next: Option<&Word>) -> bool {
    let is_initial = || next.is_some_and(|next| next.gap == Gap::Stop && next.is_capitalized());
    word.is_capitalized()
        && !word.bracketed
        && (word.shape != Shape::Initial || is_initial())
        && !is_time(word, next, None)
}

/// Returns whether a word is a month, a day or a time, as opposed to a name such as `Theresa May`.
fn is_time(word: &Word, next: Option<&Word>, before: Option<&Word>) -> bool {
    let lower = word.printed.to_lowercase();
    if !Kinds::of(&lower).are(Kinds::TIME) {
        return false;
    }
    let dated = |word: Option<&Word>| word.is_some_and(|word| word.shape == Shape::Number);
    // `May` can be a surname, `Jan` a first name.
    let surname = lower == "may" && before.is_some_and(|word| word.shape == Shape::Capital);
    let first_name = lower == "jan"
        && before.is_none()
        && next.is_some_and(|next| next.gap == Gap::Space && next.shape == Shape::Capital);
    !(surname || first_name) || dated(next) || dated(before)
}

/// Returns the end of the run of capitalized words that begins at a word.
pub fn run_end(sentence: &[Word], shouted: &[bool], start: usize) -> usize {
    let mut end = start + 1;
    while end < sentence.len() && end - start < LONGEST {
        let last = &sentence[end - 1];
        if last.possessive {
            break;
        }
        let next = &sentence[end];
        if next.is_capitalized() && !shouted[end] && joins(last, next) {
            if is_time(next, sentence.get(end + 1), Some(last)) {
                break;
            }
            end += 1;
            continue;
        }
        // Lower-case words within a name: at most three, such as `of the`.
        let small = sentence[end..].iter().take(3);
        let small = small.take_while(|word| word.shape == Shape::Lower && word.gap == Gap::Space);
        let small = small.count();
        let Some(after) = sentence.get(end + small).filter(|after| {
            small > 0
                && after.gap == Gap::Space
                && matches!(after.shape, Shape::Capital | Shape::Capitals)
                && !shouted[end + small]
                && !is_time(after, sentence.get(end + small + 1), None)
        }) else {
            break;
        };
        // The rest of the run after `and`, as in `Goodyear Tire and Rubber Co`.
        let rest = &sentence[end + small..];
        let rest = 1 + rest.windows(2).take_while(|pair| joins(&pair[0], &pair[1])).count();
        let rest = &sentence[end + small..end + small + rest];
        if !connects(last, &sentence[end..end + small], after, rest) {
            break;
        }
        end += small + 1;
    }
    end
}

/// Returns whether two adjacent capitalized words can be parts of one name.
fn joins(last: &Word, next: &Word) -> bool {
    match next.gap {
        Gap::Space => !next.bracketed,
        Gap::Hyphen => last.shape == Shape::Capital && next.shape == Shape::Capital,
        Gap::Ampersand => true,
        // `J. Smith`, `Mr. Smith`, `St. Louis`, but also the end of a sentence that was not recognized.
        Gap::Stop => {
            let lower = last.printed.to_lowercase();
            let is_short = last.printed.chars().count() <= 4;
            last.shape == Shape::Initial
                || lower == "st"
                || last.shape == Shape::Capitals && last.printed.contains('.')
                || is_short && Kinds::of(&lower).are(Kinds::TITLE)
        }
        Gap::Opening | Gap::Break => false,
    }
}

/// Returns whether lower-case words connect two capitalized words to one name.
fn connects(last: &Word, small: &[Word], after: &Word, rest: &[Word]) -> bool {
    let kinds = |word: &Word| Kinds::of(&word.printed.to_lowercase());
    match small.iter().map(|word| word.printed).collect::<Vec<_>>().as_slice() {
        ["of" | "for" | "on"] | ["of" | "for" | "on", "the"] => kinds(last).are(Kinds::BEFORE_OF),
        ["and"] => {
            let nouns = Kinds::HEAD.or(Kinds::LEGAL_FORM);
            kinds(after).are(Kinds::AFTER_AND)
                || kinds(last).are(Kinds::BEFORE_AND)
                || rest.len() > 1
                    && rest.iter().all(|word| kinds(word).are(nouns))
                    && kinds(&rest[rest.len() - 1]).are(Kinds::LEGAL_FORM)
        }
        words => {
            let is_particle = |word: &&str| {
                Kinds::of(word).are(Kinds::PARTICLE) && !matches!(*word, "of" | "the")
            };
            words.iter().all(is_particle)
        }
    }
}
