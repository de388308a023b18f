//! Reads the positions of terms in one pass.
//!
//! tantivy's cursor finds the positions of a document by adding up the frequencies of those before it in its block of
//! 128, which takes most of the time when the positions of all documents are read.

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::positions::PositionReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

/// The positions of a field in a segment.
pub struct PositionLists {
    /// `None` if no document has the field.
    file: Option<FileSlice>,
    steps: Vec<u32>,
}

/// The number of positions that are read at once, unless a single document has more.
const TOGETHER: usize = 1 << 12;

impl PositionLists {
    /// Opens the positions of a field. The segment's reader keeps the file open, so it is there even if a writer has
    /// deleted it.
    pub fn of(segment: &SegmentReader, field: Field) -> tantivy::Result<PositionLists> {
        let file = segment.open_read(SegmentComponent::Positions)?;
        let file = CompositeFile::open(&file)?.open_read(field);
        Ok(PositionLists { file, steps: Vec::new() })
    }

    /// Visits each document that has a term, with its positions: the first one, and the distance of each other one from
    /// the one before it.
    pub fn each(
        &mut self,
        index: &InvertedIndexReader,
        term: &TermInfo,
        mut visit: impl FnMut(DocId, &[u32]),
    ) -> tantivy::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let bytes = file.read_bytes_slice(term.positions_range.clone())?;
        let mut positions = PositionReader::open(bytes)?;
        let mut list =
            index.read_block_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?;
        let mut offset = 0;
        while !list.docs().is_empty() {
            let mut rest = list.docs().iter().zip(list.freqs()).peekable();
            while rest.peek().is_some() {
                let (mut docs, mut count) = (Vec::new(), 0);
                let fits = |count: usize, frequency: u32| count + frequency as usize <= TOGETHER;
                while let Some((doc, frequency)) =
                    rest.next_if(|(_, frequency)| docs.is_empty() || fits(count, **frequency))
                {
                    docs.push((*doc, *frequency as usize));
                    count += *frequency as usize;
                }
                self.steps.resize(count, 0);
                positions.read(offset, &mut self.steps);
                offset += count as u64;
                let mut steps = self.steps.as_slice();
                for (doc, frequency) in docs {
                    let (of_doc, behind) = steps.split_at(frequency);
                    visit(doc, of_doc);
                    steps = behind;
                }
            }
            list.advance();
        }
        Ok(())
    }
}
