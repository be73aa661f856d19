//! Ctrl-C and its kin in the middle of writing: what was made is removed, then the signal does what it
//! always does.

#[cfg(unix)]
pub(super) use unix::watch;

/// Other systems end the program at once.
#[cfg(not(unix))]
pub(super) fn watch() {}

#[cfg(unix)]
mod unix {
    use std::sync::Arc;
    use std::sync::Once;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::{flag, low_level};

    use super::super::making;

    /// Listens from now on. Without a thread to listen on, signals keep on doing what they do.
    pub(in crate::cli::output) fn watch() {
        static STARTED: Once = Once::new();
        STARTED.call_once(start);
    }

    fn start() {
        let ignored = ignored();
        let wanted: Vec<i32> = [SIGINT, SIGTERM, SIGHUP]
            .into_iter()
            // Under nohup, or in the background of a script: whoever ignores a signal means it.
            .filter(|signal| ignored >> (signal - 1) & 1 == 0)
            .collect();
        let Ok(mut signals) = Signals::new(&wanted) else {
            return;
        };
        // Set: the signal ends the program at once.
        let at_once = Arc::new(AtomicBool::new(false));
        for signal in wanted {
            let _ = flag::register_conditional_default(signal, Arc::clone(&at_once));
        }
        let is_heard = Arc::clone(&at_once);
        let listener = move || {
            let Some(signal) = signals.forever().next() else {
                return;
            };
            let undone = making::undo_all();
            // Whoever has no patience with the message may send the signal again.
            is_heard.store(true, Ordering::SeqCst);
            undone.tell();
            let _ = low_level::emulate_default_handler(signal);
            low_level::exit(128 + signal);
        };
        let thread = thread::Builder::new().name("signals".to_owned());
        if thread.spawn(listener).is_err() {
            at_once.store(true, Ordering::SeqCst);
        }
    }

    /// Signals that are ignored, a bit each, the first the lowest; none where the system does not say.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }
}
