//! How long a search may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::error::{Error, Kind, Result};

/// How long a search may take: until a deadline, until a flag is set, or, by default, as long as it needs.
///
/// A search that is over its budget fails. It never returns a part of its answer.
#[derive(Debug, Clone, Default)]
pub struct Budget {
    deadline: Option<Instant>,
    cancelled: Option<Arc<AtomicBool>>,
}

impl Budget {
    /// Returns a budget that ends at an instant.
    pub fn until(deadline: Instant) -> Budget {
        Budget { deadline: Some(deadline), cancelled: None }
    }

    /// Returns a budget that ends when a flag is set.
    pub fn until_set(cancelled: Arc<AtomicBool>) -> Budget {
        Budget { deadline: None, cancelled: Some(cancelled) }
    }

    /// Returns whether the search has to end.
    pub fn is_spent(&self) -> bool {
        self.is_cancelled() || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.as_ref().is_some_and(|cancelled| cancelled.load(Ordering::Relaxed))
    }

    /// Returns an error if the search has to end.
    ///
    /// # Errors
    ///
    /// [`Kind::Cancelled`] if the flag is set, [`Kind::Timeout`] after the deadline.
    pub fn check(&self) -> Result<()> {
        if !self.is_spent() {
            return Ok(());
        }
        Err(match self.is_cancelled() {
            true => Error::new(Kind::Cancelled, "the search was cancelled"),
            false => Error::new(Kind::Timeout, "the search took longer than its time limit")
                .hint("narrow the date range, or put more letters in front of *"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends_at_its_deadline_or_by_its_flag() {
        assert!(Budget::default().check().is_ok());
        let over = Budget::until(Instant::now()).check().map_err(|error| error.kind);
        assert_eq!(over, Err(Kind::Timeout));
        let flag = Arc::new(AtomicBool::new(false));
        let budget = Budget::until_set(Arc::clone(&flag));
        assert!(budget.check().is_ok());
        flag.store(true, Ordering::Relaxed);
        assert_eq!(budget.check().map_err(|error| error.kind), Err(Kind::Cancelled));
    }
}
