//! Work on all cores in the order of the input.
//!
//! Items are dealt out in turn to workers that have a queue each, and results are collected in the same
//! turn. So the order needs no buffer in which results wait for a slow one, and the bounded queues hold
//! back whoever is too fast: reader, workers or writer.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// How many items wait before and behind each worker.
const QUEUE: usize = 2;

/// Sends every item of `source` through `work` on `jobs` threads and gives the results to `sink`, on the
/// calling thread, in the order of the items.
///
/// # Errors
///
/// The first error of `sink`, after which nothing more is read or worked on.
pub fn in_order<I, O, E>(
    jobs: usize,
    source: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> O + Sync,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    O: Send,
{
    let jobs = jobs.max(1);
    thread::scope(|scope| {
        let mut inboxes = Vec::with_capacity(jobs);
        let mut outboxes = Vec::with_capacity(jobs);
        for _ in 0..jobs {
            let (to_worker, inbox) = sync_channel(QUEUE);
            let (to_sink, outbox) = sync_channel(QUEUE);
            inboxes.push(to_worker);
            outboxes.push(outbox);
            let work = &work;
            scope.spawn(move || worker(&inbox, work, &to_sink));
        }
        scope.spawn(move || deal(source, &inboxes));
        let done = collect(&outboxes, &mut sink);
        // At an error this ends the workers and then the reader.
        drop(outboxes);
        done
    })
}

fn deal<I>(source: impl Iterator<Item = I>, inboxes: &[SyncSender<I>]) {
    for (item, inbox) in source.zip(inboxes.iter().cycle()) {
        if inbox.send(item).is_err() {
            return;
        }
    }
}

fn worker<I, O>(inbox: &Receiver<I>, work: impl Fn(I) -> O, outbox: &SyncSender<O>) {
    for item in inbox {
        if outbox.send(work(item)).is_err() {
            return;
        }
    }
}

fn collect<O, E>(
    outboxes: &[Receiver<O>],
    sink: &mut impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    for outbox in outboxes.iter().cycle() {
        // A worker that has nothing left had the last turn: nobody after it has anything.
        let Ok(result) = outbox.recv() else {
            break;
        };
        sink(result)?;
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
                let work = |n: u64| {
                    // The earlier ones take longer.
                    thread::sleep(Duration::from_micros((100 - n) % 7 * 50));
                    n * 2
                };
                let done: Result<(), ()> = in_order(jobs, 0..count, work, |n| {
                    seen.push(n);
                    Ok(())
                });
                assert_eq!(done, Ok(()));
                assert_eq!(seen, (0..count).map(|n| n * 2).collect::<Vec<_>>());
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
            |n| n,
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
            |n: u64| n,
            |n| {
                written += 1;
                if n == 5 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, written), (Err("full"), 6));
    }
}
