//! A clock of a test's own: time passes when everybody who knows it sleeps, and not before. Half an hour of
//! waiting takes as long as the requests in it.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{
        Arc, Condvar, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, ThreadId},
    time::{Duration, SystemTime},
};

use peerconf::cloud::Clock;

/// A thread that waits for another one, and not for this clock, would hold time up for ever.
const STUCK: Duration = Duration::from_millis(300);

pub struct Timeline(Arc<Inner>);

struct Inner {
    begin: SystemTime,
    /// The thread that made the clock. It starts the others and waits for them, so it does not take part.
    owner: ThreadId,
    state: Mutex<State>,
    changed: Condvar,
    drawn: AtomicU64,
}

#[derive(Default)]
struct State {
    passed: Duration,
    /// Who takes part; until when, for those who sleep.
    threads: BTreeMap<u64, Option<Duration>>,
}

impl State {
    /// To the next moment at which somebody wakes. Whoever wakes is awake before anybody moves time on again.
    fn move_on(&mut self) {
        let Some(next) = self.threads.values().flatten().min().copied() else {
            return;
        };
        self.passed = self.passed.max(next);
        for sleeper in self.threads.values_mut() {
            if sleeper.is_some_and(|until| until <= self.passed) {
                *sleeper = None;
            }
        }
    }
}

/// Takes a thread out when it ends.
struct Part {
    number: u64,
    inner: Arc<Inner>,
}

impl Drop for Part {
    fn drop(&mut self) {
        self.inner.state().threads.remove(&self.number);
        self.inner.changed.notify_all();
    }
}

thread_local! {
    static PARTS: RefCell<Vec<Part>> = const { RefCell::new(Vec::new()) };
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test thread panicked here")
    }
}

impl Timeline {
    pub fn new() -> Self {
        Self(Arc::new(Inner {
            begin: SystemTime::now(),
            owner: thread::current().id(),
            state: Mutex::default(),
            changed: Condvar::new(),
            drawn: AtomicU64::new(1),
        }))
    }

    /// The same clock, for a server.
    pub fn shared(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// How long it has been, without taking part.
    pub fn passed(&self) -> Duration {
        self.0.state().passed
    }

    /// The thread's number; from now on it takes part.
    fn part(&self) -> u64 {
        PARTS.with_borrow_mut(|parts| {
            let mine = |part: &&Part| Arc::ptr_eq(&part.inner, &self.0);
            if let Some(part) = parts.iter().find(mine) {
                return part.number;
            }
            let number = self.0.drawn.fetch_add(1, Ordering::SeqCst);
            let inner = Arc::clone(&self.0);
            inner.state().threads.insert(number, None);
            parts.push(Part { number, inner });
            number
        })
    }

    fn is_owner(&self) -> bool {
        thread::current().id() == self.0.owner
    }
}

impl Clock for Timeline {
    fn now(&self) -> SystemTime {
        self.0.begin + self.passed()
    }

    fn elapsed(&self) -> Duration {
        if !self.is_owner() {
            self.part();
        }
        self.passed()
    }

    fn sleep(&self, duration: Duration) {
        if self.is_owner() {
            self.0.state().passed += duration;
            return;
        }
        let number = self.part();
        let mut state = self.0.state();
        let until = state.passed + duration;
        state.threads.insert(number, Some(until));
        self.0.changed.notify_all();
        while state.passed < until {
            if state.threads.values().all(Option::is_some) {
                state.move_on();
                self.0.changed.notify_all();
                continue;
            }
            let before = state.passed;
            let (again, wait) = self.0.changed.wait_timeout(state, STUCK).expect("a lock");
            state = again;
            if wait.timed_out() && state.passed == before {
                state.move_on();
                self.0.changed.notify_all();
            }
        }
    }

    fn random(&self) -> u128 {
        self.0.drawn.fetch_add(1, Ordering::SeqCst).into()
    }
}
