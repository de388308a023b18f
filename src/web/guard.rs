//! Who may ask: the Host header, the token, and where a request comes from; and the headers of every answer.

use std::net::{IpAddr, SocketAddr};

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
    TRANSFER_ENCODING, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Who may ask.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// What clients must send, as the password of HTTP Basic or as a Bearer token.
    pub token: Option<String>,
    /// Further names that the server is reached under, without a port.
    pub hosts: Vec<String>,
    /// Origins whose pages may read answers: `https://tools.example`.
    pub origins: Vec<String>,
}

/// Checks requests before they are answered.
pub struct Guard {
    token: Option<blake3::Hash>,
    hosts: Vec<String>,
    loopback: bool,
    origins: Vec<String>,
    is_secure: bool,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Its Host header names another server.
    Host,
    /// It has no token, or a wrong one.
    Token,
    /// Another site sent it.
    CrossSite,
    /// It would change something.
    Method,
    /// It has a body that is too large.
    Body,
}

impl Refused {
    /// Returns the status and the message.
    pub fn status(self) -> (StatusCode, &'static str) {
        match self {
            Refused::Host => (
                StatusCode::MISDIRECTED_REQUEST,
                "this server is not known by that name; --allow-host NAME adds it",
            ),
            Refused::Token => (StatusCode::UNAUTHORIZED, "a token is required"),
            Refused::CrossSite => (StatusCode::FORBIDDEN, "requests from other sites are refused"),
            Refused::Method => (StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are allowed"),
            Refused::Body => (StatusCode::PAYLOAD_TOO_LARGE, "the request's body is too large"),
        }
    }
}

impl Guard {
    /// Checks requests to `address`, which clients reach as `public`, a host with or without a port.
    pub fn new(access: &Access, address: SocketAddr, public: &str, is_secure: bool) -> Guard {
        let mut hosts: Vec<String> = access.hosts.iter().map(|host| name_of(host)).collect();
        hosts.push(name_of(public));
        if !address.ip().is_unspecified() {
            hosts.push(name_of(&address.to_string()));
        }
        Guard {
            // Hashes of a token are compared in constant time.
            token: access.token.as_ref().map(|token| blake3::hash(token.as_bytes())),
            hosts,
            loopback: address.ip().is_loopback() || address.ip().is_unspecified(),
            origins: access.origins.clone(),
            is_secure,
        }
    }

    /// Returns whether clients need a token.
    pub fn has_a_token(&self) -> bool {
        self.token.is_some()
    }

    /// Checks a request. `is_open` says that its path needs no token. `body_bytes` is the largest body allowed.
    pub fn check(
        &self,
        method: &Method,
        headers: &HeaderMap,
        is_open: bool,
        body_bytes: u64,
    ) -> Result<(), Refused> {
        if !self.knows_host(headers) {
            return Err(Refused::Host);
        }
        let is_preflight = method == Method::OPTIONS && !self.origins.is_empty();
        if ![Method::GET, Method::HEAD].contains(method) && !is_preflight {
            return Err(Refused::Method);
        }
        let length = headers.get(CONTENT_LENGTH).map(|length| {
            length.to_str().ok().and_then(|length| length.parse::<u64>().ok()).unwrap_or(u64::MAX)
        });
        if length.is_some_and(|length| length > body_bytes)
            || headers.contains_key(TRANSFER_ENCODING)
        {
            return Err(Refused::Body);
        }
        if self.is_cross_site(headers) {
            return Err(Refused::CrossSite);
        }
        if !is_open && !is_preflight && !self.has_token(headers) {
            return Err(Refused::Token);
        }
        Ok(())
    }

    /// Returns whether the Host header names this server. A page of another site can make a browser connect here under
    /// that site's name (DNS rebinding), but cannot change the header.
    fn knows_host(&self, headers: &HeaderMap) -> bool {
        let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else {
            return false;
        };
        let host = name_of(host);
        if self.hosts.contains(&host) {
            return true;
        }
        // An address is not a name that another site's DNS could point here.
        let is_address =
            host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
        is_address || (self.loopback && host == "localhost")
    }

