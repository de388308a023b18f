//! Recognizes texts that are lists of articles by heads of one kind, which no format can split.

use crate::archive::headed::marks::{is_count, is_rule};
use crate::article::Precision;
use crate::dates;

/// The number of heads with a title and a day that make a list.
const DATED: usize = 3;
/// The same number in the text of a page.
const DATED_ON_PAGES: usize = 10;
/// The maximum length of a title, in bytes.
const TITLE: usize = 160;
/// The maximum length of a line with a day, in bytes.
const DAY: usize = 100;
/// The maximum number of lines that are examined.
const LINES: usize = 1_000_000;
/// The number of lines below a rule or a number among which a day belongs to a head.
const HEAD: usize = 4;

/// Returns how many heads of which kind a text has, if it is a list. `is_below_head` says that a title and a day were
/// above the text, and `is_plain` that it is not from a page, whose lists of other articles look like heads.
pub fn repeated(text: &str, is_below_head: bool, is_plain: bool) -> Option<(usize, &'static str)> {
    let first = usize::from(is_below_head);
    let mut found = Found { dated: first, ruled: first, numbered: first, ..Found::default() };
    let mut before = [""; 3];
    for line in text.lines().take(LINES) {
        let whole = line.trim();
        let line =
            whole.strip_prefix("# ").unwrap_or(whole).trim_start_matches(['>', '*', '_', ' ']);
        let line = line.trim_start_matches("##").trim_start();
        let line = line.trim_end_matches(['*', '_', ' ']);
        let is_rule = line.is_empty() && is_rule(whole);
        let line = if is_rule { whole } else { line };
        if line.is_empty() {
            continue;
        }
        found.line(line, &before);
        before = [before[1], before[2], line];
    }
    found.list(if is_plain { DATED } else { DATED_ON_PAGES })
}

/// The heads found so far.
#[derive(Default)]
struct Found {
    titles: usize,
    days: usize,
    counts: usize,
    last_count: (u32, u32),
    rules: usize,
    ruled: usize,
    numbered: usize,
    last_number: u32,
    dated: usize,
    /// The number of lines since the last rule.
    since_rule: Option<usize>,
    /// The number of lines since the last number.
    since_number: Option<usize>,
    /// Whether the line before is a day below the end of a text.
    is_below_day: bool,
}

impl Found {
    fn line(&mut self, line: &str, before: &[&str; 3]) {
        if is_rule(line) {
            self.rules += 1;
            self.since_rule = Some(0);
            return;
        }
        self.label(line);
        if is_count(line) && self.count(line) {
            return;
        }
        let is_day = is_day(line);
        self.since_rule = self.since_rule.map(|lines| lines + 1).filter(|lines| *lines <= HEAD);
        self.since_number = self.since_number.map(|lines| lines + 1).filter(|lines| *lines <= 2);
        if is_day {
            self.ruled += usize::from(self.since_rule.take().is_some());
            self.numbered += usize::from(self.since_number.take().is_some());
            let [first, second, third] = *before;
            let is_below = |end: &str| end.is_empty() || is_end(end);
            let is_head =
                is_title(third) && (is_below(second) || is_title(second) && is_below(first));
            self.dated += usize::from(is_head);
            self.is_below_day = !is_head && is_below(third);
            return;
        }
        if std::mem::take(&mut self.is_below_day) && is_title(line) {
            self.dated += 1;
        }
        if let Some(number) = number_of(line)
            && (number == self.last_number + 1 || self.last_number == 0 && number == 2)
        {
            self.last_number = number;
            self.since_number = Some(0);
        }
    }

    /// Counts a line such as `Title: Lamp lit` or `Date: 2024-09-14`.
    fn label(&mut self, line: &str) {
        const LABEL: usize = 30;
        let Some((name, value)) = line.split_once([':', '：']) else { return };
        if name.len() > LABEL || value.trim_matches(['*', ' ']).is_empty() {
            return;
        }
        let name = name.trim_matches(['*', '_', ' ', '\u{a0}']).to_lowercase();
        self.titles += usize::from(TITLES.contains(&name.as_str()));
        self.days += usize::from(DAYS.contains(&name.as_str()));
    }

