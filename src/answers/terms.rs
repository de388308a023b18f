//! Keywords: words that distinguish some articles from all others, and words whose frequency bursts in a period.
//!
//! A word counts once per article. The log-likelihood ratio ([`Table::log_likelihood`]) measures how unlikely its
//! frequency is by chance. Every word of the archive is considered, except function words and numbers. If the question
//! asks for certain languages, its articles are compared only with articles in these languages. In a comparison with
//! the whole archive, every word of these languages would look distinctive.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analyzer, Beginnings, Language, function_words, is_character};
use crate::answers::association::Table;
use crate::answers::compounds::{Counting, sequence};
use crate::answers::timeline::Interval;
use crate::article::{Article, day_from_number};
use crate::engine::{Counts, FacetKind, Request};
use crate::error::Result;
use crate::query::tree::{Filter, FilterField, Tree, Word};
use crate::searching::{Index, Question, Read, base, sweep_into};

/// A word that distinguishes a part of the articles.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Key {
    /// The word, in its most frequent form.
    pub word: String,
    /// The forms that are counted as this word in a sample of the articles found, most frequent first.
    pub forms: Vec<String>,
    /// Its term in the index.
    pub term: String,
    /// The number of articles of the part that have the word.
    pub articles: u64,
    /// The number of articles of the whole that have the word. The whole is the archive or, for a period, all dated
    /// hits.
    pub all: u64,
    /// The log-likelihood ratio.
    pub score: f64,
}

/// The keywords of a query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Keyness {
    /// The question as it was read.
    pub read: Read,
    /// The number of articles that match.
    pub total: u64,
    /// The number of articles that the matches are compared with, including the matches. These are all articles of the
    /// archive, or those in the languages asked for.
    pub articles: u64,
    /// The keywords of all hits (as one part without a name), or those of each period that has hits, in order.
    pub parts: Vec<(Option<String>, Vec<Key>)>,
    /// The notices.
    pub notices: Vec<String>,
}

/// The number of articles examined to find the forms of a word.
const LOOKED_AT: usize = 5;

/// The number of words that are compared in addition to twice the number wanted.
const SPARE: usize = 10;

/// The selection of keywords.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The maximum number of words, or of words per period.
    pub limit: usize,
    /// The minimum number of articles that have the word.
    pub least: u64,
    /// Whether function words and numbers are included.
    pub all_words: bool,
    /// The length of the periods. Each period is compared with the others. `None` compares all articles found with the
    /// rest.
    pub interval: Option<Interval>,
}

