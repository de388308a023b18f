//! The articles that named values give.

use serde_json::{Value, json};

use super::*;

fn read_with(mapping: &str, object: Value) -> RawArticle {
    let Value::Object(members) = object else { panic!("an object") };
    let columns = Columns::parse(mapping).unwrap();
    columns.article(1, "line 1".into(), members.into_iter().collect())
}

pub(super) fn read(object: Value) -> RawArticle {
    read_with("", object)
}

/// Returns the values of a header.
fn all<'a>(article: &'a RawArticle, name: &str) -> Vec<&'a str> {
    let named = article.headers.iter().filter(|header| header.name == name);
    named.map(|header| header.value.as_str()).collect()
}

#[test]
fn the_tools_that_gather_news_are_known() {
    let article = read(
        json!({"authors": ["A", "B"], "date_download": "2024-11-05", "date_publish": "2024-09-14",
        "maintext": "The whole.", "text": "None", "source_domain": "e.example", "title": "T"}),
    );
    assert_eq!((article.text.as_str(), all(&article, "date")), ("The whole.", vec!["2024-09-14"]));
    assert_eq!(
        (all(&article, "source"), all(&article, "byline")),
        (vec!["e.example"], vec!["A", "B"])
    );

    let article = read(
        json!({"title": "T", "source": "https://e.example/3", "source-hostname": "Echo",
        "hostname": "e.example", "raw_text": "Raw.", "text": "The whole.", "tags": "one; two", "categories": "Sea"}),
    );
    assert_eq!(
        (all(&article, "source"), all(&article, "url")),
        (vec!["Echo"], vec!["https://e.example/3"])
    );
    assert_eq!(
        (all(&article, "topic"), all(&article, "section")),
        (vec!["one", "two"], vec!["Sea"])
    );
    assert_eq!(article.text, "The whole.");

    let article = read(
        json!({"id": "x", "type": "article-newspaper", "title": "T", "container-title": "Echo",
        "source": "A Database", "issued": {"date-parts": [["2024", 9, 14]]}, "abstract": "Short.",
        "author": [{"family": "Keeper", "given": "Ann"}]}),
    );
    assert_eq!((all(&article, "source")[0], all(&article, "date")), ("Echo", vec!["2024-09-14"]));
    assert_eq!(all(&article, "byline"), ["Ann Keeper"]);

    let article = read(
        json!({"Key": "ABCD1234", "Title": "T", "Publication Title": "Echo", "Date": "2024-09-14",
        "Date Added": "2025-01-01", "Manual Tags": "sea; lamps", "Abstract Note": "Short."}),
    );
    assert_eq!((all(&article, "id"), all(&article, "source")), (vec!["ABCD1234"], vec!["Echo"]));
    assert_eq!((all(&article, "date"), all(&article, "key").len()), (vec!["2024-09-14"], 0));

    let article = read(json!({"title": "T", "selftext": "[removed]", "created_utc": 1726308000,
        "domain": "e.example"}));
    assert_eq!((article.text.as_str(), all(&article, "date")), ("", vec!["1726308000"]));
}

#[test]
fn articles_of_trove_name_their_newspaper_as_the_title() {
    let whole = json!({"id": "123", "url": "https://api.trove.example/v3/newspaper/123", "heading": "LAMP LIT.",
        "category": "Article", "title": {"id": "11", "title": "Skerry Echo (Skerry : 1901 - 1954)"},
        "date": "1931-03-02", "page": "3", "pageSequence": "3", "troveUrl": "https://nla.example/nla.news-article123",
        "snippet": "The lamp", "articleText": "<p>The lamp was lit.</p><p>Boats lay off.</p>"});
    let mut found = whole.clone();
    found["title"] = json!({"id": "11", "value": "Skerry Echo (Skerry : 1901 - 1954)"});
    found.as_object_mut().unwrap().remove("articleText");
    let mut named = whole.clone();
    named["title"] = json!("Skerry Echo (Skerry : 1901 - 1954)");
    for (object, text) in [
        (whole, "The lamp was lit.\n\nBoats lay off."),
        (found, "The lamp"),
        (named, "The lamp was lit.\n\nBoats lay off."),
    ] {
        let article = read(object);
        assert_eq!(all(&article, "title"), ["LAMP LIT."]);
        assert_eq!(all(&article, "source"), ["Skerry Echo (Skerry : 1901 - 1954)"]);
        assert_eq!((all(&article, "date"), all(&article, "page")), (vec!["1931-03-02"], vec!["3"]));
        assert_eq!(all(&article, "url")[0], "https://nla.example/nla.news-article123");
        assert_eq!(article.text, text);
    }
    // Elsewhere, `heading` is another heading, and a title may be an object.
    let article = read(json!({"title": "T", "heading": "Sea", "body": "Text."}));
    assert_eq!((all(&article, "title"), all(&article, "source").len()), (vec!["T"], 0));
    let article = read(json!({"title": {"rendered": "T"}, "heading": "Sea", "content": "Text."}));
    assert_eq!((all(&article, "title"), all(&article, "source").len()), (vec!["T"], 0));
}

