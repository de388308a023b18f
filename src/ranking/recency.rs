//! A slight preference for newer articles: a factor that falls with age to a minimum.
//!
//! The factor is `floor + (1 - floor) · 2^(-age / half-life)`, an exponential decay (Li and Croft, CIKM 2003) that
//! takes at most a fifth of a score. Without the floor, the decay would destroy the ranking of queries that do not ask
//! for news.

/// The minimum factor, which applies to very old and to undated articles.
pub const FLOOR: f64 = 0.8;

/// The decay of scores with age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recency {
    /// The age, in seconds, at which half of the variable part of the score is lost.
    pub half_life: f64,
    /// The time from which ages are counted, in seconds since 1970. `None` means the newest article.
    pub as_of: Option<i64>,
}

impl Recency {
    /// Returns the factor for a score, between [`FLOOR`] and 1. Articles published after `as_of` count as new, undated
    /// ones as old.
    pub fn factor(&self, published: Option<i64>, as_of: i64) -> f64 {
        let Some(published) = published else { return FLOOR };
        let age = (as_of - published).max(0) as f64;
        FLOOR + (1.0 - FLOOR) * (-age / self.half_life).exp2()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_what_may_be_lost_is_lost_in_a_half_life() {
        let recency = Recency { half_life: 100.0, as_of: Some(1_000) };
        let factor = |published| recency.factor(published, 1_000);
        assert!((factor(Some(1_000)) - 1.0).abs() < 1e-12);
        assert!((factor(Some(900)) - 0.9).abs() < 1e-12);
        assert!((factor(Some(2_000)) - 1.0).abs() < 1e-12);
        assert!(factor(Some(-1_000_000)) < 0.800_001);
        assert!((factor(None) - FLOOR).abs() < 1e-12);
    }
}
