//! Articles that are passed as values instead of files: by a program, or as lines on standard input.
//!
//! They belong to a root without a folder, whose name is given with them. In it, each article takes the place of a
//! file. The ledger records them like files, so that keys, copies and counts follow the same rules. No walk reaches
//! such a root, and a rebuild keeps its articles from their stored records, because there is nothing to read them
//! from again.

mod changes;
mod new_article;
mod recording;
mod root;
mod stream;

pub use changes::Changes;
pub use new_article::NewArticle;
pub(super) use recording::carry_over;
pub use stream::{index_lines, index_lines_in};
