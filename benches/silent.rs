//! An observer that reports nothing.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use dateline::archive::Walk;
use dateline::indexing::Observer;
use dateline::indexing::report::Line;

/// Ignores the events of a run and never interrupts it.
pub struct Silent;

impl Observer for Silent {
    fn starting(&mut self, _: &Walk) {}
    fn advanced(&mut self, _: u64, _: u64) {}
    fn file(&mut self) {}
    fn line(&mut self, _: &Line) {}
    fn committing(&mut self) {}
    fn interrupted(&self) -> bool {
        false
    }
    fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::default()
    }
}
