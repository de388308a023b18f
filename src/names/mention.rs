//! The places of a text where a name may be.

use rustc_hash::FxHashSet;

use super::inflection::is_cyrillic;
use super::lists::Kinds;
use super::run::{can_begin, is_compound, run_end};
use super::style::{self, Style};
use super::word::{Gap, Shape, Word};

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The word as printed.
    pub printed: String,
    /// Its term in the index.
    pub term: String,
    /// A hash of the term.
    pub hash: u64,
    /// A hash of the printed word, regardless of capitals.
    pub form: u64,
    /// The lists that it is in.
    pub kinds: Kinds,
    /// How its letters are printed.
    pub shape: Shape,
    /// What is between it and the word before.
    pub gap: Gap,
}

/// How sure it is that a name is where capitals are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// The words are within a sentence, where only names have capitals.
    Certain,
    /// The first word begins a sentence or a quotation, so that it has a capital in any case.
    FirstWordOpen,
    /// The words describe an office before a person's name, and may end with a name (`Federal Reserve` of
    /// `Federal Reserve Chairman Volcker`).
    Description,
    /// All words are printed with capitals, as in a headline. Any of them may be a name.
    Headline,
    /// Like [`Headline`](Self::Headline), and the words together are the name of a company.
    Company,
}

/// A sequence of words that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The words. Never empty.
    pub parts: Vec<Part>,
    /// How sure it is that they are a name.
    pub certainty: Certainty,
    /// Whether a form of address or an office precedes them, so that they are a person's name.
    pub titled: bool,
    /// Whether only `and` is between them and the mention before.
    pub follows_and: bool,
}

impl Part {
    /// Returns a lower-case word within a name.
    pub fn lower(word: &str) -> Part {
        Part {
            printed: word.to_string(),
            term: word.to_string(),
            hash: 0,
            form: 0,
            kinds: Kinds::of(word),
            shape: Shape::Lower,
            gap: Gap::Space,
        }
    }
}

/// The maximum number of words of a company before its symbol.
const COMPANY: usize = 5;

/// Reports the mentions of a text whose words are given. `functions` has the hashes of function words.
pub fn mentions(
    words: &[Word],
    functions: &FxHashSet<u64>,
    is_title: bool,
    report: &mut impl FnMut(Mention),
) {
    let mut start = 0;
    while start < words.len() {
        let length = 1 + words[start + 1..].iter().take_while(|word| !word.begins).count();
        let sentence = &words[start..start + length];
        match style::style(sentence, functions, is_title) {
            Style::Headline => headline(sentence, report),
            Style::Running => running(sentence, functions, report),
        }
        start += length;
    }
}

/// Reports each run of capitalized words in a headline.
fn headline(sentence: &[Word], report: &mut impl FnMut(Mention)) {
    let mut end = 0;
    for run in sentence.split(|word| word.shape == Shape::Number || word.bracketed) {
        let start = end;
        end += run.len() + 1;
        let mut parts: Vec<Part> = Vec::new();
        // The words before the symbol of a share are the name of a company.
        let is_company = sentence.get(start + run.len()).is_some_and(|word| word.bracketed);
        if is_company && start == 0 && run.len() <= COMPANY {
            push(run.iter().map(part).collect(), Certainty::Company, false, report);
            continue;
        }
        for word in run {
            if word.gap == Gap::Break {
                push(std::mem::take(&mut parts), Certainty::Headline, false, report);
            }
            parts.push(part(word));
        }
        push(parts, Certainty::Headline, false, report);
    }
}

/// Returns whether a lower-case word may belong to the name that a capitalized one begins, as in `Белый дом`: Russian and
/// Ukrainian capitalize only the first word of the names of organizations. Other articles decide whether it does.
fn names_with(first: &Word, next: Option<&Word>, functions: &FxHashSet<u64>) -> bool {
    // Endings of verbs.
    let verbs = [
        "л", "ла", "ло", "ли", "ть", "ти", "ся", "сь", "ет", "ёт", "ит", "ут", "ют", "ат", "ят",
        "в",
    ];
    next.is_some_and(|next| {
        first.shape == Shape::Capital
            && !first.possessive
            && next.shape == Shape::Lower
            && next.gap == Gap::Space
            && is_cyrillic(first.printed)
            && is_cyrillic(next.printed)
            && next.printed.chars().count() > 2
            && !functions.contains(&next.hash)
            && !verbs.iter().any(|ending| next.printed.ends_with(ending))
    })
}

