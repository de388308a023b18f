//! The text of an issue's ALTO pages, block by block. Each block is given to one article only.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::super::super::xml::{self, Selection};
use super::super::alto;

/// A page.
#[derive(Debug, Default)]
struct Page {
    number: Option<String>,
    /// The texts of the blocks in reading order, or `None` for a text that was taken.
    blocks: Vec<Option<String>>,
    /// The numbers of the blocks, by their ids and by the ids of the groups that contain them.
    named: HashMap<String, Vec<usize>>,
}

/// The pages of an issue.
#[derive(Debug, Default)]
pub struct Pages {
    pages: Vec<Page>,
    bytes: usize,
}

impl Pages {
    /// Adds a page. Returns the size of the text of all pages so far, in bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if the page is not well-formed XML.
    pub fn add(&mut self, alto: &str, limit: usize) -> std::io::Result<usize> {
        let mut page = Page::default();
        let mut order = None;
        let names = ["Page", "ReadingOrder"];
        let read = xml::each(&mut alto.as_bytes(), &names, limit, &mut |selection| {
            let Selection::Element(element, _) = selection else {
                return ControlFlow::Continue(());
            };
            if element.name == "ReadingOrder" {
                order = Some(element);
            } else {
                let (scan, ids) = alto::scan_with_ids(&element, order.as_ref());
                page.number = page.number.take().or(scan.number);
                for (text, ids) in scan.blocks.into_iter().zip(ids) {
                    self.bytes += text.len();
                    for id in ids {
                        page.named.entry(id).or_default().push(page.blocks.len());
                    }
                    page.blocks.push(Some(text));
                }
            }
            ControlFlow::Continue(())
        });
        self.pages.push(page);
        read.map(|()| self.bytes)
    }

    /// Adds a page that could not be read.
    pub fn add_missing(&mut self) {
        self.pages.push(Page::default());
    }

    /// Returns the number that is printed on a page.
    pub fn number(&self, page: usize) -> Option<String> {
        self.pages.get(page)?.number.clone()
    }

    /// Takes the texts of the block or group with an id, or all remaining texts.
    pub fn take(&mut self, page: usize, block: Option<&str>) -> Vec<String> {
        let Some(page) = self.pages.get_mut(page) else { return Vec::new() };
        let Page { blocks, named, .. } = page;
        match block {
            Some(id) => {
                let numbers = named.get(id).map(Vec::as_slice).unwrap_or_default();
                numbers.iter().filter_map(|at| blocks[*at].take()).collect()
            }
            None => blocks.iter_mut().filter_map(Option::take).collect(),
        }
    }
}
