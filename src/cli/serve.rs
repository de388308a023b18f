//! `dateline serve`: the web page and the HTTP API.

use std::env::VarError;
use std::io::{self, IsTerminal};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::Local;
use clap::ValueEnum;
use clap::builder::{NonEmptyStringValueParser, TypedValueParser};

use dateline::engine::Budget;
use dateline::error::{Error, Result};
use dateline::web::{Access, Activity, Limits, Options, Server};

use super::inside::Inside;
use super::update::Update;
use super::{Common, End, line, location, say};

/// Open a search page over the index, and an HTTP API
///
/// The page works in any browser; it needs nothing else installed. By default, only this computer can open it. On another address, clients need a token: browsers ask for it as a password, with any user name.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    dateline serve --in ~/archive                   update the index, then open the page on this computer\n  \
    dateline serve --listen 0.0.0.0:4040 --token-file token.txt\n  \
    dateline serve --listen [::1]:4040 --public-url https://news.example/archive\n\n\
    Exit status: 0 stopped by SIGTERM or Ctrl-C, 2 failed or misused.")]
pub struct Arguments {
    #[command(flatten)]
    inside: Inside,
    /// The address to listen on; port 0 lets the system choose
    #[arg(long, value_name = "ADDRESS", default_value_t = LOCAL, value_parser = address)]
    listen: SocketAddr,
    /// The token that clients must send, at least 8 characters [default: $DATELINE_TOKEN]
    #[arg(long, value_name = "TOKEN", value_parser = NonEmptyStringValueParser::new(), conflicts_with_all = ["token_file", "no_auth"])]
    token: Option<String>,
    /// A file that holds the token
    #[arg(long, value_name = "FILE", conflicts_with = "no_auth")]
    token_file: Option<PathBuf>,
    /// Answer everyone who can reach the address
    #[arg(long)]
    no_auth: bool,
    /// Another host name clients use for the server (repeat it)
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// The address that clients use, if a proxy stands in front
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// A site whose pages may read answers: https://tools.example (repeat it)
    #[arg(long, value_name = "ORIGIN")]
    cors: Vec<String>,
    /// The form of the log on standard error
    #[arg(long, value_name = "FORM", default_value = "text")]
    log: Log,
    /// Log queries too
    #[arg(long)]
    log_queries: bool,
    #[command(flatten)]
    limits: LimitFlags,
}

/// The time that looking for the index may take when the server starts.
const PATIENCE: Duration = Duration::from_secs(5);

const LOCAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4040);

