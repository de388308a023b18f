//! A running server of the built program, and a client that sends exactly the bytes that a test writes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use dateline::error::harmless;
use serde_json::Value;

use crate::harness::{NOW, Place};

/// A running server. It is stopped when it is dropped.
pub struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub host: String,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the body is UTF-8")
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Server {
    /// Serves the index of a folder on a port that the system chooses.
    pub fn start(place: &Place, flags: &[&str]) -> Server {
        Self::start_with(place, flags, &[])
    }

    /// Serves the index of a folder with these environment variables.
    pub fn start_with(place: &Place, flags: &[&str], variables: &[(&str, &str)]) -> Server {
        Self::start_logging(place, flags, variables, Stdio::inherit())
    }

    /// Serves the index of a folder, and sends standard error to `log`.
    pub fn start_logging(
        place: &Place,
        flags: &[&str],
        variables: &[(&str, &str)],
        log: Stdio,
    ) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(flags)
            .current_dir(place.path(""))
            .env_remove("DATELINE_INDEX")
            .env_remove("DATELINE_TOKEN")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("standard output");
        BufReader::new(stdout).read_line(&mut line).expect("the server prints its address");
        let address = line.trim().trim_end_matches('/');
        let host = address.rsplit("//").next().unwrap_or_default().to_string();
        Server { child, host: host.split('/').next().unwrap_or_default().to_string() }
    }

    /// Returns the id of the process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a GET request with additional header lines.
    pub fn get_with(&self, path: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.host
        ))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// Sends a request and reads until the server closes the connection.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).expect("the server accepts");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time limit");
        stream.write_all(request.as_bytes()).expect("the request is sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("the answer is read");
        read(&bytes)
    }

    /// Tells the server to stop and returns its exit status.
    pub fn stop(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        self.child.wait().expect("the server ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        harmless(self.child.kill(), "it may have ended");
        harmless(self.child.wait(), "it may have ended");
    }
}

/// Parses the bytes of an answer, and decodes the chunked encoding.
fn read(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let mut answer = Answer { status, head, body: bytes[end + 4..].to_vec() };
    if answer.header("transfer-encoding") == Some("chunked") {
        answer.body = unchunked(&answer.body);
    }
    answer
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").expect("the size of a chunk");
        let size = std::str::from_utf8(&rest[..end]).expect("a number");
        let size = usize::from_str_radix(size, 16).expect("a number");
        if size == 0 {
            return body;
        }
        body.extend(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
}

/// Encodes the value of a parameter.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Returns a place with the sample archive indexed.
pub fn corpus() -> Place {
    let place = Place::new();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    place.ends(0, &["index", corpus, "-q"]);
    place
}

/// Returns the parameter that fixes the clock.
pub fn now() -> String {
    format!("now={}", encoded(NOW))
}
