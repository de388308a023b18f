//! The page, the API and the tools of assistants over an index in a cluster, through the built program.

use serde_json::json;

use super::proxy::Proxy;
use super::server::new_index;
use crate::harness::{Place, corpus, eventually};
use crate::web::api::{answers_agree, comparable};
use crate::web::assistants::Assistant;
use crate::web::client::Server;

/// Indexes files into a cluster with the built program, as a user does.
fn index(place: &Place, address: &str, path: &str) {
    place.ends(0, &["index", "-q", "--replicas", "0", "--index", address, path]);
}

#[test]
fn a_server_and_an_assistant_answer_from_a_cluster() {
    let Some(client) = new_index("served") else { return };
    let (place, address) = (Place::new(), client.address().to_string());
    index(&place, &address, corpus().to_str().expect("a path"));
    let server = Server::start(&place, &["--index", &address]);
    let flags = ["--index", address.as_str()];
    answers_agree(&place, &server, &flags, 24);

    let hits = place.json(&["search", "--index", &address, "--json", "-n", "3", "salt"]);
    let key = hits["hits"][0]["key"].as_str().expect("a key");
    let printed = place.ends(0, &["show", key, "--json", "--index", &address]);
    let article = server.get(&format!("/api/v1/article/{key}")).text();
    assert_eq!(comparable(&article), comparable(&printed));
    let printed = place.ends(0, &["export", "salt", "--index", &address]);
    let exported = server.get("/api/v1/export?q=salt").text();
    let lines = |text: &str| text.lines().map(comparable).collect::<Vec<_>>();
    assert_eq!(lines(&exported), lines(&printed));
    let (info, printed) =
        (server.get("/api/v1/info"), place.json(&["info", "--json", "--index", &address]));
    for member in ["articles", "sources", "years", "files", "written_by"] {
        assert_eq!(info.json()[member], printed[member], "{member}");
    }
    assert!(!info.text().contains(corpus().to_str().expect("a path")), "no path is told");
    for (path, part) in [
        ("/", "articles"),
        ("/?q=salt", "<mark>"),
        (&format!("/article/{key}"), "<article"),
        ("/feed.atom?q=salt", "<entry>"),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains(part), "{path}: {}", page.text());
    }
    // What the cluster cannot do is an error of its own, and not one of the server.
    let similar = server.get(&format!("/api/v1/similar/{key}"));
    assert_eq!(similar.status, 501, "{}", similar.text());
    assert!(similar.text().contains("not supported by the cluster engine"), "{}", similar.text());

    let mut assistant = Assistant::connect_with(&place, &["--index", &address]);
    let (found, failed) = assistant.call("search", &json!({"q": "salt", "limit": 3}));
    assert!(!failed, "{found}");
    assert_eq!(found["total"], hits["total"]);
    let (shown, failed) = assistant.call("show", &json!({"key": key}));
    assert!(!failed && shown["key"] == key, "{shown}");
    let (lines, failed) = assistant.call("kwic", &json!({"q": "salt", "limit": 3}));
    assert!(!failed && lines["lines"].as_array().map(Vec::len) == Some(3), "{lines}");
}

#[test]
fn a_server_follows_the_runs_into_a_cluster() {
    let Some(client) = new_index("followed") else { return };
    let (place, address) = (Place::new(), client.address().to_string());
    let server = Server::start(&place, &["--index", &address]);
    let page = server.get("/");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("No articles are indexed yet"), "{}", page.text());
    let total = |server: &Server| server.get("/api/v1/info").json()["articles"].as_u64();
    for (number, run) in [(1, "index"), (2, "index"), (3, "rebuild")] {
        let text = format!("date 2024-05-0{number}\nThe lamp {number}\n\nThe lamp is lit.\n");
        place.write(&format!("archive/{number}.txt"), text);
        match run {
            "rebuild" => {
                let flags = ["index", "-q", "--rebuild", "--replicas", "0", "--index", &address];
                place.ends(0, &[&flags[..], &["archive"]].concat());
            }
            _ => index(&place, &address, "archive"),
        }
        eventually("the number of articles is that of the last run", || {
            let answer = server.get("/api/v1/info");
            answer.status == 200 && total(&server) == Some(number)
        });
        assert_eq!(server.get("/api/v1/search?q=lamp").json()["total"], number);
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_search_of_a_silent_cluster_ends_at_the_time_limit() {
    let Some(client) = new_index("silent") else { return };
    let place = Place::new();
    place.write("archive/1.txt", "date 2024-05-01\nThe lamp\n\nThe lamp is lit.\n");
    index(&place, &client.address().to_string(), "archive");
    let proxy = Proxy::of(&client);
    let limits = ["--time-limit", "0.5", "--searches", "1", "--index", &proxy.address];
    let server = Server::start(&place, &limits);
    eventually("the index is open", || server.get("/api/v1/search?q=lamp").status == 200);
    proxy.set_silent(true);
    for path in ["/api/v1/search?q=lamp", "/api/v1/search?q=path:archive/*", "/?q=lamp"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 503, "{path}: {}", answer.text());
        assert!(answer.text().contains("longer than the server allows"), "{}", answer.text());
    }
    assert!(proxy.unanswered() > 0);
    proxy.set_silent(false);
    // The only thread does not wait for answers that nobody wants any more.
    eventually("searches are answered again", || server.get("/api/v1/search?q=lamp").status == 200);
}
