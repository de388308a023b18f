//! Texts in common layouts, and where their paragraphs begin.

use super::Lines;

/// Returns the first words of the paragraphs of a text, or `None` if the text is not wrapped.
fn wrapped(text: &str) -> Option<Vec<&str>> {
    match Lines::of(text) {
        Lines::Wrapped(begins) => {
            let word = |at: usize| text[at..].split_whitespace().next().unwrap_or_default();
            Some(std::iter::once(0).chain(begins).map(word).collect())
        }
        _ => None,
    }
}

#[test]
fn indented_lines_begin_paragraphs() {
    // The dateline was removed from the first line.
    let text = "   Keepers of the four northern
lights met on Friday to settle who pays for the oil that every lamp
on the outer coast will burn this winter.
   ``We have waited long enough,'' said Ada Quill, who speaks for the keepers. A
decision is due in
March.
   The ministry had no comment.
   Two lights are dark already.
   Quill said the keepers would carry on without pay until the ice had
gone.
";
    let begins = ["Keepers", "``We", "The", "Two", "Quill"];
    assert_eq!(wrapped(text).as_deref(), Some(&begins[..]));
    let flush_first = text.trim_start().replace("\n   ", "\n    ");
    assert_eq!(wrapped(&flush_first).as_deref(), Some(&begins[..]));
    assert_eq!(wrapped(&text.replace('\n', "\r\n")).as_deref(), Some(&begins[..]));
}

#[test]
fn short_lines_end_paragraphs() {
    let text = "The harbor board will deepen the northern channel next spring,
its chairman said on Monday after a meeting that lasted until
midnight.
Dredging starts in April. Ships over 9,000 tonnes will have to
wait for the tide until then, as they have since the storm of
Last January moved the bar.
Pilots welcomed the plan.
They had asked for it twice.
";
    let begins = ["The", "Dredging", "Pilots", "They"];
    assert_eq!(wrapped(text).as_deref(), Some(&begins[..]));
}

#[test]
fn blank_lines_separate_paragraphs_of_wrapped_text() {
    let text = "Dear all,

the ferry will not sail on Sunday because the pier at Skerry
is being repaired. The boat on Monday leaves an hour later.
Tickets stay valid.

> When does the ferry sail again, and will there be a
> bus instead?
On Tuesday.

- Bring a coat, because the waiting room on the island is
  closed until the end of the month.
- Dogs travel free.
";
    let begins = ["Dear", "the", ">", "On", "-", "-"];
    assert_eq!(wrapped(text).as_deref(), Some(&begins[..]));
}

#[test]
fn text_without_case_is_wrapped_where_lines_are_full() {
    let capitals = "THE KEEPERS OF THE FOUR NORTHERN LIGHTS MET ON FRIDAY TO SETTLE WHO
PAYS FOR THE OIL . NOBODY WANTED TO SPEAK FIRST, AND SO THE OLDEST
OF THEM ROSE, LOOKED AROUND THE TABLE AND ASKED WHAT A LAMP COSTS
IN A YEAR . THE ANSWER WAS SHORT .
THEN THE MINISTER CAME IN, WHO HAD BEEN WAITING OUTSIDE FOR AN HOUR
BEFORE .
";
    assert_eq!(wrapped(capitals), Some(vec!["THE", "THEN"]));
    let japanese = "灯台の守り手たちは金曜日に集まり、冬の間に
使う油の代金を誰が払うのかを話し合った。会
議は夜中まで続いたが、結論は出なかったと関
係者は話している。次の会議は三月に開かれる
見通しだ。
";
    assert_eq!(wrapped(japanese).map(|begins| begins.len()), Some(1));
}

#[test]
fn one_sentence_over_a_few_lines_is_wrapped() {
    let text = "Norland will tender tonight for
33,000 long tons of Skerry sorghum and/or 22,000 long tons of
Quill corn for April shipment, traders said.";
    assert_eq!(wrapped(text), Some(vec!["Norland"]));
    assert_eq!(wrapped("The lamp on the outer skerry was lit\nagain."), Some(vec!["The"]));
    let capitals = "THE LAMP OF SKERRY POINT WAS LIT AGAIN BY THE\nKEEPER HERSELF .";
    assert_eq!(wrapped(capitals), Some(vec!["THE"]));
}

#[test]
fn lines_that_are_paragraphs_are_not_wrapped() {
    for text in [
        "The lamp was lit on Friday.\nThe ferry sailed at noon.\nThe keeper slept until one.\n",
        "The lamp was lit on Friday and the ferry sailed at noon.\n\u{201c}We are happy with that\u{201d}, said \
         the keeper of the lamp.\nThe ministry had no comment to make on Friday.\n",
        "Lamp of Skerry Lit After a Year of Repairs\nFerry Sails Again Although the Pier Is Broken\n\
         Keeper of the Lamp Retires After Forty Years\nOil Prices Rise for the Fourth Winter Running\n",
        "Shr 34 cts vs 1.19 dlrs\n    Net 807,000 vs 2,858,000\n    Revs 7,021,000 vs 9,122,000\n",
        "Oper shr 45 cts vs 26 cts\nOper net 2,258,000 vs 1,166,000\n\
         NOTE: 1986 excludes 842,000 dlr lamp credit.\n",
        "Qtly div 35 cts vs 35 cts prior\nPay April 15\nRecord March 31\n\
         NOTE: Skerry Lamp Mortgage Investors II.\n",
        "Oil delivered to the outer lights in May 120 barrels\nOil delivered in June of last year 75 barrels\n\
         Oil delivered in July of last year 80 barrels.\n",
        "shr loss 17 cts vs loss 14 cts\nnet loss 467,000 vs loss 400,000\nrevs 3,856,000 vs 3,423,000\n",
        "SKERRY LAMP OIL OPTION TRADES MORNING - APRIL\nBusiness nil.\n",
        "A title\nA text.\n",
        "",
    ] {
        assert_eq!(Lines::of(text), Lines::Each, "{text}");
        if text.lines().count() > 1 {
            let spaced = text.replace('\n', "\n\n");
            assert_eq!(Lines::of(&spaced), Lines::Blank, "{spaced}");
        }
    }
    let long = "The harbor board will deepen the channel, its chairman said. ".repeat(9);
    assert_eq!(Lines::of(&format!("{long}\n{long}and more\n{long}")), Lines::Each);
}
