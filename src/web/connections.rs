//! Connections: accepting them, the time limits of slow clients, and a graceful stop.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::routes;
use super::state::State;
use super::unframed::{Resetting, Unframed};
use crate::error::harmless;

/// The time that requests have to finish when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// The memory for the head of a request. A longer head is refused.
const HEAD: usize = 128 << 10;

/// Accepts connections until the process is told to stop.
pub async fn serve(listener: TcpListener, state: Arc<State>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let limits = state.options.limits.clone();
    let slots = Arc::new(Semaphore::new(limits.connections.max(1)));
    let (stop, stopping) = watch::channel(false);
    let router = routes::router(&state);
    let mut stopped = pin!(told_to_stop());
    loop {
        // A free slot first: connections over the limit wait in the system's queue.
        let slot = tokio::select! {
            slot = Arc::clone(&slots).acquire_owned() => slot,
            told = &mut stopped => { told?; break }
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            told = &mut stopped => { told?; break }
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            // Out of file numbers, or the client is gone already.
            Err(error) => {
                tracing::warn!(error = %error, "accepting a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        harmless(stream.set_nodelay(true), "it only makes answers slower");
        let unframed = Unframed::default();
        let mut stream = TimeoutStream::new(Resetting::new(stream, unframed.clone()));
        // The time to send a header limits idle connections too. A read timeout would end long exports, during which
        // the client sends nothing.
        stream.set_write_timeout(Some(limits.idle_time));
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let (router, unframed) = (router.clone(), unframed.clone());
            async move {
                let version = request.version();
                let answer = router.oneshot(request.map(Body::new)).await;
                let answer = answer.unwrap_or_else(|never| match never {});
                unframed.note(version, &answer);
                Ok::<_, Infallible>(answer)
            }
        });
        let header_time = limits.header_time;
        let mut stopping = stopping.clone();
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(header_time)
                .max_buf_size(HEAD)
                .serve_connection(TokioIo::new(Box::pin(stream)), service);
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                // The guard that it returns must not be held while the connection ends.
                _ = async { stopping.wait_for(|stop| *stop).await.is_ok() } => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(error = %error, "a connection ended early");
            }
            drop(slot);
        });
    }
    drop(listener);
    harmless(stop.send(true), "there may be no connection");
    let all = u32::try_from(limits.connections.max(1)).unwrap_or(u32::MAX);
    if tokio::time::timeout(GRACE, slots.acquire_many(all)).await.is_err() {
        tracing::warn!("requests were cut off after {} seconds", GRACE.as_secs());
    }
    Ok(())
}

/// Returns when the process receives SIGTERM or SIGINT.
async fn told_to_stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        Ok(())
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
