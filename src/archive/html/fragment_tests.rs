//! The text of HTML fragments.

use super::text_of;

#[test]
fn blocks_separate_paragraphs() {
    for (html, text) in [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<p>Two.<p>Three.", "One.\n\nTwo.\n\nThree."),
        ("<div>One.</div>bare<div>Two.</div>", "One.\n\nbare\n\nTwo."),
        ("<ul><li>one<li>two</ul>after", "one\n\ntwo\n\nafter"),
        ("<dl><dt>one<dd>two</dl>", "one\n\ntwo"),
        ("<h2>Head</h2>Text", "Head\n\nText"),
        ("<figure><img><figcaption>Caption</figcaption></figure>Text", "Caption\n\nText"),
        ("<table><tr><td>six</td><td>seven</td></tr><tr><th>8<td>9</table>", "six seven\n\n8 9"),
        ("one<br>two<br/>three", "one two three"),
        ("one<br><br>two<br> <br>three", "one\n\ntwo\n\nthree"),
        ("one<br>\u{3000}two", "one\n\ntwo"),
        ("<pre>eleven\ntwelve\n\nthirteen</pre>", "eleven\ntwelve\n\nthirteen"),
        ("one\ntwo   three\u{a0}four", "one two three four"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
}

#[test]
fn inline_elements_separate_nothing() {
    for (html, text) in [
        (
            "<em>un</em>believable H<sub>2</sub>O, <span>T</span>he <b>Lamp</b>s",
            "unbelievable H2O, The Lamps",
        ),
        ("a <i>b</i> c<i> d</i>e", "a b c de"),
        ("four<wbr>teen soft&shy;ly", "fourteen softly"),
        ("尹<ruby>錫悦<rp>(</rp><rt>ソン</rt><rp>)</rp></ruby>大統領", "尹錫悦大統領"),
        ("<a href=x>a report<svg><path d=M0 /><title>t</title></svg></a> said", "a report said"),
        ("the <x-mark>inner</x-mark>s and <my-icon/>more", "the inners and more"),
        ("one <!-- ad --> two", "one two"),
        ("it &amp; they &lt;b&gt;", "it & they <b>"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
}

#[test]
fn nothing_is_lost_after_an_element() {
    let elements = [
        "a", "abbr", "address", "amp-ad", "article", "aside", "audio", "b", "bdo", "blink",
        "button", "canvas", "center", "code", "data", "details", "dialog", "div", "embed",
        "fieldset", "figure", "font", "footer", "form", "h3", "header", "hr", "iframe", "img",
        "input", "label", "map", "math", "meter", "nav", "noscript", "object", "output", "picture",
        "progress", "q", "rb", "rp", "ruby", "script", "section", "select", "slot", "source",
        "span", "style", "svg", "table", "template", "textarea", "time", "tt", "ul", "video",
        "wbr", "x-card",
    ];
    for name in elements {
        let void = super::tags::is_void(name);
        let end = if void { String::new() } else { format!("inner</{name}>") };
        let html = format!("<p>Before <{name}>{end} behind</p><p>closing</p>");
        let text = text_of(&html);
        assert!(text.starts_with("Before"), "{html}: {text:?}");
        assert!(text.ends_with("behind\n\nclosing"), "{html}: {text:?}");
    }
}

#[test]
fn broken_markup_keeps_its_text() {
    for (html, text) in [
        ("<b><p>one</b> two</p>three", "one two\n\nthree"),
        ("<p>one</div></span> two", "one two"),
        (
            "<table><tr><td>one<table><tr><td>in</table>two<tr><td>three",
            "one\n\nin\n\ntwo\n\nthree",
        ),
        ("<ul><li>one<ul><li>in</ul><li>two</ul>", "one\n\nin\n\ntwo"),
        ("<p>one <select><option>x<option>y</select> two", "one two"),
        ("<p>one<", "one<"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
}
