//! Starts the server, runs it, and shuts it down.

use std::net::SocketAddr;

use super::connections;
use super::state::{Options, State};
use crate::error::{Error, Kind, Result};

/// A server that has its address but does not answer yet.
pub struct Server {
    listener: std::net::TcpListener,
    state: std::sync::Arc<State>,
}

impl Server {
    /// Binds the address and starts the threads that search.
    ///
    /// # Errors
    ///
    /// Fails if the address cannot be bound or a thread cannot be started. A missing index is not an error: the page
    /// says how to create one, and the server opens it as soon as it is there.
    pub fn bind(options: Options) -> Result<Server> {
        let listen = options.listen;
        let failed = |error: std::io::Error| {
            Error::because(Kind::Io, &format!("listening on {listen}"), error)
                .hint("choose another address: --listen 127.0.0.1:4041")
        };
        let listener = std::net::TcpListener::bind(listen).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let state = State::new(options, address)?;
        Ok(Server { listener, state: std::sync::Arc::new(state) })
    }

    /// Returns the address that the server listens on. If port 0 was asked for, it has the port that the system chose.
    pub fn address(&self) -> SocketAddr {
        self.state.address
    }

    /// Answers requests until the process receives SIGTERM or SIGINT. Then it accepts no new connection, finishes the
    /// requests that it is answering, and returns.
    ///
    /// # Errors
    ///
    /// Fails if the runtime cannot be started.
    pub fn run(self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| Error::because(Kind::Io, "starting the server", error))?;
        let served = runtime.block_on(connections::serve(self.listener, self.state));
        // Searches that still run belong to clients that are gone.
        runtime.shutdown_background();
        served.map_err(|error| Error::because(Kind::Io, "serving", error))
    }
}
