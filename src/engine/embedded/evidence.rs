//! The words whose places in an article say how well it answers a query.

use tantivy::Term;

use super::leaf::is_one_stem;
use super::reader::Reader;
use crate::analysis::Stem;
use crate::query::tree::{Capitals, Tree, Word, Zone};

/// A word of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The stems it may stand for.
    pub(super) stems: Vec<Stem>,
    /// The form, where it was typed in capitals.
    pub(super) capitals: Option<String>,
}

/// Whether a tree is one plain word of one stem, not typed in capitals: its articles have the same order by
/// what the word counts in the index and by what it counts here.
pub fn is_settled(tree: &Tree) -> bool {
    let capitals = || matches!(tree, Tree::Text(text) if in_capitals(&text.text).is_some());
    is_one_stem(tree) && !capitals()
}

/// The words of a query that asks for words and phrases anywhere and for nothing else of the text; None
/// for other queries, whose order is the engine's.
pub fn wanted(tree: &Tree) -> Option<Vec<Wanted>> {
    let mut words = Vec::new();
    add(tree, &mut words).then_some(words).filter(|words| !words.is_empty())
}

fn add(tree: &Tree, words: &mut Vec<Wanted>) -> bool {
    match tree {
        Tree::Text(text) => {
            let plain = text.zone == Zone::ANY && text.capitals.is_none() && text.boost == 1.0;
            let typed = text.text.split_whitespace().collect::<Vec<_>>();
            plain
                && text.slots.iter().enumerate().all(|(at, slot)| {
                    let Word::Stems(stems) = &slot.word else { return false };
                    // Typed words and slots are the same in number but for hyphens and the like.
                    let form = typed.get(at).filter(|_| typed.len() == text.slots.len());
                    let capitals = form.and_then(|form| in_capitals(form));
                    words.push(Wanted { stems: stems.clone(), capitals });
                    true
                })
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().filter(|tree| tree.has_text()).all(|tree| add(tree, words))
        }
        _ => false,
    }
}

/// A word typed in capitals, as it is indexed when it is printed so.
fn in_capitals(typed: &str) -> Option<String> {
    if !typed.contains(char::is_uppercase) {
        return None;
    }
    let form: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 2 && crate::matching::is_printed(&form, Capitals::All)).then_some(form)
}

/// Words typed in capitals that are printed in small letters too: the capital form is what is meant,
/// unless the whole of a longer query is in capitals.
pub fn meant_in_capitals(reader: &Reader, words: &mut [Wanted]) -> tantivy::Result<Vec<String>> {
    let shouted = words.len() > 1 && words.iter().all(|word| word.capitals.is_some());
    let mut meant = Vec::new();
    for word in words {
        let Some(form) = &word.capitals else { continue };
        let printed =
            reader.searcher.doc_freq(&Term::from_field_text(reader.fields.forms, form))?;
        let lower = form.to_lowercase();
        // A form that is its own stem is seldom listed: it is what is left of the stem's articles.
        let small = match Stem::is_among(&lower, &word.stems) {
            true => {
                let all = Term::from_field_text(reader.fields.text, &lower);
                let all = reader.searcher.doc_freq(&all)?;
                all.saturating_sub(printed) * 10 > all
            }
            false => {
                let term = Term::from_field_text(reader.fields.forms, &lower);
                reader.searcher.doc_freq(&term)? > 0
            }
        };
        if shouted || printed == 0 || !small {
            word.capitals = None;
        } else {
            meant.push(form.clone());
        }
    }
    Ok(meant)
}
