//! One HTTP request, and what can go wrong with it. The only file that names the HTTP library.

use std::io::{self, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, http};

use crate::error::{Error, Result};

/// The time that a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// The minimum size, in bytes, of a body that is compressed.
const WORTHWHILE: usize = 64 << 10;

/// The number of connections per server that are kept open.
const IDLE: usize = 16;

/// An HTTP request.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The method.
    pub method: &'a str,
    /// The address.
    pub url: &'a str,
    /// The media type of the body.
    pub content_type: &'a str,
    /// The body. Without one, none is sent.
    pub body: Option<&'a [u8]>,
    /// The value of the `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The time that the request and its answer may take.
    pub timeout: Duration,
    /// The maximum length of the answer, in bytes, after decompression.
    pub limit: u64,
}

/// An HTTP answer.
#[derive(Debug)]
pub struct Incoming {
    /// The status.
    pub status: u16,
    /// The number of seconds after which the server wants to be asked again.
    pub retry_after: Option<u64>,
    /// The media type of the body, without its parameters.
    pub content_type: String,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The connection failed, or ended before the answer did.
    Connection(String),
    /// The certificate is not valid for the server.
    Certificate(String),
    /// The answer did not arrive in time.
    Timeout,
    /// The answer is longer than the limit.
    TooLong,
    /// The answer is not HTTP, or not compressed as it says.
    Invalid(String),
}

/// Sends requests. Threads share it.
#[derive(Debug, Clone)]
pub struct Transport {
    agent: Agent,
}

impl Transport {
    /// Returns a transport that trusts the certificates in a PEM file. Without one, it trusts those of public
    /// authorities.
    ///
    /// # Errors
    ///
    /// Fails if the file contains no certificate.
    pub fn new(authorities: Option<&[u8]>) -> Result<Transport> {
        let mut tls = TlsConfig::builder();
        if let Some(pem) = authorities {
            let certificate = |item| match item {
                Ok(PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            };
            let certificates: Vec<Certificate<'static>> =
                parse_pem(pem).filter_map(certificate).collect();
            if certificates.is_empty() {
                return Err(Error::usage("the file of certificates contains none")
                    .hint("pass a file in PEM format, with BEGIN CERTIFICATE lines"));
            }
            tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // The environment is not read, and an address in an answer is not followed.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .max_idle_connections(4 * IDLE)
            .max_idle_connections_per_host(IDLE)
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
            .allow_non_standard_methods(false)
            .tls_config(tls.build())
            .build();
        Ok(Transport { agent: config.into() })
    }

    /// Sends a request and reads the answer.
    pub fn send(&self, outgoing: &Outgoing) -> std::result::Result<Incoming, Failure> {
        let mut request = http::Request::builder().method(outgoing.method).uri(outgoing.url);
        if let Some(authorization) = outgoing.authorization {
            request = request.header("authorization", authorization);
        }
        let answer = match outgoing.body {
            None => self.run(request.body(()), outgoing.timeout),
            // Few libraries send a body with a DELETE request, but OpenSearch asks for one.
            Some(body) if outgoing.method == "DELETE" => {
                let mut delete = self.agent.delete(outgoing.url).force_send_body();
                if let Some(authorization) = outgoing.authorization {
                    delete = delete.header("authorization", authorization);
                }
                let delete = delete.header("content-type", outgoing.content_type);
                delete.config().timeout_global(Some(outgoing.timeout)).build().send(body)
            }
            Some(body) => {
                request = request.header("content-type", outgoing.content_type);
                if body.len() >= WORTHWHILE {
                    let packed = compressed(body).map_err(|error| invalid(&error))?;
                    let request = request.header("content-encoding", "gzip");
                    self.run(request.body(packed.as_slice()), outgoing.timeout)
                } else {
                    self.run(request.body(body), outgoing.timeout)
                }
            }
        };
        let mut answer = answer.map_err(failure)?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        let media = header("content-type").unwrap_or_default();
        let content_type = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let retry_after = header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(outgoing.limit).read_to_vec();
        Ok(Incoming { status, retry_after, content_type, body: body.map_err(failure)? })
    }

    fn run<S: ureq::AsSendBody>(
        &self,
        request: http::Result<http::Request<S>>,
        timeout: Duration,
    ) -> std::result::Result<http::Response<ureq::Body>, ureq::Error> {
        let request = self.agent.configure_request(request?);
        self.agent.run(request.timeout_global(Some(timeout)).build())
    }
}

fn compressed(body: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::fast());
    packed.write_all(body)?;
    packed.finish()
}

fn invalid(error: &dyn std::fmt::Display) -> Failure {
    Failure::Invalid(error.to_string())
}

fn failure(error: ureq::Error) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::Timeout,
        ureq::Error::BodyExceedsLimit(_) => Failure::TooLong,
        ureq::Error::HostNotFound => Failure::Connection("the host is unknown".into()),
        ureq::Error::ConnectionFailed => Failure::Connection("the connection failed".into()),
        ureq::Error::Rustls(error) => Failure::Certificate(error.to_string()),
        ureq::Error::Tls(reason) => Failure::Certificate(reason.into()),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::Timeout,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::InvalidInput => invalid(&error),
        ureq::Error::Io(error) => match error.to_string() {
            // rustls reports a refused certificate as an error of the stream.
            reason if reason.contains("certificate") => Failure::Certificate(reason),
            _ if error.kind() == io::ErrorKind::UnexpectedEof => {
                Failure::Connection("the connection was closed before the answer ended".into())
            }
            reason => Failure::Connection(reason),
        },
        error => invalid(&error),
    }
}
