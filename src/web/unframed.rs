//! Answers whose end only the end of the connection marks, as HTTP/1.0 has them (RFC 9112, section 6.3). If such an answer
//! is cut, its client must not take the part for the whole: the connection is reset instead of closed.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::http::Version;
use axum::response::Response;
use http_body::Body;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Whether a connection is sending an answer whose end only the end of the connection marks.
#[derive(Clone, Default)]
pub struct Unframed(Arc<AtomicBool>);

impl Unframed {
    /// Notes an answer that is about to be sent to a client that speaks a version of HTTP.
    pub fn note(&self, version: Version, answer: &Response) {
        if version < Version::HTTP_11 && answer.body().size_hint().exact().is_none() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

/// The stream of a connection. If it is dropped before the end of an unframed answer, the connection is reset; also if the
/// process is killed.
pub struct Resetting {
    stream: TcpStream,
    unframed: Unframed,
    is_armed: bool,
}

impl Resetting {
    /// Wraps the stream of a connection.
    pub fn new(stream: TcpStream, unframed: Unframed) -> Resetting {
        Resetting { stream, unframed, is_armed: false }
    }

    /// Closing a socket that lingers for no time resets the connection (`SO_LINGER`, RFC 9293, section 3.6).
    fn arm(&mut self) -> io::Result<()> {
        if !self.is_armed && self.unframed.0.load(Ordering::Relaxed) {
            self.stream.set_zero_linger()?;
            self.is_armed = true;
        }
        Ok(())
    }

    /// The answer is complete: the connection ends as usual.
    #[expect(deprecated, reason = "only a time to linger can block the thread, and this sets none")]
    fn disarm(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_armed) {
            self.stream.set_linger(None)?;
        }
        Ok(())
    }
}

impl AsyncRead for Resetting {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Resetting {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.arm()?;
        Pin::new(&mut this.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.arm()?;
        Pin::new(&mut this.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    /// Only called after the whole answer has been written.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.disarm()?;
        Pin::new(&mut this.stream).poll_shutdown(context)
    }
}
