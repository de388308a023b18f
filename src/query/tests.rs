//! Tests of parsing queries and dates.

use super::dates::stretch;
use super::{Reading, Tree, parse};
use crate::analysis::{Analyzer, Language};

pub(super) fn reading() -> Reading {
    let now = chrono::DateTime::parse_from_rfc3339("2025-06-18T09:30:00+02:00").unwrap();
    Reading { now, any: false, strict: false, languages: vec![Language::ENGLISH] }
}

pub(super) fn read_tree(text: &str) -> Tree {
    parse(text, &reading(), &mut Analyzer::default()).unwrap().tree
}

pub(super) fn read(text: &str) -> String {
    read_tree(text).to_string()
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
        ("a -date:2025-05-01", "a AND NOT (date:2025-05-01 OR date:none)"),
        ("nat* nation?", "nat* AND nation?"),
        ("title: a", "a"),
        ("oil w/5 price", "oil w/5 price"),
        ("oil NEAR/5 price", "oil w/5 price"),
        ("oil /5 price", "oil w/5 price"),
        ("oil PRE/3 price", "oil pre/3 price"),
        ("oil adj/3 price", "oil pre/3 price"),
        ("rico not w/5 puerto", "rico not w/5 puerto"),
        ("rico NOT W/5 puerto", "rico not w/5 puerto"),
        ("a w/s b w/5 c", "a w/s (b w/5 c)"),
        ("a w/10 b w/3 c", "a w/10 (b w/3 c)"),
        ("a w/3 b w/3 c", "(a w/3 b) w/3 c"),
        ("a w/p b w/s c", "a w/p (b w/s c)"),
        ("(a OR b) w/5 \"c d\"", "(a OR b) w/5 \"c d\""),
        ("(a b) w/5 c", "(a w/5 c) AND (b w/5 c)"),
        ("(a -b) w/5 c", "(a w/5 c) AND NOT (b w/5 c)"),
        ("a w/5 b c", "(a w/5 b) AND c"),
        ("NOT a w/5 b", "NOT (a w/5 b)"),
        ("a w/5 -b", "a not w/5 b"),
        ("a not w/5 -b", "a w/5 b"),
        ("a not w/s (-caps(b))", "a w/s caps(b)"),
        ("a w/5 (b -c)", "(a w/5 b) AND NOT (a w/5 c)"),
        ("a && !b || c", "(a AND NOT b) OR c"),
        ("titel:oil", "titel:oil"),
        ("w/5 a", "a"),
        ("a w/5", "a"),
        ("a w/0 b", "a w/1 b"),
        ("a w/9999 b", "a w/1000 b"),
        ("atleast3(oil)", "atleast3(oil)"),
        ("ATLEAST3(oil OR gas)", "atleast3(oil OR gas)"),
        ("atleast2(a b)", "atleast2(a) AND atleast2(b)"),
        ("lead(oil price)", "lead(oil) AND lead(price)"),
        ("hlead(caps(Apple))", "lead(caps(Apple))"),
        ("first/50(oil w/3 price)", "first/50(oil) w/3 first/50(price)"),
        ("title(oil)", "title:oil"),
        ("title:-oil", "NOT title:oil"),
        ("body:(a -b)", "body:a AND NOT body:b"),
        ("caps(*) atleast3(*)", "caps(*) AND atleast3(*)"),
        ("lead(*) title:(*)", "lead(*) AND title:*"),
        ("oil w/3 *", "oil w/3 *"),
        ("title:lead(oil)", "lead(title:oil)"),
        ("body(title:x)", "title:(body:x)"),
        ("=Oil", "=Oil"),
        ("=\"New York\"", "=\"New York\""),
        ("allcaps(aids)", "allcaps(aids)"),
        ("nat* wom?n *tion", "nat* AND wom?n AND *tion"),
        ("\"prime minist*\"", "\"prime minist*\""),
        ("/colou?r/", "/colou?r/"),
        ("/usr/bin", "/usr/bin"),
        ("kellog~1", "kellog~1"),
        ("kellog~", "kellog~2"),
        ("oil~", "oil~1"),
        ("\"a b c\"~4", "\"a b c\"~4"),
        ("oil^2 price", "oil^2 AND price"),
        ("(oil gas)^2.5", "oil^2.5 AND gas^2.5"),
        ("\"a b\"~2^3", "\"a b\"~2^3"),
        ("oil^0 gas^1e9", "oil AND gas"),
        ("oil^^2", "oil^2"),
        ("==Oil a", "=Oil AND a"),
        ("oil~0.8", "oil~1"),
        ("\"a b\"~999999", "\"a b\"~9999"),
        ("who won?", "who AND won"),
        ("words:>400", "words:401.."),
        ("words:<100 a", "words:..99 AND a"),
        ("words:400..800", "words:400..800"),
        ("source:Reut* id:40?", "source:Reut* AND id:40?"),
        ("path:2019/* key:abc", "path:2019/* AND key:abc"),
        ("*", ""),
        ("title:*", "title:*"),
        ("date:[2025-01 TO 2025-02}", "date:2025-01-01..2025-01-31"),
        ("date:{2025-01 TO *]", "date:2025-02-01.."),
        ("date:>=2025-05-01", "date:2025-05-01.."),
        ("date:>2025", "date:2026-01-01.."),
        ("date:<2025", "date:..2024-12-31"),
        ("since:2025-05 until:2025-06", "date:2025-05-01.. AND date:..2025-06-30"),
        ("after:2024 before:2025-06", "date:2025-01-01.. AND date:..2025-05-31"),
        ("newer_than:30d", "date:2025-05-19.."),
        ("since:0001", "date:0001-01-01.."),
        ("older_than:1y", "date:..2024-06-17"),
        ("date:-7d..", "date:2025-06-11.."),
        ("date:now-7d/d..now", "date:2025-06-11.. AND date:..2025-06-18T07:30:00Z"),
        ("date:now/M", "date:2025-06-01..2025-06-30"),
        ("date:\"last week\"", "date:2025-06-09..2025-06-15"),
        ("date:2025-01-15/P3M", "date:2025-01-15..2025-04-14"),
        ("date:P30D/", "date:2025-05-20..2025-06-18"),
        ("date:2024-01/2024-03", "date:2024-01-01..2024-03-31"),
        ("date:2025-Q2", "date:2025-04-01..2025-06-30"),
        ("date:inexact OR date:suspect", "date:inexact OR date:suspect"),
        ("date:[* TO *]", "NOT date:none"),
        ("on:2025-W07", "date:2025-02-10..2025-02-16"),
    ] {
        assert_eq!(read(text), read_as, "{text}");
    }
}

