//! The server picks up changes of the index, and stops on request.

use std::fs;

use dateline::engine::embedded::store::FolderStore;
use dateline::engine::store::Store;

use super::client::{Server, corpus};
use crate::harness::{Place, eventually};

#[test]
fn a_commit_is_visible_without_a_restart() {
    let place = Place::new();
    place.write("archive/a.txt", "date 2024-05-31\nThe lamp is lit\n\nThe keeper lit the lamp.\n");
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    assert_eq!(server.get("/api/v1/search?q=lamp").json()["total"], 1);
    place.write("archive/b.txt", "date 2024-06-01\nThe lamp is out\n\nNobody lit the lamp.\n");
    place.ends(0, &["index", "archive", "-q"]);
    eventually("the second article is found", || {
        let answer = server.get("/api/v1/search?q=lamp");
        assert_eq!(answer.status, 200, "no request fails in between");
        answer.json()["total"] == 2
    });
    // A rebuild replaces every file of the index.
    place.write("archive/c.txt", "date 2024-06-02\nThe lamp again\n\nThe lamp was lit again.\n");
    place.ends(0, &["index", "--rebuild", "archive", "-q"]);
    eventually("the third article is found", || {
        let answer = server.get("/api/v1/search?q=lamp");
        assert_eq!(answer.status, 200, "no request fails in between");
        answer.json()["total"] == 3
    });
}

#[test]
fn the_server_stops_when_it_is_told_to() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    assert_eq!(server.get("/").status, 200);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn counters_have_the_names_that_prometheus_expects() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    server.get("/api/v1/search?q=salt");
    server.get("/api/v1/search?q=date:1987-13");
    let text = server.get("/metrics").text();
    for line in [
        "dateline_http_requests_total{route=\"/api/v1/search\",status=\"200\"} 1",
        "dateline_http_requests_total{route=\"/api/v1/search\",status=\"400\"} 1",
        "dateline_http_request_duration_seconds_count{route=\"/api/v1/search\"} 2",
        "dateline_searches_in_flight",
        "dateline_index_generation 0",
    ] {
        assert!(text.contains(line), "{line} is missing from\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
}

#[test]
fn an_index_that_is_not_there_yet_is_no_error_in_the_log() {
    let place = Place::new();
    let log = fs::File::create(place.path("log")).expect("a file");
    let server = Server::start_logging(&place, &["--log", "json"], &[], log.into());
    for path in ["/", "/api/v1/search?q=lamp", "/feed.atom"] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")), "{path}");
    }
    let error = server.get("/api/v1/search?q=lamp").json();
    assert_eq!(error["error"]["message"], "no articles are indexed yet");
    assert_eq!(server.stop(), Some(0));
    let log = fs::read_to_string(place.path("log")).expect("the log");
    assert!(log.contains("\"status\":503") && !log.contains("ERROR"), "{log}");
}

#[test]
fn the_page_answers_while_a_folder_is_indexed() {
    let place = Place::new();
    place.write("archive/a.txt", "date 2024-05-31\nThe lamp is lit\n\nThe keeper lit the lamp.\n");
    // Another run writes the index, so the update of the server has to wait.
    let other = FolderStore::at(place.path("archive/.dateline")).indexer();
    let other = other.expect("the index");
    let server = Server::start(&place, &["--in", "archive"]);
    let page = server.get("/");
    assert_eq!((page.status, page.header("refresh")), (503, Some("3")), "{}", page.text());
    assert!(page.text().contains("<h1>Indexing"), "{}", page.text());
    drop(other);
    eventually("the article is found", || {
        let answer = server.get("/api/v1/search?q=lamp");
        answer.status == 200 && answer.json()["total"] == 1
    });
    eventually("the page says that it is done", || {
        let page = server.get("/");
        page.status == 200 && !page.text().contains("Indexing")
    });
    assert_eq!(server.stop(), Some(0));
}
