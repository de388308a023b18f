//! Reads answers: JSON from OpenSearch, complete, or a problem.

use serde_json::Value;

use super::problem::{Answer, Problem, Refusal, quoted};
use super::transport::Incoming;

/// Reads the JSON of an answer with a successful status.
pub fn json(server: &str, incoming: Incoming) -> Answer<Value> {
    let Incoming { status, content_type, body, .. } = incoming;
    if (300..400).contains(&status) {
        return Err(Problem::NotOpenSearch(format!(
            "{server} redirects to another address (HTTP {status}), which is not followed"
        )));
    }
    if content_type == "text/html" {
        return Err(Problem::NotOpenSearch(format!("{server} sent a web page (HTTP {status})")));
    }
    let parsed = serde_json::from_slice::<Value>(&body);
    if matches!(status, 401 | 403) {
        let refusal = parsed.as_ref().ok().and_then(|answer| Refusal::of(status, answer));
        let reason = refusal.map_or_else(String::new, |refusal| format!(": {}", refusal.reason));
        return Err(Problem::Forbidden(format!("{server} (HTTP {status}){reason}")));
    }
    let answer = parsed.map_err(|error| {
        let beginning = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let beginning = quoted(&beginning);
        Problem::NotOpenSearch(format!(
            "{server} sent something that is not JSON (HTTP {status}): {error}; it begins {beginning:?}"
        ))
    })?;
    if (200..300).contains(&status) {
        return Ok(answer);
    }
    let refusal = Refusal::of(status, &answer).unwrap_or_else(|| Refusal {
        status,
        kinds: vec![format!("HTTP {status}")],
        reason: "no reason is given".into(),
    });
    Err(Problem::Refused(refusal))
}

/// Returns the answer to a search if every shard contributed to it.
///
/// A cluster may answer with HTTP 200 although shards are missing: unassigned ones are in neither `successful` nor
/// `failed`.
pub fn complete(answer: Value) -> Answer<Value> {
    if let Some(refusal) = Refusal::of(status(&answer), &answer) {
        return Err(Problem::Refused(refusal));
    }
    let shards = &answer["_shards"];
    let (Some(total), Some(successful)) = (shards["total"].as_u64(), shards["successful"].as_u64())
    else {
        return Err(Problem::NotOpenSearch("the answer does not count its shards".into()));
    };
    if successful != total || shards["failed"].as_u64() != Some(0) {
        let missing = total.saturating_sub(successful);
        return Err(Problem::Partial(format!("{missing} of {total} shards did not answer")));
    }
    if answer["timed_out"].as_bool() == Some(true) {
        return Err(Problem::Partial("the cluster ended the search early".into()));
    }
    Ok(answer)
}

/// Returns the status of an answer within a list of answers.
fn status(answer: &Value) -> u16 {
    answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(status: u16, content_type: &str, body: &str) -> Answer<Value> {
        let (content_type, body) = (content_type.to_string(), body.as_bytes().to_vec());
        super::json("http://h", Incoming { status, retry_after: None, content_type, body })
    }

    #[test]
    fn what_is_not_json_from_opensearch_is_a_problem() {
        let is = |found: Answer<Value>| matches!(found, Err(Problem::NotOpenSearch(_)));
        assert!(is(answer(200, "text/html", "<html>")));
        assert!(is(answer(502, "text/html", "<html>Bad gateway")));
        assert!(is(answer(200, "application/json", "{\"hits\":")));
        assert!(is(answer(200, "application/json", "")));
        assert!(is(answer(302, "", "")));
        assert!(matches!(answer(401, "text/plain", "no"), Err(Problem::Forbidden(_))));
        assert!(matches!(answer(404, "application/json", "{}"), Err(Problem::Refused(_))));
        assert!(answer(200, "application/json", "{}").is_ok());
    }

    #[test]
    fn an_answer_without_all_shards_is_partial() {
        let of = |total: u64, successful: u64, failed: u64| json!({"_shards": {"total": total, "successful": successful, "failed": failed}});
        assert!(complete(of(3, 3, 0)).is_ok());
        // An unassigned shard.
        assert!(matches!(complete(of(3, 2, 0)), Err(Problem::Partial(_))));
        assert!(matches!(complete(of(3, 3, 1)), Err(Problem::Partial(_))));
        let mut late = of(3, 3, 0);
        late["timed_out"] = json!(true);
        assert!(matches!(complete(late), Err(Problem::Partial(_))));
        assert!(matches!(complete(json!({})), Err(Problem::NotOpenSearch(_))));
    }
}
