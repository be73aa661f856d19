//! Threads that write files, so that the disk has more than one to work on.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::cli::exit::Failure;
use crate::cli::output::{Making, NewFile};
use crate::render::File;

/// More threads than this only wait for each other.
const MOST: usize = 4;

/// How many connections wait to be written.
const QUEUE: usize = 16;

/// The files of a connection on a target, each with its path.
pub(super) type Job = Vec<(PathBuf, File)>;

pub(super) struct Writers {
    making: Arc<Making>,
    /// None where no thread could be had: then the caller writes.
    queue: Option<SyncSender<Job>>,
    threads: Vec<JoinHandle<()>>,
    /// The first of all failures.
    failure: Arc<Mutex<Option<Failure>>>,
}

impl Writers {
    pub(super) fn new(making: Arc<Making>) -> Self {
        let (queue, jobs) = sync_channel(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        let failure = Arc::default();
        let mut threads = Vec::new();
        for _ in 0..super::cores().min(MOST) {
            let jobs = Arc::clone(&jobs);
            let (making, failure) = (Arc::clone(&making), Arc::clone(&failure));
            let write = move || work(&jobs, &making, &failure);
            let Ok(thread) = thread::Builder::new()
                .name("writer".to_owned())
                .spawn(write)
            else {
                break;
            };
            threads.push(thread);
        }
        Self {
            making,
            queue: (!threads.is_empty()).then_some(queue),
            threads,
            failure,
        }
    }

    /// Writes files, now or soon; says what went wrong with those before.
    pub(super) fn write(&self, job: Job) -> Result<(), Failure> {
        if let Some(failure) = lock(&self.failure).take() {
            return Err(failure);
        }
        match &self.queue {
            Some(queue) => {
                // No thread ends before the queue does.
                let _ = queue.send(job);
                Ok(())
            }
            None => write(&self.making, &job),
        }
    }

    /// Waits until everything is written.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        self.queue = None;
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                return Err(Failure::Output(
                    "a thread that writes ended early".to_owned(),
                ));
            }
        }
        lock(&self.failure).take().map_or(Ok(()), Err)
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        let _ = self.finish();
    }
}

fn work(jobs: &Mutex<Receiver<Job>>, making: &Making, failure: &Mutex<Option<Failure>>) {
    let mut failed = false;
    loop {
        let job = lock(jobs).recv();
        let Ok(job) = job else {
            return;
        };
        // What comes after a failure is taken and dropped, so that nobody waits for ever.
        if failed {
            continue;
        }
        if let Err(error) = write(making, &job) {
            failed = true;
            lock(failure).get_or_insert(error);
        }
    }
}

fn write(making: &Making, job: &Job) -> Result<(), Failure> {
    job.iter()
        .try_for_each(|(path, file)| making.write(&NewFile::of(path.clone(), file)))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
