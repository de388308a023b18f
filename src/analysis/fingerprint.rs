//! A 64-bit fingerprint of a text. Texts that share most of their word pairs differ in few bits.
//!
//! This is simhash (Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002) over pairs of
//! adjacent terms.

/// Computes the fingerprint of a sequence of terms.
#[derive(Default)]
pub struct Fingerprint {
    /// For each of the 64 bits, the number of pair hashes that have it set. Element `n` holds the binary digit `n` of
    /// all 64 counters.
    digits: [u64; 32],
    pairs: u32,
    last: u64,
}

impl Fingerprint {
    /// Adds the hash of the next term.
    pub fn add(&mut self, hash: u64) {
        let pair = mix(self.last.rotate_left(23) ^ hash);
        self.last = hash;
        self.pairs += 1;
        // All 64 counters are incremented at once. The carry is rarely longer than a few digits.
        let mut carry = pair;
        for digit in &mut self.digits {
            let next = *digit & carry;
            *digit ^= carry;
            carry = next;
            if carry == 0 {
                break;
            }
        }
    }

    /// Returns the fingerprint of the terms added so far.
    pub fn finish(&self) -> u64 {
        // A bit is set if it is set in more than half of the hashes. All counters are compared with the half at once,
        // from the highest digit down.
        let half = self.pairs / 2;
        let (mut greater, mut equal) = (0, u64::MAX);
        for (place, digit) in self.digits.iter().enumerate().rev() {
            match (half >> place) & 1 {
                0 => {
                    greater |= equal & digit;
                    equal &= !digit;
                }
                _ => equal &= digit,
            }
        }
        greater
    }
}

/// Returns the FNV-1a hash of a term, mixed. It is the same on all machines and in all versions
/// (<https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>).
pub fn hash(term: &str) -> u64 {
    hash_of_bytes(term.bytes())
}

/// Returns the hash of a term whose bytes are given.
pub fn hash_of_bytes(term: impl Iterator<Item = u8>) -> u64 {
    let fnv = term.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mix(fnv)
}

/// Applies the finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bit_is_that_of_the_majority_of_the_pairs() {
        let mut state = 1;
        for length in (0..70).chain([1_000, 65_537]) {
            let (mut fingerprint, mut votes, mut last) = (Fingerprint::default(), [0_i64; 64], 0);
            for _ in 0..length {
                state = mix(state + 1);
                let term = state % 7;
                fingerprint.add(term);
                let pair = mix(u64::rotate_left(last, 23) ^ term);
                last = term;
                for (bit, vote) in votes.iter_mut().enumerate() {
                    *vote += if pair >> bit & 1 == 1 { 1 } else { -1 };
                }
            }
            let expected =
                (0..64).filter(|bit| votes[*bit] > 0).fold(0, |bits, bit| bits | 1_u64 << bit);
            assert_eq!(fingerprint.finish(), expected, "{length} terms");
        }
    }
}
