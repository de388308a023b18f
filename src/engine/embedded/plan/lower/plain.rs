//! Plain words, which may occur anywhere and be printed in any way. tantivy's term queries match them.

use tantivy::query::{Occur, Query};
use tantivy::schema::Field;

use crate::analysis::Stem;
use crate::engine::embedded::queries::boolean::{boosted, one_or, word};
use crate::engine::embedded::queries::language::in_languages;
use crate::query::tree::{Slot, Tree, Word, Zone};

/// Returns the stems and the boost of a plain word. Returns `None` for other trees.
pub fn plain_word(tree: &Tree) -> Option<(&[Stem], f32)> {
    let Tree::Text(text) = tree else { return None };
    let [Slot { word: Word::Stems(stems), .. }] = text.slots.as_slice() else { return None };
    let plain = text.zone == Zone::ANY && text.capitals.is_none() && !stems.is_empty();
    plain.then_some((stems, text.boost))
}

/// Returns whether a tree is a plain word with one stem in all languages.
pub fn is_one_stem(tree: &Tree) -> bool {
    plain_word(tree).is_some_and(|(stems, _)| Stem::alone(stems).is_some())
}

/// Returns the query of a plain word, or of a disjunction of plain words, without its language filters, so that tantivy
/// can prune it. The additional matches are dropped when they are rescored, because they have none of the words.
/// Returns `None` if there are no filters, and for other trees.
pub fn in_any_language(field: Field, tree: &Tree) -> Option<Box<dyn Query>> {
    let trees = match tree {
        Tree::Or(trees) => trees.as_slice(),
        tree => std::slice::from_ref(tree),
    };
    let words = trees.iter().map(plain_word).collect::<Option<Vec<_>>>()?;
    let mut all = Vec::new();
    let mut depends = false;
    for (stems, boost) in words {
        depends |= !stems.iter().all(Stem::is_of_any);
        let stems: Vec<Stem> = stems.iter().map(|stem| Stem::of_any(&*stem.term)).collect();
        all.extend(any_stem(field, &stems, boost));
    }
    depends.then(|| one_or(all))
}

/// Returns the clauses of a disjunction of stems. Each stem is boosted separately, because tantivy does not prune
/// inside a boosted disjunction.
pub fn any_stem(
    field: Field,
    stems: &[Stem],
    boost: f32,
) -> impl Iterator<Item = (Occur, Box<dyn Query>)> {
    stems.iter().map(move |stem| {
        (Occur::Should, in_languages(boosted(word(field, &stem.term), boost), stem.languages))
    })
}
