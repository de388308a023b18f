//! The forms that news comes in, on real samples.

use crate::harness::{Place, shared};

#[test]
fn every_article_of_the_time_collection_has_its_date() {
    let Some(time) = shared("time/TIME.ALL") else { return };
    let place = Place::new();
    place.ends(0, &["index", time.to_str().expect("a path"), "-q"]);
    let dated = place.search(&["date:1963", "--facets", "month"]);
    assert_eq!((dated["total"].as_u64(), dated["undated_excluded"].as_u64()), (Some(423), Some(0)));
}
