//! Measures of association between a word and a part of an archive.

/// A contingency table of a word: its frequency in a part and in the rest, in articles or positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// The frequency of the word in the part.
    pub part: u64,
    /// The size of the part.
    pub part_size: u64,
    /// The frequency of the word in the rest.
    pub rest: u64,
    /// The size of the rest.
    pub rest_size: u64,
}

impl Table {
    /// Returns the log-likelihood ratio of the table (Dunning, 1993): how much better two separate rates fit the table
    /// than one shared rate. The ratio is negative if the word is rarer in the part. From 10.83 on, p is below .001.
    pub fn log_likelihood(self) -> f64 {
        let size = (self.part_size + self.rest_size) as f64;
        if size == 0.0 {
            return 0.0;
        }
        let with = (self.part + self.rest) as f64;
        let cell = |seen: u64, row: f64, column: u64| {
            let expected = row * column as f64 / size;
            if seen == 0 || expected == 0.0 {
                0.0
            } else {
                seen as f64 * (seen as f64 / expected).ln()
            }
        };
        let without = size - with;
        let ratio = 2.0
            * (cell(self.part, with, self.part_size)
                + cell(self.rest, with, self.rest_size)
                + cell(self.part_size.saturating_sub(self.part), without, self.part_size)
                + cell(self.rest_size.saturating_sub(self.rest), without, self.rest_size));
        if self.is_commoner() { ratio.max(0.0) } else { -ratio.max(0.0) }
    }

    /// Returns whether the word is more frequent in the part than in the rest.
    pub fn is_commoner(self) -> bool {
        self.part as f64 * self.rest_size as f64 > self.rest as f64 * self.part_size as f64
    }

    /// Returns the pointwise mutual information, in bits (Church and Hanks, 1990).
    pub fn mutual_information(self) -> f64 {
        let size = (self.part_size + self.rest_size) as f64;
        let with = (self.part + self.rest) as f64;
        let expected = with * self.part_size as f64 / size;
        if self.part == 0 || expected == 0.0 { 0.0 } else { (self.part as f64 / expected).log2() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_those_of_the_papers() {
        // The rates are 10 of 100 and 10 of 900. By hand, the expected counts are 2, 18, 98 and 882.
        let table = Table { part: 10, part_size: 100, rest: 10, rest_size: 900 };
        let by_hand = 2.0
            * (10.0 * (10.0_f64 / 2.0).ln()
                + 10.0 * (10.0_f64 / 18.0).ln()
                + 90.0 * (90.0_f64 / 98.0).ln()
                + 890.0 * (890.0_f64 / 882.0).ln());
        assert!((table.log_likelihood() - by_hand).abs() < 1e-9);
        assert!((table.mutual_information() - 5.0_f64.log2()).abs() < 1e-12);
        let rarer = Table { part: 1, part_size: 500, rest: 19, rest_size: 500 };
        assert!(rarer.log_likelihood() < 0.0);
        let none = Table { part: 0, part_size: 0, rest: 0, rest_size: 0 };
        assert_eq!(none.log_likelihood(), 0.0);
    }
}
