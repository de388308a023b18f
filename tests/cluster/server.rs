//! One OpenSearch node for all tests, started by the first that needs it. It ends when the tests do.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::engine::cluster::client::address::Address;
use dateline::engine::cluster::client::{Client, Connection};

/// A running node. Its standard input stays open as long as this process lives.
struct Server {
    port: u16,
    _child: Child,
    _data: tempfile::TempDir,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static INDEXES: AtomicUsize = AtomicUsize::new(0);

/// Returns a client for a new index with a name that begins like this. Returns `None`, and says so, where there can be no
/// server.
pub fn new_index(name: &str) -> Option<Client> {
    match SERVER.get_or_init(start) {
        Ok(server) => {
            let number = INDEXES.fetch_add(1, Ordering::Relaxed);
            let address = format!("http://127.0.0.1:{}/{name}-{number}", server.port);
            let address = Address::parse(&address).expect("an address");
            Some(Client::new(address, Connection::default()).expect("a client"))
        }
        Err(why) => {
            eprintln!("skipped: the cluster engine is not tested, because {why}");
            None
        }
    }
}

fn start() -> Result<Server, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let prepared = Command::new(root.join("tests/cluster/server/cluster.sh"))
        .arg("prepare")
        .env("CLUSTER_HOME", root.join("target/cluster"))
        .output()
        .map_err(|error| format!("its script cannot be run: {error}"))?;
    let text = String::from_utf8_lossy(&prepared.stdout);
    let mut lines = text.lines();
    let (Some(java), Some(classes)) = (lines.next(), lines.next()) else {
        return Err(String::from_utf8_lossy(&prepared.stderr).trim().to_string());
    };
    let data = tempfile::tempdir().map_err(|error| error.to_string())?;
    let home = format!("path.home={}", data.path().display());
    let mut child = Command::new(java)
        .args(["-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"])
        .args(["-cp", classes, "ClusterNode", "until=eof", &home])
        .args(["cluster.name=dateline-tests", "node.name=n1", "network.host=127.0.0.1"])
        .args(["http.port=0", "transport.port=0", "discovery.type=single-node"])
        .arg("cluster.routing.allocation.disk.threshold_enabled=false")
        .arg("cluster.max_shards_per_node=10000")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{java} cannot be run: {error}"))?;
    let output = child.stdout.take().expect("it is piped");
    let mut output = BufReader::new(output);
    let mut said = String::new();
    loop {
        let mut line = String::new();
        match output.read_line(&mut line) {
            Ok(1..) => {}
            _ => panic!("the server did not start:\n{said}"),
        }
        if let Some(port) = line.strip_prefix("ready ") {
            // Nobody reads what it writes later, so that it must not wait for a reader.
            std::thread::spawn(move || {
                std::io::copy(&mut output.take(u64::MAX), &mut std::io::sink())
            });
            let port = port.trim().parse().expect("a port");
            return Ok(Server { port, _child: child, _data: data });
        }
        said.push_str(&line);
    }
}
