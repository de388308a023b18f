//! The web page and the HTTP API: axum above `searching/` and the answers, and nothing that answers by itself.
//!
//! ```text
//! connection ─▶ guard (host, token, origin) ─▶ route ─▶ parameters ─▶ pool (a thread with the index) ─▶ page/json or a template
//! ```
//!
//! `docs/http.md` describes the API, `docs/operations.md` how to run the server.

mod activity;
mod api;
mod assets;
mod calls;
mod connections;
mod export;
mod feed;
mod follow;
mod guard;
mod held;
mod labels;
mod limits;
mod mcp;
mod metrics;
mod openapi;
mod operations;
mod original;
mod parameter_table;
mod parameters;
mod pool;
mod reply;
mod routes;
mod schema_table;
mod schemas;
mod server;
mod state;
mod title_query;
mod unframed;
mod views;

pub use activity::Activity;
pub use guard::Access;
pub use limits::Limits;
pub use mcp::serve_assistants;
pub use parameters::Clock;
pub use server::Server;
pub use state::Options;
