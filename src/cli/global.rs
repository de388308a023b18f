//! The flags that every command has.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use clap::ValueEnum;

use super::cluster;

/// Flags that every command has.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Common {
    /// The index: a folder, or an address, https://HOST:9200/NAME [default: $DATELINE_INDEX, else the nearest
    /// .dateline here or above]
    #[arg(long, global = true, value_name = "LOCATION", help_heading = "General")]
    pub index: Option<PathBuf>,
    #[command(flatten)]
    pub access: cluster::Access,
    /// When to use color
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "General"
    )]
    pub color: Colour,
    /// Print only results and errors
    #[arg(short, long, global = true, help_heading = "General")]
    pub quiet: bool,
    /// Show which index is used and why files were skipped
    #[arg(short, long, global = true, help_heading = "General")]
    pub verbose: bool,
    /// Whether --in skipped files, and --strict makes that a failure.
    #[arg(skip)]
    pub incomplete: Arc<AtomicBool>,
    /// The index that `--in` updates, once it is known.
    #[arg(skip)]
    pub updated: Arc<OnceLock<PathBuf>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}
