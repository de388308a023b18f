//! The people, places and organizations of many articles, each with its variants.

use rustc_hash::{FxHashMap, FxHashSet};

use super::name::Name;
use super::{inflected, inflection, variants};

/// A person, place or organization, with the names that are joined to it.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name that is shown.
    pub name: String,
    /// Its names, most frequent first. Each is a sequence of words, with the words' terms.
    pub variants: Vec<(String, Vec<String>)>,
    /// The number of gathered articles that have any of them.
    pub articles: u32,
}

/// The names of gathered articles.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// The names, those in the most articles first.
    pub names: Vec<Named>,
    /// The names of each article, as indexes in `names`, in the order in which the articles were added.
    pub of_articles: Vec<Vec<u32>>,
}

/// Joins the variants of each name, and sorts the result.
pub fn grouped(names: &[Name], of_articles: Vec<Vec<u32>>) -> Gathered {
    let classes = inflected::classes(names);
    let group_of = variants::groups(names, &of_articles, &classes);
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (name, group) in group_of.iter().enumerate() {
        members.entry(*group).or_default().push(name as u32);
    }
    let mut articles: FxHashMap<u32, u32> = FxHashMap::default();
    let of_groups: Vec<FxHashSet<u32>> = of_articles
        .iter()
        .map(|found| found.iter().map(|name| group_of[*name as usize]).collect())
        .collect();
    for group in of_groups.iter().flatten() {
        *articles.entry(*group).or_default() += 1;
    }
    let mut named: Vec<(u32, Named)> = members
        .into_iter()
        .map(|(group, mut members)| {
            let of = |number: &u32| &names[*number as usize];
            members.sort_by(|a, b| of(b).articles.cmp(&of(a).articles).then_with(|| a.cmp(b)));
            // The full name is shown, without a legal form if it is also printed so.
            let often = |number: &&u32| of(number).articles * 10 >= of(&members[0]).articles;
            let full = members
                .iter()
                .filter(often)
                .find(|number| of(number).parts.len() > 1 && !of(number).has_legal_form());
            let full = *full.unwrap_or(&members[0]);
            let name = match inflection::is_cyrillic(of(&full).text()) {
                true => {
                    let same = |number: &&u32| classes[**number as usize] == classes[full as usize];
                    let forms = members.iter().filter(same).flat_map(|number| &of(number).printed);
                    let basic =
                        inflection::basic(forms.map(|(text, count)| (text.as_str(), *count)));
                    basic.unwrap_or(of(&full).text())
                }
                false => of(&full).text(),
            };
            let name = name.to_string();
            let variants = members.iter().flat_map(|number| {
                let terms: Vec<String> =
                    of(number).parts.iter().map(|part| part.term.clone()).collect();
                of(number).forms().into_iter().map(move |form| (form, terms.clone()))
            });
            let variants = variants.collect();
            (group, Named { name, variants, articles: articles.get(&group).copied().unwrap_or(0) })
        })
        .collect();
    named.sort_by(|(_, a), (_, b)| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    let places: FxHashMap<u32, u32> =
        named.iter().enumerate().map(|(at, (group, _))| (*group, at as u32)).collect();
    let of_articles = of_groups
        .into_iter()
        .map(|groups| {
            let mut found: Vec<u32> = groups.iter().map(|group| places[group]).collect();
            found.sort_unstable();
            found
        })
        .collect();
    Gathered { names: named.into_iter().map(|(_, named)| named).collect(), of_articles }
}
