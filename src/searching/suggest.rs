//! Did you mean: what is most like a word that no article has. Said, never searched for instead.

use super::Index;
use crate::analysis::{Analyzer, Language};
use crate::engine::{Engine, Request, Sort, Vocabulary};
use crate::error::Result;
use crate::query::tree::{DateRange, Slot, Text, Tree, Word, Zone};

/// More unknown words of one query are not looked up: each is held against the whole vocabulary.
const WORDS: usize = 5;

/// A notice for each word of a query that no article has.
pub fn notices(index: &Index, tree: &Tree, analyzer: &mut Analyzer) -> Result<Vec<String>> {
    let mut unknown = Vec::new();
    collect(tree, &mut unknown);
    let mut notices = Vec::new();
    for word in unknown {
        if notices.len() == WORDS {
            break;
        }
        let languages = index.reader.languages()?.to_vec();
        let stems = analyzer.terms(&languages, word);
        if index.reader.knows(&stems)? {
            continue;
        }
        notices.push(match index.reader.similar(word, analyzer)? {
            Some(nearest) => {
                let count = having(index, &nearest, &languages, analyzer)?;
                format!("no article has {word:?}; did you mean {nearest:?} ({count})?")
            }
            None => format!("no article has {word:?}"),
        });
    }
    Ok(notices)
}

/// Words asked for as they are, each once; not those that are excluded.
fn collect<'t>(tree: &'t Tree, words: &mut Vec<&'t str>) {
    match tree {
        Tree::Text(text) => {
            let plain = |slot: &Slot| matches!(slot.word, Word::Stems(_) | Word::Exact(..));
            if text.slots.iter().all(plain) {
                let typed = |word: &&str| {
                    word.chars().all(|c| c.is_alphanumeric() || c == '\'') && !words.contains(word)
                };
                let new: Vec<&str> = text.text.split_whitespace().filter(typed).collect();
                words.extend(new);
            }
        }
        Tree::Near(near) => {
            collect(&near.left, words);
            if !near.how.negated {
                collect(&near.right, words);
            }
        }
        Tree::AtLeast(_, tree) => collect(tree, words),
        Tree::And(trees) | Tree::Or(trees) => trees.iter().for_each(|tree| collect(tree, words)),
        _ => {}
    }
}

/// `3 articles`: those that have a word.
fn having(
    index: &Index,
    word: &str,
    languages: &[Language],
    analyzer: &mut Analyzer,
) -> Result<String> {
    let stems = analyzer.terms(languages, word);
    let tree = Tree::Text(Text {
        text: word.to_string(),
        quoted: false,
        exact: false,
        capitals: None,
        zone: Zone::ANY,
        slop: 0,
        boost: 1.0,
        slots: vec![Slot { at: 0, word: Word::Stems(stems) }],
    });
    count(index, &tree).map(super::articles)
}

/// How many articles a tree alone finds.
pub fn count(index: &Index, tree: &Tree) -> Result<u64> {
    let request = Request {
        tree,
        when: DateRange::default(),
        sort: Sort::Newest,
        recency: None,
        offset: 0,
        limit: 0,
        facets: Vec::new(),
    };
    index.reader.search(&request).map(|hits| hits.total)
}
