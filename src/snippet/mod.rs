//! Turns marks into passages: the sentences that best show why an article was found.

use crate::analysis::{self, Event};
use crate::matching::Mark;

/// A part of a text that is either marked or not.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Part {
    /// The text, unchanged.
    pub text: String,
    /// Whether the text matched.
    pub mark: bool,
}

/// A passage of a text, divided into parts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// The parts. Together they are the text of the passage.
    pub parts: Vec<Part>,
    /// Whether the passage begins within a sentence.
    pub cut_before: bool,
    /// Whether the passage ends within a sentence.
    pub cut_behind: bool,
}

/// The target length of a passage, in bytes.
const LENGTH: usize = 280;

/// The maximum length of a sentence that is shown whole, in bytes. A longer one is cut around its marks.
const SENTENCE: usize = 400;

/// Returns the best passages of a text, at most `count`, in reading order. Without marks, returns the beginning of the
/// text.
pub fn passages(text: &str, marks: &[Mark], count: usize) -> Vec<Passage> {
    if count == 0 || text.trim().is_empty() {
        return Vec::new();
    }
    of_sentences(text, &sentences(text), marks, count)
}

/// Like [`passages`], for a text whose [`sentences`] are known.
pub(crate) fn of_sentences(
    text: &str,
    sentences: &[(usize, usize)],
    marks: &[Mark],
    count: usize,
) -> Vec<Passage> {
    if count == 0 || text.trim().is_empty() {
        return Vec::new();
    }
    let mut chosen: Vec<Stretch> = Vec::new();
    if marks.is_empty() {
        chosen.push(lead(text, sentences));
    }
    let mut covered: Vec<usize> = Vec::new();
    let candidates = candidates(text, sentences, marks);
    while chosen.len() < count && !marks.is_empty() {
        let free = candidates.iter().filter(|stretch| {
            chosen.iter().all(|taken| stretch.end <= taken.start || stretch.start >= taken.end)
        });
        // Prefer new clauses, then more marks, then an earlier position.
        let best = free.max_by_key(|stretch| {
            let new = stretch.clauses.iter().filter(|clause| !covered.contains(clause)).count();
            (new, stretch.marks, std::cmp::Reverse(stretch.start))
        });
        let Some(best) = best else { break };
        covered.extend(&best.clauses);
        chosen.push(best.clone());
    }
    chosen.sort_by_key(|stretch| stretch.start);
    chosen
        .iter()
        .map(|stretch| Passage {
            parts: parts(text, stretch.start, stretch.end, marks),
            cut_before: stretch.cut_before,
            cut_behind: stretch.cut_behind,
        })
        .collect()
}

/// Divides a byte range of a text into marked and unmarked parts.
pub fn parts(text: &str, start: usize, end: usize, marks: &[Mark]) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    let mut at = start;
    // Marks of several clauses may overlap. Their union is marked.
    for mark in marks.iter().filter(|mark| mark.end > start && mark.start < end) {
        let (from, to) = (mark.start.max(at), mark.end.min(end));
        if from >= to {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.mark && mark.start < at => last.text.push_str(&text[from..to]),
            _ => {
                push(&mut out, &text[at..from], false);
                push(&mut out, &text[from..to], true);
            }
        }
        at = to;
    }
    push(&mut out, &text[at..end], false);
    out
}

fn push(out: &mut Vec<Part>, text: &str, mark: bool) {
    if !text.is_empty() {
        out.push(Part { text: text.to_string(), mark });
    }
}

#[derive(Debug, Clone)]
struct Stretch {
    start: usize,
    end: usize,
    clauses: Vec<usize>,
    marks: usize,
    cut_before: bool,
    cut_behind: bool,
}

/// Returns the byte ranges of the sentences, without the white space around them.
pub(crate) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let mut starts = Vec::new();
    analysis::boundaries(text, |event| {
        if let Event::Sentence(start, _) = event {
            starts.push(start);
        }
    });
    between(text, starts)
}

