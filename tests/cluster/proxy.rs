//! A server in front of a cluster that can stop answering, as a cluster with too much to do does.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use dateline::engine::cluster::client::Client;
use dateline::error::harmless;

/// Passes bytes on in both directions, unless it is silent.
pub struct Proxy {
    /// The address of the client's index, through the proxy.
    pub address: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    silent: AtomicBool,
    unanswered: AtomicUsize,
}

impl Proxy {
    /// Starts a proxy in front of the cluster of a client.
    pub fn of(client: &Client) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("an address");
        let server = client.address().servers()[0].trim_start_matches("http://").to_string();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let far = TcpStream::connect(&server).expect("the cluster accepts");
                let (other_near, other_far) =
                    (near.try_clone().expect("a stream"), far.try_clone().expect("a stream"));
                let state = Arc::clone(&shared);
                thread::spawn(move || pass_on(near, far, &state));
                // Answers to what was passed on are passed on, too.
                thread::spawn(move || pass_on(other_far, other_near, &State::default()));
            }
        });
        let index = client.address().index();
        Proxy { address: format!("http://{own}/{index}"), state }
    }

    /// Begins or stops to swallow requests. One that was swallowed is never answered.
    pub fn set_silent(&self, silent: bool) {
        self.state.silent.store(silent, Ordering::SeqCst);
    }

    /// Returns how many connections have sent a request that was swallowed.
    pub fn unanswered(&self) -> usize {
        self.state.unanswered.load(Ordering::SeqCst)
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, state: &State) {
    let mut buffer = [0; 1 << 14];
    let mut swallows = false;
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if state.silent.load(Ordering::SeqCst) && !swallows {
            swallows = true;
            state.unanswered.fetch_add(1, Ordering::SeqCst);
        }
        if !swallows && to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    harmless(to.shutdown(std::net::Shutdown::Write), "the other end may be gone");
}
