//! Stories of the CNN/DailyMail collection (Hermann et al. 2015, <https://arxiv.org/abs/1506.03340>): paragraphs,
//! followed by sentences that are marked with `@highlight`.

use std::io::BufRead;

use super::{Format, RawArticle, Reading, Sink, bounded};
use crate::article::Header;
use crate::error::harmless;

pub struct Story;

const HIGHLIGHT: &str = "@highlight";

impl Format for Story {
    fn name(&self) -> &'static str {
        "story"
    }

    fn recognises(&self, name: &str, beginning: &str) -> bool {
        name.to_ascii_lowercase().ends_with(".story")
            || beginning.lines().any(|line| line.trim() == HIGHLIGHT)
    }

    fn is_one_article(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, reading: &Reading, sink: Sink) -> std::io::Result<()> {
        let (text, cut) = bounded::whole(input, reading.limit)?;
        let mut parts = text.split(HIGHLIGHT);
        let body = parts.next().unwrap_or_default().trim().to_string();
        let highlights = parts.map(str::trim).filter(|part| !part.is_empty());
        let headers =
            highlights.map(|part| Header { name: "highlight".into(), value: part.into() });
        harmless(
            sink(Ok(RawArticle {
                alone: true,
                line: 1,
                headers: headers.collect(),
                place: "story".into(),
                text: body,
                cut,
                ..RawArticle::default()
            })),
            "nothing follows",
        );
        Ok(())
    }
}
