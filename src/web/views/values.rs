//! `GET /values/FIELD`: all values of a facet, with a filter box.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::response::Response;

use super::address::Address;
use super::facets::{self, KINDS, Value, field_of, spelled};
use super::fixed::moved;
use super::frame::Frame;
use super::{number, page as rendered, shown};
use crate::analysis::fold;
use crate::engine::FacetKind;
use crate::error::Result;
use crate::searching::{self, Ask, Counted, Index};
use crate::web::parameters::{self, ASKING, Parameter, Parameters, Values};
use crate::web::reply::Problem;
use crate::web::state::State;

/// The parameters of the page, besides those of the search.
const PAGE: &[Parameter] = &[
    Parameter {
        name: "find",
        alias: "",
        values: Values::Text,
        repeats: false,
        help: "Only values that contain this",
    },
    parameters::SEARCH[0],
    parameters::SEARCH[2],
    parameters::UNIQUE,
];

/// The number of values on a page.
const VALUES: usize = 1_000;

#[derive(Template)]
#[template(path = "values.html")]
struct Page {
    frame: Frame,
    name: &'static str,
    action: String,
    find: String,
    values: Vec<Value>,
    total: String,
    without: Option<Value>,
    back: String,
    next: Option<String>,
    kept: Vec<(&'static str, String)>,
}

/// Answers with the page.
pub async fn page(
    Shared(state): Shared<Arc<State>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let Some(kind) = KINDS.into_iter().find(|kind| kind.name() == name) else {
        return super::problem::page(&state, Problem::missing(format!("unknown facet {name:?}")));
    };
    let parameters = match Parameters::read(&query, &[ASKING, PAGE], &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return super::problem::page(&state, error.into()),
    };
    if let Some(moved) = moved(&state, &format!("/values/{name}"), &query, &parameters) {
        return moved;
    }
    let shared = Arc::clone(&state);
    match state.searches.run(move |index| list(&shared, index, kind, &parameters)).await {
        Ok(page) => rendered(&page),
        Err(refusal) => super::problem::page(&state, refusal.into()),
    }
}

fn list(state: &State, index: &Index, kind: FacetKind, parameters: &Parameters) -> Result<Page> {
    // Every facet of the page has a field.
    let field = field_of(kind).unwrap_or(crate::query::tree::FilterField::Publisher);
    let address = Address::read(parameters, &state.base)?;
    let offset = parameters.number("offset", 0, state.options.limits.offset)?;
    let question = parameters.question(state.options.clock)?;
    let count_by = if address.unique { Counted::Stories } else { Counted::Articles };
    let ask = Ask { facets: vec![kind], open_facets: true, count_by, ..Ask::of(question, 0) };
    let mut answer = searching::search(index, &ask)?;
    let facet = answer.facets.pop();
    let find = parameters.text("find").unwrap_or_default().to_string();
    let wanted = fold::name(&find);
    let (mut values, mut total, mut next, mut without) = (Vec::new(), 0_usize, None, None);
    if let Some(facet) = facet {
        let has = |value: &str| {
            wanted.is_empty()
                || fold::name(value).contains(&wanted)
                || fold::name(&spelled(field, value)).contains(&wanted)
        };
        let fitting: Vec<_> = facet.values.iter().filter(|(value, _)| has(value)).collect();
        total = fitting.len();
        let of_page = fitting.iter().skip(offset).take(VALUES);
        values = of_page.map(|(value, count)| Value::of(field, value, *count, &address)).collect();
        if offset + VALUES < total {
            let mut further = vec![("offset", (offset + VALUES).to_string())];
            if !find.is_empty() {
                further.push(("find", find.clone()));
            }
            let joined =
                form_urlencoded::Serializer::new(String::new()).extend_pairs(further).finish();
            let here = address.values(field);
            next = Some(format!("{here}{}{joined}", if here.contains('?') { '&' } else { '?' }));
        }
        if find.is_empty() {
            without = Value::none(field, &facet, &address);
        }
    }
    let name = facets::name(field);
    let title = format!("{name} · {} · dateline", shown(&address.query));
    let mut frame = Frame::of(&address, state.held.of(index)?, title);
    frame.feed = None;
    Ok(Page {
        frame,
        name,
        action: format!("{}/values/{}", state.base, kind.name()),
        find,
        values,
        total: number(total as u64),
        without,
        back: address.page(),
        next,
        kept: address.pairs().into_iter().chain(address.by_story()).collect(),
    })
}
