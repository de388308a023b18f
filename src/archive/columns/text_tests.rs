//! The texts that bodies in many notations give.

use serde_json::{Value, json};

use super::tests::read;

/// Returns the paragraphs of an article whose body is this value.
fn paragraphs(body: Value) -> Vec<String> {
    let article = read(json!({"title": "T", "body": body}));
    article.text.split('\n').filter(|line| !line.is_empty()).map(str::to_string).collect()
}

#[test]
fn what_text_editors_store_is_read_as_paragraphs() {
    let two = ["The lamp is lit.", "It burns."];
    let mark = |text: &str| json!({"type": "text", "text": text});
    for (editor, body) in [
        (
            "Editor.js",
            json!({"time": 1, "version": "2", "blocks": [{"type": "paragraph", "data": {"text": "The <b>lamp</b> is lit."}},
                {"type": "image", "data": {"caption": "No"}}, {"type": "paragraph", "data": {"text": "It burns."}}]}),
        ),
        (
            "Gutenberg",
            json!([{"blockName": "core/paragraph", "attrs": {}, "innerBlocks": [], "innerHTML": "\n<p>The lamp is lit.</p>\n"},
                {"blockName": null, "innerHTML": "\n\n"}, {"blockName": "core/image", "innerHTML": "<img>No"},
                {"blockName": "core/group", "innerHTML": "", "innerBlocks": [{"blockName": "core/paragraph",
                    "innerHTML": "<p>It burns.</p>"}]}]),
        ),
        (
            "Gutenberg's interface",
            json!({"blocks": [{"name": "core/paragraph", "attributes": {"content": "The lamp is lit."}},
                {"name": "core/paragraph", "attributes": {"content": "It burns."}}]}),
        ),
        (
            "ProseMirror",
            json!({"type": "doc", "content": [{"type": "paragraph", "content": [mark("The "), mark("lamp"), mark(" is lit.")]},
                {"type": "image", "attrs": {"alt": "No"}}, {"type": "paragraph"},
                {"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "paragraph",
                    "content": [mark("It burns.")]}]}]}]}),
        ),
        (
            "ProseMirror with a line break",
            json!({"type": "doc", "content": [{"type": "paragraph",
                "content": [mark("The lamp is lit."), {"type": "hardBreak"}, mark("It burns.")]}]}),
        ),
        (
            "Slate",
            json!([{"type": "paragraph", "children": [{"text": "The "}, {"type": "link", "url": "x",
                "children": [{"text": "lamp"}]}, {"text": " is lit.", "bold": true}]}, {"children": [{"text": "It burns."}]}]),
        ),
        (
            "an older Slate",
            json!({"document": {"nodes": [{"object": "block", "type": "paragraph", "nodes": [{"object": "text",
                "leaves": [{"text": "The lamp "}, {"text": "is lit."}]}]},
                {"object": "block", "type": "paragraph", "nodes": [{"object": "text", "text": "It burns."}]}]}}),
        ),
        (
            "Portable Text",
            json!([{"_type": "block", "children": [{"_type": "span", "text": "The lamp"}, {"_type": "span", "text": " is lit."}]},
                {"_type": "image", "alt": "No"}, {"_type": "block", "children": [{"_type": "span", "text": "It burns."}]}]),
        ),
        (
            "Draft.js",
            json!({"blocks": [{"key": "a", "text": "The lamp is lit.", "type": "unstyled"},
                {"key": "b", "text": "It burns.", "type": "unstyled"}], "entityMap": {}}),
        ),
        (
            "Lexical",
            json!({"root": {"type": "root", "children": [{"type": "paragraph", "children": [mark("The lamp"), mark(" is lit.")]},
                {"type": "paragraph", "children": [mark("It burns.")]}]}}),
        ),
        (
            "Quill",
            json!({"ops": [{"insert": "The "}, {"insert": "lamp", "attributes": {"bold": true}},
                {"insert": " is lit.\nIt burns.\n"}, {"insert": {"image": "No"}}]}),
        ),
        (
            "Contentful",
            json!({"nodeType": "document", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "The "},
                {"nodeType": "hyperlink", "data": {"uri": "x"}, "content": [{"nodeType": "text", "value": "lamp"}]},
                {"nodeType": "text", "value": " is lit."}]}, {"nodeType": "embedded-asset-block", "content": []},
                {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "It burns."}]}]}),
        ),
        (
            "Mobiledoc",
            json!({"version": "0.3.1", "markups": [["em"]], "sections": [[1, "p", [[0, [], 0, "The "], [0, [0], 1, "lamp"],
                [0, [], 0, " is lit."]]], [10, 0], [3, "ul", [[[0, [], 0, "It burns."]]]]]}),
        ),
        (
            "Notion",
            json!([{"object": "block", "type": "paragraph", "paragraph": {"rich_text": [{"type": "text",
                "text": {"content": "The "}, "plain_text": "The "}, {"type": "text", "plain_text": "lamp is lit."}]}},
                {"object": "block", "type": "heading_1", "heading_1": {"rich_text": [{"plain_text": "It burns."}]}}]),
        ),
        (
            "Wagtail",
            json!([{"type": "paragraph", "value": "<p>The lamp is lit.</p>"}, {"type": "image", "value": 7},
                {"type": "paragraph", "value": "<p>It burns.</p>"}]),
        ),
        (
            "Arc",
            json!([{"type": "text", "content": "The <i>lamp</i> is lit."}, {"type": "image", "caption": "No"},
                {"type": "text", "content": "It burns."}]),
        ),
        (
            "objects with a paragraph",
            json!([{"paragraph": "The lamp is lit."}, {"p": "It burns."}]),
        ),
        (
            "objects with a kind",
            json!([{"kind": "text", "value": "The lamp is lit."}, {"kind": "image", "value": "No"},
            {"kind": "text", "value": "It burns."}]),
        ),
        (
            "texts of paragraphs",
            json!({"paragraphs": [{"plaintext": "The lamp is lit."}, {"plaintext": "It burns."}]}),
        ),
        ("numbered paragraphs", json!({"1": "It burns.", "0": "The lamp is lit."})),
        ("languages", json!({"en-US": ["The lamp is lit.", "It burns."], "de-DE": "Nein"})),
    ] {
        assert_eq!(paragraphs(json!(body.to_string())), two, "{editor} in a text");
        assert_eq!(paragraphs(body), two, "{editor}");
    }
}

#[test]
fn escaped_texts_are_read() {
    let two = ["The lamp is lit.", "It burns."];
    for text in [
        "&lt;p&gt;The lamp is lit.&lt;/p&gt;&lt;p&gt;It burns.&lt;/p&gt;",
        "<![CDATA[<p>The lamp is lit.</p><p>It burns.</p>]]>",
        "The lamp is lit.\\n\\nIt burns.",
        "The lamp is lit.\\r\\nIt burns.",
        "\"The lamp is lit.\\n\\nIt burns.\"",
        "['The lamp is lit.', \"It burns.\"]",
        "('The lamp is lit.', 'It burns.')",
        "[{'type': 'p', 'text': 'The lamp is lit.'}, {'type': 'p', 'text': 'It burns.'}]",
        "<p>The lamp is lit.</p><p style=\"display: none\">No</p><p hidden>No</p><p>It burns.</p>",
    ] {
        assert_eq!(paragraphs(json!(text)), two, "{text}");
    }
    for text in [
        "Copy it to C:\\new\\lamps.",
        "\"It burns,\" he said.",
        "[Echo] The lamp [1]",
        "(Echo)",
        "{lamp}",
        "[1, 2]",
    ] {
        assert_eq!(paragraphs(json!(text)), [text]);
    }
}
