//! Newer articles first, a little: a prior over age with a floor.
//!
//! `floor + (1 - floor) · 2^(-age / half-life)`: exponential decay (Li and Croft, CIKM 2003) that never
//! takes more than a fifth of a score. Without a floor such a prior destroys the ranking of queries
//! that do not ask for news.

/// What an article of any age keeps of its score.
pub const FLOOR: f64 = 0.8;

/// How scores fall with age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recency {
    /// The age at which half of what may be lost is lost. Seconds.
    pub half_life: f64,
    /// When ages are counted from; None for the newest article. Seconds since 1970.
    pub as_of: Option<i64>,
}

impl Recency {
    /// What a score is multiplied with: between the floor and 1. Articles from later than `as_of` are new,
    /// undated ones old.
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
