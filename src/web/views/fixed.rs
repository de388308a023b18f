//! Addresses without relative dates: for someone who opens a shared address later, `last week` would be another week.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use form_urlencoded::{Serializer, parse};

use crate::error::Error;
use crate::query::fixed_dates::with_fixed_dates;
use crate::query::tree::Bound;
use crate::web::parameters::Parameters;
use crate::web::reply::{HTML, reply};
use crate::web::state::State;

/// Redirects to the same page, with an address without relative dates. Returns `None` if the address has no relative
/// date, or if a date is invalid, which the page reports.
pub fn moved(state: &State, path: &str, query: &str, parameters: &Parameters) -> Option<Response> {
    let query = fixed(state, query, parameters)?;
    let address = format!("{}{path}?{query}", state.base);
    let Ok(address) = HeaderValue::from_str(&address) else {
        let odd = Error::usage("the address has characters that are not allowed");
        return Some(super::problem::page(state, odd.into()));
    };
    let mut response = reply(StatusCode::FOUND, HTML, "");
    response.headers_mut().insert(LOCATION, address);
    Some(response)
}

/// Returns a query string without relative dates.
fn fixed(state: &State, query: &str, parameters: &Parameters) -> Option<String> {
    let question = parameters.question(state.options.clock).ok()?;
    let when = question.when().ok()?;
    let mut out = Serializer::new(String::new());
    let mut differs = false;
    let is_fixed = |date: &str| date.chars().all(|c| c.is_ascii_digit() || "-:TZ+.".contains(c));
    let mut date = |out: &mut Serializer<String>, name: &str, bound: Option<Bound>| {
        if let Some(bound) = bound {
            out.append_pair(name, &bound.to_string());
        }
        differs = true;
    };
    let mut queries_differ = false;
    for (name, value) in parse(query.as_bytes()) {
        match name.as_ref() {
            // Relative dates count from this time, so it is no longer needed.
            "now" => {}
            "since" | "from" if !is_fixed(value.trim()) => date(&mut out, "since", when.since),
            "until" | "to" if !is_fixed(value.trim()) => date(&mut out, "until", when.until),
            "on" if !is_fixed(value.trim()) => {
                date(&mut out, "since", when.since);
                date(&mut out, "until", when.until);
            }
            // Dates in dialects are left as they are typed.
            "q" if question.dialect.is_none() => {
                let fixed = with_fixed_dates(&value, question.now);
                queries_differ |= fixed != value;
                out.append_pair("q", &fixed);
            }
            _ => {
                out.append_pair(&name, &value);
            }
        }
    }
    (differs || queries_differ).then(|| out.finish())
}
