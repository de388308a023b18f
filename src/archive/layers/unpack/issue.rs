//! Newspaper issues within a zip archive: a METS file and the ALTO pages that it names, read as articles.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::archive::layers::{Layers, Source};
use crate::archive::scans::mets::{Issue, Pages};
use crate::archive::{Reason, Why, decode};

/// The maximum number of bytes that are read of a METS file or a page.
const PART: u64 = 32 << 20;
/// The maximum text of an issue, as a multiple of the length limit of an article.
const TIMES: usize = 4;

/// The issues of a zip archive, by the member numbers of their METS files.
#[derive(Default)]
pub struct Issues {
    /// The member numbers of the pages of each issue, or `None` for a page that is not in the archive.
    issues: HashMap<usize, Vec<Option<usize>>>,
    pages: HashSet<usize>,
}

impl Issues {
    /// Returns whether a member is a page of an issue. Such a page is read with the issue.
    pub fn have_page(&self, member: usize) -> bool {
        self.pages.contains(&member)
    }

    /// Returns whether a member is the METS file of an issue.
    pub fn have(&self, member: usize) -> bool {
        self.issues.contains_key(&member)
    }
}

/// The format of a page of an issue, which is read with its METS file.
pub const PAGE: &str = "alto";

type Archive<'a, 'b> = ZipArchive<&'a mut &'b mut dyn Source>;

impl Layers<'_> {
    /// Finds the issues whose METS divides pages into articles, and whose pages are members of the archive.
    ///
    /// # Errors
    ///
    /// Returns an error if the archive cannot be read now. Without its METS, the pages of an issue would be taken for
    /// articles, and its articles for removed ones.
    pub(super) fn issues(
        &mut self,
        archive: &mut Archive,
        paths: &[String],
    ) -> Result<Issues, Why> {
        let mut found = Issues::default();
        let places: HashMap<&str, usize> =
            paths.iter().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
        let is_mets = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
            name.ends_with(".xml") && name.contains("mets")
        };
        for (number, path) in paths.iter().enumerate().filter(|(_, path)| is_mets(path)) {
            let issue = self.part(archive, number)?.as_deref().and_then(Issue::of);
            let Some(issue) = issue else { continue };
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let page = |address: &str| places.get(resolved(folder, address).as_str()).copied();
            let pages: Vec<Option<usize>> = issue.addresses().map(page).collect();
            let is_known = pages.iter().flatten().any(|page| found.pages.contains(page));
            if pages.iter().any(Option::is_some) && !is_known {
                found.pages.extend(pages.iter().flatten());
                found.issues.insert(number, pages);
            }
        }
        Ok(found)
    }

    /// Reads the articles of an issue and reports its METS file. Returns whether to continue.
    pub(super) fn issue(
        &mut self,
        archive: &mut Archive,
        issues: &mut Issues,
        number: usize,
        path: &str,
    ) -> Result<bool, Why> {
        let Some(members) = issues.issues.remove(&number) else { return Ok(true) };
        let mut hasher = blake3::Hasher::new();
        let mut size = 0;
        let read = || -> Result<(Issue, Pages, u64), Why> {
            // Without a text, there is no issue.
            let mets = self.part(archive, number)?.unwrap_or_default();
            size = mets.len() as u64;
            hasher.update(mets.as_bytes());
            // An archive may have thousands of issues. They are not held in memory, so each is parsed twice.
            let issue = Issue::of(&mets)
                .ok_or_else(|| Reason::Unreadable.because("the METS of an issue"))?;
            drop(mets);
            let limit = self.reading.limit;
            let (mut pages, mut missing) = (Pages::default(), 0);
            for member in members {
                let text = member.map(|member| self.part(archive, member)).transpose()?;
                let Some(text) = text.flatten() else {
                    missing += 1;
                    pages.add_missing();
                    continue;
                };
                // The hash covers the pages, because the articles change with them.
                hasher.update(text.as_bytes());
                match pages.add(&text, limit.saturating_mul(TIMES)) {
                    Ok(bytes) if bytes > limit.saturating_mul(TIMES) => {
                        return Err(Reason::TooLong.because("the text of an issue"));
                    }
                    Ok(_) => {}
                    // The readable part of a damaged page is kept.
                    Err(_) => missing += 1,
                }
            }
            Ok((issue, pages, missing))
        };
        let outcome = read();
        self.inside.push(path.to_string());
        let outcome = outcome.and_then(|(issue, pages, missing)| {
            self.pass_on("mets", |_, sink| {
                for article in issue.articles(pages) {
                    if sink(Ok(article)).is_break() {
                        return Ok(());
                    }
                }
                match missing {
                    0 => Ok(()),
                    1 => Err(Reason::Unreadable
                        .because("1 page of the issue is missing or damaged")
                        .into()),
                    _ => Err(Reason::Unreadable
                        .because(format!("{missing} pages of the issue are missing or damaged"))
                        .into()),
                }
            })
        });
        self.inside.pop();
        self.report(path, size, *hasher.finalize().as_bytes(), outcome)
    }

    /// Returns the text of a member, or `None` if the member is damaged, too long or not text.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails to read the archive, which says nothing about the member.
    fn part(&mut self, archive: &mut Archive, number: usize) -> Result<Option<String>, Why> {
        let member = match archive.by_index(number) {
            Ok(member) => member,
            Err(ZipError::Io(error)) if error.raw_os_error().is_some() => return Err(error.into()),
            Err(_) => return Ok(None),
        };
        let mut bytes = Vec::new();
        let read = self.budget.counts(member).take(PART + 1).read_to_end(&mut bytes);
        match read {
            Ok(_) if bytes.len() as u64 <= PART => Ok(decode::whole(&bytes, None)),
            Err(error) if error.raw_os_error().is_some() => Err(error.into()),
            _ => Ok(None),
        }
    }
}

/// Returns the path of a page in the archive. `address` is its address (`file://./ALTO/1.xml`) in a METS file in
/// `folder`.
fn resolved(folder: &str, address: &str) -> String {
    let address = address.strip_prefix("file://").unwrap_or(address).replace('\\', "/");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_members() {
        for (folder, address, expected) in [
            ("a/b", "file://./ALTO/1.xml", "a/b/ALTO/1.xml"),
            ("", "./ALTO/1.xml", "ALTO/1.xml"),
            ("a/b", "..\\text\\1.xml", "a/text/1.xml"),
        ] {
            assert_eq!(resolved(folder, address), expected);
        }
    }
}
