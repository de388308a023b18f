//! What can go wrong with a request, in our sentences.

use serde_json::Value;

use super::transport::Failure;
use crate::error::{Error, Kind};

/// The maximum length of a text of the server in a message, in characters.
const QUOTED: usize = 300;

/// Why a cluster did not answer a request.
#[derive(Debug)]
pub enum Problem {
    /// No server answered. The text names the servers and the last cause.
    Unreachable(String),
    /// The certificate of a server is not valid.
    Certificate(String),
    /// The time limit is exceeded.
    Timeout(String),
    /// The answer is longer than the limit.
    TooLong(String),
    /// The answer is not what OpenSearch answers.
    NotOpenSearch(String),
    /// The cluster refuses the credentials, or the user may not do this.
    Forbidden(String),
    /// The cluster has too much to do, even after several attempts.
    Busy(String),
    /// Some shards did not answer, so the answer would be partial.
    Partial(String),
    /// The search was cancelled, or exceeded its time limit.
    Ended(Error),
    /// The cluster refuses the request.
    Refused(Refusal),
}

/// What a cluster answers, or why it does not.
pub type Answer<T> = Result<T, Problem>;

/// An error that OpenSearch describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The types of the error and of its causes, such as `index_not_found_exception`.
    pub kinds: Vec<String>,
    /// The reason of the innermost cause, as far as it may be shown.
    pub reason: String,
}

impl Refusal {
    /// Reads the error of an answer. Returns `None` if the answer has none.
    pub fn of(status: u16, answer: &Value) -> Option<Refusal> {
        let error = answer.get("error")?;
        let mut refusal = Refusal { status, kinds: Vec::new(), reason: String::new() };
        match error {
            Value::String(reason) => refusal.reason = quoted(reason),
            error => refusal.add(error, 0),
        }
        Some(refusal)
    }

    /// Adds an error and what caused it, as far as a reasonable depth.
    fn add(&mut self, error: &Value, depth: usize) {
        if depth > 8 {
            return;
        }
        let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default();
        if !text("type").is_empty() {
            self.kinds.push(quoted(text("type")));
        }
        if !text("reason").is_empty() {
            self.reason = quoted(text("reason"));
        }
        let listed =
            |name: &str| error.get(name).and_then(Value::as_array).and_then(|all| all.first());
        for cause in [listed("root_cause"), listed("failed_shards"), error.get("caused_by")] {
            let cause =
                cause.map(|cause| cause.get("reason").filter(|it| it.is_object()).unwrap_or(cause));
            if let Some(cause) = cause {
                self.add(cause, depth + 1);
            }
        }
    }

    /// Returns whether the error or one of its causes has a type.
    pub fn is(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known == kind)
    }
}

/// Returns a text of a server that is safe to show: short, and without control characters.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = text.chars().take(QUOTED).map(plain).collect();
    if text.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

impl Problem {
    /// Returns the problem that a failed request to a server is.
    pub fn of(server: &str, failure: Failure) -> Problem {
        match failure {
            Failure::Connection(why) => Problem::Unreachable(format!("{server}: {}", quoted(&why))),
            Failure::Certificate(why) => {
                Problem::Certificate(format!("{server}: {}", quoted(&why)))
            }
            Failure::Timeout => Problem::Timeout(server.to_string()),
            Failure::TooLong => Problem::TooLong(server.to_string()),
            Failure::Invalid(why) => Problem::NotOpenSearch(format!("{server}: {}", quoted(&why))),
        }
    }

    /// Returns the refusal of the cluster, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Problem::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Error {
        let index = |message: String| Error::new(Kind::Index, message);
        match problem {
            Problem::Unreachable(why) => index(format!("no server of the cluster answers: {why}"))
                .hint("check the address of the index, and whether the cluster is running"),
            Problem::Certificate(why) => {
                index(format!("the server's certificate is not valid: {why}"))
                    .hint("check the host name, or pass the certificate of the cluster's authority")
            }
            Problem::Timeout(server) => {
                Error::new(Kind::Timeout, format!("{server} did not answer within the time limit"))
                    .hint("use fewer wildcards, or narrow the dates")
            }
            Problem::TooLong(server) => index(format!("{server} sent an answer that is too long"))
                .hint("ask for fewer articles at once"),
            Problem::NotOpenSearch(why) => {
                index(format!("the answer is not from OpenSearch: {why}"))
                    .hint("check the address of the index, and whether a proxy is in between")
            }
            Problem::Forbidden(why) => index(format!("the cluster refuses access: {why}"))
                .hint("check the user and the password, or the API key, and what it may do"),
            Problem::Busy(why) => index(format!("the cluster has too much to do: {why}"))
                .hint("run the same command again later"),
            Problem::Partial(why) => index(format!("the answer would be incomplete: {why}"))
                .hint("check the health of the cluster, then run the same command again"),
            Problem::Ended(error) => error,
            Problem::Refused(refusal) => {
                let kind = refusal.kinds.first().map(String::as_str).unwrap_or("error");
                index(format!("the cluster refuses the request: {kind}: {}", refusal.reason))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_innermost_cause_is_named() {
        let answer = json!({"error": {"type": "search_phase_execution_exception", "reason": "all shards failed",
            "failed_shards": [{"shard": 0, "reason": {"type": "query_shard_exception", "reason": "no field"}}]}});
        let refusal = Refusal::of(400, &answer).unwrap();
        assert!(
            refusal.is("query_shard_exception") && refusal.is("search_phase_execution_exception")
        );
        assert_eq!(refusal.reason, "no field");
        assert_eq!(Refusal::of(200, &json!({"hits": {}})), None);
    }

    #[test]
    fn a_text_of_a_server_is_short_and_plain() {
        assert_eq!(quoted("a\u{1b}[31m\nb"), "a [31m b");
        assert_eq!(quoted(&"x".repeat(1_000)).chars().count(), QUOTED + 1);
    }
}
