//! Tests of the page in a real browser: headless Chromium, driven over WebDriver (<https://www.w3.org/TR/webdriver2/>).
//!
//! If Chromium or its driver is missing, the tests report that they are skipped. With `DATELINE_SCREENSHOTS=FOLDER`,
//! each view is saved there as a picture.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Server, corpus};
use dateline::error::harmless;

/// A browser window.
pub(super) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    host: String,
    _alone: MutexGuard<'static, ()>,
}

/// Ensures that only one browser runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Starts the driver and returns it with its port.
fn drive() -> Option<(Child, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let stdout = BufReader::new(driver.stdout.take()?);
    let port = stdout.lines().map_while(Result::ok).find_map(|line| {
        let (_, rest) = line.split_once("started successfully on port ")?;
        rest.trim_end_matches('.').parse().ok()
    });
    if port.is_none() {
        harmless(driver.kill(), "it has ended");
        harmless(driver.wait(), "it has ended");
    }
    Some((driver, port?))
}

/// The properties of a window.
pub(super) struct Window {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) dark: bool,
    pub(super) script: bool,
    /// Whether pages may keep something in the browser.
    pub(super) storage: bool,
}

pub(super) const DESK: Window =
    Window { width: 1280, height: 1000, dark: false, script: true, storage: true };