#[test]
fn what_is_ignored_is_said_and_strictly_a_fault() {
    for text in [
        "(a",
        "a)",
        "a OR",
        "AND a",
        "\"a b",
        "NOT",
        "title: a",
        "a …",
        "w/5 a",
        "a w/5",
        "a w/0 b",
        "a w/5 OR b",
        "= a",
        "/(/",
        "words:many",
        "a^2 ^3",
        "a w/x b",
        "a NEAR/ b",
        "atleast0(a)",
        "first/x(a)",
        "headlines(a)",
        "oil^0",
        "oil^-1",
        "oil^abc",
        "oil^1e9",
        "oil^",
        "oil^^2",
        "(oil gas)^0",
        "oil~abc",
        "oil~0.8",
        "oil~9",
        "source:()",
        "a lang:( )",
        "date:(OR)",
        "date:(2024 OR)",
        "source:(OR AP)",
        "source:(AP OR OR Reuters)",
        "\"oil ~2 price\"",
        "\"oil ^2 price\"",
        "\"oil~1\"",
        "\"oil^2\"",
        "\"oil\"~1",
        "\"oil price\"~999999",
        "~x",
        "~1",
        "^2",
        "a ~1",
        "/oil/i",
        "/oil",
        "/a b/",
        "oi*~1",
        "*~1",
        "=oil~1",
        "==oil",
        "+title:oil",
        "=Caf*",
        "\"=Oil\"",
        "\"=oil price\"",
        "\"oil ?? price\"",
        "\"? oil\"",
        "oil w/5 source:test",
        "oil w/5 date:2025",
        "(oil source:x) w/5 price",
        "atleast3(oil) w/5 price",
        "国*主席",
    ] {
        let lenient = parse(text, &reading(), &mut Analyzer::default()).unwrap();
        assert!(!lenient.notices.is_empty(), "{text}");
        assert!(!lenient.notices.iter().any(|notice| notice.contains("\"\"")), "{lenient:?}");
        let strict = Reading { strict: true, ..reading() };
        let fault = parse(text, &strict, &mut Analyzer::default()).unwrap_err();
        assert!(text.get(fault.span.0..fault.span.1).is_some(), "{text}: {fault:?}");
    }
    for text in ["a OR OR b", "OR a", "a OR"] {
        let lenient = parse(text, &reading(), &mut Analyzer::default()).unwrap();
        assert_eq!(lenient.notices.len(), 1, "{lenient:?}");
    }
    let strict = Reading { strict: true, ..reading() };
    for text in ["(a b) w/5 c", "a w/5 -b", "oil w/3 *", "\"a=b c\"", "a OR b OR c", "\"oil ?\""] {
        let read = parse(text, &strict, &mut Analyzer::default());
        assert!(read.is_ok(), "{text}: {read:?}");
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
    assert_eq!(read("co-operative x"), "co OR operative OR x OR cooperative");
    assert_eq!(read("9/11^2"), "9^2 OR 11^2");
    for kept in ["\"a-b\"", "=a-b", "title:a-b", "NOT a-b", "a-b AND c", "x AND a-b", "a.b", "a-b*"]
    {
        assert!(!read(kept).contains(" OR "), "{kept}: {}", read(kept));
    }
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
        ("1980s", "1980-01-01", "1989-12-31"),
        ("the 1980's", "1980-01-01", "1989-12-31"),
        ("Q1 1987", "1987-01-01", "1987-03-31"),
        ("1987 q4", "1987-10-01", "1987-12-31"),
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
fn what_is_printed_is_read_as_it_was() {
    let parse = |text: &str| parse(text, &reading(), &mut Analyzer::default()).unwrap().tree;
    for text in [
        "a OR b c",
        "((a OR b) w/5 \"c d\") pre/3 (e w/s f) -g",
        "lead(first/9(caps(title:\"a b\"~2^3)))",
        "body(title:x) title(body:x)",
        "first/5(title:x)",
        "=\"New York\" nocaps(=polish)",
        "atleast3((a OR b*) not w/3 c~1)",
        "date:2025 OR (x date:..2024) -date:none words:>4",
        "source:\"a*\" source:a* id:\"x y\" \"or\" \"NOT\" \"w/5\" \"not\" w/5 x",
        "(not) w/5 x",
        "-* a OR *",
        "caps(*) w/3 (a OR b) oil pre/2 * *~1 title:(* OR a)",
        "a * not w/2 lang:en b",
        "oil^abc ~x /oil \"oil~1\" =Caf*",
        "==,polish =,polish ==polish -==polish",
        "title(body:*) first/3(body:*)",
        "path:\"a b/c.txt\" date:now-7d/d..now",
        "(a^21 b)^97 (c^0.01)^0.0001",
        "((((a^0.0001)^0.0001)^0.0001)^0.0001)^0.0000000001",
        "lang:[2024 TO 2025 TO 2t week\"-01} sin",
    ] {
        let tree = parse(text);
        assert_eq!(parse(&tree.to_string()), tree, "{text} printed {tree}");
    }
}

#[test]
fn limits_hold_before_anything_is_built() {
    // A query that is empty matches nothing, regardless of how it is written.
    for text in ["(".repeat(64), "source:()".into(), "lang:(OR)".into()] {
        let read = parse(&text, &reading(), &mut Analyzer::default()).unwrap();
        assert_eq!(read.tree, super::Tree::Nothing, "{text}");
        assert!(read.notices.iter().any(|notice| notice.contains("nothing matches")), "{text}");
    }
    for text in [
        "(".repeat(30_000),
        "title:".repeat(10_000) + "x",
        "-".repeat(30_000) + "x",
        "lead(".repeat(10_000) + "x",
        "x w/5 ".repeat(9_000) + "x",
        "x ".repeat(30_000),
        "((a b) w/5 (c d)) ".repeat(20) + &"w/5 (a b) ".repeat(60),
        "(a b c d) w/5 ".repeat(60) + "x",
        "(a OR -b OR c) w/5 ".repeat(60) + "(a b)",
        "(".repeat(60) + "a" + &" b) w/5 (c d)".repeat(60),
        "\"".repeat(60_000),
        "[".repeat(60_000),
        "/".repeat(60_000),
        "a~^".repeat(20_000),
    ] {
        match parse(&text, &reading(), &mut Analyzer::default()) {
            Ok(query) => assert!(query.tree.to_string().len() < 1 << 20),
            Err(fault) => assert!(fault.problem.contains("more than"), "{fault:?}"),
        }
    }
    let long = "x".repeat(super::MAX_LENGTH + 1);
    assert!(parse(&long, &reading(), &mut Analyzer::default()).is_err());
}
