//! The words of positional trees.

use crate::analysis::{Language, Stem};
use crate::query::tree::{Text, Tree, Word};

/// Visits every text of a positional tree.
pub fn each_text(tree: &Tree, visit: &mut impl FnMut(&Text)) {
    match tree {
        Tree::Text(text) => visit(text),
        Tree::Or(trees) => trees.iter().for_each(|tree| each_text(tree, visit)),
        Tree::Near(near) => {
            each_text(&near.left, visit);
            each_text(&near.right, visit);
        }
        _ => {}
    }
}

/// Visits the stems of every word of a positional tree that has stems.
pub fn each_stems(tree: &Tree, visit: &mut impl FnMut(&[Stem])) {
    each_text(tree, &mut |text| {
        for slot in &text.slots {
            if let Word::Stems(stems) | Word::Exact(_, stems) = &slot.word {
                visit(stems);
            }
        }
    });
}

/// Returns whether the same printed word may be a word of both trees.
pub fn may_share(a: &Tree, b: &Tree) -> bool {
    let words = |tree: &Tree| {
        let mut words = Vec::new();
        each_text(tree, &mut |text| words.extend(text.slots.iter().map(|slot| slot.word.clone())));
        words
    };
    let (ours, theirs) = (words(a), words(b));
    ours.iter().any(|a| {
        theirs.iter().any(|b| match (a, b) {
            (Word::Stems(a), Word::Stems(b)) => a.iter().any(|stem| Stem::is_among(&stem.term, b)),
            _ => true,
        })
    })
}

/// Returns the stems that belong to a language, or all of them.
pub fn active(stems: &[Stem], within: Option<Language>) -> Vec<&Stem> {
    let belongs = |stem: &&Stem| within.is_none_or(|language| stem.languages.contains(language));
    stems.iter().filter(belongs).collect()
}

/// Returns a phrase as the analyzer of the index reads it: alternatives at one position, and empty positions where
/// there may be any word.
pub fn part_words(text: &Text, within: Option<Language>) -> String {
    let mut groups: Vec<String> = Vec::new();
    for slot in &text.slots {
        groups.resize(groups.len().max(slot.at as usize), "-".into());
        groups.push(match &slot.word {
            Word::Stems(stems) => {
                let stems = active(stems, within).into_iter().map(|stem| stem.term.as_str());
                stems.collect::<Vec<_>>().join("|")
            }
            _ => "-".into(),
        });
    }
    groups.join(" ")
}
