//! How a sentence is printed: whether its capitals say anything about its words.

use rustc_hash::FxHashSet;

use super::word::{Gap, Shape, Word};

/// The style of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Running text, in which a capital within a sentence marks a name.
    Running,
    /// A headline, in which most words have a capital, or a table.
    Headline,
}

/// The minimum number of consecutive words in capitals that count as printed so for emphasis.
const SHOUTED: usize = 3;

/// Returns the style of a sentence. `functions` has the hashes of function words, which headlines print without
/// capitals.
pub fn style(words: &[Word], functions: &FxHashSet<u64>, is_title: bool) -> Style {
    let (mut lower, mut capitalized, mut capitals, mut numbers) = (0, 0, 0, 0);
    for word in words {
        match word.shape {
            Shape::Lower if is_small(word, functions) => {}
            Shape::Lower => lower += 1,
            Shape::Capital => capitalized += 1,
            Shape::Capitals => {
                capitalized += 1;
                capitals += 1;
            }
            Shape::Number => numbers += 1,
            Shape::Initial => {}
        }
    }
    let shouted = capitals > SHOUTED && capitals >= lower + (capitalized - capitals);
    let headline = match is_title {
        // A sentence with many names still has a verb.
        true => lower * 3 < lower + capitalized,
        false => lower == 0 && capitalized > SHOUTED,
    };
    // The rows of a table.
    let table = numbers > SHOUTED && numbers * 3 >= words.len();
    if shouted || headline || table { Style::Headline } else { Style::Running }
}

fn is_small(word: &Word, functions: &FxHashSet<u64>) -> bool {
    word.printed.len() < 4 || functions.contains(&word.hash)
}

/// Returns for each word whether it is in a run of words in capitals, such as the beginning of an article that is
/// printed in capitals. Two or three abbreviations side by side are not such a run.
pub fn shouted(words: &[Word]) -> Vec<bool> {
    let mut shouted = vec![false; words.len()];
    let mut start = 0;
    while start < words.len() {
        let in_run = |word: &Word| matches!(word.shape, Shape::Capitals | Shape::Initial);
        let goes_on =
            |word: &Word| in_run(word) && matches!(word.gap, Gap::Space | Gap::Hyphen | Gap::Stop);
        if !in_run(&words[start]) {
            start += 1;
            continue;
        }
        let length = 1 + words[start + 1..].iter().take_while(|word| goes_on(word)).count();
        let run = &words[start..start + length];
        let long = run.iter().any(|word| word.printed.chars().count() > 5);
        if length >= SHOUTED && long {
            shouted[start..start + length].fill(true);
        }
        start += length;
    }
    shouted
}