fn push(parts: Vec<Part>, certainty: Certainty, titled: bool, report: &mut impl FnMut(Mention)) {
    if !parts.is_empty() {
        report(Mention { parts, certainty, titled, follows_and: false });
    }
}

fn part(word: &Word) -> Part {
    let lower = word.printed.to_lowercase();
    Part {
        printed: word.printed.to_string(),
        // Lower-case words within a name are compared as printed.
        term: if word.term.is_empty() { lower.clone() } else { word.term.clone() },
        hash: word.hash,
        form: word.form,
        kinds: Kinds::of(&lower),
        shape: word.shape,
        gap: word.gap,
    }
}

/// Reports the runs of capitalized words in running text.
fn running(sentence: &[Word], functions: &FxHashSet<u64>, report: &mut impl FnMut(Mention)) {
    let shouted = style::shouted(sentence);
    let mut at = 0;
    // The end of the last run whose words were all reported as one mention.
    let mut last = None;
    while at < sentence.len() {
        if shouted[at] {
            let length = shouted[at..].iter().take_while(|it| **it).count();
            headline(&sentence[at..at + length], report);
            at += length;
            continue;
        }
        if !can_begin(&sentence[at], sentence.get(at + 1)) {
            at += 1;
            continue;
        }
        let end = run_end(sentence, &shouted, at);
        let before = &sentence[..at];
        // `Duncan Hines Ready-to-Serve`, but `Paris-based`.
        let kept = end - usize::from(is_compound(sentence.get(end)));
        let noun = kept == at + 1 && names_with(&sentence[at], sentence.get(kept), functions);
        let (end, kept) = (end + usize::from(noun), kept + usize::from(noun));
        let joined = |end: usize| {
            end + 1 == at && sentence[end].printed == "and" && sentence[end].gap == Gap::Space
        };
        let follows_and = sentence[at].gap == Gap::Space && last.is_some_and(joined);
        last = None;
        if kept > at {
            let words = kept - at;
            of_run(&sentence[at..kept], before, functions, &mut |mention: Mention| {
                let whole = mention.parts.len() == words;
                last = whole.then_some(kept);
                report(Mention { follows_and: follows_and && whole, ..mention });
            });
        }
        at = end;
    }
}