#[test]
fn the_responses_of_interfaces_are_known() {
    let article = read(
        json!({"id": 7, "date": "2024-09-14T10:00:00", "title": {"rendered": "It&#8217;s lit"},
        "content": {"rendered": "<p>One.</p>", "protected": false}, "excerpt": {"rendered": "<p>Short.</p>"},
        "categories": [3]}),
    );
    assert_eq!((all(&article, "title"), article.text.as_str()), (vec!["It’s lit"], "One."));
    assert_eq!(all(&article, "id"), ["7"]);

    let article = read(
        json!({"webTitle": "T", "webPublicationDate": "2024-09-14T10:00:00Z", "sectionName": "Sea",
        "fields": {"headline": "T", "bodyText": "The whole.", "byline": "A Keeper"}}),
    );
    assert_eq!((all(&article, "title"), article.text.as_str()), (vec!["T"], "The whole."));
    assert_eq!(
        (all(&article, "section"), all(&article, "byline")),
        (vec!["Sea"], vec!["A Keeper"])
    );

    let article = read(json!({"headline": {"main": "T", "kicker": null}, "lead_paragraph": "One.",
        "pub_date": "2024-09-14T10:00:00+0000", "keywords": [{"name": "subject", "value": "Lamps"}],
        "byline": {"original": "By A. Keeper"}}));
    assert_eq!((all(&article, "title"), article.text.as_str()), (vec!["T"], "One."));
    assert_eq!(
        (all(&article, "topic"), all(&article, "byline")),
        (vec!["Lamps"], vec!["By A. Keeper"])
    );

    let article = read(
        json!({"title": "T", "published": 1228138394000_i64, "content": {"content": "<p>One.</p>"},
        "origin": {"title": "Echo"}, "alternate": [{"href": "https://e.example/1"}]}),
    );
    assert_eq!((all(&article, "source"), article.text.as_str()), (vec!["Echo"], "One."));
    assert_eq!(all(&article, "url"), ["https://e.example/1"]);
}

#[test]
fn a_body_may_be_built_of_parts() {
    let body = |value: Value| read(json!({"title": "T", "body": value})).text;
    assert_eq!(body(json!(["One.", "Two."])), "One.\n\nTwo.");
    assert_eq!(
        body(
            json!({"summary": [], "sections": [{"headline": ["H"], "paragraphs": ["One.", "Two."]}]})
        ),
        "H\n\nOne.\n\nTwo."
    );
    assert_eq!(
        body(
            json!([{"type": "title", "content": "T"}, {"type": "sanitized_html", "content": "<p>One.</p>"}])
        ),
        "One."
    );
    assert_eq!(body(json!("['One.', \"It's two.\"]")), "One.\n\nIt's two.");
    assert_eq!(
        body(json!({"type": "doc", "content": [{"type": "paragraph", "content": [
            {"type": "text", "text": "The"}, {"type": "text", "text": " "}, {"type": "text", "text": "lamp."}]}]})),
        "The lamp."
    );
    assert_eq!(body(json!(true)), "");
    assert_eq!(body(json!({"n": 1})), "");
    assert_eq!(body(json!("[object Object]")), "");
}

