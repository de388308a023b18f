//! Measures of a ranking: average precision, nDCG, precision, recall and reciprocal rank.

use std::collections::BTreeMap;

use super::files::{Judgments, Run};

/// The maximum number of articles per topic in a run.
pub const DEPTH: usize = 1_000;

/// The measures of a topic, or their means over topics.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Measures {
    /// Average precision.
    pub ap: f64,
    /// Normalized discounted cumulative gain at 10 (linear gains, base-2 discounts).
    pub ndcg_10: f64,
    /// Precision at 10.
    pub p_10: f64,
    /// Precision at 30.
    pub p_30: f64,
    /// Recall at 1,000.
    pub r_1000: f64,
    /// The reciprocal rank of the first relevant article.
    pub rr: f64,
}

impl Measures {
    /// Returns the name and value of each measure.
    pub fn each(&self) -> [(&'static str, f64); 6] {
        [
            ("MAP", self.ap),
            ("nDCG@10", self.ndcg_10),
            ("P@10", self.p_10),
            ("P@30", self.p_30),
            ("R@1000", self.r_1000),
            ("MRR", self.rr),
        ]
    }
}

/// Computes the measures of the ranking of a topic.
pub fn measure(ranking: &[(String, f32)], judged: &BTreeMap<String, i64>) -> Measures {
    let mut sorted: Vec<&(String, f32)> = ranking.iter().collect();
    sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
    let gain = |name: &str| judged.get(name).copied().unwrap_or(0).max(0);
    let gains: Vec<i64> = sorted.iter().map(|(name, _)| gain(name)).collect();
    let relevant = judged.values().filter(|gain| **gain > 0).count();
    if relevant == 0 {
        return Measures::default();
    }
    let found = |depth: usize| gains.iter().take(depth).filter(|gain| **gain > 0).count() as f64;
    let mut precisions = 0.0;
    let mut seen = 0.0;
    for (rank, gain) in gains.iter().enumerate() {
        if *gain > 0 {
            seen += 1.0;
            precisions += seen / (rank + 1) as f64;
        }
    }
    let discounted = |gains: &[i64]| -> f64 {
        let ranked = gains.iter().take(10).enumerate();
        ranked.map(|(rank, gain)| *gain as f64 / ((rank + 2) as f64).log2()).sum()
    };
    let mut ideal: Vec<i64> = judged.values().map(|gain| (*gain).max(0)).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let first = gains.iter().position(|gain| *gain > 0);
    Measures {
        ap: precisions / relevant as f64,
        ndcg_10: discounted(&gains) / discounted(&ideal),
        p_10: found(10) / 10.0,
        p_30: found(30) / 30.0,
        r_1000: found(DEPTH) / relevant as f64,
        rr: first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
    }
}

/// Computes the measures of each judged topic.
pub fn by_topic(run: &Run, judgments: &Judgments) -> Vec<(String, Measures)> {
    let none = Vec::new();
    judgments
        .iter()
        .map(|(topic, judged)| (topic.clone(), measure(run.get(topic).unwrap_or(&none), judged)))
        .collect()
}

/// Computes the means over topics.
pub fn mean(topics: &[(String, Measures)]) -> Measures {
    let count = topics.len().max(1) as f64;
    let mean = |of: fn(&Measures) -> f64| topics.iter().map(|(_, m)| of(m)).sum::<f64>() / count;
    Measures {
        ap: mean(|m| m.ap),
        ndcg_10: mean(|m| m.ndcg_10),
        p_10: mean(|m| m.p_10),
        p_30: mean(|m| m.p_30),
        r_1000: mean(|m| m.r_1000),
        rr: mean(|m| m.rr),
    }
}
