//! Every command gives the same answer: search, timeline, batch and export have the same counts.

use std::collections::BTreeMap;

use dateline::answers::batch;
use dateline::answers::export::{self, Export, Row, Sink};
use dateline::answers::timeline::{self, Interval};
use dateline::engine::Hits;
use dateline::page::rows::Format;
use dateline::searching::{self, Ask, Index, Question};

/// The maximum number of rows of an export that is compared. Reading articles takes most of the time.
const EXPORTED: u64 = 1_000;

/// A sink that counts rows.
struct Count(u64);

impl Sink for Count {
    fn row(&mut self, _: Row) -> dateline::error::Result<bool> {
        self.0 += 1;
        Ok(true)
    }
}

/// Asks every command a question, and checks the total and the count of each month.
pub fn is_one(index: &Index, question: &Question, total: u64, months: &BTreeMap<String, u64>) {
    let query = &question.query;
    let answer = searching::search(index, &Ask::of(question.clone(), 0)).expect("an answer");
    assert_eq!(answer.counts.total, total, "{query}");
    let timeline = timeline::timeline(
        index,
        std::slice::from_ref(question),
        timeline::Length::Exactly(Interval::Month),
        false,
        timeline::ShareOf::Asked,
    );
    let timeline = timeline.expect("a timeline");
    let series = &timeline.series[0];
    let sum: u64 = series.counts.iter().sum();
    assert_eq!((series.total, sum + series.undated + series.imprecise), (total, total), "{query}");
    let labels = timeline.starts.iter().map(|start| Interval::Month.label(*start));
    let found: BTreeMap<String, u64> =
        labels.zip(series.counts.iter().copied()).filter(|(_, count)| *count > 0).collect();
    assert_eq!(&found, months, "{query}");
    let rows =
        batch::run(index, &batch::lines(query), question, batch::By::default()).expect("a batch");
    let counted = rows[0].outcome.as_ref().expect("a query that can be read");
    assert_eq!(counted.total, total, "{query}");
    if total <= EXPORTED {
        let export = Export::of(question.clone(), &Format::Csv);
        let mut count = Count(0);
        let done = export::export(index, &export, &mut count).expect("an export");
        assert_eq!((count.0, done.rows), (total, total), "{query}");
        let said =
            |hits: &Hits| (hits.undated, hits.imprecise, hits.undated_excluded, hits.overlapping);
        assert_eq!(said(&done.hits), said(&answer.counts), "{query}: what is said of dates");
    }
}