    /// Counts a line such as `Article 3 of 20`. Returns whether it is one.
    fn count(&mut self, line: &str) -> bool {
        let mut numbers =
            line.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse::<u32>().ok());
        let (Some(number), Some(all)) = (numbers.next(), numbers.next()) else { return false };
        let (last, known) = self.last_count;
        let is_next = number == last + 1 && known == all || last == 0 && number <= 2;
        if is_next && number <= all {
            self.counts += 1;
            self.last_count = (number, all);
            self.since_rule = Some(0);
        }
        true
    }

    fn list(&self, dated: usize) -> Option<(usize, &'static str)> {
        let both = self.titles.min(self.days);
        if both >= 2 {
            return Some((both, "`Title` and `Date` lines"));
        }
        // A wire of three parts also counts them, so that a day has to follow.
        if self.counts >= 2 && (self.ruled >= 2 || self.dated >= 2) || self.counts >= 3 {
            return Some((self.counts, "lines such as `Article n of m`"));
        }
        if self.ruled >= 2 && 2 * self.ruled >= self.rules {
            return Some((self.ruled, "days below rules"));
        }
        if self.numbered >= dated {
            return Some((self.numbered, "numbered titles with days"));
        }
        (self.dated >= dated).then_some((self.dated, "titles with days"))
    }
}

/// The labels of titles.
const TITLES: [&str; 14] = [
    "title",
    "headline",
    "titel",
    "überschrift",
    "schlagzeile",
    "titre",
    "título",
    "titulo",
    "titular",
    "titolo",
    "kop",
    "заголовок",
    "标题",
    "タイトル",
];

/// The labels of days.
const DAYS: [&str; 21] = [
    "date",
    "published",
    "publication date",
    "pub date",
    "datum",
    "erschienen",
    "erscheinungsdatum",
    "veröffentlicht",
    "date de publication",
    "publié le",
    "fecha",
    "fecha de publicación",
    "publicado",
    "data",
    "data di pubblicazione",
    "data de publicação",
    "pubblicato",
    "datum publicatie",
    "дата",
    "日期",
    "日付",
];

/// Returns whether a line may be a title: short, and not a sentence.
fn is_title(line: &str) -> bool {
    (3..=TITLE).contains(&line.len())
        && line.contains(char::is_alphabetic)
        && !line.ends_with(['.', ',', ';'])
        && !is_rule(line)
}

/// Returns whether a line ends a text, so that a head may follow: the end of a sentence, a rule or a count.
fn is_end(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '»', '\'', '’', ')', '“', '*'])
        .ends_with(['.', '!', '?', '…', '。'])
        || is_rule(line)
        || is_count(line)
}

/// Returns whether a line states a day, with at most a source and a page, and no hour.
fn is_day(line: &str) -> bool {
    if line.len() > DAY || line.ends_with(['.', '?', '!', ';']) || number_of_digits(line) < 4 {
        return false;
    }
    let has_hour = line
        .as_bytes()
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == b':' && three[2].is_ascii_digit());
    if has_hour {
        return false;
    }
    let Some((at, found)) = dates::all(line).next() else { return false };
    let rest = line[..at].split_whitespace().count()
        + line[at + found.length..].split_whitespace().count();
    found.date.precision >= Precision::Day && rest <= 8
}

fn number_of_digits(line: &str) -> usize {
    line.bytes().filter(u8::is_ascii_digit).count()
}

