//! A mistake that would change the meaning of a command or a query is reported, with what to type instead.

use std::process::Output;

use crate::harness::Place;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_key_that_is_also_the_id_of_another_article_is_reported() {
    let place = Place::new();
    let lines = [
        r#"{"key":"6348abcd","id":"1","date":"2024-05-01","title":"Lamp lit","body":"The lamp was lit."}"#,
        r#"{"key":"other","id":"6348","date":"2024-05-02","title":"Lamp out","body":"The lamp went out."}"#,
        r#"{"key":"same-5","id":"same","date":"2024-05-03","title":"Lamp back","body":"The lamp is back."}"#,
    ];
    place.write("in/a.jsonl", lines.join("\n"));
    place.index("in");
    let note = "note: 6348 begins the key of this article, but 1 article has the id \"6348\": \
        dateline search id:6348\n";
    for arguments in [&["show", "6348"][..], &["story", "6348"], &["open", "6348", "--print"]] {
        let output = place.run(arguments);
        assert_eq!((output.status.code(), said(&output)), (Some(0), note.to_string()));
    }
    assert!(said(&place.run(&["similar", "6348"])).contains(note));
    for key in ["6348abcd", "6348a", "same"] {
        assert_eq!(said(&place.run(&["show", key])), "", "{key}");
    }
}