/// Returns the words that distinguish the articles that match a question, highest score first.
///
/// # Errors
///
/// Fails if the query is at fault or the index cannot be read.
pub fn terms(index: &Index, question: &Question, wanted: &Wanted) -> Result<Keyness> {
    let Wanted { limit, least, interval, .. } = *wanted;
    // Several characters may be parts of one word.
    let kept =
        if interval.is_none() { limit.saturating_mul(2).saturating_add(SPARE) } else { limit };
    let mut analyzer = Analyzer::default();
    let read = question.read(index, &mut analyzer)?;
    let mut periods: BTreeMap<String, usize> = BTreeMap::new();
    let (mut hits, days) = index.engine.days(&read.request())?;
    read.count_undecided(index, &mut hits)?;
    if let Some(interval) = interval {
        for day in days.days.keys().filter_map(|day| day_from_number(*day)) {
            let next = periods.len();
            periods.entry(interval.label(interval.start(day))).or_insert(next);
        }
    }
    let groups = if interval.is_some() { periods.len() } else { 1 };
    let group = |day: Option<i64>| match interval {
        None => Some(0),
        Some(interval) => {
            let start = interval.start(day.and_then(day_from_number)?);
            periods.get(&interval.label(start)).copied()
        }
    };
    let mut left_out = FxHashSet::default();
    add_stems(&read.query.tree, &mut left_out);
    if !wanted.all_words {
        left_out.extend(function_words::terms(&languages(index, &read)?, &mut analyzer));
    }
    let in_languages = base(index, question, &read)?;
    let base = in_languages.as_ref().map(Request::counting);
    let articles = match &base {
        Some(base) => index.engine.search(base)?.total,
        None => index.engine.total(),
    };
    let mut best: Vec<Vec<Key>> = vec![Vec::new(); groups];
    // The words of the query are left out because they are in all articles found.
    let is_wanted = |term: &str, articles: u64| {
        articles >= least
            && !left_out.contains(term)
            && (wanted.all_words || !function_words::is_number(term))
    };
    let mut visit = |term: &str, counts: &Counts| {
        // A period is compared with the other periods of the hits. All hits together are compared with the rest of the
        // base.
        let of_all = counts.parts.iter().map(|part| counts.of_parts[*part]).sum::<u64>();
        for part in counts.parts.iter().copied().filter(|part| counts.of_parts[*part] >= least) {
            let (count, part_size) = (counts.of_parts[part], counts.part_sizes[part]);
            let (rest, rest_size) = match interval {
                Some(_) => (of_all - count, counts.all_sizes - part_size),
                None => (counts.rest, counts.rest_size),
            };
            let table = Table { part: count, part_size, rest, rest_size };
            // The score of a word that is not commoner is not positive.
            let score = if table.is_commoner() { table.log_likelihood() } else { 0.0 };
            if score > 0.0 {
                keep(&mut best[part], kept, (score, term), || {
                    let (word, term, forms) = (String::new(), term.to_string(), Vec::new());
                    Key { word, forms, term, articles: count, all: count + rest, score }
                });
            }
        }
    };
    let base = base.as_ref();
    index.engine.visit_terms(&read.request(), base, groups, &group, &is_wanted, &mut visit)?;
    if let [all] = best.as_mut_slice()
        && interval.is_none()
    {
        if all.iter().take(limit).any(|key| is_character(&key.term)) {
            let (base, found) = (in_languages.as_ref(), hits.total);
            let counting =
                Counting { index, question, read: &read, base, found, compared: articles };
            *all = joined(&counting, std::mem::take(all), &mut analyzer)?;
        }
        all.truncate(limit);
    }
    let terms: BTreeSet<&str> = best.iter().flatten().map(|key| key.term.as_str()).collect();
    let shown = forms_of_all(index, &read, &terms.into_iter().collect::<Vec<_>>())?;
    for key in best.iter_mut().flatten() {
        if key.forms.is_empty() {
            key.forms = shown.get(&key.term).cloned().unwrap_or_default();
        }
        key.word = key.forms.first().unwrap_or(&key.term).clone();
    }
    let mut names: Vec<Option<String>> = vec![None; groups];
    for (name, at) in periods {
        names[at] = Some(name);
    }
    let mut parts: Vec<_> = names.into_iter().zip(best).collect();
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    let mut notices = read.notices(index, &hits, &mut analyzer)?;
    if interval.is_none() {
        notices.extend(comparison(index, &read, in_languages.is_none(), hits.total, articles)?);
    }
    Ok(Keyness { total: hits.total, articles, parts, notices, read })
}

/// Replaces characters of scripts without spaces by the sequences that most of their occurrences are part of, if these are
/// at least half as distinctive.
fn joined(counting: &Counting, keys: Vec<Key>, analyzer: &mut Analyzer) -> Result<Vec<Key>> {
    let mut joined: Vec<Key> = Vec::with_capacity(keys.len());
    let mut tried: FxHashSet<String> = FxHashSet::default();
    for key in keys {
        let text = match is_character(&key.term) {
            true => sequence(counting.index, counting.read, &key.term, analyzer)?,
            false => None,
        };
        let Some(text) = text else {
            joined.push(key);
            continue;
        };
        // Another character of the same sequence was counted.
        if !tried.insert(text.clone()) {
            continue;
        }
        joined.push(match counting.counted(text, analyzer)? {
            Some(whole) if whole.score * 2.0 >= key.score => Key {
                word: whole.text.clone(),
                forms: vec![whole.text.clone()],
                term: whole.text,
                articles: whole.articles,
                all: whole.all,
                score: whole.score,
            },
            _ => key,
        });
    }
    joined.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.term.cmp(&b.term)));
    Ok(joined)
}

/// Inserts a word into a list sorted by score, unless the list already has `limit` better words.
fn keep(best: &mut Vec<Key>, limit: usize, (score, term): (f64, &str), key: impl FnOnce() -> Key) {
    let is_before = |other: &Key| {
        other.score.total_cmp(&score).reverse().then_with(|| other.term.as_str().cmp(term)).is_lt()
    };
    if best.len() >= limit && best.last().is_none_or(is_before) {
        return;
    }
    let at = best.partition_point(is_before);
    best.insert(at, key());
    best.truncate(limit);
}

