//! `GET /api/v1/export`: every hit, streamed. A client that reads a whole answer has the whole export: an error closes
//! the connection instead of ending the answer, and resets it if only its end would mark the end of the answer.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State as Shared};
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use http_body::Frame;
use tokio::sync::{mpsc, oneshot};

use super::labels::Labels;
use super::parameters::{self, ASKING, Parameters};
use super::pool::Refusal;
use super::reply::{Problem, reply};
use super::state::State;
use crate::answers::export::{self as exporting, Export, Exported, Form, Row, Sink};
use crate::error::{Error, Result, harmless};
use crate::page::rows::Format;
use crate::query::tree::{Filter, FilterField, Tree};
use crate::searching::{Found, Index};

/// The size of the pieces that are sent, in bytes, and how many of them wait for a slow client.
const PIECE: usize = 64 << 10;
const PIECES: usize = 4;

type Piece = io::Result<Bytes>;

/// Answers with an export.
pub async fn export(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let known = [ASKING, parameters::EXPORT];
    let parameters = match Parameters::read(&query, &known, &state.options.limits) {
        Ok(parameters) => parameters,
        Err(error) => return Problem::from(error).into_json(),
    };
    let name = parameters.text("output").unwrap_or("jsonl").to_string();
    // The table of parameters has these names only.
    let format = Format::ALL.into_iter().find(|format| format.is(&name)).unwrap_or(Format::Jsonl);
    let (pieces, body) = mpsc::channel::<Piece>(PIECES);
    let (begun, begins) = oneshot::channel::<()>();
    let shared = Arc::clone(&state);
    let running = tokio::spawn(async move {
        let clock = shared.options.clock;
        let outcome = shared.exports.run(move |index| {
            let labels = Labels::of(index);
            let form = Labelled { form: format, labels };
            let export = Export {
                question: parameters.question(clock)?,
                oldest_first: parameters.text("sort") == Some("oldest"),
                form: &form,
                fields: Some(parameters.listed("fields")).filter(|fields| !fields.is_empty()),
                limit: match parameters.text("limit") {
                    Some(_) => Some(parameters.number("limit", 0, usize::MAX)?),
                    None => None,
                },
            };
            let keys = parameters.all("key");
            // The answer begins once the question has been read, so that a fault is not an answer of status 200.
            let mut stream = Stream {
                pieces,
                buffer: Vec::with_capacity(PIECE),
                begun: Some(begun),
                is_finished: false,
            };
            let result = write(index, &export, &keys, &mut stream);
            if let Err(error) = &result
                && stream.begun.is_none()
            {
                let broken = io::Error::other(error.message.clone());
                harmless(stream.pieces.blocking_send(Err(broken)), "the client is gone already");
            }
            stream.is_finished = true;
            result
        });
        outcome.await
    });
    if begins.await.is_err() {
        // Nothing was written: the export was refused or failed.
        let refusal = match running.await {
            Ok(Err(refusal)) => refusal,
            // The task ended early, and can be asked for again.
            _ => Refusal::Busy,
        };
        return Problem::from(refusal).into_json();
    }
    let (content_type, extension) = match format {
        Format::Csv | Format::Excel => ("text/csv; charset=utf-8", "csv"),
        Format::Bibtex => ("application/x-bibtex; charset=utf-8", "bib"),
        Format::Csl => ("application/vnd.citationstyles.csl+json", "json"),
        Format::Json => ("application/json", "json"),
        _ => ("application/x-ndjson", "jsonl"),
    };
    let mut response = reply(StatusCode::OK, content_type, Body::new(Pieces(body)));
    let disposition = format!("attachment; filename=\"dateline.{extension}\"");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Writes an export: of the articles that the question finds, or of those among them with given keys.
fn write(index: &Index, export: &Export, keys: &[String], stream: &mut Stream) -> Result<Exported> {
    let fields = export.fields.as_deref();
    let head =
        export.form.head(fields).map_err(|error| Error::output("writing an export", error))?;
    stream.buffer.extend(head);
    let mut rows = Rows { stream, form: export.form, count: 0 };
    let done = match keys {
        [] => exporting::export(index, export, &mut rows)?,
        keys => {
            let of_key = |key: &String| {
                Tree::Filter(Filter { field: FilterField::Key, value: key.clone(), wild: false })
            };
            let chosen = Tree::any(keys.iter().map(of_key).collect());
            exporting::export_among(index, export, chosen, &mut rows)?
        }
    };
    let tail = export.form.tail(rows.count);
    stream.buffer.extend(tail);
    stream.begin();
    stream.send()?;
    Ok(done)
}

/// A form in which roots have labels.
struct Labelled {
    form: Format,
    labels: Labels,
}

impl Form for Labelled {
    fn name(&self) -> &'static str {
        self.form.name()
    }

    fn head(&self, fields: Option<&[String]>) -> io::Result<Vec<u8>> {
        self.form.head(fields)
    }

    fn between(&self, rows: u64) -> &'static [u8] {
        self.form.between(rows)
    }

    fn row(&self, found: &Found, fields: Option<&[String]>) -> io::Result<Vec<u8>> {
        let mut labelled = found.clone();
        self.labels.apply(&mut labelled);
        self.form.row(&labelled, fields)
    }

    fn tail(&self, rows: u64) -> &'static [u8] {
        self.form.tail(rows)
    }
}

/// What a client is sent.
struct Stream {
    pieces: mpsc::Sender<Piece>,
    buffer: Vec<u8>,
    /// Taken when the answer begins.
    begun: Option<oneshot::Sender<()>>,
    /// Whether everything has been sent, or the failure.
    is_finished: bool,
}

impl Drop for Stream {
    /// Cuts the connection if the export panicked, so that a part is not taken for the whole.
    fn drop(&mut self) {
        if !self.is_finished && self.begun.is_none() {
            let broken = io::Error::other("the export ended early");
            harmless(self.pieces.blocking_send(Err(broken)), "the client is gone already");
        }
    }
}

impl Stream {
    fn begin(&mut self) {
        if let Some(begun) = self.begun.take() {
            harmless(begun.send(()), "the client is gone already");
        }
    }

    /// Sends what is buffered; waits for a slow client.
    fn send(&mut self) -> Result<()> {
        let piece = Bytes::from(std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE)));
        self.pieces.blocking_send(Ok(piece)).map_err(|_gone| {
            Error::output("writing an export", io::Error::from(io::ErrorKind::BrokenPipe))
        })
    }
}

/// Rows on their way to a client.
struct Rows<'a> {
    stream: &'a mut Stream,
    form: &'a dyn Form,
    count: u64,
}

impl Sink for Rows<'_> {
    fn announced(&mut self, _rows: u64) {
        self.stream.begin();
    }

    fn row(&mut self, row: Row) -> Result<bool> {
        let buffer = &mut self.stream.buffer;
        let write = buffer
            .write_all(self.form.between(self.count))
            .and_then(|()| buffer.write_all(&row.bytes));
        write.map_err(|error| Error::output("writing an export", error))?;
        self.count += 1;
        if self.stream.buffer.len() >= PIECE {
            self.stream.send()?;
        }
        Ok(true)
    }
}

/// The body of an answer.
struct Pieces(mpsc::Receiver<Piece>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