/// Reports the names of a run. `before` has the words of the sentence before it.
fn of_run(
    run: &[Word],
    before: &[Word],
    functions: &FxHashSet<u64>,
    report: &mut impl FnMut(Mention),
) {
    let opens = run[0].gap == Gap::Opening;
    let mut certainty = if opens { Certainty::FirstWordOpen } else { Certainty::Certain };
    let mut parts: Vec<Part> = run.iter().map(part).collect();
    // Articles and, at the beginning of a sentence, other function words are not part of a name.
    let leads = |part: &Part| {
        let is_function = functions.contains(&part.hash) && part.shape != Shape::Capitals;
        is_function && opens || matches!(part.printed.as_str(), "The" | "I" | "A" | "An")
    };
    let small = parts.iter().take_while(|part| leads(part)).count();
    if small > 0 {
        parts.drain(..small);
        certainty = Certainty::Certain;
    }
    // `По словам`.
    if parts.iter().all(|part| part.shape == Shape::Lower) {
        return;
    }
    let mut titled = false;
    // The words before a person's name are a description.
    let title = (0..parts.len().saturating_sub(1)).rev().find(|at| {
        let next = parts[at + 1].kinds;
        let is_company = parts.last().is_some_and(|last| last.kinds.are(Kinds::LEGAL_FORM));
        parts[*at].kinds.are(Kinds::TITLE)
            && !next.are(Kinds::HEAD)
            && !is_company
            && parts[at + 1].shape != Shape::Lower
    });
    if let Some(title) = title {
        let name = parts.split_off(title + 1);
        parts.truncate(title);
        describe(std::mem::replace(&mut parts, name), report);
        titled = true;
        certainty = Certainty::Certain;
    } else if follows_office(before, &parts, &run[0]) {
        // `State for Economic Affairs Allen Wallis`.
        let office = parts.iter().rposition(|part| part.shape == Shape::Lower);
        parts.drain(..office.map_or(1, |at| at + 2).min(parts.len() - 1));
        while parts.len() > 1 && parts[0].kinds.are(Kinds::GENERIC.or(Kinds::HEAD)) {
            parts.remove(0);
        }
        titled = true;
        certainty = Certainty::Certain;
    }
    // A title at the end is an office without a person's name.
    let is_office =
        |part: &Part| part.kinds.are(Kinds::TITLE) && !part.kinds.are(Kinds::SURNAME_TOO);
    if parts.len() > 1 && parts.last().is_some_and(is_office) {
        parts.pop();
        describe(parts, report);
        return;
    }
    // `World War II`, `Uruguay Round`.
    let is_roman = |part: &Part| part.printed.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let last = parts.iter().rev().find(|part| !is_roman(part));
    if last.is_some_and(|last| last.kinds.are(Kinds::THING)) {
        return;
    }
    // `Series A`.
    let says_nothing = |part: &Part| part.shape == Shape::Initial || part.kinds.are(Kinds::UNIT);
    // `Board of Trade` is whole.
    let connected = |parts: &[Part]| parts.iter().any(|part| part.shape == Shape::Lower);
    while parts.len() > 1
        && !connected(&parts)
        && parts.last().is_some_and(|part| says_nothing(part) || functions.contains(&part.hash))
    {
        parts.pop();
    }
    if is_name(&parts) {
        push(parts, certainty, titled, report);
    }
}

/// Reports the words before a title, which may end with a name.
fn describe(mut parts: Vec<Part>, report: &mut impl FnMut(Mention)) {
    while parts
        .last()
        .is_some_and(|part| part.kinds.are(Kinds::TITLE) || part.shape == Shape::Lower)
    {
        parts.pop();
    }
    if is_name(&parts) {
        push(parts, Certainty::Description, false, report);
    }
}

/// Returns whether a run begins with the rest of an office, as `State` of `Secretary of State George Shultz`.
fn follows_office(before: &[Word], parts: &[Part], first: &Word) -> bool {
    let mut words = before.iter().rev();
    let mut word = words.next();
    if word.is_some_and(|word| word.printed == "the") {
        word = words.next();
    }
    let title = words.next();
    let is_title = |word: &Word| Kinds::of(&word.printed.to_lowercase()).are(Kinds::TITLE);
    first.gap == Gap::Space
        && word.is_some_and(|word| word.printed == "of" && word.gap == Gap::Space)
        && title.is_some_and(|word| is_title(word) && word.is_capitalized())
        && (parts.len() > 2 || parts.len() == 2 && parts[0].kinds.is_no_name_alone())
}

/// Returns whether words can be a name: at least one of them says more than which kind of thing it is.
pub fn is_name(parts: &[Part]) -> bool {
    let letters = |part: &Part| part.printed.chars().count();
    match parts {
        [] => false,
        [one] => !one.kinds.is_no_name_alone() && letters(one) > 1,
        several => {
            let nothing = Kinds::GENERIC.or(Kinds::PEOPLE).or(Kinds::TIME);
            let nothing = nothing.or(Kinds::DIRECTION).or(Kinds::LEGAL_FORM);
            // `Finance Ministry` is a name, `Industries Inc` is not.
            let has_form = several.iter().any(|part| part.kinds.are(Kinds::LEGAL_FORM));
            let says = |part: &Part| match part.kinds.are(Kinds::HEAD) {
                true => !has_form,
                false => !part.kinds.are(nothing),
            };
            let printed = |part: &Part| !matches!(part.shape, Shape::Lower | Shape::Initial);
            several.iter().any(|part| printed(part) && says(part))
                && !several.iter().all(|part| part.kinds.are(Kinds::TITLE.or(Kinds::GENERIC)))
        }
    }
}