impl Browser {
    /// Opens a window. Returns `None` if no browser is installed.
    pub(super) fn open(server: &Server, window: &Window) -> Option<Browser> {
        let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| {
            Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success())
        });
        let Some(binary) = found else {
            eprintln!("skipped: chromium is not installed");
            return None;
        };
        // A failed test poisons the lock, but leaves nothing that affects the next test.
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        // Another program may take the port that the driver chooses before the driver binds it.
        let started = (0..5).find_map(|_| drive());
        let Some((driver, port)) = started else {
            eprintln!("skipped: chromedriver does not start");
            return None;
        };
        let mut browser = Browser {
            driver,
            port,
            session: String::new(),
            host: server.host.clone(),
            _alone: alone,
        };
        let mut arguments = vec![
            "--headless=new".to_string(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--hide-scrollbars".into(),
            format!("--window-size={},{}", window.width, window.height),
        ];
        if window.dark {
            arguments.push("--force-dark-mode".into());
        }
        let mut options = json!({"args": arguments, "binary": which(binary)});
        if window.width < 500 {
            options["mobileEmulation"] = json!({
                "deviceMetrics": {"width": window.width, "height": window.height, "pixelRatio": 1.0},
            });
        }
        options["prefs"] = json!({});
        if !window.script {
            options["prefs"]["profile.managed_default_content_settings.javascript"] = 2.into();
        }
        if !window.storage {
            options["prefs"]["profile.default_content_setting_values.cookies"] = 2.into();
        }
        let wanted = json!({"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}});
        let answer = browser.call("POST", "/session", &wanted);
        browser.session = answer["sessionId"].as_str().expect("a session").to_string();
        Some(browser)
    }

    /// Sends a command to the driver and returns its value.
    pub(super) fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let value = self.attempt(method, path, body);
        assert!(value["error"].is_null(), "{method} {path}: {value}");
        value
    }

    fn attempt(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver accepts");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a time limit");
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("the command is sent");
        // The driver keeps the connection open, so the length determines where the answer ends.
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("the driver answers");
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a number");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("the driver answers");
        let body = String::from_utf8(body).expect("UTF-8");
        let answer: Value = serde_json::from_str(&body).expect("JSON");
        answer["value"].clone()
    }

    pub(super) fn go(&self, path: &str) {
        let url = format!("http://{}{path}", self.host);
        self.call("POST", &format!("/session/{}/url", self.session), &json!({"url": url}));
    }

    /// Runs a script in the page and returns its result.
    pub(super) fn run(&self, script: &str) -> Value {
        let body = json!({"script": script, "args": []});
        self.call("POST", &format!("/session/{}/execute/sync", self.session), &body)
    }

    pub(super) fn text(&self, selector: &str) -> String {
        let element = self.find(selector);
        let path = format!("/session/{}/element/{element}/text", self.session);
        self.call("GET", &path, &Value::Null).as_str().expect("text").to_string()
    }

    pub(super) fn find(&self, selector: &str) -> String {
        let body = json!({"using": "css selector", "value": selector});
        let found = self.call("POST", &format!("/session/{}/element", self.session), &body);
        found
            .as_object()
            .expect("an element")
            .values()
            .next()
            .and_then(Value::as_str)
            .expect("an id")
            .to_string()
    }

    pub(super) fn click(&self, selector: &str) {
        let element = self.find(selector);
        self.call(
            "POST",
            &format!("/session/{}/element/{element}/click", self.session),
            &json!({}),
        );
    }

    /// Types keys into the focused element.
    pub(super) fn keys(&self, keys: &[&str]) {
        let mut actions = Vec::new();
        for key in keys {
            let (shift, key) = match key.strip_prefix("shift+") {
                Some(key) => (true, key),
                None => (false, *key),
            };
            let code = match key {
                "Enter" => "\u{e007}",
                "Escape" => "\u{e00c}",
                "Left" => "\u{e012}",
                "Right" => "\u{e014}",
                "Tab" => "\u{e004}",
                key => key,
            };
            if shift {
                actions.push(json!({"type": "keyDown", "value": "\u{e008}"}));
            }
            for c in code.chars() {
                actions.push(json!({"type": "keyDown", "value": c.to_string()}));
                actions.push(json!({"type": "keyUp", "value": c.to_string()}));
            }
            if shift {
                actions.push(json!({"type": "keyUp", "value": "\u{e008}"}));
            }
        }
        let body = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.call("POST", &format!("/session/{}/actions", self.session), &body);
    }

    /// Drags the mouse between two points of an element, given as fractions of its width from the left.
    pub(super) fn drag(&self, selector: &str, from: f64, to: f64) {
        let area = self.run(&format!(
            "const a = document.querySelector('{selector}').getBoundingClientRect(); return [a.left, a.top, a.width, a.height];"
        ));
        let at = |part: f64| {
            let number = |index: usize| area[index].as_f64().expect("a number");
            let (x, y) = (number(0) + number(2) * part, number(1) + number(3) * 0.8);
            json!({"type": "pointerMove", "duration": 0, "x": x as i64, "y": y as i64})
        };
        let actions = json!([at(from), {"type": "pointerDown", "button": 0}, at((from + to) / 2.0), at(to), {"type": "pointerUp", "button": 0}]);
        let body = json!({"actions": [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}]});
        self.call("POST", &format!("/session/{}/actions", self.session), &body);
    }

    pub(super) fn address(&self) -> String {
        let url = self.call("GET", &format!("/session/{}/url", self.session), &Value::Null);
        url.as_str().expect("an address").to_string()
    }

    /// Waits until the address contains `part`.
    pub(super) fn arrive(&self, part: &str) {
        let began = Instant::now();
        while !self.address().contains(part) || self.run("return document.readyState") != "complete"
        {
            assert!(began.elapsed() < Duration::from_secs(30), "{} has no {part}", self.address());
        }
    }

    /// Goes back to the page before.
    pub(super) fn back(&self) {
        self.call("POST", &format!("/session/{}/back", self.session), &json!({}));
    }

    /// Clicks on an element while Ctrl is pressed.
    pub(super) fn ctrl_click(&self, selector: &str) {
        let element = self.find(selector);
        let origin = json!({"element-6066-11e4-a52e-4f735466cecf": element});
        let pause = json!({"type": "pause"});
        let ctrl = |kind: &str| json!({"type": kind, "value": "\u{e009}"});
        let body = json!({"actions": [
            {"type": "key", "id": "keyboard", "actions": [ctrl("keyDown"), pause, pause, ctrl("keyUp")]},
            {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [
                {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": origin},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ]},
        ]});
        self.call("POST", &format!("/session/{}/actions", self.session), &body);
    }

    /// Returns the number of open windows and tabs.
    pub(super) fn windows(&self) -> usize {
        let path = format!("/session/{}/window/handles", self.session);
        self.call("GET", &path, &Value::Null).as_array().map_or(0, Vec::len)
    }

    /// Saves a picture of the view if `DATELINE_SCREENSHOTS` is set.
    pub(super) fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("DATELINE_SCREENSHOTS") else { return };
        let picture =
            self.call("GET", &format!("/session/{}/screenshot", self.session), &Value::Null);
        use base64::Engine;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(picture.as_str().expect("a picture"))
            .expect("base 64");
        std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), bytes)
            .expect("the picture is written");
    }

    /// Asserts that axe-core, if it is installed, finds no problems, and that nothing is wider than the window.
    pub(super) fn is_accessible(&self, view: &str) {
        let wide = self.run(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        assert!(
            wide.as_i64().expect("a number") <= 0,
            "{view} is {wide} pixels wider than the window"
        );
        let Some(axe) = axe() else {
            eprintln!("skipped: axe-core is not installed");
            return;
        };
        self.run(&axe);
        let script = "const done = arguments[arguments.length - 1]; \
            axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}) \
            .then((found) => done(found.violations.map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)])));";
        let body = json!({"script": script, "args": []});
        let found = self.call("POST", &format!("/session/{}/execute/async", self.session), &body);
        assert_eq!(found, json!([]), "{view}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.attempt("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        harmless(self.driver.kill(), "it may have ended");
        harmless(self.driver.wait(), "it may have ended");
    }
}

fn which(name: &str) -> String {
    let found = Command::new("which").arg(name).output().expect("which runs");
    String::from_utf8_lossy(&found.stdout).trim().to_string()
}

/// Returns the code of axe-core, from `$DATELINE_AXE` or from where `.ci/run` installs it.
fn axe() -> Option<String> {
    let installed =
        concat!(env!("CARGO_MANIFEST_DIR"), "/target/npm/node_modules/axe-core/axe.min.js");
    let path = std::env::var_os("DATELINE_AXE").map_or(PathBuf::from(installed), PathBuf::from);
    std::fs::read_to_string(path).ok()
}

#[test]
fn a_reporter_finds_narrows_opens_and_exports() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/");
    browser.is_accessible("start");
    browser.picture("start");
    browser.keys(&["/", "s", "a", "l", "t", "Enter"]);
    browser.arrive("q=salt");
    assert!(!browser.address().contains("since="), "empty fields stay out of the address");
    let total = browser.text(".sum strong");
    let expected = place.json(&["search", "--json", "-n", "0", "salt"])["total"].clone();
    assert_eq!(total, format!("{expected} articles"));
    browser.is_accessible("results");
    browser.picture("results");

    // The timeline narrows the dates.
    browser.drag(".bars", 0.4, 0.9);
    browser.arrive("until=");
    let address = browser.address();
    assert!(address.contains("since=") && address.contains("q=salt"), "{address}");
    browser.is_accessible("range");
    browser.picture("range");
    browser.go("/?q=salt");

    // A facet narrows to a source.
    let source = browser.text("aside section:first-of-type li bdi");
    browser.click("aside section:first-of-type li a.value");
    browser.arrive("only=publisher");
    assert_eq!(browser.text(".chips bdi"), source);

    // Keys open a hit and move between its highlights.
    browser.keys(&["j", "Enter"]);
    browser.arrive("/article/");
    assert!(browser.text("article mark").to_lowercase().contains("salt"));
    browser.keys(&["n"]);
    browser.arrive("#m1");
    browser.is_accessible("article");
    browser.picture("article");
    browser.keys(&["u"]);
    browser.arrive("q=salt");

    // Marks persist, and an export contains the marked articles. Another search has its own.
    browser.go("/?q=salt");
    browser.keys(&["j", "x"]);
    assert_eq!(browser.text("#export-marked"), "Export marked articles (1)");
    browser.go("/?q=ferry");
    assert_eq!(browser.text("#export-marked"), "Export marked articles");
    browser.go("/?q=salt");
    assert_eq!(browser.text("#export-marked"), "Export marked articles (1)");
}