/// Returns the byte ranges of the sentences that start at some bytes, without the white space around them.
pub(crate) fn between(text: &str, mut starts: Vec<usize>) -> Vec<(usize, usize)> {
    if starts.is_empty() {
        starts.push(0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (*start, start + text[*start..end].trim_end().len()))
        .collect()
}

/// Returns a candidate for each sentence with a mark: the sentence and as many of the next as fit.
fn candidates(text: &str, sentences: &[(usize, usize)], marks: &[Mark]) -> Vec<Stretch> {
    let mut out = Vec::new();
    let mut next = 0;
    for (number, (start, end)) in sentences.iter().enumerate() {
        while next < marks.len() && marks[next].start < *start {
            next += 1;
        }
        if marks.get(next).is_none_or(|mark| mark.start >= *end) {
            continue;
        }
        if end - start > SENTENCE {
            out.push(around(text, (*start, *end), marks, next));
            continue;
        }
        let mut last = *end;
        for (_, end) in &sentences[number + 1..] {
            if end - start > LENGTH {
                break;
            }
            last = *end;
        }
        out.push(stretch(*start, last, marks));
    }
    out
}

fn stretch(start: usize, end: usize, marks: &[Mark]) -> Stretch {
    let first = marks.partition_point(|mark| mark.start < start);
    let mut clauses = Vec::new();
    let mut count = 0;
    for mark in marks[first..].iter().take_while(|mark| mark.start < end) {
        count += 1;
        if !clauses.contains(&mark.clause) {
            clauses.push(mark.clause);
        }
    }
    Stretch { start, end, clauses, marks: count, cut_before: false, cut_behind: false }
}

/// Cuts a part out of a long sentence between words, with the first mark a third of the way in.
fn around(text: &str, sentence: (usize, usize), marks: &[Mark], first: usize) -> Stretch {
    let mark = marks[first];
    let wanted = mark.start.saturating_sub(LENGTH / 3).max(sentence.0);
    let start = match wanted == sentence.0 {
        true => wanted,
        false => word_start(text, wanted, mark.start),
    };
    let wanted = (start + LENGTH).max(mark.end).min(sentence.1);
    let end = match wanted == sentence.1 {
        true => wanted,
        false => word_end(text, wanted, mark.end),
    };
    let mut found = stretch(start, end, marks);
    found.cut_before = start > sentence.0;
    found.cut_behind = end < sentence.1;
    found
}

/// Returns the first start of a word at or after `from`, but no later than `latest`.
fn word_start(text: &str, from: usize, latest: usize) -> usize {
    let from = text.floor_char_boundary(from);
    let space = text[from..latest].find(char::is_whitespace);
    let Some(space) = space else { return unspaced(text, from, latest) };
    let rest = &text[from + space..latest];
    from + space + rest.len() - rest.trim_start().len()
}

/// Returns the last end of a word at or before `to`, but no earlier than `earliest`.
fn word_end(text: &str, to: usize, earliest: usize) -> usize {
    let to = text.floor_char_boundary(to).max(earliest);
    match text[earliest..to].rfind(char::is_whitespace) {
        Some(space) => earliest + text[earliest..earliest + space].trim_end().len(),
        None => unspaced(text, to, to).max(earliest),
    }
}

/// Returns a place to cut a text without spaces that does not split a grapheme cluster.
fn unspaced(text: &str, near: usize, latest: usize) -> usize {
    use unicode_segmentation::GraphemeCursor;
    let mut cursor = GraphemeCursor::new(near, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(true) | Err(_) => near,
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0).min(latest),
    }
}

/// Returns the beginning of a text: its first sentences, or as much of the first as fits.
fn lead(text: &str, sentences: &[(usize, usize)]) -> Stretch {
    let (start, first_end) = sentences[0];
    if first_end - start > SENTENCE {
        let end = word_end(text, start + LENGTH, start);
        let end = if end == start { text.floor_char_boundary(start + LENGTH) } else { end };
        return Stretch { cut_behind: true, ..stretch(start, end, &[]) };
    }
    let fits = sentences.iter().take_while(|(_, end)| end - start <= LENGTH).last();
    stretch(start, fits.map_or(first_end, |(_, end)| *end), &[])
}

#[cfg(test)]
mod tests;
