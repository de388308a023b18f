//! Counters for Prometheus, with its naming conventions (<https://prometheus.io/docs/practices/naming/>).

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The upper bounds of the histogram's buckets, in seconds.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

type Labels = Vec<(&'static str, String)>;

/// The counters of a server.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    running: Gauge,
    waiting: Gauge,
    commits: Gauge,
    articles: Gauge,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("dateline");
        let requests = Family::<Labels, Counter>::default();
        let histogram: fn() -> Histogram = || Histogram::new(BOUNDS);
        let seconds = Family::new_with_constructor(histogram);
        let [running, waiting, commits, articles] = [(); 4].map(|()| Gauge::default());
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time to answer a request",
            seconds.clone(),
        );
        registry.register("searches_in_flight", "Searches that are running", running.clone());
        registry.register("searches_waiting", "Searches in the queue", waiting.clone());
        registry.register("index_generation", "Commits seen since the start", commits.clone());
        registry.register("articles", "Articles in the index", articles.clone());
        Metrics { registry, requests, seconds, running, waiting, commits, articles }
    }
}

impl Metrics {
    /// Writes the counters in the text form of OpenMetrics.
    ///
    /// # Errors
    ///
    /// Fails if a counter cannot be written.
    pub fn text(&self, gauges: &Gauges) -> Result<String, std::fmt::Error> {
        let gauge = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        // If the index cannot be asked now, the last known number stays.
        if let Some(articles) = gauges.articles {
            self.articles.set(gauge(articles));
        }
        self.running.set(gauge(gauges.running));
        self.waiting.set(gauge(gauges.waiting));
        self.commits.set(gauge(gauges.commits));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    /// Counts a request.
    pub fn count(&self, route: &'static str, status: u16, seconds: f64) {
        let labels = vec![("route", route.to_string()), ("status", status.to_string())];
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&vec![("route", route.to_string())]).observe(seconds);
    }
}

/// What is measured when the counters are asked for.
pub struct Gauges {
    /// The number of articles in the index, or `None` if it is not known now.
    pub articles: Option<u64>,
    /// The number of searches that are running.
    pub running: u64,
    /// The number of searches that are waiting.
    pub waiting: u64,
    /// The number of commits seen since the start.
    pub commits: u64,
}

/// The name of a path's route. Unknown paths have one name, so that a client cannot create names without end.
pub fn route(path: &str, base: &str) -> &'static str {
    const ROUTES: [&str; 26] = [
        "/api/v1/search",
        "/api/v1/timeline",
        "/api/v1/names",
        "/api/v1/kwic",
        "/api/v1/article",
        "/api/v1/similar",
        "/api/v1/story",
        "/api/v1/explain",
        "/api/v1/info",
        "/api/v1/export",
        "/api/v1/openapi.json",
        "/article",
        "/similar",
        "/story",
        "/original",
        "/values",
        "/kwic",
        "/compare",
        "/marked",
        "/help",
        "/feed.atom",
        "/opensearch.xml",
        "/suggest",
        "/static",
        "/healthz",
        "/metrics",
    ];
    let path = path.strip_prefix(base).unwrap_or(path);
    if path == "/" {
        return "/";
    }
    let is_at = |route: &&&str| {
        path.strip_prefix(**route)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
    };
    ROUTES.iter().find(is_at).copied().unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_cannot_be_asked_is_not_shown_as_empty() {
        let metrics = Metrics::default();
        let mut gauges = Gauges { articles: Some(7), running: 0, waiting: 0, commits: 0 };
        assert!(metrics.text(&gauges).expect("text").contains("dateline_articles 7\n"));
        gauges.articles = None;
        assert!(metrics.text(&gauges).expect("text").contains("dateline_articles 7\n"));
    }
}