#[test]
fn faults_nothing_found_and_other_views_help() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/?q=salt+date%3A1987-13");
    assert!(browser.text("#fault").contains("1987-13"));
    browser.is_accessible("fault");
    browser.picture("fault");
    browser.go("/?q=salt+zzzzq");
    assert!(browser.text(".list").contains("zzzzq"), "the word to blame is named");
    browser.is_accessible("nothing");
    browser.picture("nothing");
    browser.go("/kwic?q=salt");
    assert!(browser.text(".kwic mark").to_lowercase().contains("salt"));
    browser.is_accessible("context");
    browser.picture("context");
    browser.go("/compare?q=salt&q=ferry");
    browser.is_accessible("compare");
    browser.picture("compare");
    browser.go("/values/source?q=salt");
    browser.is_accessible("values");
    browser.picture("values");
    browser.go("/?q=ferry&unique=true");
    browser.is_accessible("stories");
    browser.picture("stories");
    browser.go("/?q=ferry&names=true");
    assert!(!browser.text("#names li bdi").is_empty());
    browser.is_accessible("names");
    browser.run("document.querySelector('#names').scrollIntoView({block: 'center'})");
    browser.picture("names");
    browser.go("/help");
    browser.is_accessible("help");
    browser.go("/nowhere");
    browser.is_accessible("nowhere");
}

