//! Reports a panic, and names the damaged file if the index is damaged.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex};

use dateline::engine::embedded::{DamagedFile, bytes_in, rebuild_hint, verify};
use dateline::error::{Error, Kind, Result};

use super::{Common, End, location};

/// The maximum size, in bytes, of an index that is verified after a panic. Verifying it takes one or two seconds.
const VERIFIED: u64 = 1 << 30;

/// Runs a command. If it panics, verifies the index and names the damaged file, because damage is the only known cause.
pub fn contained(common: &Common, command: impl FnOnce() -> Result<End>) -> Result<End> {
    let told = Arc::new(Mutex::new(String::new()));
    let said = Arc::clone(&told);
    panic::set_hook(Box::new(move |information| {
        if let Ok(mut said) = said.lock() {
            *said = information.to_string();
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|_| {
        // A poisoned lock would mean that the hook panicked.
        let cause = told.lock().map(|told| told.clone()).unwrap_or_default();
        let defect =
            Error::new(Kind::Index, format!("internal error: {}", cause.replace('\n', " ")))
                .hint("this is a bug in dateline; please report it");
        let Some(folder) = location::existing_folder(common) else { return Err(defect) };
        // Verifying a large index takes hours, and the panic may have another cause.
        if bytes_in(&folder).is_ok_and(|bytes| bytes > VERIFIED) {
            let check = format!("dateline check --index {}", folder.display());
            return Err(defect.hint(format!(
                "see whether the index is damaged: {check}; if it is not, please report this defect"
            )));
        }
        match verify(&folder).map(|found| found.damage) {
            Ok(damage) => Err(match damage.first() {
                Some(DamagedFile { file, problem }) => {
                    Error::index("reading", &folder.join(file), problem.as_str())
                        .hint(rebuild_hint(&folder))
                }
                None => defect,
            }),
            Err(error) => Err(error),
        }
    })
}
