//! A timeline as a picture for a report (SVG 1.1): axes, a legend, and lines that can be told apart in
//! black and white too.

use super::line;
use super::timeline::name;
use crate::timeline::Timeline;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 50.0;
const LEGEND: f64 = 20.0;

/// Colours that keep their distance for colour-blind readers (Okabe and Ito, 2008), each with a dash
/// and a shape of its own.
const LOOKS: [(&str, &str, &str); 6] = [
    ("#0072b2", "", "circle"),
    ("#d55e00", "8 4", "square"),
    ("#009e73", "2 3", "triangle"),
    ("#cc79a7", "10 3 2 3", "diamond"),
    ("#000000", "4 2", "circle"),
    ("#e69f00", "1 2", "square"),
];

/// The picture.
pub fn picture(timeline: &Timeline) -> String {
    let most = timeline.series.iter().flat_map(|series| &series.counts).max().copied().unwrap_or(0);
    let (step, top) = scale(most);
    let height = HEIGHT + LEGEND * timeline.series.len() as f64;
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    let count = timeline.starts.len().max(1) as f64;
    let x = |at: usize| LEFT + (at as f64 + 0.5) * (right - LEFT) / count;
    let y = |value: u64| bottom - value as f64 / top as f64 * (bottom - TOP);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n"
    );
    let names: Vec<String> = timeline.series.iter().map(|series| xml(&name(series))).collect();
    line(
        &mut out,
        format_args!(
            "<title>Articles by {}: {}</title>",
            timeline.interval.name(),
            names.join("; ")
        ),
    );
    line(&mut out, format_args!("<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>"));
    for tick in 0..=top / step {
        let (value, at) = (tick * step, y(tick * step));
        line(
            &mut out,
            format_args!(
                "<line x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{right}\" y2=\"{at:.1}\" stroke=\"#dddddd\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{value}</text>",
                LEFT - 8.0,
                at + 4.0
            ),
        );
    }
    // As many labels as have room.
    let every = (timeline.starts.len() / 12).max(1);
    for (at, start) in timeline.starts.iter().enumerate().step_by(every) {
        line(
            &mut out,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                x(at),
                bottom + 18.0,
                timeline.interval.label(*start)
            ),
        );
    }
    line(
        &mut out,
        format_args!(
            "<path d=\"M{LEFT} {TOP}V{bottom}H{right}\" fill=\"none\" stroke=\"#000000\"/>\n\
         <text x=\"{LEFT}\" y=\"{:.1}\" text-anchor=\"middle\">articles</text>\n\
         <text x=\"{right}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            TOP - 12.0,
            bottom + 36.0,
            timeline.interval.name()
        ),
    );
    for (number, series) in timeline.series.iter().enumerate() {
        let (colour, dash, shape) = LOOKS[number % LOOKS.len()];
        let points: Vec<(f64, f64)> =
            series.counts.iter().enumerate().map(|(at, count)| (x(at), y(*count))).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        line(
            &mut out,
            format_args!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" \
             stroke-dasharray=\"{dash}\"/>",
                path.join(" ")
            ),
        );
        if points.len() <= 120 {
            for (x, y) in points {
                out.push_str(&marker(shape, x, y, colour));
            }
        }
        let at = HEIGHT + LEGEND * number as f64;
        line(
            &mut out,
            format_args!(
                "<line x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{:.1}\" y2=\"{at:.1}\" stroke=\"{colour}\" \
             stroke-width=\"2\" stroke-dasharray=\"{dash}\"/>",
                LEFT + 40.0
            ),
        );
        out.push_str(&marker(shape, LEFT + 20.0, at, colour));
        line(
            &mut out,
            format_args!(
                "<text x=\"{:.1}\" y=\"{:.1}\">{} ({})</text>",
                LEFT + 50.0,
                at + 4.0,
                names[number],
                crate::searching::articles(series.total)
            ),
        );
    }
    out.push_str("</svg>\n");
    out
}

/// The distance of ticks and the top of the axis: 1, 2 or 5 times a power of ten.
fn scale(most: u64) -> (u64, u64) {
    let mut step = 1;
    let factors = [2, 5, 10];
    for round in 0.. {
        let base = 10_u64.pow(round / 3);
        step = base * [1, factors[0], factors[1]][(round % 3) as usize];
        if step.saturating_mul(6) >= most || round > 50 {
            break;
        }
    }
    (step, most.div_ceil(step).max(1) * step)
}

fn marker(shape: &str, x: f64, y: f64, colour: &str) -> String {
    match shape {
        "square" => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"6\" height=\"6\" fill=\"{colour}\"/>\n",
            x - 3.0,
            y - 3.0
        ),
        "triangle" => format!("<path d=\"M{x:.1} {:.1}l4 7h-8z\" fill=\"{colour}\"/>\n", y - 4.0),
        "diamond" => {
            format!("<path d=\"M{x:.1} {:.1}l4 4l-4 4l-4 -4z\" fill=\"{colour}\"/>\n", y - 4.0)
        }
        _ => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>\n"),
    }
}

/// Text for XML: no markup, no characters that XML 1.0 has no room for.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_or_above_what_is_shown() {
        for (most, wanted) in
            [(0, (1, 1)), (5, (1, 5)), (7, (2, 8)), (61, (20, 80)), (99, (20, 100))]
        {
            assert_eq!(scale(most), wanted, "{most}");
        }
    }

    #[test]
    fn no_markup_comes_out_of_a_query() {
        assert_eq!(xml("a<b>&\"\u{1}"), "a&lt;b&gt;&amp;&quot;\u{fffd}");
    }
}
