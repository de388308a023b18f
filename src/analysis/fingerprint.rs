//! A 64-bit fingerprint of a text. Texts that share most of their word pairs differ in few bits.
//!
//! This is simhash (Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002) over pairs of
//! adjacent terms.

/// Computes the fingerprint of a sequence of terms.
pub struct Fingerprint {
    votes: [i32; 64],
    last: u64,
}

impl Default for Fingerprint {
    fn default() -> Self {
        Fingerprint { votes: [0; 64], last: 0 }
    }
}

impl Fingerprint {
    /// Adds the hash of the next term.
    pub fn add(&mut self, hash: u64) {
        let pair = mix(self.last.rotate_left(23) ^ hash);
        self.last = hash;
        for (bit, vote) in self.votes.iter_mut().enumerate() {
            *vote += ((pair >> bit) & 1) as i32 * 2 - 1;
        }
    }

    /// Returns the fingerprint of the terms added so far.
    pub fn finish(&self) -> u64 {
        self.votes
            .iter()
            .enumerate()
            .fold(0, |bits, (bit, vote)| bits | (u64::from(*vote > 0) << bit))
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
