//! peerconf for a page in the browser: the library of the program behind one function that takes a question as JSON
//! and gives an answer as JSON. Nothing of what the program knows is here a second time.
//!
//! The three exports at the end are all that the page calls. The page writes a question into the memory that
//! [`question`] gives, calls [`answer`], and reads the answer at [`answer_at`]: two numbers cross the border, and no
//! generated glue is needed.

mod about;
mod ask;
mod case;
mod fit;
mod read;
mod render;
mod stock;
mod ticket;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Answers a question. Always JSON; `{"fault": …}` where there is no answer.
pub fn ask(question: &str) -> String {
    let answer = match serde_json::from_str::<ask::Ask>(question) {
        Ok(ask) => ask.answer(),
        Err(error) => Err(format!("no such question: {error}")),
    };
    let answer = answer.unwrap_or_else(|fault| serde_json::json!({ "fault": fault }));
    answer.to_string()
}

static QUESTION: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static ANSWER: Mutex<String> = Mutex::new(String::new());

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room for a question of so many bytes and says where it goes.
#[unsafe(no_mangle)]
pub extern "C" fn question(length: usize) -> *const u8 {
    let mut question = locked(&QUESTION);
    question.clear();
    question.resize(length, 0);
    question.as_ptr()
}

/// Answers the question that was written there; says how many bytes the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> usize {
    let mut question = locked(&QUESTION);
    let mut answer = locked(&ANSWER);
    *answer = ask(&String::from_utf8_lossy(&question));
    // It held a response, and with it keys.
    question.fill(0);
    answer.len()
}

/// Where the answer stands, until the next question.
#[unsafe(no_mangle)]
pub extern "C" fn answer_at() -> *const u8 {
    locked(&ANSWER).as_ptr()
}