#[test]
fn a_subject_is_a_title_only_where_there_is_no_other() {
    let article = read(json!({"subject": "Lamps", "body": "One."}));
    assert_eq!((all(&article, "title"), all(&article, "topic").len()), (vec!["Lamps"], 0));
    let article = read(json!({"title": null, "subject": "Lamps", "body": "One."}));
    assert_eq!((all(&article, "title").len(), all(&article, "topic")), (0, vec!["Lamps"]));
}

#[test]
fn a_mapping_names_members_within_members() {
    let mapping = "[columns]\ntitle = \"meta.kopf\"\nbody = [\"a.b\", \"c\"]\n";
    let article = read_with(
        mapping,
        json!({"meta": {"kopf": "T"}, "a.b": "One.", "a": {"b": "No."}, "c": "Two."}),
    );
    assert_eq!((all(&article, "title"), article.text.as_str()), (vec!["T"], "One.\n\nTwo."));
    let columns = Columns::parse("[columns]\ntitle = 2\ndate = \"3\"\nbody = \"gone\"").unwrap();
    let table = columns.for_table(&["x".into(), "y".into(), "z".into()]);
    assert!(table.maps("y") && table.maps("z") && columns.unseen().is_empty());
    table.article(1, "line 1".into(), Vec::new());
    assert_eq!(columns.unseen(), [("body", "gone".to_string())]);
    assert!(Columns::parse("[columns]\ntitle = 0").is_err());
}

#[test]
fn another_date_is_offered_where_the_first_is_not_understood() {
    let article = read(json!({"title": "T", "date": "5 days ago", "created": "2024-09-14"}));
    assert_eq!(
        (all(&article, "date"), article.dates[0].written.as_str()),
        (vec!["5 days ago"], "2024-09-14")
    );
    let article = read(json!({"title": "T", "year": "2024.0", "month": "9.0", "day": "4"}));
    assert_eq!(all(&article, "date"), ["2024-09-04"]);
}

#[test]
fn people_and_names_are_read_however_they_are_stored() {
    for (value, names) in [
        (json!([{"name": "Ada Quill", "url": "x"}, {"name": "Bo"}]), vec!["Ada Quill", "Bo"]),
        (json!("[{'name': 'Ada Quill', 'url': None}, {'name': 'Bo'}]"), vec!["Ada Quill", "Bo"]),
        (json!("{\"Ada Quill\",Bo}"), vec!["Ada Quill", "Bo"]),
        (json!({"node": {"name": "Ada Quill"}}), vec!["Ada Quill"]),
        (json!({"nodes": [{"name": "Ada Quill"}, {"name": "Bo"}]}), vec!["Ada Quill", "Bo"]),
        (
            json!({"edges": [{"node": {"firstName": "Ada", "lastName": "Quill"}}]}),
            vec!["Ada Quill"],
        ),
        (json!([{"first": "Ada", "last": "Quill"}, {"full_name": "Bo"}]), vec!["Ada Quill", "Bo"]),
        (json!({"name": {"givenName": "Ada", "familyName": "Quill"}}), vec!["Ada Quill"]),
        (json!("NULL"), vec![]),
        (json!([]), vec![]),
        (json!("[]"), vec![]),
        (json!(7), vec![]),
    ] {
        let article = read(json!({"title": "T", "body": "B", "author": value.clone()}));
        assert_eq!(all(&article, "byline"), names, "{value}");
    }
    let source = json!("{'id': None, 'name': 'Skerry Echo'}");
    let article = read(json!({"title": "Null", "body": "B", "source": source, "section": "NULL"}));
    assert_eq!(
        (all(&article, "title"), all(&article, "source")),
        (vec!["Null"], vec!["Skerry Echo"])
    );
    assert_eq!(all(&article, "section").len(), 0);
}

#[test]
fn an_archived_page_has_its_original_address() {
    let url = "https://web.archive.org/web/20120315081530/http://echo.example/a";
    let article = read(json!({"title": "T", "body": "B", "url": url}));
    assert_eq!(all(&article, "url"), ["http://echo.example/a"]);
    // The text of a link is not its address.
    let article = read(
        json!({"title": "T", "body": "B", "link": "Read", "link-href": "https://e.example/a"}),
    );
    assert_eq!(all(&article, "url"), ["https://e.example/a"]);
}
