//! Links optimized programs for Linux at a fixed address, and tells the tests how much the program was optimized.
//!
//! A program that may be loaded anywhere (PIE) has 95,000 pointers in its tables of languages, encodings and time zones
//! to correct before it starts, on pages that it then no longer shares with other processes. That is a third of the time of
//! `dateline --version`, and a tenth of that of a short query. Distributions that require PIE set `DATELINE_PIE=1`.

use std::env;

fn main() {
    println!("cargo:rerun-if-env-changed=DATELINE_PIE");
    let level = env::var("OPT_LEVEL").unwrap_or_default();
    println!("cargo:rustc-env=DATELINE_OPT_LEVEL={level}");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    let fixed = is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && is("PROFILE", "release")
        && !env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|set| set.contains("crt-static"))
        && env::var_os("DATELINE_PIE").is_none();
    if fixed {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
