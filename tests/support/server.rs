//! A listener on loopback that answers each connection's one request in a thread of its own.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::wire::{Incoming, Reply};

/// A running server. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

/// Answers requests.
pub trait Handler: Send + Sync + 'static {
    fn answer(&self, incoming: &Incoming) -> Reply;
}

impl<F: Fn(&Incoming) -> Reply + Send + Sync + 'static> Handler for F {
    fn answer(&self, incoming: &Incoming) -> Reply {
        self(incoming)
    }
}

impl Server {
    pub fn start(handler: Arc<dyn Handler>) -> Self {
        Self::listen(move |stream| serve(stream, &*handler))
    }

    pub fn start_tls(config: Arc<ServerConfig>, handler: Arc<dyn Handler>) -> Self {
        Self::listen(move |stream| {
            if let Ok(connection) = ServerConnection::new(Arc::clone(&config)) {
                serve(StreamOwned::new(connection, stream), &*handler);
            }
        })
    }

    /// Hands every connection to a function.
    pub fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, serve) = (Arc::clone(&stop), Arc::new(serve));
        let listener = thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let serve = Arc::clone(&serve);
                thread::spawn(move || {
                    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
                    serve(stream);
                });
            }
        });
        Self {
            address,
            stop,
            listener: Some(listener),
        }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener up, so that it sees the flag.
        let _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

fn serve(mut stream: impl Read + Write, handler: &dyn Handler) {
    // A client that hangs up or a handshake that fails is the client's story, and seen there.
    if let Ok(Some(incoming)) = Incoming::read(&mut stream) {
        let _ = handler.answer(&incoming).write(&mut stream);
    }
}
