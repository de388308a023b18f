//! Draws a timeline as an SVG 1.1 picture for a report or a web page: a title, axes, one line per query and a legend.
//!
//! Each line has a color, a dash pattern and a marker, so that it is recognizable in black and white and for
//! color-blind readers. The background is white, so that the picture is legible on a dark page.

mod axis;
mod frame;
mod legend;

use super::escape::xml;
use super::line;
use super::timeline::name;
use crate::answers::timeline::{Interval, Series, Timeline};
use axis::Scale;
pub use frame::Size;
use frame::{CHARACTER, LEFT, LOOKS, RIGHT, ROW, marker};

const BOTTOM: f64 = 50.0;
/// The maximum number of points in a line with markers. On a longer line, markers would hide the line.
const MARKED: usize = 120;

/// What the vertical axis shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The number of articles.
    Articles,
    /// The share of all articles of the period, in percent.
    Share,
    /// Occurrences per million words. Needs a timeline that counted them.
    PerMillion,
}

impl Measure {
    fn label(self) -> &'static str {
        match self {
            Measure::Articles => "articles",
            Measure::Share => "% of articles",
            Measure::PerMillion => "per million words",
        }
    }

    fn title(self, interval: Interval) -> String {
        let what = match self {
            Measure::Articles => "Articles",
            Measure::Share => "Share of articles",
            Measure::PerMillion => "Occurrences per million words",
        };
        format!("{what} per {}", interval.name())
    }

    /// Returns the value of each bucket, or `None` for a bucket without articles or words to compare with.
    fn values(self, timeline: &Timeline, series: &Series) -> Vec<Option<f64>> {
        let ratio =
            |part: u64, whole: u64, of: f64| (whole > 0).then(|| part as f64 * of / whole as f64);
        let counts = series.counts.iter().copied();
        match self {
            Measure::Articles => counts.map(|count| Some(count as f64)).collect(),
            Measure::Share => {
                counts.zip(&timeline.all).map(|(count, all)| ratio(count, *all, 100.0)).collect()
            }
            Measure::PerMillion => {
                let occurrences = series.occurrences.iter().flatten();
                let words = timeline.words.iter().flatten();
                occurrences.zip(words).map(|(count, all)| ratio(*count, *all, 1e6)).collect()
            }
        }
    }
}

/// Draws a timeline.
pub fn picture(timeline: &Timeline, measure: Measure, size: Size) -> String {
    let (width, plot_height) = (size.width(), size.plot());
    let values: Vec<Vec<Option<f64>>> =
        timeline.series.iter().map(|series| measure.values(timeline, series)).collect();
    let scale = Scale::of(values.iter().flatten().flatten().copied().fold(0.0, f64::max));
    let names: Vec<String> = timeline.series.iter().map(name).collect();
    let title = match &names[..] {
        [only] if !only.is_empty() => format!("{}: {only}", measure.title(timeline.interval)),
        _ => measure.title(timeline.interval),
    };
    let heading = legend::wrap(&title, (width - LEFT - RIGHT) / (CHARACTER * 1.25));
    let top = ROW * (heading.len() as f64 + 2.0);
    let bottom = top + plot_height;
    let right = width - RIGHT;

    let count = timeline.starts.len().max(1) as f64;
    let x = |at: usize| LEFT + (at as f64 + 0.5) * (right - LEFT) / count;
    let y = |value: f64| bottom - value / scale.top * plot_height;

    let mut plot = String::new();
    scale.draw(&mut plot, y, right);
    dates(&mut plot, timeline, x, bottom, right);
    line(
        &mut plot,
        format_args!(
            "<path d=\"M{LEFT} {top:.1}V{bottom:.1}H{right}\" fill=\"none\" stroke=\"#000000\"/>\n\
             <text x=\"8\" y=\"{:.1}\">{}</text>",
            top - 12.0,
            measure.label()
        ),
    );
    for (number, values) in values.iter().enumerate() {
        draw(&mut plot, LOOKS[number % LOOKS.len()], values, x, y);
    }
    let height = legend::draw(&mut plot, timeline, &names, bottom + BOTTOM + ROW, width);

    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.0}\" width=\"{width}\" \
         height=\"{height:.0}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n"
    );
    let all_names = if names.len() > 1 { format!(": {}", names.join("; ")) } else { String::new() };
    line(&mut out, format_args!("<title>{}{}</title>", xml(&title), xml(&all_names)));
    line(
        &mut out,
        format_args!("<rect width=\"{width}\" height=\"{height:.0}\" fill=\"#ffffff\"/>"),
    );
    for (row, text) in heading.iter().enumerate() {
        line(
            &mut out,
            format_args!(
                "<text x=\"{LEFT}\" y=\"{:.1}\" font-size=\"15\" font-weight=\"bold\">{}</text>",
                ROW * (row as f64 + 1.0) + 2.0,
                xml(text)
            ),
        );
    }
    out.push_str(&plot);
    out.push_str("</svg>\n");
    out
}

/// Draws as many dates below the axis as fit without touching, and a tick for each.
fn dates(out: &mut String, timeline: &Timeline, x: impl Fn(usize) -> f64, bottom: f64, right: f64) {
    let width = right + RIGHT;
    let label = |start| timeline.interval.label(start);
    let widest = timeline.starts.first().map_or(0, |start| label(*start).len()) as f64 * CHARACTER;
    let slot = (right - LEFT) / timeline.starts.len().max(1) as f64;
    let every = ((widest + 14.0) / slot).ceil().max(1.0) as usize;
    for (at, start) in timeline.starts.iter().enumerate().step_by(every) {
        // A label in the middle of the first or last bucket would be cut off at the edge.
        let middle = x(at).clamp(widest / 2.0, width - widest / 2.0);
        line(
            out,
            format_args!(
                "<path d=\"M{:.1} {bottom:.1}v5\" stroke=\"#000000\"/>\n\
                 <text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                x(at),
                bottom + 20.0,
                label(*start)
            ),
        );
    }
}

/// Draws the line of one query, with a gap at each bucket without a value.
fn draw(
    out: &mut String,
    (color, dash, shape): (&str, &str, &str),
    values: &[Option<f64>],
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) {
    let mut path = String::new();
    let mut is_drawing = false;
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value {
            path.push_str(&format!(
                "{}{:.1} {:.1}",
                if is_drawing { "L" } else { "M" },
                x(at),
                y(*value)
            ));
        }
        is_drawing = value.is_some();
    }
    line(
        out,
        format_args!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>"
        ),
    );
    let is_apart = |at: usize| {
        let missing = |at: Option<usize>| {
            at.and_then(|at| values.get(at)).is_none_or(|value| value.is_none())
        };
        missing(at.checked_sub(1)) && missing(at.checked_add(1))
    };
    for (at, value) in values.iter().enumerate() {
        // A value between two gaps has no line, so only its marker is visible.
        if let (Some(value), true) = (value, values.len() <= MARKED || is_apart(at)) {
            out.push_str(&marker(shape, x(at), y(*value), color));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_markup_comes_out_of_a_query() {
        assert_eq!(xml("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;\u{fffd}");
    }

    #[test]
    fn a_bucket_without_a_value_is_a_gap() {
        let mut out = String::new();
        let values = [Some(1.0), Some(2.0), None, Some(3.0)];
        draw(&mut out, LOOKS[0], &values, |at| at as f64, |value| value);
        assert!(out.contains("d=\"M0.0 1.0L1.0 2.0M3.0 3.0\""), "{out}");
    }
}
