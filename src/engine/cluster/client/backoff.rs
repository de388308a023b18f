//! How long to wait before a request is sent again.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// The wait before the first repetition. It doubles with each one.
const FIRST: Duration = Duration::from_millis(100);

/// The maximum wait.
const MOST: Duration = Duration::from_secs(15);

/// Returns the wait before a repetition, counted from 0: exponential, with a random part, so that clients that failed
/// together do not come back together ("equal jitter": Brooker, "Exponential Backoff and Jitter", AWS, 2015). A server
/// may ask for more.
pub fn wait(repetition: u32, asked: Option<u64>) -> Duration {
    let whole = FIRST.saturating_mul(1 << repetition.min(16)).min(MOST);
    let jittered = whole / 2 + whole.mul_f64(random() / 2.0);
    jittered.max(Duration::from_secs(asked.unwrap_or_default()).min(MOST))
}

/// Returns a random number from 0 to 1.
fn random() -> f64 {
    // The keys of a new state are random.
    (RandomState::new().build_hasher().finish() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_maximum() {
        for repetition in [0, 1, 4, 100] {
            let whole = FIRST.saturating_mul(1 << repetition.min(16)).min(MOST);
            let wait = wait(repetition, None);
            assert!(wait >= whole / 2 && wait <= whole, "{repetition}: {wait:?}");
        }
        assert!(wait(0, Some(3)) >= Duration::from_secs(3));
        assert_eq!(wait(0, Some(u64::MAX)), MOST);
    }
}
