//! Operations on a share may never come back: a read over SMB can block for minutes and cannot be called off. So each
//! is done in a thread beside the run, and one that takes too long is left behind with its thread.
//!
//! ```text
//! TimeLimit (seconds, how many hung, idle threads) → Worker::run(operation) → its result | Hung
//! ```
//!
//! A share that is gone altogether hangs every operation: after [`HUNG_MAX`] of them nobody waits for another one, so
//! that the run still ends in time. A thread left behind holds nothing but what its operation needs; when the share
//! comes back it ends, and its result goes nowhere. A kernel may keep the process itself, its work done and its lock
//! released, until the share has answered (seen with FUSE on Linux); nothing can be done about that from inside.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// So many operations of a run may hang; those after them are refused without waiting.
const HUNG_MAX: u32 = 8;

/// An operation did not come back, or was not tried any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Hung {
    /// It took longer than this.
    #[error("ổ dùng chung không trả lời trong {} giây", .0.as_secs())]
    TooLong(Duration),
    /// Too many before it had hung.
    #[error("ổ dùng chung không trả lời, không chờ thêm trong lần chạy này")]
    GivenUp,
    /// The system gave no thread.
    #[error("máy không mở thêm được luồng để đọc ổ dùng chung")]
    NoThread,
}

/// How long an operation may take, and how many have hung. Clones count together, and share the threads in which it is waited for.
#[derive(Debug, Clone)]
pub struct TimeLimit {
    limit: Duration,
    hung: Arc<AtomicU32>,
    /// Threads whose last operation came back.
    idle: Arc<Mutex<Vec<Sender<Job>>>>,
}

impl TimeLimit {
    /// The limit of one operation.
    pub fn new(limit: Duration) -> Self {
        Self { limit, hung: Arc::default(), idle: Arc::default() }
    }

    /// The same for operations that may take so many times as long.
    pub fn times(&self, factor: u32) -> Self {
        Self { limit: self.limit.saturating_mul(factor), hung: Arc::clone(&self.hung), idle: Arc::clone(&self.idle) }
    }

    /// Does one operation in a thread that has nothing else to do.
    pub fn within<T: Send + 'static>(&self, operation: impl FnOnce() -> T + Send + 'static) -> Result<T, Hung> {
        let mut worker = Worker { limit: self.clone(), jobs: self.idle().pop() };
        let result = worker.run(operation);
        // One that hangs was left behind.
        self.idle().extend(worker.jobs);
        result
    }

    /// A panic elsewhere does not make the list wrong.
    fn idle(&self) -> MutexGuard<'_, Vec<Sender<Job>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Job = Box<dyn FnOnce() + Send>;

/// A thread that does one operation after another; where one hangs, the next one gets a new thread.
#[derive(Debug)]
pub struct Worker {
    limit: TimeLimit,
    jobs: Option<Sender<Job>>,
}

impl Worker {
    /// A worker under a limit; its thread starts with the first operation.
    pub fn new(limit: &TimeLimit) -> Self {
        Self { limit: limit.clone(), jobs: None }
    }

    /// Does an operation. A panic inside goes on here.
    pub fn run<T: Send + 'static>(&mut self, operation: impl FnOnce() -> T + Send + 'static) -> Result<T, Hung> {
        if self.limit.hung.load(Ordering::Relaxed) >= HUNG_MAX {
            return Err(Hung::GivenUp);
        }
        let (answer, result) = mpsc::channel();
        let job: Job = Box::new(move || {
            // Nobody listens any more where the time was up.
            answer.send(panic::catch_unwind(AssertUnwindSafe(operation))).ok();
        });
        if self.jobs.is_none() {
            self.jobs = Some(start()?);
        }
        self.jobs.as_ref().map_or(Err(Hung::NoThread), |jobs| jobs.send(job).map_err(|_| Hung::NoThread))?;
        match result.recv_timeout(self.limit.limit) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(bug)) => panic::resume_unwind(bug),
            Err(RecvTimeoutError::Timeout) => {
                self.jobs = None;
                self.limit.hung.fetch_add(1, Ordering::Relaxed);
                Err(Hung::TooLong(self.limit.limit))
            }
            Err(RecvTimeoutError::Disconnected) => Err(Hung::NoThread),
        }
    }
}

fn start() -> Result<Sender<Job>, Hung> {
    let (jobs, todo) = mpsc::channel::<Job>();
    let work = move || todo.into_iter().for_each(|job| job());
    std::thread::Builder::new().name("share".to_owned()).spawn(work).map_err(|_| Hung::NoThread)?;
    Ok(jobs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn operations_come_back_one_after_another_in_one_thread() {
        let mut worker = Worker::new(&TimeLimit::new(Duration::from_secs(10)));
        let first = worker.run(|| std::thread::current().id()).unwrap();
        assert_eq!(worker.run(|| std::thread::current().id()), Ok(first));
        assert_ne!(first, std::thread::current().id());
    }

    #[test]
    fn one_after_another_they_share_a_thread_and_side_by_side_they_do_not() {
        let limit = TimeLimit::new(Duration::from_secs(10));
        let here = || limit.within(|| std::thread::current().id()).unwrap();
        let first = here();
        let inner = limit.times(2);
        assert_eq!([here(), inner.within(|| std::thread::current().id()).unwrap()], [first; 2]);
        let nested = limit.within(move || (std::thread::current().id(), inner.within(|| std::thread::current().id()).unwrap())).unwrap();
        assert!(nested.0 == first && nested.1 != first, "{nested:?}");
    }

    #[test]
    fn one_that_hangs_is_left_behind_and_the_next_one_is_done() {
        let limit = Duration::from_millis(30);
        let mut worker = Worker::new(&TimeLimit::new(limit));
        let (_keep, never) = mpsc::channel::<()>();
        assert_eq!(worker.run(move || never.recv().is_ok()), Err(Hung::TooLong(limit)));
        assert_eq!(worker.run(|| 7), Ok(7));
    }

    #[test]
    fn a_share_that_is_gone_costs_a_bounded_time() {
        let limit = TimeLimit::new(Duration::from_millis(10));
        let (keep, _) = mpsc::sync_channel::<()>(0);
        let hang = || {
            let keep = keep.clone();
            limit.within(move || {
                std::thread::sleep(Duration::from_secs(5));
                drop(keep);
            })
        };
        for _ in 0..HUNG_MAX {
            assert_eq!(hang(), Err(Hung::TooLong(Duration::from_millis(10))));
        }
        let began = Instant::now();
        assert_eq!(hang(), Err(Hung::GivenUp));
        assert!(began.elapsed() < Duration::from_secs(1));
    }

    #[test]
    fn a_bug_inside_is_a_bug_here() {
        let limit = TimeLimit::new(Duration::from_secs(10));
        let caught = panic::catch_unwind(AssertUnwindSafe(|| limit.within(|| assert_eq!(1, 2, "a bug"))));
        assert!(caught.is_err());
    }
}
