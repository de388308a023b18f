//! The vertical axis of a picture.

use super::frame::LEFT;
use crate::page::line;

/// The ticks of an axis, at multiples of 1, 2 or 5 times a power of ten.
#[derive(Debug, PartialEq)]
pub struct Scale {
    /// The distance between two ticks.
    pub step: f64,
    /// The value at the top, which is at least the largest value drawn.
    pub top: f64,
}

impl Scale {
    /// Creates a scale with at most six steps up to `most`. If `most` is a whole number, the step is at least 1.
    pub fn of(most: f64) -> Scale {
        if most <= 0.0 {
            return Scale { step: 1.0, top: 1.0 };
        }
        let power = 10_f64.powf((most / 6.0).log10().floor());
        let fits = |factor: &f64| factor * power * 6.0 >= most - most * 1e-9;
        let mut step = [1.0, 2.0, 5.0, 10.0].into_iter().find(fits).unwrap_or(10.0) * power;
        if most.fract() == 0.0 && step < 1.0 {
            step = 1.0;
        }
        Scale { step, top: (most / step - 1e-9).ceil().max(1.0) * step }
    }

    /// Draws a horizontal line and a number at each tick.
    pub fn draw(&self, out: &mut String, y: impl Fn(f64) -> f64, right: f64) {
        let ticks = (self.top / self.step).round() as u32;
        // Use as many decimals as the step has, because 0.1 + 0.2 is not exactly 0.3.
        let decimals = (-self.step.log10().floor()).clamp(0.0, 12.0) as usize;
        for tick in 0..=ticks {
            let value = f64::from(tick) * self.step;
            let at = y(value);
            line(
                out,
                format_args!(
                    "<line x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{right}\" y2=\"{at:.1}\" stroke=\"#dddddd\"/>\n\
                     <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value:.decimals$}</text>",
                    LEFT - 8.0,
                    at + 4.0
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_or_above_the_largest_value() {
        for (most, step, top) in [
            (0.0, 1.0, 1.0),
            (5.0, 1.0, 5.0),
            (7.0, 2.0, 8.0),
            (61.0, 20.0, 80.0),
            (99.0, 20.0, 100.0),
            (600.0, 100.0, 600.0),
            (0.25, 0.05, 0.25),
            (1.3, 0.5, 1.5),
        ] {
            let scale = Scale::of(most);
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(near(scale.step, step) && near(scale.top, top), "{most}: {scale:?}");
        }
    }
}
