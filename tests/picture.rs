//! The picture of a terminal in the README: real output for the sample archive, drawn as SVG.

use std::fmt::Write;
use std::path::Path;

use regex::Regex;

use crate::harness::{NOW, with_corpus};

/// The size of a character, the height of a line, and the margin, in pixels.
const CHARACTER: f64 = 8.4;
const LINE: f64 = 19.0;
const MARGIN: f64 = 16.0;
/// The width of the terminal, in columns.
const COLUMNS: usize = 86;

/// The commands in the picture.
const COMMANDS: [&[&str]; 2] = [
    &["search", "salt", "tax", "--since", "2023", "-n", "2", "--now", NOW],
    &[
        "timeline",
        "salt OR ferry",
        "--since",
        "2024",
        "--until",
        "2025-03",
        "--interval",
        "quarter",
        "--now",
        NOW,
    ],
];

/// Flags that only make the output the same in each run. They are not shown.
const UNSEEN: [&str; 2] = ["--now", NOW];

#[test]
fn the_picture_in_the_readme_is_real_output() {
    let place = with_corpus();
    let mut lines = Vec::new();
    for command in COMMANDS {
        let mut all = command.to_vec();
        all.extend(["--color", "always"]);
        let output = place.ends(0, &all);
        let shown: Vec<String> = command
            .iter()
            .filter(|word| !UNSEEN.contains(word))
            .map(|word| if word.contains(' ') { format!("\"{word}\"") } else { word.to_string() })
            .collect();
        lines.push(format!("\u{1b}[2m$\u{1b}[0m dateline {}", shown.join(" ")));
        lines.extend(output.lines().map(str::to_string));
        lines.push(String::new());
    }
    // The time differs from run to run.
    let time = Regex::new(r" · [0-9.]+ ms").expect("a valid pattern");
    let lines: Vec<String> = lines.iter().map(|line| time.replace(line, "").into_owned()).collect();
    let picture = draw(&lines);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/terminal.svg");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &picture).expect("the picture is written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        known == picture,
        "docs/terminal.svg differs; UPDATE_GOLDEN=1 cargo test draws it again"
    );
}

fn draw(lines: &[String]) -> String {
    let width = MARGIN * 2.0 + CHARACTER * COLUMNS as f64;
    let height = MARGIN * 2.0 + LINE * lines.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n\
         <title>dateline in a terminal: a search and a timeline of the sample archive</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, monospace\" font-size=\"14\" \
         fill=\"#d8dade\">\n"
    );
    for (number, line) in lines.iter().enumerate() {
        let y = MARGIN + LINE * (number as f64 + 0.75);
        let mut column = 0;
        for (text, style) in runs(line) {
            let x = MARGIN + CHARACTER * column as f64;
            let columns = text.chars().count();
            column += columns;
            if text.trim().is_empty() {
                continue;
            }
            let length = CHARACTER * columns as f64;
            // The length keeps the columns aligned in any font.
            writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{}</text>",
                escaped(&text)
            )
            .expect("writing to a String cannot fail");
        }
        assert!(column <= COLUMNS, "wider than the picture: {line}");
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Returns the runs of a line with the same style, each with the attributes of the style.
fn runs(line: &str) -> Vec<(String, &'static str)> {
    let mut runs = Vec::new();
    let mut style = "";
    for (number, part) in line.split("\u{1b}[").enumerate() {
        let text = match (number, part.split_once('m')) {
            (0, _) => part,
            (_, Some((code, text))) => {
                style = match code {
                    "1" => " font-weight=\"bold\" fill=\"#ffffff\"",
                    "1;33" => " font-weight=\"bold\" fill=\"#f2c94c\"",
                    "2" => " fill=\"#8b909a\"",
                    "0" => "",
                    other => panic!("an unknown style: {other}"),
                };
                text
            }
            (_, None) => panic!("not an escape sequence: {part}"),
        };
        if !text.is_empty() {
            runs.push((text.to_string(), style));
        }
    }
    runs
}

fn escaped(text: &str) -> String {
    // SVG collapses spaces, and removes those at the ends of a text.
    let text = text.replace(' ', "\u{a0}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
