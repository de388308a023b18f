//! Breaks running text into lines that fit a terminal.

use super::style::Style;
use super::width::columns;

/// Breaks an escaped text at spaces, so that each line fits the terminal. The first line starts after `used` columns;
/// the others are indented. A path that is longer than a line is broken after a slash. For a pipe, the text is returned
/// unchanged.
pub fn flow(text: &str, used: usize, indent: usize, style: Style) -> String {
    if !style.terminal || used + columns(text) <= style.width {
        return text.to_string();
    }
    let mut out = String::new();
    let mut column = used;
    let mut begun = false;
    for word in text.split(' ') {
        if begun && column + 1 + columns(word) > style.width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if begun {
            out.push(' ');
            column += 1;
        }
        begun = true;
        if column + columns(word) <= style.width {
            out.push_str(word);
            column += columns(word);
            continue;
        }
        for part in word.split_inclusive('/') {
            if column > indent && column + columns(part) > style.width {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
            }
            out.push_str(part);
            column += columns(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(width: usize) -> Style {
        Style { terminal: true, width, ..Style::PLAIN }
    }

    #[test]
    fn lines_break_at_blanks_and_paths_after_slashes() {
        let text = "no article has the word";
        assert_eq!(flow(text, 6, 6, at(80)), text);
        assert_eq!(flow(text, 6, 6, at(20)), "no article has\n      the word");
        assert_eq!(
            flow("in /srv/archive/news now", 0, 2, at(12)),
            "in\n  /srv/\n  archive/\n  news now"
        );
        assert_eq!(flow(text, 6, 6, Style { width: 20, ..Style::PLAIN }), text);
        let long = "a very long line of many words, with a/long/path/to/a/file.txt, that is broken";
        for width in 20..100 {
            let flowed = flow(long, 10, 10, at(width));
            for (number, line) in flowed.lines().enumerate() {
                let used = if number == 0 { 10 } else { 0 };
                assert!(used + columns(line) <= width, "{width}: {line:?}");
            }
            let words: Vec<&str> = flowed.split_whitespace().collect();
            assert_eq!(words.join("").replace(' ', ""), long.replace(' ', ""));
        }
    }
}
