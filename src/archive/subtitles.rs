//! Transcripts as subtitles: SubRip (`.srt`) and WebVTT (<https://www.w3.org/TR/webvtt1/>). The article is the
//! text without numbers, times and marks.

use std::io::BufRead;

use super::bounded::{Bounded, Line};
use super::{Format, RawArticle, Reading, Sink};

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
        let mut text = Bounded::new(reading.limit);
        // Outside of cues are numbers, comments and styles.
        let (mut in_cue, mut last) = (false, String::new());
        while line.read(input, reading.limit)? {
            let trimmed = line.text.trim();
            if is_cue(trimmed) {
                in_cue = true;
            } else if trimmed.is_empty() {
                in_cue = false;
            } else if in_cue {
                let said = without_marks(trimmed);
                // Rolling captions repeat the line before.
                if !said.is_empty() && said != last {
                    text.push(&said);
                    text.push("\n");
                    last = said;
                }
            }
        }
        let (text, cut) = text.finish();
        let _ = sink(Ok(RawArticle {
            alone: true,
            may_be_named_by_path: true,
            line: 1,
            place: "subtitles".into(),
            text,
            cut,
            body_from: Some("text of the cues"),
            ..RawArticle::default()
        }));
        Ok(())
    }
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// `00:00:01,000 --> 00:00:03,000`
fn is_cue(line: &str) -> bool {
    let clock = |text: &str| {
        let text = text.trim();
        let end = text.find(' ').unwrap_or(text.len());
        let clock = &text[..end];
        clock.contains(':')
            && clock.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'.'))
    };
    line.len() < 300 && line.split_once(ARROW).is_some_and(|(from, to)| clock(from) && clock(to))
}

/// A line without `<i>`, `<v Speaker>` and `{\an8}`.
fn without_marks(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('<') { '>' } else { '}' };
        match rest[at..].find(close) {
            Some(end) => rest = &rest[at + end + 1..],
            None => {
                out.push_str(&rest[at..]);
                rest = "";
            }
        }
    }
    out.push_str(rest);
    out.replace("&amp;", "&").replace("&nbsp;", " ").trim().to_string()
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
    }

    #[test]
    fn other_texts_are_not_subtitles() {
        for text in ["1\nThe lamp\n", "a --> b\n", "", "WEBVTTX\n"] {
            assert!(!Subtitles.recognises("a.srt", text), "{text:?}");
        }
    }
}
