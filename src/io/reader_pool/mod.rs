//! Reading children: the program itself, started with a hidden argument, each under its own memory limit. A child reads
//! a report and judges it ([`crate::judge::file`]); the parent never parses a byte of it. What files are held against is
//! told to a child once, and again when it changes. A child that dies or hangs costs its file one refusal and is replaced; the file
//! that killed it says nothing about the next one, and the next one is never blamed for it.

mod attempt;
mod basis;
mod child;
mod protocol;
mod watch;

use crate::io::platform::{Here, System};
use crate::judge::file::{self, FileJudgement, FileVerdict};
use crate::model::config::Limits;
use crate::model::inbox::{Content, Folder};
use crate::model::workbook::Refusal;
use crate::reader::Received;
pub use attempt::{Attempt, Validity};
pub use basis::SentBasis;
use protocol::{Answer, Request, encode, read_answer, write_request};
use std::io::{BufReader, BufWriter, Error};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use watch::{Watch, end};

/// The hidden argument that makes the program a reading child ("đọc tệp").
pub const SUBCOMMAND: &str = "doc-tep";
/// The variable that tells a child its memory limit, bytes.
const MEMORY: &str = "TONGHOP_CHILD_MEMORY";

/// What an honest file takes at most, on a machine that is busy.
const QUICK: Duration = Duration::from_secs(2);

const DIED: &str = "bộ đọc dừng đột ngột (tệp có thể hỏng hoặc quá lớn)";
const NOT_STARTED: &str = "không khởi động được bộ đọc";

/// Whoever turns the bytes of a report into cells and a judgement: child processes in earnest, this process in a test of
/// what happens around it.
pub trait WorkbookReader: std::fmt::Debug + Send + Sync {
    /// The cells of a file; may be called from several threads.
    fn read(&self, bytes: &[u8], extension: &str) -> Result<Received, Refusal>;

    /// What a file is and what is wrong with it by itself; may be called from several threads.
    fn judge(&self, bytes: &[u8], extension: &str, folder: &Folder, against: &SentBasis<'_>) -> Attempt<FileJudgement> {
        child::judged(Attempt::of_the_file(self.read(bytes, extension)), folder, against.basis())
    }

    /// What is wrong with a content that was read before; may be called from several threads.
    fn verdict(&self, content: &Arc<Content>, folder: &Folder, against: &SentBasis<'_>) -> Attempt<FileVerdict> {
        Attempt::of_the_file(file::judge(content, folder, against.basis()))
    }

    /// The limits of one file.
    fn limits(&self) -> Limits;

    /// Why nothing can be read at present, if that is so: then refusals say nothing about the files and must not be
    /// recorded.
    fn failure(&self) -> Option<String>;
}

/// Who reads the reports of a command.
#[derive(Debug, Clone)]
pub enum Readers {
    /// Children of this program.
    Children(PathBuf),
    /// A reader made by the caller.
    Given(Arc<dyn WorkbookReader>),
}

impl Readers {
    /// A reader of at most `size` files at a time.
    pub fn pool(&self, size: usize, limits: Limits) -> Arc<dyn WorkbookReader> {
        match self {
            Self::Children(program) => Arc::new(ReaderPool::new(program.clone(), size, limits)),
            Self::Given(reader) => Arc::clone(reader),
        }
    }

    /// The program whose children read, for messages.
    pub fn program(&self) -> &Path {
        match self {
            Self::Children(program) => program,
            Self::Given(_) => Path::new("tonghop"),
        }
    }
}

/// Warm children, at most `size` of them at a time.
#[derive(Debug)]
pub struct ReaderPool {
    program: PathBuf,
    size: usize,
    limits: Limits,
    state: Mutex<State>,
    returned: Condvar,
    watch: Watch,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Reader>,
    /// Idle or at work.
    live: usize,
    /// Why a child could not be started, if that happened.
    failure: Option<String>,
    /// Time that went to files of which nothing came.
    lost: Duration,
}

impl ReaderPool {
    /// A pool without children yet. `program` is this program itself (`std::env::current_exe`).
    pub fn new(program: PathBuf, size: usize, limits: Limits) -> Self {
        Self { program, size: size.max(1), limits, state: Mutex::default(), returned: Condvar::new(), watch: Watch::default() }
    }

