//! The zstd dictionary that stored articles are compressed with, trained on samples of an archive.
//!
//! Training selects the parts of the samples that repeat most (COVER: Liao, Petri, Moffat and Wirth, "Effective
//! Construction of Relative Lempel-Ziv Dictionaries", WWW 2016), in zstd's faster variant.

use zstd_sys::{
    ZDICT_fastCover_params_t, ZDICT_isError, ZDICT_params_t, ZDICT_trainFromBuffer_fastCover,
};

use super::stored_record::LEVEL;

/// The maximum length of a dictionary, in bytes. With 224 kB, the files of the Reuters archive are compressed to
/// 0.366 of their size, and with 160 kB to 0.373. The dictionary of 224 kB itself is 0.013 of that size.
const LENGTH: usize = 224 << 10;

/// The archive has to be at least this many times as long as its dictionary. With a longer dictionary, small archives
/// take more space: 600 Reuters files take 0.450 of their size with a dictionary of a 16th, and 0.476 with one of an
/// 8th, the dictionary included.
const PARTS: usize = 16;

/// The samples have to be at least this many times as long as the dictionary.
const CHOICE: usize = 3;

/// The length of the segments that are selected, in bytes.
///
/// `ZDICT_trainFromBuffer` tries five lengths from 50 to 2,000 and uses the best one, which takes five times as long.
/// With its choice, the Reuters archive is compressed to 0.374. Lengths from 50 to 300 differ by 0.001.
const SEGMENT: u32 = 200;

/// The length of the strings that are counted in the samples, in bytes.
const COUNTED: u32 = 8;

/// The binary logarithm of the number of counters.
const COUNTERS: u32 = 20;

/// The minimum number of samples.
const SAMPLES: usize = 100;

/// The minimum length of all samples, in bytes.
const BYTES: usize = 128 << 10;

/// Trains a dictionary on sample articles of an archive of about `all` bytes. Returns `None` if there are too few
/// samples, or if they have too little in common. Articles are then stored without a dictionary.
pub fn train(samples: &[Vec<u8>], all: u64) -> Option<Vec<u8>> {
    let lengths: Vec<usize> = samples.iter().map(Vec::len).collect();
    let joined = samples.concat();
    if samples.len() < SAMPLES || joined.len() < BYTES {
        return None;
    }
    let all = usize::try_from(all).unwrap_or(usize::MAX).max(joined.len());
    let mut dictionary = vec![0; LENGTH.min(all / PARTS).min(joined.len() / CHOICE)];
    let parameters = ZDICT_fastCover_params_t {
        k: SEGMENT,
        d: COUNTED,
        f: COUNTERS,
        steps: 0,
        nbThreads: 1,
        splitPoint: 1.0,
        accel: 1,
        shrinkDict: 0,
        shrinkDictMaxRegression: 0,
        zParams: ZDICT_params_t { compressionLevel: LEVEL, notificationLevel: 0, dictID: 0 },
    };
    let count = u32::try_from(lengths.len()).ok()?;
    // SAFETY: the pointers are to buffers of the given lengths, the lengths of the samples add up to that of `joined`,
    // and zstd keeps none of the pointers.
    let (length, failed) = unsafe {
        let length = ZDICT_trainFromBuffer_fastCover(
            dictionary.as_mut_ptr().cast(),
            dictionary.len(),
            joined.as_ptr().cast(),
            lengths.as_ptr(),
            count,
            parameters,
        );
        (length, ZDICT_isError(length) != 0)
    };
    dictionary.truncate(length);
    (!failed).then_some(dictionary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_that_repeat_give_a_dictionary_that_compresses_them() {
        let sample = |number: u32| {
            let words = ["herring", "harbour", "council", "salt tax", "ferry", "lamp"];
            let picked = (0..60).map(|at| words[(number * 7 + at * at) as usize % words.len()]);
            format!("Report {number}: {}", picked.collect::<Vec<_>>().join(" and the "))
                .into_bytes()
        };
        let samples: Vec<Vec<u8>> = (0..300).map(sample).collect();
        let length = samples.concat().len();
        let dictionary = train(&samples, 0).expect("a dictionary");
        assert!(dictionary.len() <= length / PARTS);
        assert!(train(&samples, u64::MAX).is_some_and(|longer| longer.len() <= length / CHOICE));
        let packed = |dictionary: &[u8]| {
            let mut compressor =
                zstd::bulk::Compressor::with_dictionary(LEVEL, dictionary).unwrap();
            samples.iter().map(|sample| compressor.compress(sample).unwrap().len()).sum::<usize>()
        };
        assert!(packed(&dictionary) * 2 < packed(&[]));
    }

    #[test]
    fn few_samples_and_samples_without_anything_in_common_give_no_dictionary() {
        assert_eq!(train(&[], 0), None);
        let samples = |count: usize, length: usize| vec![vec![b'a'; length]; count];
        assert_eq!(train(&samples(99, 10_000), 0), None);
        assert_eq!(train(&samples(200, 0), 0), None);
    }
}
