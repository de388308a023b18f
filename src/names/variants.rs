//! Joins the variants of a name: `Mikhail Gorbachev` and `Gorbachev`, `Chrysler Corp` and `Chrysler`.
//!
//! A short name belongs to a longer one that ends or begins with its words, if the articles say so. It does not if it
//! belongs to several equally (`Baker` of `James Baker` and `Howard Baker`), or if it mostly occurs without the longer
//! name (`Washington` of `Booker Washington`).

use rustc_hash::FxHashMap;

use super::lists::Kinds;
use super::mention::Part;
use super::name::{Name, key};
use super::word::{Gap, Shape};

/// The minimum share of the articles with a short name that also have the longer name, if nothing else shows that the
/// names belong together: a quarter for the last words of a person's name, a half for the first words of a name.
const WITH_LAST: f64 = 0.25;
const WITH_FIRST: f64 = 0.5;

/// The part of the joint articles that the longer name needs to have, compared with all longer names.
const PREDOMINANT: f64 = 2.0 / 3.0;

/// How a short name follows from a longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shortening {
    /// Without a legal form, an initial or a suffix such as `Jr`.
    Bare,
    /// The last words of a person's name.
    Last,
    /// The first words.
    First,
}

/// Returns the number of a group for each name. Names of one group mean the same. `classes` has the same number for
/// inflections of a name.
pub fn groups(names: &[Name], of_articles: &[Vec<u32>], classes: &[u32]) -> Vec<u32> {
    let numbers: FxHashMap<String, u32> =
        names.iter().enumerate().map(|(at, name)| (key(&name.parts), at as u32)).collect();
    let mut longer: FxHashMap<u32, Vec<(u32, Shortening)>> = FxHashMap::default();
    for (number, name) in names.iter().enumerate() {
        shortenings(&name.parts, &mut |terms, how| {
            if let Some(short) = numbers.get(&terms).filter(|short| **short != number as u32) {
                let of_short = longer.entry(*short).or_default();
                if of_short.iter().all(|(other, _)| *other != number as u32) {
                    of_short.push((number as u32, how));
                }
            }
        });
    }
    let both = joint(&longer, of_articles);
    let mut parents: Vec<u32> = (0..names.len() as u32).collect();
    let mut shorts: Vec<&u32> = longer.keys().collect();
    shorts.sort_unstable();
    for short in shorts {
        if let Some(parent) = parent(*short, &longer[short], names, &both) {
            parents[*short as usize] = parent;
        }
    }
    // A longer name without its legal form is the same, even if the short name belongs to another.
    let bare = longer.iter().flat_map(|(short, longer)| {
        longer.iter().filter(|it| it.1 == Shortening::Bare).map(|(long, _)| (*long, *short))
    });
    let mut bare: Vec<(u32, u32)> = bare.collect();
    bare.sort_unstable();
    for (long, short) in bare {
        if parents[long as usize] == long && root(&parents, short) != long {
            parents[long as usize] = short;
        }
    }
    join_inflections(&mut parents, names, classes);
    (0..names.len() as u32).map(|number| root(&parents, number)).collect()
}

/// Joins the groups of the inflections of a name, longer names first. A surname may belong to two people whose first
/// names differ, and then stays with each.
fn join_inflections(parents: &mut [u32], names: &[Name], classes: &[u32]) {
    let mut inflected: Vec<u32> =
        (0..names.len() as u32).filter(|number| classes[*number as usize] != *number).collect();
    inflected.sort_by_key(|number| std::cmp::Reverse(names[*number as usize].parts.len()));
    for number in inflected {
        let (a, b) = (root(parents, number), root(parents, classes[number as usize]));
        let is_alone = |root: u32| names[root as usize].parts.len() == 1;
        let whole = names[number as usize].parts.len() > 1;
        if a != b && (whole || is_alone(a) || is_alone(b)) {
            // The full name stays the root.
            let (child, parent) = if is_alone(a) || whole && a > b { (a, b) } else { (b, a) };
            parents[child as usize] = parent;
        }
    }
}

fn root(parents: &[u32], mut number: u32) -> u32 {
    while parents[number as usize] != number {
        number = parents[number as usize];
    }
    number
}

/// Counts the articles that have a short name and a longer one.
fn joint(
    longer: &FxHashMap<u32, Vec<(u32, Shortening)>>,
    of_articles: &[Vec<u32>],
) -> FxHashMap<(u32, u32), u32> {
    let mut both: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for found in of_articles {
        for short in found {
            for (long, _) in longer.get(short).into_iter().flatten() {
                if found.binary_search(long).is_ok() {
                    *both.entry((*short, *long)).or_default() += 1;
                }
            }
        }
    }
    both
}