    /// An idle child, or the right to start one (none).
    fn take(&self) -> Option<Reader> {
        let mut state = self.state();
        loop {
            if let Some(reader) = state.idle.pop() {
                return Some(reader);
            }
            if state.live < self.size {
                state.live += 1;
                return None;
            }
            state = self.returned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn start(&self) -> Result<Reader, Error> {
        self.watch.run()?;
        // A machine short of processes for a moment must not cost a report.
        for pause in [50, 250, 1000] {
            match Reader::start(&self.program, &self.limits) {
                Ok(reader) => return Ok(reader),
                Err(_) => thread::sleep(Duration::from_millis(pause)),
            }
        }
        Reader::start(&self.program, &self.limits)
    }

    /// What need not be copied through a pipe to be refused.
    fn fits(&self, bytes: &[u8]) -> Result<(), Refusal> {
        let limit = self.limits.file_bytes_max;
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        match u64::try_from(bytes.len()).unwrap_or(u64::MAX) {
            size if size > limit => Err(Refusal::TooLarge { bytes: size, limit }),
            _ => Ok(()),
        }
    }

    /// The time that one file may take now; once the time for slow files is used up, what an honest file takes.
    fn time(&self) -> Duration {
        let usual = Duration::from_secs(u64::from(self.limits.file_seconds_max));
        let all = Duration::from_secs(u64::from(self.limits.slow_files_seconds_max));
        if self.state().lost < all { usual } else { usual.min(QUICK) }
    }

    /// Asks a child about one file; waits while all children are at work. Without an answer the refusal is one of the
    /// moment.
    fn ask(&self, request: &Request, about: &[u8], against: Option<&SentBasis<'_>>) -> Result<Answer, Attempt<Refusal>> {
        let mut seat = Seat { pool: self, reader: self.take() };
        let usual = Duration::from_secs(u64::from(self.limits.file_seconds_max));
        // What was read before is judged in the time it needs: nothing but a new register asks for it.
        let time = if matches!(request, Request::Content { .. }) { usual } else { self.time() };
        loop {
            let (mut reader, warm) = match seat.reader.take() {
                Some(reader) => (reader, true),
                None => match self.start() {
                    Ok(reader) => (reader, false),
                    Err(error) => {
                        self.state().failure = Some(error.to_string());
                        return Err(Attempt::of_the_moment(unsafe_because(NOT_STARTED)));
                    }
                },
            };
            let started = Instant::now();
            let exchange = reader.exchange(request, about, against, (&self.watch, time));
            if matches!(exchange, Exchange::TimedOut | Exchange::Died) {
                self.state().lost += started.elapsed();
            }
            match exchange {
                Exchange::Answered(answer) => {
                    seat.reader = Some(reader);
                    return Ok(answer);
                }
                Exchange::AnsweredLate(answer) => return Ok(answer),
                Exchange::TimedOut => {
                    let made = unsafe_because(&format!("đọc quá {} giây chưa xong", time.as_secs()));
                    return Err(Attempt { made, validity: if time < usual { Validity::LeftOver } else { Validity::OfTheMoment } });
                }
                // A warm child may have died of what earlier files left behind: only a fresh one judges this file.
                Exchange::Died if warm => {}
                Exchange::Died => return Err(Attempt::of_the_moment(unsafe_because(DIED))),
            }
        }
    }

    /// A panic elsewhere does not make the list of children wrong.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WorkbookReader for ReaderPool {
    fn limits(&self) -> Limits {
        self.limits
    }

    fn read(&self, bytes: &[u8], extension: &str) -> Result<Received, Refusal> {
        self.fits(bytes)?;
        match self.ask(&Request::Cells { extension: extension.to_owned(), limits: self.limits }, bytes, None) {
            Ok(Answer::Cells(cells)) => cells,
            Ok(Answer::File(_) | Answer::Content(_)) => Err(unsafe_because(DIED)),
            Err(refused) => Err(refused.made),
        }
    }

    fn judge(&self, bytes: &[u8], extension: &str, folder: &Folder, against: &SentBasis<'_>) -> Attempt<FileJudgement> {
        let request = Request::File { extension: extension.to_owned(), limits: self.limits, folder: folder.clone() };
        let asked = self.fits(bytes).map_err(Attempt::of_the_file).and_then(|()| self.ask(&request, bytes, Some(against)));
        let refused = match asked {
            Ok(Answer::File(judgement)) => return judgement,
            Ok(Answer::Cells(_) | Answer::Content(_)) => Attempt::of_the_moment(unsafe_because(DIED)),
            Err(refused) => refused,
        };
        refused.map(|refusal| FileJudgement::of(Content::Refused(refusal), folder, against.basis()))
    }

    fn verdict(&self, content: &Arc<Content>, folder: &Folder, against: &SentBasis<'_>) -> Attempt<FileVerdict> {
        let asked = encode(content.as_ref()).map_err(|error| Attempt::of_the_moment(unsafe_because(&error.to_string())));
        let request = Request::Content { folder: folder.clone() };
        let refused = match asked.and_then(|bytes| self.ask(&request, &bytes, Some(against))) {
            Ok(Answer::Content(verdict)) => return verdict,
            Ok(Answer::Cells(_) | Answer::File(_)) => Attempt::of_the_moment(unsafe_because(DIED)),
            Err(refused) => refused,
        };
        refused.map(|refusal| FileVerdict::given_up(refusal, folder, against.basis()))
    }

    /// Why a child could not be started, if that happened: then refusals of this pass say nothing about the files and
    /// must not be recorded.
    fn failure(&self) -> Option<String> {
        self.state().failure.clone()
    }
}

/// A place in the pool; given back on every way out, with its child if that is still good.
struct Seat<'a> {
    pool: &'a ReaderPool,
    reader: Option<Reader>,
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        match self.reader.take() {
            Some(reader) => state.idle.push(reader),
            None => state.live = state.live.saturating_sub(1),
        }
        drop(state);
        self.pool.returned.notify_one();
    }
}

