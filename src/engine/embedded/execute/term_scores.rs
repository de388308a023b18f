//! The BM25 score of a word in a document, in 32 bits, as the first stage computes it.

use tantivy::fieldnorm::FieldNormReader;

use crate::ranking::{SATURATED, Weights};

/// The scores of a query's words.
pub struct TermScores {
    /// What is added to a frequency in the score's denominator, by fieldnorm id.
    slack: Vec<f32>,
    /// The maximum score of each word.
    max: Vec<f32>,
}

impl TermScores {
    /// Returns the scores of words with these weights.
    pub fn of(weights: &Weights) -> TermScores {
        TermScores::with_weights(weights.words(), |length| weights.slack(length))
    }

    /// Returns the scores of terms with these weights. `slack` is what is added to a frequency in the denominator, in a
    /// document of this length.
    pub fn with_weights(weights: &[f64], slack: impl Fn(u32) -> f64) -> TermScores {
        let slack = |id| slack(FieldNormReader::id_to_fieldnorm(id)) as f32;
        let max = weights.iter().map(|weight| (weight * SATURATED) as f32).collect();
        TermScores { slack: (0..=u8::MAX).map(slack).collect(), max }
    }

    /// Returns the maximum score of a word.
    pub fn max_score(&self, word: usize) -> f32 {
        self.max[word]
    }

    /// Returns the score of a word that occurs `frequency` times in a document whose length has this fieldnorm id.
    pub fn score(&self, word: usize, length_id: u8, frequency: u32) -> f32 {
        let frequency = frequency as f32;
        self.max[word] * (frequency / (frequency + self.slack[usize::from(length_id)]))
    }
}