#[test]
fn the_keyboard_chooses_dates() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/?q=salt");
    browser.run("document.querySelector('.bars a[tabindex=\"0\"]').focus()");
    browser.keys(&["Right", "shift+Right", "shift+Right", "Enter"]);
    browser.arrive("until=");
    assert!(browser.address().contains("since="));
    // Tab reaches every control in page order, and the focus is visible.
    browser.go("/?q=salt");
    browser.keys(&["Tab"]);
    assert_eq!(browser.run("return document.activeElement.className"), "skip");
    browser.keys(&["Tab", "Tab"]);
    assert_eq!(browser.run("return document.activeElement.id"), "q");
}

#[test]
fn the_page_works_without_a_script() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &Window { script: false, ..DESK }) else { return };
    browser.go("/?q=salt");
    browser.click(".bars a:first-of-type");
    let began = Instant::now();
    while !browser.address().contains("until=") {
        assert!(began.elapsed() < Duration::from_secs(30), "a bar is a link");
    }
    browser.go("/?q=salt");
    browser.click(".hit h2 a");
    assert!(browser.address().contains("/article/"));
    browser.go("/?q=salt");
    browser.click(".pick input");
    browser.click("button.apply");
    assert!(browser.address().contains("q=salt"));
}

#[test]
fn a_phone_and_a_dark_room() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for (name, window) in [
        ("narrow", Window { width: 360, height: 780, ..DESK }),
        ("phone", Window { width: 390, height: 844, ..DESK }),
        ("dark", Window { dark: true, ..DESK }),
        ("wide", Window { width: 2_000, ..DESK }),
    ] {
        let Some(browser) = Browser::open(&server, &window) else { return };
        let key = place.json(&["search", "--json", "salt"])["hits"][0]["key"].clone();
        let article = format!("/article/{}?q=salt&rank=1", key.as_str().expect("a key"));
        for (view, path) in [
            ("results", "/?q=salt"),
            ("article", &article),
            ("context", "/kwic?q=salt"),
            ("compare", "/compare?q=salt&q=ferry"),
            ("nothing", "/?q=zzzzq"),
        ] {
            browser.go(path);
            if window.dark {
                let dark = browser.run("return matchMedia('(prefers-color-scheme: dark)').matches");
                assert_eq!(dark, true);
            }
            browser.is_accessible(&format!("{name} {view}"));
            browser.picture(&format!("{view}-{name}"));
        }
    }
}