/// Returns the languages of the articles found.
fn languages(index: &Index, read: &Read) -> Result<Vec<Language>> {
    let request = Request { facets: vec![FacetKind::Lang], ..read.request() };
    let mut found = Vec::new();
    for facet in index.engine.search(&request)?.facets {
        found.extend(facet.values.iter().filter_map(|(code, _)| Language::of_code(code)));
        // An article of unknown language is analyzed as its script's default, mostly English.
        if facet.without > 0 && !found.contains(&Language::ENGLISH) {
            found.push(Language::ENGLISH);
        }
    }
    Ok(found)
}

/// Returns a notice if there is nothing to compare with, or if many of the articles compared with are in other
/// languages.
fn comparison(
    index: &Index,
    read: &Read,
    in_all_languages: bool,
    found: u64,
    compared: u64,
) -> Result<Option<String>> {
    if found > 0 && found == compared {
        let text = "the query matches every article, so there is nothing to compare with";
        return Ok(Some(text.into()));
    }
    if !in_all_languages {
        return Ok(None);
    }
    let request = Request { facets: vec![FacetKind::Lang], ..read.request() };
    let facets = index.engine.search(&request)?.facets;
    let Some((lang, count)) = facets.into_iter().flat_map(|facet| facet.values).next() else {
        return Ok(None);
    };
    let same = Tree::Filter(Filter { field: FilterField::Lang, value: lang.clone(), wild: false });
    let others = compared - index.count(&Tree::any(vec![same, FilterField::Lang.absent()]))?;
    // At least nine in ten matches are in one language, and more than one in ten of all articles are in another.
    Ok((count * 10 >= found * 9 && others * 10 > compared).then(|| {
        format!("compared with all languages; to compare with articles in the same language: --lang {lang}")
    }))
}

fn add_stems(tree: &Tree, stems: &mut FxHashSet<String>) {
    match tree {
        Tree::Text(text) => {
            for slot in &text.slots {
                if let Word::Stems(found) | Word::Exact(_, found) = &slot.word {
                    stems.extend(found.iter().map(|stem| stem.term.clone()));
                }
            }
        }
        Tree::And(trees) | Tree::Or(trees) => {
            trees.iter().for_each(|tree| add_stems(tree, stems));
        }
        Tree::Near(near) => {
            add_stems(&near.left, stems);
            add_stems(&near.right, stems);
        }
        Tree::AtLeast(_, tree) => add_stems(tree, stems),
        _ => {}
    }
}

/// Returns the forms of several terms, most frequent first, in the [`LOOKED_AT`] newest hits that have each.
fn forms_of_all(
    index: &Index,
    read: &Read,
    terms: &[&str],
) -> Result<HashMap<String, Vec<String>>> {
    if terms.is_empty() {
        return Ok(HashMap::new());
    }
    // Each article is read once, for all terms that are looked up in it.
    let (found, having) = index.engine.newest_having(&read.request(), terms, LOOKED_AT)?;
    let numbers: FxHashMap<&str, usize> =
        terms.iter().enumerate().map(|(number, term)| (*term, number)).collect();
    let worker = || {
        let (numbers, having, mut analyzer) = (&numbers, &having, Analyzer::default());
        move |counted: &mut FormCounts, position: usize, article: Article| {
            let wanted = &having[position];
            let beginnings = Beginnings::of(wanted.iter().map(|number| terms[*number]));
            let language = Language::of_article(&article);
            for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
                analyzer.tokens_for(language, text, &beginnings, |token| {
                    let number = numbers.get(token.term).filter(|number| wanted.contains(number));
                    if let Some(number) = number {
                        let form = token.form.to_lowercase();
                        *counted.entry(*number).or_default().entry(form).or_default() += 1;
                    }
                });
            }
        }
    };
    let mut counted = FormCounts::default();
    for part in sweep_into(found.as_ref(), false, worker)? {
        for (number, forms) in part {
            let all = counted.entry(number).or_default();
            forms.into_iter().for_each(|(form, count)| *all.entry(form).or_default() += count);
        }
    }
    let sorted = counted.into_iter().map(|(number, forms)| {
        let mut forms: Vec<(String, usize)> = forms.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        (terms[number].to_string(), forms.into_iter().map(|(form, _)| form).collect())
    });
    Ok(sorted.collect())
}

/// How often each form of a term is printed, by the number of the term.
type FormCounts = FxHashMap<usize, HashMap<String, usize>>;