fn unsafe_because(cause: &str) -> Refusal {
    Refusal::Unsafe { cause: cause.to_owned() }
}

/// What came of one file.
enum Exchange {
    /// The child is ready for the next file.
    Answered(Answer),
    /// The answer came in the moment in which the child was ended.
    AnsweredLate(Answer),
    TimedOut,
    /// Ended by itself, or answered nonsense.
    Died,
}

/// One child and its two pipes; ended when dropped.
#[derive(Debug)]
struct Reader {
    process: Arc<Mutex<Child>>,
    /// Ends the child with this process.
    _bond: <Here as System>::Bond,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// The key of the basis it was told last.
    basis: String,
}

impl Reader {
    /// The child inherits its pipes and nothing else.
    fn start(program: &PathBuf, limits: &Limits) -> Result<Self, Error> {
        let mut command = Command::new(program);
        command.arg(SUBCOMMAND).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        for name in Here::NEEDED_VARIABLES {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env(MEMORY, limits.child_memory_bytes.to_string());
        Here::own_group(&mut command);
        let mut process = command.spawn()?;
        let bond = Here::tie(&process, limits.child_memory_bytes);
        let missing = || Error::other("no pipe");
        let input = BufWriter::new(process.stdin.take().ok_or_else(missing)?);
        let output = BufReader::new(process.stdout.take().ok_or_else(missing)?);
        Ok(Self { process: Arc::new(Mutex::new(process)), _bond: bond, input, output, basis: String::new() })
    }

    /// Sends a request, with the basis if the child does not know it, and waits for the answer. The pool's watch over the time
    /// covers the sending too, should the child stop taking bytes.
    fn exchange(
        &mut self,
        request: &Request,
        about: &[u8],
        against: Option<&SentBasis<'_>>,
        (watch, time): (&Watch, Duration),
    ) -> Exchange {
        let watched = watch.begin(&self.process, time);
        let answer =
            self.tell(against).and_then(|()| write_request(&mut self.input, request, about)).and_then(|()| read_answer(&mut self.output));
        let overdue = watched.finish();
        match (answer, overdue) {
            (Ok(answer), false) => Exchange::Answered(answer),
            (Ok(answer), true) => Exchange::AnsweredLate(answer),
            (Err(_), true) => Exchange::TimedOut,
            (Err(_), false) => Exchange::Died,
        }
    }
}

impl Reader {
    fn tell(&mut self, against: Option<&SentBasis<'_>>) -> Result<(), Error> {
        let Some(against) = against.filter(|against| against.key() != self.basis) else { return Ok(()) };
        write_request(&mut self.input, &Request::Basis, against.bytes()?)?;
        against.key().clone_into(&mut self.basis);
        Ok(())
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        end(&self.process);
    }
}

/// The life of a reading child: sets its limits, answers until the parent closes the stream. Returns the exit code.
pub fn serve_child() -> std::process::ExitCode {
    let memory = std::env::var(MEMORY).ok().and_then(|bytes| bytes.parse().ok()).unwrap_or(Limits::DEFAULT.child_memory_bytes);
    // Without its limits a child must not read: it could take the machine down.
    if Here::limit_this_process(memory).is_err() {
        return std::process::ExitCode::FAILURE;
    }
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut output = BufWriter::new(std::io::stdout().lock());
    match child::serve(&mut input, &mut output) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(_) => std::process::ExitCode::FAILURE,
    }
}
