//! Notices about an answer, as the pages show them.

use super::{capitalized, shown};
use crate::searching::imprecise;

/// A notice.
pub struct Notice {
    /// What it says.
    pub text: String,
    /// The page that also shows the articles that it is about.
    pub link: Option<String>,
}

/// Returns notices for a page.
pub fn notices(all: &[String]) -> Vec<Notice> {
    let notice =
        |notice: &String| Notice { text: capitalized(&shown(&without_flags(notice))), link: None };
    all.iter().map(notice).collect()
}

/// Returns notices for a page. The one about articles whose dates are not precise enough, of which there are `overlapping`,
/// links to `inexact`, the page that includes them.
pub fn linked(all: &[String], overlapping: u64, inexact: &str) -> Vec<Notice> {
    let about = imprecise(overlapping);
    let mut notices = notices(all);
    for (notice, text) in notices.iter_mut().zip(all) {
        notice.link = (about.as_ref() == Some(text)).then(|| inexact.to_string());
    }
    notices
}

/// Removes the clauses of a notice that name flags of the command line.
fn without_flags(notice: &str) -> String {
    let names_flag = |clause: &str| clause.starts_with("--") || clause.contains(" --");
    let clauses: Vec<&str> = notice.split("; ").filter(|clause| !names_flag(clause)).collect();
    match clauses.is_empty() {
        true => notice.to_string(),
        false => clauses.join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_name_no_flags() {
        let all = [
            imprecise(2).unwrap(),
            "no article has \"a--b; c\"; did you mean \"ab\" (1 article)?".to_string(),
        ];
        let notices = linked(&all, 2, "/?inexact=true");
        let text =
            "2 more articles may be from these dates, but their dates are not precise enough";
        assert_eq!(notices[0].text, text);
        assert_eq!(notices[0].link.as_deref(), Some("/?inexact=true"));
        assert_eq!(notices[1].text, capitalized(&all[1]));
        assert_eq!(notices[1].link, None);
    }
}
