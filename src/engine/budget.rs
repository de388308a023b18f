//! How long a search may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use crate::error::{Error, Kind, Result};

/// How long a search may take: until a deadline, until a flag is set, or, by default, as long as it needs.
///
/// A search that exceeds its budget fails. It never returns a partial answer.
#[derive(Debug, Clone, Default)]
pub struct Budget {
    deadline: Option<Instant>,
    cancelled: Vec<Arc<AtomicBool>>,
    /// The number of checks that are left.
    checks: Option<Arc<AtomicU64>>,
    /// Whether the search keeps what it has done, so that the same search later goes on from there.
    keeps: Option<Arc<AtomicBool>>,
}

impl Budget {
    /// The number of documents or terms between two checks, for loops that spend less time on one than on a check.
    pub const EVERY: u64 = 1 << 10;

    /// Returns a budget that ends at an instant.
    pub fn until(deadline: Instant) -> Budget {
        Budget { deadline: Some(deadline), ..Budget::default() }
    }

    /// Returns a budget that ends when a flag is set.
    pub fn cancelled_by(flag: Arc<AtomicBool>) -> Budget {
        Budget { cancelled: vec![flag], ..Budget::default() }
    }

    /// Returns a budget that ends at its `checks`-th check, for tests that end a search at each of its steps.
    #[doc(hidden)]
    pub fn of_checks(checks: u64) -> Budget {
        Budget { checks: Some(Arc::new(AtomicU64::new(checks))), ..Budget::default() }
    }

    /// Returns the same budget with a flag that tells whether the search keeps what it has done when the budget is spent.
    pub fn telling(self, keeps: Arc<AtomicBool>) -> Budget {
        Budget { keeps: Some(keeps), ..self }
    }

    /// Tells whether the search keeps what it has done so far if the budget is spent, so that the same search later goes on
    /// from there.
    pub fn keep(&self, keeps: bool) {
        if let Some(flag) = &self.keeps
            && flag.load(Ordering::Relaxed) != keeps
        {
            flag.store(keeps, Ordering::Relaxed);
        }
    }

    /// Returns a budget that ends when this one or the other one does.
    pub fn and(&self, other: &Budget) -> Budget {
        Budget {
            deadline: self.deadline.into_iter().chain(other.deadline).min(),
            cancelled: self.cancelled.iter().chain(&other.cancelled).cloned().collect(),
            checks: self.checks.clone().or_else(|| other.checks.clone()),
            keeps: self.keeps.clone().or_else(|| other.keeps.clone()),
        }
    }

    /// Returns whether the budget is spent. A spent budget stays spent.
    pub fn is_spent(&self) -> bool {
        self.is_cancelled() || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Returns the time until the deadline, if there is one.
    pub fn remaining(&self) -> Option<std::time::Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    fn is_cancelled(&self) -> bool {
        let count_down = |left: &Arc<AtomicU64>| {
            let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(1))
            });
            before.is_ok_and(|left| left <= 1)
        };
        self.cancelled.iter().any(|cancelled| cancelled.load(Ordering::Relaxed))
            || self.checks.as_ref().is_some_and(count_down)
    }

    /// Returns an error if the search has to end.
    ///
    /// # Errors
    ///
    /// [`Kind::Cancelled`] if a flag is set, [`Kind::Timeout`] after the deadline.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            return Err(Error::new(Kind::Cancelled, "the search was cancelled"));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(Error::new(Kind::Timeout, "the search exceeded its time limit")
                .hint("use fewer wildcards, put more letters in front of *, or narrow the dates"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_at_its_deadline_or_by_its_flag() {
        assert!(Budget::default().check().is_ok());
        let kind = |budget: &Budget| budget.check().map_err(|error| error.kind);
        let over = Budget::until(Instant::now());
        assert_eq!(kind(&over), Err(Kind::Timeout));
        let flag = Arc::new(AtomicBool::new(false));
        let budget = Budget::cancelled_by(Arc::clone(&flag));
        assert!(budget.check().is_ok());
        assert_eq!(kind(&budget.and(&over)), Err(Kind::Timeout));
        flag.store(true, Ordering::Relaxed);
        assert_eq!(kind(&budget), Err(Kind::Cancelled));
        assert_eq!(kind(&Budget::default().and(&budget)), Err(Kind::Cancelled));
    }

    #[test]
    fn a_budget_of_checks_stays_spent() {
        let budget = Budget::of_checks(3);
        let spent: Vec<bool> = (0..5).map(|_| budget.is_spent()).collect();
        assert_eq!(spent, [false, false, true, true, true]);
    }
}
