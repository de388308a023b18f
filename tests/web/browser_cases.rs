//! What only a real browser shows: pages that it keeps and shows again, storage that it refuses, words wider than the
//! window, text that runs from right to left.

use std::time::{Duration, Instant};

use super::browser::{Browser, DESK, Window};
use super::client::{Server, corpus};

/// What the timeline shows as chosen: the number of brushes, and of bars inside and outside.
const SHOWN: &str = "const count = (name) => document.querySelectorAll('.bars ' + name).length; \
    return [count('.brush'), count('.in'), count('.out')];";

#[test]
fn back_after_a_choice_of_dates_shows_the_page_as_it_was() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/?q=salt");
    let before = browser.run(SHOWN);
    browser.drag(".bars", 0.4, 0.9);
    browser.arrive("until=");
    browser.back();
    assert!(!browser.address().contains("until="), "{}", browser.address());
    assert_eq!(browser.run(SHOWN), before);

    browser.run("document.querySelector('.bars a[tabindex=\"0\"]').focus()");
    browser.keys(&["Right", "shift+Right", "Enter"]);
    browser.arrive("until=");
    browser.back();
    assert_eq!(browser.run(SHOWN), before);
}

#[test]
fn a_bar_opens_in_another_tab() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let Some(browser) = Browser::open(&server, &DESK) else { return };
    browser.go("/?q=salt");
    browser.ctrl_click(".bars a:nth-of-type(2) .place");
    let began = Instant::now();
    while browser.windows() < 2 {
        assert!(began.elapsed() < Duration::from_secs(30), "{}", browser.address());
    }
    assert!(!browser.address().contains("until="), "{}", browser.address());
}

#[test]
fn keys_work_where_the_browser_keeps_nothing() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let window = Window { storage: false, ..DESK };
    let Some(browser) = Browser::open(&server, &window) else { return };
    browser.go("/?q=salt");
    let refused = "try { return sessionStorage.length; } catch { return 'refused'; }";
    assert_eq!(browser.run(refused), "refused");
    browser.keys(&["j", "x"]);
    assert_eq!(browser.run("return document.activeElement.matches('.hit h2 a')"), true);
    assert_eq!(browser.text("#export-marked"), "Export marked articles (1)");
}
