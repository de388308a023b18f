//! Rescoring: scores hits by the frequencies and positions of a query's words in their articles.

use super::recency::Decay;
use super::top_hits::Candidate;
use crate::analysis::{Analyzer, Beginnings, Event, Language, Stem};
use crate::article::Article;
use crate::engine::cluster::client::problem::Answer;
use crate::engine::cluster::plan::select::{counts, in_either};
use crate::engine::cluster::queries::boolean::term;
use crate::engine::cluster::snapshot::index::Snapshot;
use crate::engine::scoring_terms::ScoringTerm;
use crate::matching::TITLE_GAP;
use crate::ranking::{Collection, Evidence, LEVEL, TITLE, Weights, pair};

/// Rescores hits.
pub struct Rescorer<'a> {
    words: &'a [ScoringTerm],
    weights: Weights,
    decay: Option<Decay>,
    beginnings: Beginnings,
}

impl<'a> Rescorer<'a> {
    /// Returns a rescorer for some words, with an optional decay of scores with age.
    pub fn of(
        snapshot: &Snapshot,
        words: &'a [ScoringTerm],
        decay: Option<Decay>,
    ) -> Answer<Rescorer<'a>> {
        let stems = || words.iter().flat_map(|word| &word.stems);
        let queries = stems().map(|stem| in_either(|part| term(part.stems(), &stem.term)));
        let mut found = counts(snapshot, queries)?.into_iter();
        // A word with several stems is as frequent as its most frequent stem.
        let most = |word: &ScoringTerm| {
            found.by_ref().take(word.stems.len()).max().unwrap_or_default() as f64
        };
        let frequencies = words.iter().map(most).collect();
        let lengths = snapshot.lengths()?;
        let (articles, length) = (lengths.articles, lengths.mean);
        let weights = Weights::of(&Collection { articles, length, frequencies });
        let beginnings = Beginnings::of(stems().map(|stem| stem.term.as_str()));
        Ok(Rescorer { words, weights, decay, beginnings })
    }

    /// Replaces the scores of hits, whose articles have been read.
    pub fn rescore(&self, hits: &mut [Candidate]) {
        let mut analyzer = Analyzer::default();
        for hit in hits {
            let Some(article) = &hit.article else { continue };
            let evidence = self.evidence(&mut analyzer, article);
            let factor = self.decay.map_or(1.0, |decay| decay.factor(hit.order));
            hit.score = self.weights.score(&evidence) as f32 * factor;
            hit.capitals = evidence.capitals;
        }
    }

    fn evidence(&self, analyzer: &mut Analyzer, article: &Article) -> Evidence {
        let language = Language::of_article(article);
        let mut evidence =
            Evidence { frequencies: vec![0; self.words.len()], ..Evidence::default() };
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); self.words.len()];
        let mut printed = vec![false; self.words.len()];
        let title = article.title.as_deref().unwrap_or_default();
        // Capitals mean nothing in a title that has nothing else.
        let capitals = |in_title: bool| !in_title || title.contains(char::is_lowercase);
        let mut base = 0;
        let mut lengths = [0, 0];
        for (number, (text, weight)) in [(title, TITLE), (&article.body, 1)].into_iter().enumerate()
        {
            let mut last = String::new();
            lengths[number] = analyzer.analyse_for(language, text, &self.beginnings, |event| {
                let Event::Token(token) = event else { return };
                // A word and a part of it may have the same stem.
                let repeated = token.again && last == token.term;
                last.clear();
                last.push_str(token.term);
                for (number, word) in self.words.iter().enumerate() {
                    if word.capitals.as_deref() == Some(token.form) && capitals(base == 0) {
                        printed[number] = true;
                    }
                    let is =
                        |stem: &Stem| stem.term == token.term && stem.languages.contains(language);
                    if repeated || !word.stems.iter().any(is) {
                        continue;
                    }
                    evidence.frequencies[number] += weight;
                    let place = base + token.position;
                    if places[number].last() != Some(&place) {
                        places[number].push(place);
                    }
                }
            });
            base = lengths[0] + TITLE_GAP;
        }
        let [title_words, body_words] = lengths;
        evidence.length = body_words + TITLE * title_words + LEVEL;
        evidence.capitals = printed.iter().filter(|printed| **printed).count() as u32;
        let pairs = self.weights.pairs();
        evidence.pairs =
            pairs.map(|first| pair(&places[first], &places[first + 1], title_words)).collect();
        evidence
    }
}