/// Returns the longer name that a short one belongs to.
///
/// A person comes first, regardless of what is named after the person: `Reagan` is `Ronald Reagan`, even if more articles
/// have `Reagan Administration`.
fn parent(
    short: u32,
    longer: &[(u32, Shortening)],
    names: &[Name],
    both: &FxHashMap<(u32, u32), u32>,
) -> Option<u32> {
    let (persons, others): (Vec<_>, Vec<_>) = longer
        .iter()
        .filter(|it| it.1 != Shortening::Bare)
        .partition(|it| it.1 == Shortening::Last);
    let of =
        |candidates: &[&(u32, Shortening)]| predominant(short, candidates, longer, names, both);
    let all = || [persons.as_slice(), others.as_slice()].concat();
    of(&persons).or_else(|| (!others.is_empty()).then(|| of(&all())).flatten())
}

/// Returns the one of some longer names that a short one belongs to, if the others are much rarer in the same articles.
fn predominant(
    short: u32,
    candidates: &[&(u32, Shortening)],
    longer: &[(u32, Shortening)],
    names: &[Name],
    both: &FxHashMap<(u32, u32), u32>,
) -> Option<u32> {
    let joint = |long: u32| both.get(&(short, long)).copied().unwrap_or(0);
    // Of names that are equally often in the same articles, the more frequent one.
    let weight = |long: u32| (joint(long), names[long as usize].articles);
    let (best, how) = candidates
        .iter()
        .map(|it| **it)
        .max_by_key(|(long, _)| (weight(*long), std::cmp::Reverse(*long)))?;
    let sum = |weigh: &dyn Fn(u32) -> u32| {
        f64::from(candidates.iter().map(|(long, _)| weigh(*long)).sum::<u32>())
    };
    let joint_sum = sum(&joint);
    let is_predominant = match joint_sum > 0.0 {
        true => f64::from(joint(best)) >= PREDOMINANT * joint_sum,
        false => {
            let articles = |long: u32| names[long as usize].articles;
            f64::from(articles(best)) >= PREDOMINANT * sum(&articles)
        }
    };
    // `Singer` of `Singer Co` is neither Brian Singer nor Singer Products.
    let companies = longer.iter().filter(|(long, how)| {
        let parts = &names[*long as usize].parts;
        *how == Shortening::Bare && parts.iter().any(|part| part.kinds.are(Kinds::LEGAL_FORM))
    });
    let as_company: u32 = companies.map(|(long, _)| names[*long as usize].articles).sum();
    if as_company > 2 * names[best as usize].articles {
        return None;
    }
    let name = &names[short as usize];
    let of_short = f64::from(name.articles);
    let share = f64::from(joint(best)) / of_short;
    let is_person = f64::from(name.titled) >= 0.2 * of_short;
    let belongs = match how {
        Shortening::Last => {
            is_person || share >= WITH_LAST || of_short <= f64::from(names[best as usize].articles)
        }
        _ => share >= WITH_FIRST,
    };
    (is_predominant && belongs).then_some(best)
}

/// Reports the terms of each shorter form of a name.
fn shortenings(parts: &[Part], report: &mut impl FnMut(String, Shortening)) {
    if parts.len() < 2 {
        return;
    }
    let bare = bare(parts);
    if bare.len() < parts.len() && !bare.is_empty() {
        let terms: Vec<&str> = bare.iter().map(|part| part.term.as_str()).collect();
        report(terms.join(" "), Shortening::Bare);
    }
    if may_be_person(parts) {
        for from in 1..parts.len() {
            // `De Clercq` of `Willy De Clercq`, but not `of England`.
            let particle = parts[from].shape == Shape::Lower;
            let after = parts.get(from + 1).is_some();
            if !particle || after {
                report(key(&parts[from..]), Shortening::Last);
            }
        }
    }
    for to in 1..parts.len() {
        if parts[to].gap == Gap::Space && parts[to - 1].shape != Shape::Lower {
            report(key(&parts[..to]), Shortening::First);
        }
    }
}

/// Returns the parts of a name without legal forms at its end, initials in it, and suffixes of persons.
fn bare(parts: &[Part]) -> Vec<&Part> {
    let mut end = parts.len();
    let ends = |part: &Part| {
        part.kinds.are(Kinds::LEGAL_FORM)
            || matches!(part.term.as_str(), "jr" | "sr" | "and")
            || part.kinds.are(Kinds::AFTER_AND)
    };
    while end > 1 && ends(&parts[end - 1]) {
        end -= 1;
    }
    let within =
        |(at, part): &(usize, &Part)| part.shape != Shape::Initial || *at == 0 || *at + 1 == end;
    parts[..end].iter().enumerate().filter(within).map(|(_, part)| part).collect()
}

/// Returns whether a name can be a person's: two to four words, none of which belongs to places or organizations.
pub fn may_be_person(parts: &[Part]) -> bool {
    let others = Kinds::HEAD.or(Kinds::LEGAL_FORM).or(Kinds::PEOPLE).or(Kinds::DIRECTION);
    let others = others.or(Kinds::GENERIC).or(Kinds::BEFORE_OF);
    (2..=5).contains(&parts.len())
        && parts.iter().all(|part| {
            !part.kinds.are(others)
                && !matches!(part.shape, Shape::Number)
                && !matches!(part.gap, Gap::Ampersand)
                && !matches!(part.term.as_str(), "of" | "the" | "and")
        })
        && parts.iter().any(|part| part.shape == Shape::Capital)
}
