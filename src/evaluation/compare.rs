//! Compares two runs: the topics won and lost, and whether the difference may be due to chance.

use super::Measures;

/// A comparison of two runs by average precision.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The number of topics on which the first run is better.
    pub wins: usize,
    /// The number of topics on which the first run is worse.
    pub losses: usize,
    /// The number of topics on which both are equal.
    pub ties: usize,
    /// The mean of the differences.
    pub difference: f64,
    /// The probability of a difference at least this large if the runs were equally good (two-sided paired t-test).
    pub p: f64,
}

/// Compares two lists of measures for the same topics.
pub fn compare(ours: &[(String, Measures)], theirs: &[(String, Measures)]) -> Comparison {
    let differences: Vec<f64> =
        ours.iter().zip(theirs).map(|((_, ours), (_, theirs))| ours.ap - theirs.ap).collect();
    let wins = differences.iter().filter(|difference| **difference > 1e-9).count();
    let losses = differences.iter().filter(|difference| **difference < -1e-9).count();
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count.max(1.0);
    let squares: f64 = differences.iter().map(|difference| (difference - mean).powi(2)).sum();
    let deviation = (squares / (count - 1.0).max(1.0)).sqrt();
    let p = match deviation > 0.0 && count > 1.0 {
        true => two_sided(mean / (deviation / count.sqrt()), count - 1.0),
        false => 1.0,
    };
    let ties = differences.len() - wins - losses;
    Comparison { wins, losses, ties, difference: mean, p }
}

/// Returns the two-sided probability of Student's t: the regularized incomplete beta function I(x; df/2, 1/2) at x = df
/// / (df + t²) (DLMF 8.17, <https://dlmf.nist.gov/8.17>).
fn two_sided(t: f64, df: f64) -> f64 {
    incomplete_beta(df / (df + t * t), df / 2.0, 0.5)
}

/// Computes the continued fraction DLMF 8.17.22 by Lentz's method.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = (a * x.ln() + b * (1.0 - x).ln() - ln_beta(a, b)).exp() / a;
    let tiny = 1e-300;
    let (mut c, mut d, mut fraction) = (1.0, 1.0 - (a + b) * x / (a + 1.0), 1.0);
    d = 1.0 / if f64::abs(d) < tiny { tiny } else { d };
    fraction *= d;
    for m in 1..300 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for step in [even, odd] {
            d = 1.0 + step * d;
            d = 1.0 / if d.abs() < tiny { tiny } else { d };
            c = 1.0 + step / c;
            c = if c.abs() < tiny { tiny } else { c };
            fraction *= d * c;
        }
        if (d * c - 1.0).abs() < 1e-14 {
            break;
        }
    }
    front * fraction
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// Computes Lanczos' approximation with g = 7 and nine terms (Lanczos, SIAM J. Numer. Anal. 1, 1964).
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let t = x + 7.5;
    let sum: f64 = TERMS[0]
        + TERMS[1..].iter().zip(1..).map(|(term, i)| term / (x + f64::from(i))).sum::<f64>();
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::two_sided;

    #[test]
    fn the_t_test_is_that_of_tables() {
        // From tables of Student's t, two-sided: 5% at 2.2281 for 10 degrees of freedom, and 1% at 2.6800 for 49.
        for (t, df, p) in [(2.228_138_9, 10.0, 0.05), (2.679_952, 49.0, 0.01), (0.0, 5.0, 1.0)] {
            assert!((two_sided(t, df) - p).abs() < 1e-6, "{t} {df}: {}", two_sided(t, df));
        }
    }
}
