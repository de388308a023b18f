//! Updates a folder's index before a command with `--in` answers from it.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;

use dateline::engine::cluster::schema::mapping::Parts;
use dateline::error::{Result, harmless};
use dateline::indexing::{self, Options, Summary};

use super::progress::Progress;
use super::{Common, configuration, location};

/// How long to wait if another process is updating the same index.
pub const WAIT: Duration = Duration::from_secs(600);

/// Updates a folder's index before `search --in`, with the options the folder was indexed with.
pub fn update(path: &Path, index: &Path, common: &Common) -> Result<Summary> {
    let options = options(index, common)?;
    let mut progress = Progress::new(common, None::<BufWriter<File>>);
    let summary = indexing::sync(&[path.to_path_buf()], &options, &mut progress);
    harmless(progress.finish(), "no report is written");
    summary
}

/// Returns the options of an update that no flag of `index` applies to.
pub fn options(index: &Path, common: &Common) -> Result<Options> {
    let mut options = Options::of(index.to_path_buf());
    options.cluster = location::store(index, Parts::default(), WAIT)?;
    options.wait = WAIT;
    options.converters = configuration::converters(None, common)?;
    Ok(options)
}