/// Returns the number before a title: `3. Lamp lit`, `3) Lamp lit`, `[3] Lamp lit`, `#3`.
fn number_of(line: &str) -> Option<u32> {
    let line = line.trim_start_matches(['[', '(', '#']);
    let end = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
    if !(1..=6).contains(&end) || line.len() > TITLE {
        return None;
    }
    let rest = &line[end..];
    let is_marked = rest.is_empty() || rest.starts_with(['.', ')', ']', ':', '-']);
    (is_marked && !line.ends_with(['.', ';'])).then(|| line[..end].parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = [
        "The lamp was lit again.\nBoats lay off.",
        "The ferry was late.",
        "Councillors voted for the pier. It is new.",
    ];

    /// Returns a list of three articles with the head that `head` makes of a number, a title and a day.
    fn list(head: impl Fn(usize, &str, &str) -> String) -> String {
        let titles = ["Lamp lit again", "Ferry late", "Council votes for pier"];
        let days = ["14 September 2024", "3 May 2019", "30 November 2021"];
        let article =
            |at: usize| format!("{}\n\n{}\n\n", head(at + 1, titles[at], days[at]), TEXTS[at]);
        (0..3).map(article).collect()
    }

    #[test]
    fn heads_of_one_kind_make_a_list() {
        let heads: [fn(usize, &str, &str) -> String; 14] = [
            |_, title, day| format!("{title}\n{day}"),
            |_, title, day| format!("{title}\n\nSkerry Echo, {day}"),
            |_, title, day| format!("{title}\nSkerry Echo\n{day}"),
            |_, title, day| format!("{day}\n{title}"),
            |_, title, day| format!("# {title}\n\n*{day}*"),
            |n, title, day| format!("{n}. {title}\nSkerry Echo, {day}"),
            |n, title, day| format!("[{n}] {title}\n{day}"),
            |n, title, day| format!("#{n}\n{title}\n{day}"),
            |n, title, day| format!("Article {n} of 3\n\n{title}\n{day}"),
            |n, title, day| format!("Artikel {n} von 3\n{title}\nEcho, {day}"),
            |_, title, day| format!("==========\n{title}\n{day}"),
            |_, title, day| format!("-----\n\n{title}\n\nSkerry Echo\n\n{day}"),
            |_, title, day| format!("**Title:** {title}\n**Date:** {day}\nText"),
            |_, title, day| format!("Titel: {title}\nDatum: {day}\nText"),
        ];
        for head in heads {
            let text = list(head);
            assert!(repeated(&text, false, true).is_some(), "{text}");
            let below = text.split_once("\n\n").map_or("", |(_, below)| below);
            assert!(
                below.contains("Title")
                    || below.contains("Titel")
                    || repeated(below, true, true).is_some(),
                "{below}"
            );
            assert!(repeated(&text.replace('\n', "\r\n"), false, true).is_some(), "{text}");
        }
    }

    #[test]
    fn one_article_is_not_a_list() {
        for text in [
            "Ten lamps\n14 September 2024\n\nThe best of them.\n\n1. Skerry Point\nIt is old.\n\n2. The Mole\nIt is red.\n\n3. Vardal\nIt is far.",
            "The lamp\n14 September 2024\n\nA history.\n\n3 May 2001\nThe keeper leaves.\n\n4 June 2005\nThe council debates.\n\n5 July 2013\nIt goes out.",
            "At sea\n14 September 2024\n\nThe lamp burned.\n\n* * *\n\nThe boats came home.\n\n* * *\n\nNobody spoke.",
            "What is on\n\nConcert in the hall\n15 September 2024, 19:00\nThe band plays.\n\nMarket\n16 September 2024, 9:00\nFish.\n\nDance\n17 September 2024, 20:00\nAll night.",
            "The law\n\nArticle 1\nAll lamps are lit.\n\nArticle 2\nFerries are on time.\n\nArticle 3\nPiers are new.",
            "Question: Why?\nAnswer: It was dark.\nQuestion: And now?\nAnswer: It is lit.",
        ] {
            assert_eq!(repeated(text, false, true), None, "{text}");
        }
    }
}
