//! How the program ends, as scripts rely on it.

/// The exit codes. They are part of the command line's promise: a code never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitCode {
    /// Done.
    Done,
    /// It could not be done: store, file system.
    Failed,
    /// The command line is wrong.
    Usage,
    /// A file that was given is wrong; every problem was named with its place.
    WrongFile,
    /// A check found something.
    Found,
    /// The walk is not finished; what was answered is kept.
    Unfinished,
    /// Interrupted; what was answered is kept.
    Interrupted,
}

impl ExitCode {
    /// The number.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::WrongFile => 3,
            Self::Found => 4,
            Self::Unfinished => 5,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.code())
    }
}
