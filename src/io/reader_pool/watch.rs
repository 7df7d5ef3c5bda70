//! Who ends a child that takes too long: one thread for all children of a pool, which sleeps until the first of their deadlines.

use std::collections::BTreeMap;
use std::io::Error;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The watch over the children of a pool; its thread starts with the first of them and ends with this value.
#[derive(Debug, Default)]
pub(super) struct Watch(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The exchanges that are going on, by number.
    watched: BTreeMap<u64, Watched>,
    last: u64,
    runs: bool,
    over: bool,
}

#[derive(Debug)]
struct Watched {
    /// `None` once the child was ended.
    deadline: Option<Instant>,
    process: Arc<Mutex<Child>>,
}

/// An exchange that is watched until this value is asked, or dropped.
pub(super) struct Exchanging<'a> {
    watch: &'a Watch,
    number: u64,
}

impl Watch {
    /// Starts the thread, if it does not run yet.
    ///
    /// # Errors
    ///
    /// The system gives no thread: nobody would end a child then.
    pub(super) fn run(&self) -> Result<(), Error> {
        let mut state = self.0.state();
        if !state.runs {
            let shared = Arc::clone(&self.0);
            drop(thread::Builder::new().name("watch".to_owned()).spawn(move || shared.watch())?);
            state.runs = true;
        }
        Ok(())
    }

    /// Watches an exchange with a child from now on: after this time the child is ended.
    pub(super) fn begin(&self, process: &Arc<Mutex<Child>>, time: Duration) -> Exchanging<'_> {
        let mut state = self.0.state();
        state.last += 1;
        let number = state.last;
        state.watched.insert(number, Watched { deadline: Instant::now().checked_add(time), process: Arc::clone(process) });
        drop(state);
        self.0.changed.notify_one();
        Exchanging { watch: self, number }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.state().over = true;
        self.0.changed.notify_one();
    }
}

impl Exchanging<'_> {
    /// The exchange is over. Was its child ended, or is it about to be?
    pub(super) fn finish(self) -> bool {
        self.forget()
    }

    fn forget(&self) -> bool {
        self.watch.0.state().watched.remove(&self.number).is_some_and(|watched| watched.deadline.is_none())
    }
}

impl Drop for Exchanging<'_> {
    fn drop(&mut self) {
        self.forget();
    }
}

impl Shared {
    /// A panic elsewhere does not make the list wrong.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self) {
        let mut state = self.state();
        while !state.over {
            let now = Instant::now();
            let overdue = state.watched.values_mut().find(|watched| watched.deadline.is_some_and(|deadline| deadline <= now));
            if let Some(watched) = overdue {
                watched.deadline = None;
                let process = Arc::clone(&watched.process);
                // Ending a child takes a moment, in which others come and go.
                drop(state);
                end(&process);
                state = self.state();
                continue;
            }
            let next = state.watched.values().filter_map(|watched| watched.deadline).min();
            state = match next {
                Some(next) => self.changed.wait_timeout(state, next - now).map_or_else(|e| e.into_inner().0, |(state, _)| state),
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// Ends a child and takes its exit status, so that none stays behind as a zombie. That it is gone already is fine.
pub(super) fn end(process: &Mutex<Child>) {
    let mut process = process.lock().unwrap_or_else(PoisonError::into_inner);
    if process.kill().is_ok() {
        drop(process.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    /// Tells the process of a child what it is.
    const IS_CHILD: &str = "TONGHOP_TEST_IS_CHILD";

    /// A process that goes on until it is ended: this very test, which then asks of its input what nobody answers.
    fn child() -> Arc<Mutex<Child>> {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "io::reader_pool::watch::tests::one_thread_ends_those_that_take_too_long_and_no_others"]);
        command.env(IS_CHILD, "1").stdin(Stdio::piped()).stdout(Stdio::null());
        Arc::new(Mutex::new(command.spawn().unwrap()))
    }

    /// Waits until the thread has told that the time of this one is over.
    fn until_overdue(watch: &Watch, exchanging: &Exchanging<'_>) {
        let began = Instant::now();
        while watch.0.state().watched.get(&exchanging.number).is_some_and(|watched| watched.deadline.is_some()) {
            assert!(began.elapsed() < Duration::from_secs(30), "nobody ended it");
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn one_thread_ends_those_that_take_too_long_and_no_others() {
        if std::env::var_os(IS_CHILD).is_some() {
            drop(std::io::stdin().read_line(&mut String::new()));
            return;
        }
        let watch = Watch::default();
        watch.run().unwrap();
        watch.run().unwrap();
        let (patient, slow, quick) = (child(), child(), child());
        let long = watch.begin(&patient, Duration::from_secs(500));
        // It sleeps for the long one, and has to wake for one that is due before.
        thread::sleep(Duration::from_millis(20));
        let short = watch.begin(&slow, Duration::from_millis(20));
        assert!(!watch.begin(&quick, Duration::from_secs(500)).finish(), "it answered in time");
        until_overdue(&watch, &short);
        assert!(short.finish() && !long.finish());
        assert!(watch.0.state().watched.is_empty());
        let began = Instant::now();
        while slow.lock().unwrap().try_wait().unwrap().is_none() {
            assert!(began.elapsed() < Duration::from_secs(30), "it goes on");
        }
        for process in [patient, quick] {
            assert_eq!(process.lock().unwrap().try_wait().unwrap(), None, "its time is not over");
            end(&process);
        }
    }
}
