//! The query that finds a name.

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::names::Named;
use crate::query::tree::Tree;
use crate::query::{self, Reading};
use crate::searching::{Index, Question};

/// A query and its tree.
#[non_exhaustive]
pub struct NameQuery {
    /// The text.
    pub text: String,
    /// The tree.
    pub tree: Tree,
}

/// The maximum number of variants in a query.
const MOST: usize = 10;

/// Returns the query that finds a name, or `None` if the archive prints a name of one word in lower case more often
/// than with a capital.
pub fn query(
    index: &Index,
    question: &Question,
    named: &Named,
    base: &Tree,
    analyzer: &mut Analyzer,
) -> Result<Option<NameQuery>> {
    let mut texts = Vec::new();
    // The terms of words whose other forms are found, too.
    let mut plain: Vec<&Vec<String>> = Vec::new();
    for (text, terms) in needed(&named.variants) {
        match terms.len() {
            1 if plain.contains(&terms) => {}
            1 => {
                let word = bare(text);
                let mut count = |text: &str| -> Result<u64> {
                    let tree = read(index, question, text, analyzer)?;
                    tree.map_or(Ok(0), |tree| index.count(&base.clone().and(tree)))
                };
                let capitals = text.to_uppercase();
                let (printed, lower) = match text == &capitals {
                    true => (format!("allcaps({word})"), format!("nocaps({word})")),
                    // The exact forms: without its ending, `France` would be `franc`.
                    false => (
                        format!("={word} OR ={}", quoted(&capitals)),
                        format!("={}", quoted(&text.to_lowercase())),
                    ),
                };
                if count(&format!("nocaps({word})"))? == 0 {
                    plain.push(terms);
                    texts.push(word);
                } else if count(&lower)? <= count(&printed)? {
                    texts.push(printed);
                }
            }
            _ => texts.push(quoted(text)),
        }
    }
    let text = texts.join(" OR ");
    let tree = read(index, question, &text, analyzer)?;
    Ok(tree.map(|tree| NameQuery { text, tree }))
}

/// Returns a word as it can be typed in a query.
fn bare(word: &str) -> String {
    let is_plain = word.chars().all(char::is_alphabetic) && word.chars().any(char::is_lowercase);
    // `Near` is not an operator, but `NEAR` is.
    if is_plain { word.to_string() } else { quoted(word) }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Returns the variants that are not found by another one, because they contain its words.
fn needed(variants: &[(String, Vec<String>)]) -> Vec<&(String, Vec<String>)> {
    let contains = |longer: &[String], shorter: &[String]| {
        longer.len() > shorter.len() && longer.windows(shorter.len()).any(|part| part == shorter)
    };
    let mut needed: Vec<&(String, Vec<String>)> = variants
        .iter()
        .filter(|(_, terms)| !variants.iter().any(|(_, other)| contains(terms, other)))
        .collect();
    needed.truncate(MOST);
    needed
}

/// Reads a query that this module has written. Returns `None` if it finds nothing.
fn read(
    index: &Index,
    question: &Question,
    text: &str,
    analyzer: &mut Analyzer,
) -> Result<Option<Tree>> {
    if text.is_empty() {
        return Ok(None);
    }
    let languages = index.engine.languages()?.to_vec();
    let reading = Reading { now: question.now, any: false, strict: false, languages };
    // A name too long for a query is not shown.
    let tree = query::parse(text, &reading, analyzer).ok().map(|query| query.tree);
    Ok(tree.filter(|tree| !matches!(tree, Tree::All | Tree::Nothing)))
}
