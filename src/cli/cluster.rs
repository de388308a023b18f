//! Opens an index in a cluster, with the credentials that a flag or the environment names.
//!
//! A password on the command line would be visible to every user of the machine, so no flag takes one.

use std::env;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use dateline::engine::cluster::client::address::Address;
use dateline::engine::cluster::client::credentials::Credentials;
use dateline::engine::cluster::client::{Client, Connection};
use dateline::engine::cluster::schema::mapping::Parts;
use dateline::engine::cluster::schema::period::Period;
use dateline::engine::cluster::store::ClusterStore;
use dateline::error::{Error, Result};
use dateline::searching::{Index, Location};

/// The variable with the path of a file that contains `user:password` or `ApiKey KEY`.
const FILE: &str = "DATELINE_CREDENTIALS";
/// The variables with a user and a password.
const USER: [&str; 2] = ["DATELINE_USER", "DATELINE_PASSWORD"];
/// The variable with an API key.
const KEY: &str = "DATELINE_API_KEY";
/// The variable with the path of a PEM file of authorities to trust.
const AUTHORITIES: &str = "DATELINE_CA";

/// The flags for access to a cluster. Each goes before its variable.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Access to a cluster")]
pub struct Access {
    /// A file with one line, user:password or ApiKey KEY [default: $DATELINE_CREDENTIALS]
    #[arg(long, global = true, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// A PEM file with the certificates of authorities to trust [default: $DATELINE_CA, else public authorities]
    #[arg(long = "ca", global = true, value_name = "FILE")]
    authorities: Option<PathBuf>,
}

/// The flags of this process. Every command may open an index in a cluster.
static ACCESS: OnceLock<Access> = OnceLock::new();

impl Access {
    /// Makes these the flags of the process. Later calls change nothing.
    pub fn apply(&self) {
        ACCESS.get_or_init(|| self.clone());
    }
}

/// The flags for a new index in a cluster.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Sharding {
    /// The number of shards of a new index in a cluster
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1_024))]
    shards: u16,
    /// The number of copies of each shard of a new index in a cluster
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(0..=16))]
    replicas: u16,
    /// Divide the articles of a new index in a cluster into one index per period, so that searches with dates ask
    /// fewer shards. Each of these indexes has --shards shards
    #[arg(long, value_name = "PERIOD")]
    by: Option<By>,
}

/// The periods that an index can be divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Year,
    Month,
}

impl Sharding {
    /// Returns the parts of a new index.
    pub fn parts(self) -> Parts {
        let by = self.by.map(|by| match by {
            By::Year => Period::Year,
            By::Month => Period::Month,
        });
        Parts { shards: self.shards.into(), replicas: self.replicas.into(), by }
    }
}

/// Opens the index at an address.
pub fn open(address: &str) -> Result<Index> {
    Index::connect(client(address)?)
}

/// Returns the place of the index at an address, for a server that follows its commits.
pub fn followed(address: &str) -> Result<Location> {
    Ok(Location::Cluster(client(address)?))
}

/// Returns the store at an address, for a writer that waits this long for another one.
pub fn store(address: &str, parts: Parts, wait: Duration) -> Result<ClusterStore> {
    Ok(ClusterStore::new(client(address)?, parts, wait))
}

fn client(address: &str) -> Result<Client> {
    let access = ACCESS.get().cloned().unwrap_or_default();
    let authorities = match file(access.authorities, AUTHORITIES)? {
        Some(path) => {
            let read = std::fs::read(&path);
            Some(read.map_err(|error| Error::io("reading", &path, error))?)
        }
        None => None,
    };
    let connection = Connection {
        credentials: credentials(access.credentials)?,
        authorities,
        ..Connection::default()
    };
    Client::new(Address::parse(address)?, connection)
}

/// Returns the path that a flag or a variable names.
fn file(flag: Option<PathBuf>, name: &str) -> Result<Option<PathBuf>> {
    match flag {
        Some(path) => Ok(Some(path)),
        None => Ok(variable(name)?.map(PathBuf::from)),
    }
}

fn credentials(flag: Option<PathBuf>) -> Result<Credentials> {
    if let Some(path) = file(flag, FILE)? {
        let text = std::fs::read_to_string(&path);
        let text = text.map_err(|error| Error::io("reading", &path, error))?;
        return Credentials::parse(&text);
    }
    if let Some(key) = variable(KEY)? {
        return Credentials::api_key(&key);
    }
    match variable(USER[0])? {
        Some(user) => Credentials::basic(&user, &variable(USER[1])?.unwrap_or_default()),
        None => Ok(Credentials::default()),
    }
}

/// Returns the value of a variable that is set and not empty. The message about an invalid one does not contain it.
fn variable(name: &str) -> Result<Option<String>> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Error::usage(format!("${name} is not UTF-8"))),
    }
}
