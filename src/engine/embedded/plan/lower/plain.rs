//! Plain words, which may occur anywhere and be printed in any way. tantivy's term queries match them.

use tantivy::query::{Occur, Query};
use tantivy::schema::Field;

use crate::analysis::Stem;
use crate::engine::embedded::queries::boolean::{boosted, one_or, word};
use crate::engine::embedded::queries::language::in_languages;
use crate::engine::scoring_terms::plain_word;
use crate::query::tree::Tree;

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