    fn has_token(&self, headers: &HeaderMap) -> bool {
        let Some(expected) = &self.token else { return true };
        let Some(value) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
            return false;
        };
        let Some((scheme, value)) = value.split_once(' ') else { return false };
        let value = value.trim();
        let given = if scheme.eq_ignore_ascii_case("bearer") {
            value.as_bytes().to_vec()
        } else if scheme.eq_ignore_ascii_case("basic") {
            let Ok(pair) = STANDARD.decode(value) else { return false };
            match pair.iter().position(|byte| *byte == b':') {
                Some(at) => pair[at + 1..].to_vec(),
                None => return false,
            }
        } else {
            return false;
        };
        blake3::hash(&given) == *expected
    }

    /// Returns whether a page of another site sent the request in the background. Following a link is allowed.
    fn is_cross_site(&self, headers: &HeaderMap) -> bool {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if header("sec-fetch-site") != Some("cross-site") {
            return false;
        }
        let is_navigation = header("sec-fetch-mode") == Some("navigate")
            && header("sec-fetch-dest") == Some("document");
        !is_navigation && self.allowed_origin(headers).is_none()
    }

    fn allowed_origin(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        let allowed = self.origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes());
        allowed.then(|| origin.clone())
    }

    /// Adds the headers that every answer has.
    pub fn seal(&self, asked: &HeaderMap, answer: &mut HeaderMap) {
        let fixed = HeaderValue::from_static;
        if !answer.contains_key(CONTENT_SECURITY_POLICY) {
            answer.insert(CONTENT_SECURITY_POLICY, fixed(POLICY));
        }
        answer.insert(X_CONTENT_TYPE_OPTIONS, fixed("nosniff"));
        answer.insert(REFERRER_POLICY, fixed("no-referrer"));
        answer.insert("x-frame-options", fixed("DENY"));
        answer.insert("cross-origin-opener-policy", fixed("same-origin"));
        if self.is_secure {
            answer.insert("strict-transport-security", fixed("max-age=31536000"));
        }
        if self.origins.is_empty() {
            return;
        }
        answer.insert(VARY, fixed("Origin"));
        match self.allowed_origin(asked) {
            Some(origin) => {
                answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                answer.insert(ACCESS_CONTROL_ALLOW_METHODS, fixed("GET, HEAD"));
                answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, fixed("authorization"));
                answer.insert("cross-origin-resource-policy", fixed("cross-origin"));
            }
            None => {
                answer.insert("cross-origin-resource-policy", fixed("same-origin"));
            }
        }
    }
}

/// What a page may load: its own style, script and pictures, and nothing that its text names.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Returns a host as hosts are compared: without its port and the dot of a complete name, in small letters.
fn name_of(host: &str) -> String {
    without_port(host.trim()).trim_end_matches('.').to_lowercase()
}

/// Returns a host without its port; an IPv6 address keeps its brackets.
fn without_port(host: &str) -> &str {
    let end_of_address = host.rfind(']').map_or(0, |at| at + 1);
    match host[end_of_address..].find(':') {
        Some(at) => &host[..end_of_address + at],
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_in_every_spelling() {
        let access = Access {
            hosts: vec!["News.Example:8080".into(), "b.example.".into()],
            ..Access::default()
        };
        let guard =
            Guard::new(&access, "127.0.0.1:80".parse().unwrap(), "archive.example:443", false);
        let knows = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            guard.knows_host(&headers)
        };
        for host in [
            "news.example",
            "NEWS.example.:9000",
            "b.example:80",
            "archive.example",
            "localhost:80",
            "localhost.",
            "[::1]:80",
            "127.0.0.1",
        ] {
            assert!(knows(host), "{host}");
        }
        for host in ["", ".", "evil.example", "news.example.evil.example", "localhost.evil.example"]
        {
            assert!(!knows(host), "{host}");
        }
    }
}