/// Reads an address and a port, or a host name and a port, such as `localhost:4040`.
fn address(text: &str) -> std::result::Result<SocketAddr, String> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let found = text.to_socket_addrs().map(|mut found| found.next());
    let cause = match found {
        Ok(Some(address)) => return Ok(address),
        Ok(None) => "it has no address".to_string(),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => "not an address".into(),
        Err(error) => error.to_string(),
    };
    Err(format!("{cause}; write a name or an IP address and a port: localhost:4040, [::1]:4040"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// Errors and warnings, for people
    Text,
    /// One object per request
    Json,
    /// Nothing
    None,
}

/// The limits. Each flag has the default of the library.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
struct LimitFlags {
    /// The maximum length of a request's parameters, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().query_bytes)]
    max_query: usize,
    /// The maximum number of hits per answer
    #[arg(long, value_name = "N", default_value_t = Limits::default().hits)]
    max_hits: usize,
    /// The maximum number of hits or lines to skip
    #[arg(long, value_name = "N", default_value_t = Limits::default().offset)]
    max_offset: usize,
    /// The maximum number of values per facet
    #[arg(long, value_name = "N", default_value_t = Limits::default().facet_values)]
    max_facet_values: usize,
    /// The maximum number of concordance lines per answer
    #[arg(long, value_name = "N", default_value_t = Limits::default().lines)]
    max_lines: usize,
    /// The maximum number of buckets of a timeline
    #[arg(long, value_name = "N", default_value_t = Limits::default().buckets)]
    max_buckets: usize,
    /// The maximum number of articles that are read to find names
    #[arg(long, value_name = "N", default_value_t = Limits::default().examined)]
    max_examine: usize,
    /// The number of searches that run at the same time [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    searches: Option<u16>,
    /// The number of searches that may wait
    #[arg(long, value_name = "N", default_value_t = Limits::default().queue)]
    queue: usize,
    /// The time that a request may wait for its answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = seconds())]
    time_limit: f64,
    /// The number of exports that run at the same time
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
    exports: u16,
    /// The maximum size of a request's body, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().body_bytes)]
    max_body: u64,
    /// The time that a client may take to send a request, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, value_parser = seconds())]
    header_time: f64,
    /// How long a client may pause while receiving an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = seconds())]
    idle_time: f64,
    /// The number of open connections
    #[arg(long, value_name = "N", default_value_t = 1024, value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// The maximum size of an original that is sent, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 256)]
    max_original: u32,
}

/// Returns a parser for a number of seconds between 0.001 and 86,400.
fn seconds() -> impl TypedValueParser<Value = f64> {
    NonEmptyStringValueParser::new().try_map(|text| match text.parse::<f64>() {
        Ok(seconds) if (0.001..=86_400.0).contains(&seconds) => Ok(seconds),
        _ => Err("write a number of seconds between 0.001 and 86400"),
    })
}

impl LimitFlags {
    fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        limits.query_bytes = self.max_query;
        limits.hits = self.max_hits;
        limits.offset = self.max_offset;
        limits.facet_values = self.max_facet_values;
        limits.lines = self.max_lines;
        limits.buckets = self.max_buckets;
        limits.examined = self.max_examine;
        limits.searches = self.searches.map_or(limits.searches, usize::from);
        limits.queue = self.queue;
        limits.time = Duration::from_secs_f64(self.time_limit);
        limits.exports = usize::from(self.exports);
        limits.body_bytes = self.max_body;
        limits.header_time = Duration::from_secs_f64(self.header_time);
        limits.idle_time = Duration::from_secs_f64(self.idle_time);
        limits.connections = usize::from(self.connections);
        limits.original_bytes = u64::from(self.max_original) << 20;
        limits
    }
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<End> {
    let token = token(arguments)?;
    if token.is_none() && !arguments.no_auth && !arguments.listen.ip().is_loopback() {
        return Err(Error::usage(format!(
            "{} can be reached from other computers, so clients need a token",
            arguments.listen
        ))
        .hint("set one: --token-file FILE; or let everyone in: --no-auth"));
    }
    let folder = match arguments.inside.path() {
        Some(path) => location::inside(path, common)?,
        None => location::to_write(common)?,
    };
    let followed = location::followed(&folder)?;
    log(arguments.log, common);
    if arguments.inside.path().is_none() {
        // The page is served anyway, and shows the index as soon as it can be read.
        let notice = match followed.commit(&Budget::until(Instant::now() + PATIENCE)) {
            Ok(Some(_)) => None,
            Ok(None) => Some(format!(
                "no index at {followed} yet; create one, and the page will show it: dateline index FOLDER"
            )),
            Err(error) => Some(format!("the index cannot be read now: {}", error.message)),
        };
        super::notices(common, &Vec::from_iter(notice));
    }
    let activity = Activity::default();
    let mut options = Options::of(followed, arguments.listen, || Local::now().fixed_offset());
    options.activity = activity.clone();
    options.public_url.clone_from(&arguments.public_url);
    options.access = Access {
        token,
        hosts: arguments.allow_host.clone(),
        origins: arguments
            .cors
            .iter()
            .map(|origin| origin.trim_end_matches('/').to_string())
            .collect(),
    };
    options.limits = arguments.limits.limits();
    options.log_queries = arguments.log_queries;
    let server = Server::bind(options)?;
    let public = arguments.public_url.iter().map(|url| format!("\n{url}"));
    line(&format!("http://{}/{}", server.address(), public.collect::<String>()))?;
    if io::stdout().is_terminal() {
        say(common, "Press Ctrl-C to stop.\n");
    }
    // The page answers while the folder is indexed.
    let update = arguments
        .inside
        .path()
        .map(|path| Update::start(path, &folder, common, activity))
        .transpose()?;
    let served = server.run();
    // What was indexed is committed, so that the next update continues there.
    update.map_or(Ok(()), Update::stop)?;
    served?;
    Ok(End::Done)
}

/// Returns the token, from the flag, the file or the environment.
fn token(arguments: &Arguments) -> Result<Option<String>> {
    if arguments.no_auth {
        return Ok(None);
    }
    let token = match (&arguments.token, &arguments.token_file) {
        (Some(token), _) => Some(token.clone()),
        (None, Some(file)) => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| Error::io("reading the token in", file, error))?;
            Some(text.trim().to_string())
        }
        (None, None) => match std::env::var("DATELINE_TOKEN") {
            Ok(token) => Some(token).filter(|token| !token.is_empty()),
            Err(VarError::NotPresent) => None,
            // The message of this error would show the token.
            Err(VarError::NotUnicode(_)) => {
                return Err(Error::usage("the token in DATELINE_TOKEN is not UTF-8")
                    .hint("make one: head -c 24 /dev/urandom | base64 > token.txt"));
            }
        },
    };
    match token {
        Some(token) if token.chars().count() < 8 => {
            Err(Error::usage("the token is shorter than 8 characters")
                .hint("make one: head -c 24 /dev/urandom | base64 > token.txt"))
        }
        token => Ok(token),
    }
}

/// Sends the log of the server to standard error.
fn log(form: Log, common: &Common) {
    let level = match (form, common.verbose) {
        (Log::None, _) => return,
        (Log::Json, _) | (Log::Text, true) => tracing::Level::INFO,
        (Log::Text, false) => tracing::Level::WARN,
    };
    let log =
        tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr).with_target(false);
    match form {
        Log::Json => log.json().flatten_event(true).init(),
        _ => log.with_ansi(io::stderr().is_terminal()).init(),
    }
}
