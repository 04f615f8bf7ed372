//! `recover gate`: who decided what may be said, and why.

use super::change::Change;
use super::promise::{somebody, tell};
use super::{Failure, House};
use crate::cli::people::{Gate as Args, GateCommand};
use crate::exit_code::ExitCode;
use crate::out::Out;
use crate::spine::Gate;

/// Closes or lifts the legal gate.
///
/// # Errors
/// [`Failure`].
pub fn run(house: &House, args: Args, out: &mut Out) -> Result<ExitCode, Failure> {
    let (to, made) = match args.command {
        GateCommand::Close(made) => (Gate::Closed, made),
        GateCommand::Lift(made) => (Gate::Open, made),
    };
    let by = somebody(house, "--by", &made.by)?;
    let mut change = Change::of(house, &args.id, None)?;
    change.make(|walk, _| walk.move_gate(to, by.clone(), made.why.as_str().into()))?;
    let id = change.id();
    let words = match to {
        Gate::Closed => format!("the legal gate of {id} is closed: customer text holds regret and an undertaking only"),
        Gate::Open => format!("the legal gate of {id} is lifted: the facts may be told"),
    };
    tell(house, out, &words)
}
