//! Decides when a run makes its next checkpoint.

use std::time::{Duration, Instant};

use super::Commits;

/// Checkpoints take at most one part in this many of a run's time.
const SHARE: u32 = 20;

/// Decides when the next checkpoint is due.
pub struct Due {
    commits: Commits,
    last: Instant,
    /// How long the last checkpoint took.
    cost: Duration,
    bytes: u64,
    /// The size of the catalogue at the last checkpoint, in bytes.
    held: usize,
    /// How many bytes the catalogue may grow by until the next checkpoint.
    growth: usize,
}

impl Due {
    /// Starts counting now, with a catalogue of `held` bytes. When the catalogue has grown by `growth` bytes, the run's
    /// memory has to be divided again, which is done after a commit.
    pub fn new(commits: Commits, held: usize, growth: usize) -> Due {
        Due { commits, last: Instant::now(), cost: Duration::ZERO, bytes: 0, held, growth }
    }

    /// Records that `bytes` more bytes were read and that the catalogue now takes `held` bytes. Returns whether a
    /// checkpoint is due.
    pub fn advance(&mut self, bytes: u64, held: usize) -> bool {
        self.bytes += bytes;
        let since = self.last.elapsed();
        // An interval of zero makes a checkpoint at every opportunity.
        self.commits.time.is_zero()
            || held >= self.held.saturating_add(self.growth)
            || since >= self.cost * SHARE
                && (since >= self.commits.time || self.bytes >= self.commits.bytes)
    }

    /// Records a checkpoint that started at `began`, and after which the catalogue has `held` bytes.
    pub fn done(&mut self, began: Instant, held: usize) {
        let cost = began.elapsed();
        *self = Due { cost, ..Due::new(self.commits, held, self.growth) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_shared_out_anew_when_the_catalogue_has_grown() {
        let mut due = Due::new(Commits::default(), 1_000, 500);
        assert!(!due.advance(1, 1_000));
        assert!(!due.advance(1, 1_499));
        assert!(due.advance(1, 1_500));
        due.done(Instant::now(), 1_500);
        assert!(!due.advance(1, 1_999));
        assert!(due.advance(1, 2_000));
    }
}
