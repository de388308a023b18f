//! Servers that answer with anything but a complete answer: each is a clear error, in bounded time and memory.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use dateline::engine::Budget;
use dateline::engine::cluster::client::address::Address;
use dateline::engine::cluster::client::credentials::Credentials;
use dateline::engine::cluster::client::problem::Problem;
use dateline::engine::cluster::client::{Client, Connection};
use dateline::error::{Error, Kind};

/// Reads a request with its body, and returns its head.
pub fn read_request(stream: &mut impl Read) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => break,
        }
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    // A client that sent less than it said is not a subject of these tests.
    let _sent = stream.read_exact(&mut body);
    head
}

/// Starts a server that passes the number of each connection and its stream on. Returns its host.
pub fn server(serve: impl Fn(usize, &mut TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for (number, stream) in listener.incoming().flatten().enumerate() {
            let (serve, mut stream) = (Arc::clone(&serve), stream);
            thread::spawn(move || serve(number, &mut stream));
        }
    });
    host
}

/// Writes bytes. The client may have gone.
pub fn write(stream: &mut impl Write, bytes: impl AsRef<[u8]>) {
    let _sent = stream.write_all(bytes.as_ref());
}

pub fn http(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}connection: close\r\n\r\n{body}",
        body.len()
    )
}

pub const JSON: &str = "content-type: application/json\r\n";

fn client(hosts: &str) -> Client {
    let connection = Connection {
        timeout: Duration::from_secs(20),
        repetitions: 2,
        longest: 1 << 20,
        ..Connection::default()
    };
    let address = Address::parse(&format!("http://{hosts}/news")).expect("an address");
    Client::new(address, connection).expect("a client")
}

/// Returns what a search says of a server that always gives the same answer.
fn search(answer: String) -> Result<Value, Problem> {
    let host = server(move |_, stream| {
        read_request(stream);
        write(stream, &answer);
    });
    client(&host).search("news/_search", &json!({}))
}

#[test]
fn an_answer_that_is_not_from_opensearch_is_an_error() {
    for (answer, says) in [
        (http("200 OK", JSON, "{\"hits\": {"), "not JSON"),
        (http("200 OK", JSON, "hello"), "not JSON"),
        (http("200 OK", JSON, "{}"), "does not count its shards"),
        (http("200 OK", "content-type: text/html\r\n", "<html>Sign in</html>"), "web page"),
        (http("404 Not Found", "content-type: text/html; charset=utf-8\r\n", "<html>"), "web page"),
        (http("302 Found", "location: http://example.org/\r\n", ""), "redirects"),
        (http("307 Temporary Redirect", "location: http://127.0.0.1:1/\r\n", ""), "redirects"),
        (http("401 Unauthorized", JSON, "{}"), "refuses access"),
        ("garbage\r\n\r\n".to_string(), "not from OpenSearch"),
        (
            http("200 OK", &format!("{JSON}content-encoding: gzip\r\n"), "not gzip"),
            "not from OpenSearch",
        ),
    ] {
        let error = Error::from(search(answer.clone()).expect_err("an error"));
        assert!(error.message.contains(says), "{answer}: {error}");
        assert!(error.hint.is_some(), "{answer}");
    }
}

#[test]
fn a_partial_answer_is_an_error() {
    for shards in [
        json!({"total": 3, "successful": 2, "failed": 1}),
        json!({"total": 3, "successful": 2, "failed": 0}),
    ] {
        let body = json!({"_shards": shards, "timed_out": false, "hits": {}}).to_string();
        let error = search(http("200 OK", JSON, &body)).expect_err("an error");
        assert!(matches!(error, Problem::Partial(_)), "{error:?}");
        assert!(Error::from(error).message.contains("1 of 3 shards"));
    }
}

#[test]
fn an_endless_answer_ends_at_the_limit() {
    let host = server(|_, stream| {
        read_request(stream);
        write(stream, format!("HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n\r\n"));
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    });
    let answer = client(&host).search("news/_search", &json!({}));
    assert!(matches!(answer, Err(Problem::TooLong(_))), "{answer:?}");
}

#[test]
fn a_silent_server_ends_with_the_budget() {
    let host = server(|_, stream| {
        read_request(stream);
        let mut end = Vec::new();
        // Ends when the client closes the connection.
        let _end = stream.read_to_end(&mut end);
    });
    let budget = Budget::until(std::time::Instant::now() + Duration::from_millis(200));
    let answer = client(&host).within(&budget).search("news/_search", &json!({}));
    assert_eq!(Error::from(answer.expect_err("an error")).kind, Kind::Timeout);
}

#[test]
fn an_interrupted_answer_is_asked_for_again() {
    let complete = json!({"_shards": {"total": 1, "successful": 1, "failed": 0}}).to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let host = server(move |number, stream| {
        read_request(stream);
        count.fetch_add(1, Ordering::Relaxed);
        match number {
            0 => write(stream, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"_shards\""),
            1 => write(stream, http("429 Too Many Requests", JSON, "{}")),
            _ => write(stream, http("200 OK", JSON, &complete)),
        }
    });
    assert!(client(&host).search("news/_search", &json!({})).is_ok());
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

#[test]
fn a_busy_server_is_an_error_in_the_end() {
    let answer = search(http("429 Too Many Requests", JSON, "{}"));
    assert!(matches!(answer, Err(Problem::Busy(_))), "{answer:?}");
}

#[test]
fn the_next_server_is_asked_if_one_does_not_answer() {
    let complete = json!({"_shards": {"total": 1, "successful": 1, "failed": 0}}).to_string();
    let closed =
        TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let open = server(move |_, stream| {
        read_request(stream);
        write(stream, http("200 OK", JSON, &complete));
    });
    assert!(client(&format!("{closed},{open}")).search("news/_search", &json!({})).is_ok());
    let error =
        Error::from(client(&closed.to_string()).get("news/_mapping").expect_err("an error"));
    assert!(error.message.contains("no server of the cluster answers"), "{error}");
}

#[test]
fn credentials_are_sent_to_the_server_and_never_shown() {
    let host = server(|_, stream| {
        let head = read_request(stream);
        let known = head.contains("authorization: basic dxnlcjpzzwnyzxq=");
        let status = if known { "403 Forbidden" } else { "500 Error" };
        write(
            stream,
            http(
                status,
                JSON,
                "{\"error\": {\"type\": \"security_exception\", \"reason\": \"no permissions\"}}",
            ),
        );
    });
    let credentials = Credentials::parse("user:secret").expect("credentials");
    let connection = Connection { credentials, ..Connection::default() };
    let address = Address::parse(&format!("http://{host}/news")).expect("an address");
    let client = Client::new(address, connection).expect("a client");
    let problem = client.get("news/_mapping").expect_err("an error");
    assert!(matches!(problem, Problem::Forbidden(_)), "{problem:?}");
    for shown in [format!("{client:?}"), format!("{problem:?}"), Error::from(problem).message] {
        assert!(!shown.contains("secret") && !shown.contains("dXNlcjpzZWNyZXQ"), "{shown}");
    }
}

#[test]
fn a_server_without_tls_is_an_error_at_once() {
    let host = server(|_, stream| {
        let mut hello = [0; 64];
        let _read = stream.read(&mut hello);
        write(stream, http("400 Bad Request", "", "this is not TLS"));
    });
    let address = Address::parse(&format!("https://{host}/news")).expect("an address");
    let client = Client::new(address, Connection { repetitions: 1, ..Connection::default() });
    let answer = client.expect("a client").get("news/_mapping");
    assert!(answer.is_err());
}
