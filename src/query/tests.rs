//! Readings of queries and dates.

use super::dates::{range, stretch};
use super::{Reading, parse};
use crate::analysis::Analyzer;

fn reading() -> Reading {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-18T09:30:00+02:00").unwrap();
    Reading { now, any: false, strict: false }
}

fn read(text: &str) -> String {
    parse(text, &reading(), &mut Analyzer::default()).unwrap().tree.to_string()
}

#[test]
fn queries_are_read() {
    for (text, read_as) in [
        ("", ""),
        ("nato enlargement", "nato AND enlargement"),
        ("a OR b c", "a OR (b AND c)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("a -b", "a AND NOT b"),
        ("a NOT NOT b", "a AND b"),
        ("“peace talks”", "\"peace talks\""),
        ("title:budget body:(tax rise)", "title:budget AND body:tax AND body:rise"),
        ("Source:Reuters", "source:Reuters"),
        ("source:(AP OR \"Le Monde\")", "source:AP OR source:\"Le Monde\""),
        ("date:2025-05", "date:2025-05-01..2025-05-31"),
        ("date:none -x", "date:none AND NOT x"),
        ("http://x", "http://x"),
        ("a-b", "a-b"),
        ("a - b", "a AND b"),
        ("or and not", "or AND and AND not"),
        ("(a", "a"),
        ("a)", "a"),
        ("a OR", "a"),
        ("\"a b", "\"a b\""),
        ("date:2025-02-30 a", "a"),
        ("title: a", "a"),
    ] {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn what_is_ignored_is_said_and_strictly_a_fault() {
    for text in ["(a", "a)", "a OR", "AND a", "\"a b", "date:2025-02-30", "NOT", "title: a", "a …"]
    {
        let lenient = parse(text, &reading(), &mut Analyzer::default()).unwrap();
        assert!(!lenient.notices.is_empty(), "{text}");
        let strict = Reading { strict: true, ..reading() };
        let fault = parse(text, &strict, &mut Analyzer::default()).unwrap_err();
        assert!(text.get(fault.span.0..fault.span.1).is_some(), "{text}: {fault:?}");
    }
    let mixed = parse("a OR b c", &reading(), &mut Analyzer::default()).unwrap();
    assert!(mixed.notices[0].contains("tighter"));
    assert!(parse("(a OR b) c", &reading(), &mut Analyzer::default()).unwrap().notices.is_empty());
}

#[test]
fn any_word_will_do_when_asked() {
    let any = Reading { any: true, ..reading() };
    let read = |text: &str| parse(text, &any, &mut Analyzer::default()).unwrap().tree.to_string();
    assert_eq!(read("a b c"), "a OR b OR c");
    assert_eq!(read("a b -c source:x"), "(a OR b) AND NOT c AND source:x");
}

#[test]
fn dates_mean_stretches() {
    for (text, first, last) in [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-Q2", "2025-04-01", "2025-06-30"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("today", "2025-06-18", "2025-06-18"),
        ("yesterday", "2025-06-17", "2025-06-17"),
        ("7d", "2025-06-11", "2025-06-11"),
        ("2 weeks ago", "2025-06-04", "2025-06-04"),
        ("3m", "2025-03-18", "2025-03-18"),
        ("last month", "2025-05-01", "2025-05-31"),
        ("this week", "2025-06-16", "2025-06-22"),
        ("last week", "2025-06-09", "2025-06-15"),
        ("last quarter", "2025-01-01", "2025-03-31"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("monday", "2025-06-16", "2025-06-16"),
        ("may", "2025-05-01", "2025-05-31"),
        ("december", "2024-12-01", "2024-12-31"),
        ("2025-06-01T10:00", "2025-06-01T08:00:00Z", "2025-06-01T08:00:59Z"),
        ("2h", "2025-06-18T05:30:00Z", "2025-06-18T05:30:00Z"),
    ] {
        let (a, b) = stretch(text, &reading().now).unwrap();
        assert_eq!((a.to_string().as_str(), b.to_string().as_str()), (first, last), "{text}");
    }
}

#[test]
fn dates_that_cannot_be_are_refused_with_a_hint() {
    let refused = |text: &str| stretch(text, &reading().now).unwrap_err();
    assert!(refused("2025-02-30").hint.contains("2025-02-28"));
    assert!(
        refused("03/04/2025").hint.contains("2025-04-03")
            && refused("03/04/2025").hint.contains("2025-03-04")
    );
    assert!(refused("2025-13-01").problem.contains("month 13"));
    for text in ["", "soon", "0000", "99999", "7x", "last blue", "99999999999d", "9999999y"] {
        refused(text);
    }
    assert!(range("..", &reading().now).is_err());
    assert_eq!(range("2024..", &reading().now).unwrap().to_string(), "2024-01-01..");
}
