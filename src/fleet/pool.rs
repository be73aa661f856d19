//! Work on all cores in the order of the input.
//!
//! Items are dealt out in turn to workers that have a queue each, and results are collected in the same
//! turn. So the order needs no buffer in which results wait for a slow one, and the bounded queues hold
//! back whoever is too fast: reader, workers or writer. What becomes of an item goes on in pieces, so that an
//! item that holds a great deal needs no more memory than another.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many items wait before each worker, and how many pieces behind it.
const QUEUE: usize = 2;

/// The most threads that work: far more than one for each core only costs memory.
pub const MOST_JOBS: usize = 256;

/// What a worker hands on.
enum Sent<O> {
    Piece(O),
    /// The item is done.
    End,
}

/// Sends every item of `source` through `work` on `jobs` threads and gives the results to `sink`, on the
/// calling thread, in the order of the items. An item may give any number of results: `work` hands each to the
/// function that it is given, which says whether more are wanted.
///
/// With one job the calling thread does it all: what a core would do for several threads in turn only costs their
/// changes. Where the system has no thread left there are fewer, and where it has none it is the same.
///
/// # Errors
///
/// The first error of `sink`, after which nothing more is read or worked on.
pub fn in_order<I, O, E>(
    jobs: usize,
    source: impl Iterator<Item = I> + Send,
    work: impl Fn(I, &mut dyn FnMut(O) -> bool) + Sync,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    O: Send,
{
    if jobs <= 1 {
        return alone(source, &work, &mut sink);
    }
    let jobs = jobs.min(MOST_JOBS);
    // Taken by the thread that deals, if there is one.
    let source = Mutex::new(Some(source));
    let take = || source.lock().unwrap_or_else(PoisonError::into_inner).take();
    let done = thread::scope(|scope| {
        let mut inboxes = Vec::with_capacity(jobs);
        let mut outboxes = Vec::with_capacity(jobs);
        for _ in 0..jobs {
            let (to_worker, inbox) = sync_channel(QUEUE);
            let (to_sink, outbox) = sync_channel(QUEUE);
            let work = &work;
            let worker = move || worker(&inbox, work, &to_sink);
            if thread::Builder::new().spawn_scoped(scope, worker).is_err() {
                break;
            }
            inboxes.push(to_worker);
            outboxes.push(outbox);
        }
        if inboxes.is_empty() {
            return None;
        }
        let take = &take;
        let dealer = move || {
            if let Some(source) = take() {
                deal(source, &inboxes);
            }
        };
        if thread::Builder::new().spawn_scoped(scope, dealer).is_err() {
            return None;
        }
        let done = collect(&outboxes, &mut sink);
        // At an error this ends the workers and then the reader.
        drop(outboxes);
        Some(done)
    });
    done.unwrap_or_else(|| take().map_or(Ok(()), |source| alone(source, &work, &mut sink)))
}

/// Without another thread.
fn alone<I, O, E>(
    source: impl Iterator<Item = I>,
    work: &impl Fn(I, &mut dyn FnMut(O) -> bool),
    sink: &mut impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    for item in source {
        let mut done = Ok(());
        work(item, &mut |piece| {
            if done.is_ok() {
                done = sink(piece);
            }
            done.is_ok()
        });
        done?;
    }
    Ok(())
}

fn deal<I>(source: impl Iterator<Item = I>, inboxes: &[SyncSender<I>]) {
    for (item, inbox) in source.zip(inboxes.iter().cycle()) {
        if inbox.send(item).is_err() {
            return;
        }
    }
}

fn worker<I, O>(
    inbox: &Receiver<I>,
    work: impl Fn(I, &mut dyn FnMut(O) -> bool),
    outbox: &SyncSender<Sent<O>>,
) {
    for item in inbox {
        work(item, &mut |piece| outbox.send(Sent::Piece(piece)).is_ok());
        if outbox.send(Sent::End).is_err() {
            return;
        }
    }
}

fn collect<O, E>(
    outboxes: &[Receiver<Sent<O>>],
    sink: &mut impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    for outbox in outboxes.iter().cycle() {
        loop {
            match outbox.recv() {
                Ok(Sent::Piece(piece)) => sink(piece)?,
                Ok(Sent::End) => break,
                // A worker that has nothing left had the last turn: nobody after it has anything.
                Err(_) => return Ok(()),
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 2, 3, 8] {
            for count in [0, 1, 2, 7, 100] {
                let mut seen = Vec::new();
                let work = |n: u64, give: &mut dyn FnMut((u64, u64)) -> bool| {
                    // The earlier ones take longer.
                    thread::sleep(Duration::from_micros((100 - n) % 7 * 50));
                    // No result, one, or several.
                    for piece in 0..n % 4 {
                        assert!(give((n, piece)));
                    }
                };
                let done: Result<(), ()> = in_order(jobs, 0..count, work, |n| {
                    seen.push(n);
                    Ok(())
                });
                assert_eq!(done, Ok(()));
                let wanted = (0..count).flat_map(|n| (0..n % 4).map(move |piece| (n, piece)));
                assert_eq!(seen, wanted.collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_slow_writer_holds_the_reader_back() {
        let read = AtomicUsize::new(0);
        let mut written = 0;
        let source = (0..1000).inspect(|_| {
            read.fetch_add(1, Ordering::SeqCst);
        });
        let done: Result<(), ()> = in_order(
            2,
            source,
            |n, give| {
                give(n);
            },
            |_| {
                written += 1;
                // Two workers, each with both queues full and an item in hand, and one with the reader.
                assert!(read.load(Ordering::SeqCst) <= written + 2 * (2 * QUEUE + 1) + 2);
                Ok(())
            },
        );
        assert_eq!((done, written), (Ok(()), 1000));
    }

    #[test]
    fn an_error_ends_everything() {
        let mut written = 0;
        let done = in_order(
            2,
            0..,
            |n: u64, give| {
                give(n);
            },
            |n| {
                written += 1;
                if n == 5 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, written), (Err("full"), 6));
    }

    #[test]
    fn without_a_thread_it_is_the_same() {
        let mut seen = Vec::new();
        let work = |n: u64, give: &mut dyn FnMut(u64) -> bool| {
            let _ = give(n) && give(n * 10);
        };
        let done = alone(1..10_u64, &work, &mut |n| {
            seen.push(n);
            if n == 30 { Err("full") } else { Ok(()) }
        });
        assert_eq!((done, seen), (Err("full"), vec![1, 10, 2, 20, 3, 30]));
    }

    #[test]
    fn there_are_never_more_threads_than_help() {
        let most = AtomicUsize::new(0);
        let done: Result<(), ()> = in_order(
            usize::MAX,
            0..10,
            |_: u64, give| {
                let threads = std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
                most.fetch_max(threads, Ordering::SeqCst);
                give(());
            },
            |()| Ok(()),
        );
        assert_eq!(done, Ok(()));
        // Those of other tests stand beside them.
        assert!(most.load(Ordering::SeqCst) < 4 * MOST_JOBS);
    }
}
