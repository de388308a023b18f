//! Articles that a program passes as values instead of files.
//!
//! They have a root of their own, named by the program, in which each article is in the place of a file. The ledger records
//! them like files, so that keys, copies and counts follow the same rules. No walk reaches such a root, and a rebuild
//! keeps its articles from their stored records, because there is nothing to read them from again.

mod changes;
mod names;
mod new_article;
mod recording;

pub use changes::Changes;
pub use names::is_of_values;
pub(super) use names::root_named;
pub use new_article::NewArticle;
pub(super) use recording::carry_over;
