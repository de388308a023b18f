//! How a command ended, which becomes the exit code.

/// The result of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done, or found.
    Done,
    /// Nothing found.
    Nothing,
    /// Something was skipped with `--strict`, no article could be read, or `check` found damage.
    Incomplete,
    /// Stopped by Ctrl-C.
    Interrupted,
}
