//! The files of an index: how they are written, locked, checked, replaced and copied.
//!
//! Nothing in this module depends on what documents contain. Every write goes through [`directory`], and every commit
//! ends in a [`commit_checksum`], so that [`verification`] can find a single changed byte. [`owned_files`] decides
//! which files may ever be deleted.

pub mod backup_marker;
pub mod commit_checksum;
pub mod copy;
pub mod directory;
pub mod disk_hooks;
pub mod errors;
pub mod file_handle;
pub mod file_names;
pub mod index_number;
mod managed_list;
pub mod mapped_file;
pub mod opening;
pub mod owned_files;
pub mod payload;
pub mod replacement;
pub mod verification;
pub mod watch_marker;
pub mod write_lock;
pub mod write_options;
