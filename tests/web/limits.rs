//! Every limit of the server has a flag, and a request that exceeds it is refused without harm.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use dateline::error::harmless;

use super::client::{Answer, Server, corpus};
use crate::harness::Place;

#[test]
fn requests_over_a_limit_are_refused() {
    let place = corpus();
    let flags = [
        "--max-query",
        "200",
        "--max-hits",
        "20",
        "--max-offset",
        "30",
        "--max-lines",
        "5",
        "--max-facet-values",
        "2",
        "--max-buckets",
        "3",
        "--max-examine",
        "50",
        "--max-body",
        "10",
    ];
    let server = Server::start(&place, &flags);
    for (path, part) in [
        ("/api/v1/search?q=salt&limit=21", "the maximum is 20"),
        ("/api/v1/search?q=salt&offset=31", "the maximum is 30"),
        ("/?q=salt&offset=31", "the maximum is 30"),
        ("/api/v1/kwic?q=salt&limit=6", "the maximum is 5"),
        ("/api/v1/search?q=salt&facets=source&facet_limit=3", "the maximum is 2"),
        ("/api/v1/timeline?q=&interval=day", "the maximum is 3"),
        ("/api/v1/names?q=salt&examine=51", "the maximum is 50"),
        ("/api/v1/names?q=salt&limit=21", "the maximum is 20"),
        (&format!("/api/v1/search?q={}", "a".repeat(200)), "the maximum is 200"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.text().contains(part), "{path}: {}", answer.text());
    }
    let facets = server.get("/api/v1/search?q=&facets=source").json();
    assert_eq!(facets["facets"]["source"].as_array().map(Vec::len), Some(2));
    let host = &server.host;
    let body = format!(
        "GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 11\r\nConnection: close\r\n\r\n01234567890"
    );
    assert_eq!(server.send(&body).status, 413);
}

#[test]
fn a_head_without_end_is_refused() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let request =
        format!("GET / HTTP/1.1\r\nHost: {}\r\nX: {}\r\n\r\n", server.host, "a".repeat(1 << 20));
    let mut stream = TcpStream::connect(&server.host).expect("accepted");
    harmless(stream.write_all(request.as_bytes()), "the server may close the connection");
    let mut answer = Vec::new();
    harmless(stream.read_to_end(&mut answer), "the server may close the connection");
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_client_that_says_nothing_is_cut_off() {
    let place = corpus();
    let server = Server::start(&place, &["--header-time", "0.2", "--connections", "1"]);
    let mut slow = TcpStream::connect(&server.host).expect("accepted");
    slow.write_all(b"GET / HTTP/1.1\r\nHost:").expect("sent");
    slow.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
    // The only connection is taken until the server closes it. Then other requests are answered.
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).expect("closed within the time limit");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_search_over_the_time_limit_is_refused_and_the_server_lives() {
    let place = Place::new();
    let text: String =
        (0..4_000).map(|number| format!("the word {number} of the text.\n\n")).collect();
    for number in 0..40 {
        place.write(
            &format!("archive/{number}.txt"),
            format!("date 2024-05-31\nArticle {number}\n\n{text}"),
        );
    }
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &["--time-limit", "0.001"]);
    let late = server.get("/api/v1/kwic?q=the&sort=L1");
    assert_eq!(late.status, 503, "{}", late.text());
    assert!(late.header("retry-after").is_some());
    assert_eq!(late.json()["error"]["kind"], "timeout");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_full_queue_is_refused() {
    let place = Place::new();
    let text: String =
        (0..5_000).map(|number| format!("the word {number} of the text.\n\n")).collect();
    for number in 0..20 {
        place.write(
            &format!("archive/{number}.txt"),
            format!("date 2024-05-31\nArticle {number}\n\n{text}"),
        );
    }
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &["--searches", "1", "--queue", "1", "--time-limit", "300"]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let ask = || scope.spawn(|| server.get("/api/v1/kwic?q=the&sort=L1&limit=1").status);
        let asked: Vec<_> = (0..12).map(|_| ask()).collect();
        asked.into_iter().map(|asked| asked.join().expect("an answer")).collect()
    });
    assert!(statuses.contains(&200), "{statuses:?}");
    assert!(statuses.contains(&503), "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 503].contains(status)), "{statuses:?}");
}

#[test]
fn a_busy_server_says_that_it_is_busy() {
    let place = Place::new();
    let text: String =
        (0..2_000).map(|number| format!("the word {number} of the text.\n\n")).collect();
    for number in 0..20 {
        place.write(
            &format!("archive/{number}.txt"),
            format!("date 2024-05-31\nArticle {number}\n\n{text}"),
        );
    }
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &["--searches", "1", "--time-limit", "0.1"]);
    // The end of a search's time is noticed by the thread that takes it from the queue, by the search, or by the request.
    let answers: Vec<_> = std::thread::scope(|scope| {
        let ask = || {
            scope.spawn(|| {
                let ask = |_| server.get("/api/v1/kwic?q=the&sort=L1&limit=1");
                (0..10).map(ask).filter(|answer| answer.status != 200).collect::<Vec<_>>()
            })
        };
        let asked: Vec<_> = (0..24).map(|_| ask()).collect();
        asked.into_iter().flat_map(|asked| asked.join().expect("answers")).collect()
    });
    assert!(!answers.is_empty());
    for answer in &answers {
        assert_eq!(answer.status, 503);
        assert_eq!(answer.json()["error"]["kind"], "timeout", "{}", answer.text());
    }
    let busy = |answer: &&Answer| answer.text().contains("the server is busy");
    assert!(answers.iter().any(|answer| busy(&answer)));
}

/// Sends a request for an export in HTTP/1.0, where only the end of the connection marks the end of an answer.
fn ask_for_export(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(&server.host).expect("accepted");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time limit");
    let request = format!("GET /api/v1/export?q= HTTP/1.0\r\nHost: {}\r\n\r\n", server.host);
    stream.write_all(request.as_bytes()).expect("sent");
    stream
}

#[test]
fn a_cut_export_without_chunks_is_not_taken_for_a_whole_one() {
    let place = Place::new();
    // More than the buffers of a connection hold.
    let text = "salt tax on the quays of the old town\n".repeat(10_000);
    for number in 0..40 {
        place.write(
            &format!("archive/{number}.txt"),
            format!("date 2024-05-31\nArticle {number}\n\nOf {number}.\n\n{text}"),
        );
    }
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    let mut whole = Vec::new();
    ask_for_export(&server).read_to_end(&mut whole).expect("a whole export ends as usual");
    assert!(whole.ends_with(&server.get("/api/v1/export?q=").body));

    // The client stops reading. When the server has closed its only connection, it answers the next request.
    let server = Server::start(&place, &["--idle-time", "0.2", "--connections", "1"]);
    let mut cut = ask_for_export(&server);
    assert_eq!(server.get("/healthz").status, 200);
    let mut part = Vec::new();
    let ended = cut.read_to_end(&mut part);
    assert!(part.len() < whole.len(), "{} bytes", part.len());
    let kind = ended.map_err(|error| error.kind());
    assert_eq!(kind, Err(std::io::ErrorKind::ConnectionReset), "a part ends like the whole");
}
