//! `dateline watch`: saved searches that report what is new. One file per subcommand.

mod add;
mod address;
mod list;
mod opening;
mod outputs;
mod remove;
mod run;
mod subcommands;
mod waiting;

pub use subcommands::{Arguments, run};
pub use waiting::waiting;
