//! Every case of `tests/conformance` holds for the cluster, and generated queries find what the engine in memory finds.

use dateline::engine::FacetKind;
use dateline::searching::Index;

use super::loading::in_cluster;
use super::rounds;
use crate::conformance::{families, found};
use crate::dice::Dice;
use crate::engine::{agree_on_queries, in_memory, with_articles};
use crate::harness::{NOW, Place};

#[test]
fn every_case_holds_for_the_cluster() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for (name, family) in families() {
        let place = Place::new();
        family.write(&place);
        place.index("in");
        let folder = place.path(".dateline");
        let Some(cluster) = in_cluster(&folder, &format!("cases-{name}")) else { return };
        for case in &family.case {
            cases += 1;
            let now = case.now.as_deref().unwrap_or(NOW);
            let mut wanted = case.found.clone();
            wanted.sort();
            let answer = found(&cluster, &case.query, now);
            if answer != wanted {
                wrong.push(format!("{name}: {}: {answer:?}, not {wanted:?}", case.query));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 300, "{cases} cases are too few");
}

#[test]
fn generated_queries_have_the_answers_of_the_engine_in_memory() {
    let mut dice = Dice::new(2_718);
    let place = with_articles(&mut dice);
    let index = Index::open(&place.path(".dateline")).expect("the index");
    let Some(cluster) = in_cluster(&place.path(".dateline"), "generated") else { return };
    let memory = in_memory(&index);
    agree_on_queries(&cluster, &memory, &mut dice, rounds() * 40);
    for kind in [FacetKind::Byline, FacetKind::Section, FacetKind::Lang] {
        let tables = [&cluster, &memory].map(|index| {
            let tree = dateline::query::tree::Tree::All;
            let request = dateline::engine::Request::counting(&tree);
            index.engine.crossed(&request, kind).expect("a table").1
        });
        assert_eq!(tables[0], tables[1], "{}", kind.name());
    }
}
