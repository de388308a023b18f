//! The description of `dateline search`: the forms of a query, in a table that fits the terminal.

use dateline::page::flow::flow;
use dateline::page::style::Style;

/// The forms of a query, each with its meaning.
const FORMS: [(&str, &str); 10] = [
    ("salt tax -ferry", "both words, but not a third"),
    ("(salt OR grain) \"tax cut\"", "groups and phrases"),
    ("oil w/5 price", "within five words; pre/5 in order, not w/5"),
    ("ferry w/s storm", "in one sentence; w/p in one paragraph"),
    ("pric* wom?n *tion fery~1", "patterns; one letter wrong"),
    ("=Turkey caps(apple)", "exact form and case; with a capital letter"),
    ("title:budget lead(budget)", "in the title; in the title or first two paragraphs"),
    ("atleast3(salt) words:>400", "how often, how long"),
    (
        "source:(AP OR Reuters)",
        "headers: agency: byline: section: topic: dateline: lang: id: key: path:",
    ),
    (
        "date:2024-05..2025",
        "dates; since: before: newer_than:30d; date:none for articles without a date",
    ),
];

/// The width of a page of a manual, in columns, without its margin.
pub const MANUAL: usize = 72;

/// The width, in columns, below which each meaning has lines of its own.
const NARROW: usize = 70;

/// Returns the width of help, in columns, as clap determines it.
pub fn width() -> usize {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.or_else(columns).unwrap_or(100)
}

/// Returns the description for help of this width. clap breaks its paragraphs into lines.
pub fn description(width: usize) -> String {
    let style = Style { width, terminal: true, ..Style::PLAIN };
    let form_width = FORMS.iter().map(|(form, _)| form.len()).max().unwrap_or(0);
    let mut table = String::new();
    for (form, meaning) in FORMS {
        if width < NARROW {
            table.push_str(&format!("  {form}\n      {}\n", flow(meaning, 6, 6, style)));
        } else {
            let indent = form_width + 4;
            let meaning = flow(meaning, indent, indent, style);
            table.push_str(&format!("  {form:<form_width$}  {meaning}\n"));
        }
    }
    format!(
        "Find articles: ranked hits with snippets\n\n\
         An article must contain every word, unless you write OR between them. The ten forms that matter most:\n\n\
         {table}\n\
         An empty query finds every article, newest first. Dates are inclusive, and a date covers all of the period it \
         names: --until 2025-05 runs to the end of May. dateline explain QUERY shows how a query is read."
    )
}
