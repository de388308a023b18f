//! Transcripts as subtitles: SubRip (`.srt`), YouTube's form of it (`.sbv`) and WebVTT
//! (<https://www.w3.org/TR/webvtt1/>). The article is the text without numbers, times and markup.

use std::io::BufRead;

use super::bounded::{Bounded, Line};
use super::{Format, RawArticle, Reading, Sink};
use crate::error::harmless;

pub struct Subtitles;

const ARROW: &str = "-->";

impl Format for Subtitles {
    fn name(&self) -> &'static str {
        "subtitles"
    }

    fn recognises(&self, _name: &str, beginning: &str) -> bool {
        let text = beginning.trim_start_matches('\u{feff}').trim_start();
        let mut lines = text.lines().map(str::trim);
        let first = lines.next().unwrap_or_default();
        let is_vtt = first == "WEBVTT" || first.starts_with("WEBVTT ");
        is_vtt || is_cue(first) || is_number(first) && lines.next().is_some_and(is_cue)
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let mut line = Line::default();
        let mut cues = Cues { text: Bounded::new(reading.limit), ..Cues::default() };
        while line.read(input, reading.limit)? {
            cues.line(&line);
        }
        cues.end_block(false);
        let text = cues.text;
        let (text, cut) = text.finish();
        harmless(
            sink(Ok(RawArticle {
                alone: true,
                may_be_named_by_path: true,
                line: 1,
                place: "subtitles".into(),
                text,
                cut,
                body_from: Some("text of the cues"),
                ..RawArticle::default()
            })),
            "nothing follows",
        );
        Ok(())
    }
}

/// Collects the text of the cues from the lines of a file.
struct Cues {
    text: Bounded,
    is_vtt: bool,
    /// Whether a cue has been found, and whether the current line is in one.
    begun: bool,
    in_cue: bool,
    /// Lines after a blank line, until the next cue shows whether they are its number or text.
    waiting: Vec<String>,
    last: String,
}

impl Default for Cues {
    fn default() -> Self {
        let text = Bounded::new(0);
        let (is_vtt, begun, in_cue) = (false, false, false);
        Cues { text, is_vtt, begun, in_cue, waiting: Vec::new(), last: String::new() }
    }
}

/// The maximum number of lines that wait for a cue. If there are more, they are text.
const WAITING: usize = 100;

impl Cues {
    fn line(&mut self, line: &Line) {
        let trimmed = line.text.trim();
        if is_cue(trimmed) {
            self.end_block(true);
            (self.begun, self.in_cue) = (true, true);
        } else if trimmed.is_empty() {
            self.in_cue = false;
        } else if self.in_cue {
            self.say(trimmed, line.left_out());
        } else if self.begun && !self.is_vtt {
            self.waiting.push(trimmed.to_string());
            if self.waiting.len() > WAITING {
                self.end_block(false);
            }
        } else if !self.begun && trimmed.trim_start_matches('\u{feff}').starts_with("WEBVTT") {
            self.is_vtt = true;
        }
    }

    /// Ends a block of lines. In SubRip, a blank line does not end the text of a cue: the lines after it, up to the
    /// number of the next cue, are text as well. In WebVTT they are a comment, a style or a name.
    fn end_block(&mut self, before_cue: bool) {
        let mut lines = std::mem::take(&mut self.waiting);
        if before_cue && lines.last().is_some_and(|line| is_number(line)) {
            lines.pop();
        }
        lines.iter().for_each(|line| self.say(line, 0));
    }

    fn say(&mut self, line: &str, left_out: u64) {
        let said = without_marks(line);
        // Rolling captions repeat the previous line.
        if !said.is_empty() && said != self.last {
            self.text.push(&said);
            self.text.leave_out(left_out);
            self.text.push("\n");
            self.last = said;
        }
    }
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a line gives the times of a cue: `00:00:01,000 --> 00:00:03,000`.
fn is_cue(line: &str) -> bool {
    let clock = |text: &str| {
        let text = text.trim();
        let end = text.find(' ').unwrap_or(text.len());
        let clock = &text[..end];
        clock.contains(':')
            && clock.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'.'))
    };
    // YouTube's form has a comma: `0:00:01.000,0:00:03.000`.
    let times = line
        .split_once(ARROW)
        .or_else(|| line.split_once(',').filter(|_| line.matches('.').count() == 2));
    line.len() < 300 && times.is_some_and(|(from, to)| clock(from) && clock(to))
}

/// Returns whether a text starts with the rest of a timestamp tag: `00:00:01.000>`.
fn is_time(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(0);
    text[..end].contains(':') && text[end..].starts_with('>')
}

/// Removes `<i>`, `<v Speaker>`, `<00:00:01.000>` and `{\an8}` from a line. Other brackets are text.
fn without_marks(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 1..];
        let (close, is_mark) = match rest[at..].starts_with('<') {
            true => (
                '>',
                inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') || is_time(inner),
            ),
            false => ('}', inner.starts_with('\\')),
        };
        match inner.find(close).filter(|_| is_mark) {
            Some(end) => rest = &inner[end + 1..],
            None => {
                out.push_str(&rest[at..=at]);
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    let entities = [("lt", "<"), ("gt", ">"), ("nbsp", " "), ("amp", "&")];
    let out = entities.iter().fold(out, |text, (name, is)| text.replace(&format!("&{name};"), is));
    out.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(subtitles: &str) -> String {
        assert!(Subtitles.recognises("a", subtitles), "{subtitles:?}");
        let mut found = String::new();
        Subtitles
            .read(&mut subtitles.as_bytes(), &Reading::default(), &mut |piece| {
                found = piece.unwrap().text;
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        found
    }

    #[test]
    fn the_text_of_the_cues_is_the_article() {
        let srt = "1\n00:00:01,000 --> 00:00:03,000\n<i>The lamp</i> was lit.\n\n2\n00:00:04,000 --> 00:00:05,000\n{\\an8}1984\n";
        assert_eq!(text(srt), "The lamp was lit.\n1984\n");
        let vtt = "WEBVTT - Skerry\n\nNOTE nobody\n\n00:01.000 --> 00:03.000 align:start\n<v Keeper>We counted.\n\n00:03.000 --> 00:04.000\nWe counted.\n";
        assert_eq!(text(vtt), "We counted.\n");
        assert_eq!(text("00:01.000 --> 00:03.000\n<<<{{{"), "<<<{{{\n");
        let sbv = "0:00:01.000,0:00:03.000\nThe lamp\n\n0:00:03.000,0:00:05.000\nwas lit.\n";
        assert_eq!(text(sbv), "The lamp\nwas lit.\n");
    }

    #[test]
    fn text_between_brackets_and_after_a_blank_line_is_kept() {
        let srt = "1\n00:00:01,000 --> 00:00:03,000\n{laughs} 1 < 2 and 3 > 2\n\nThe lamp &amp; boats.\n1984\n\n2\n00:00:04,000 --> 00:00:05,000\nLit.\n\nThe end.\n";
        assert_eq!(
            text(srt),
            "{laughs} 1 < 2 and 3 > 2\nThe lamp & boats.\n1984\nLit.\nThe end.\n"
        );
    }

    #[test]
    fn other_texts_are_not_subtitles() {
        for text in ["1\nThe lamp\n", "a --> b\n", "", "WEBVTTX\n"] {
            assert!(!Subtitles.recognises("a.srt", text), "{text:?}");
        }
    }
}
