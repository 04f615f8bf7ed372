//! The commands: each opens what it needs, calls the domain, prints, and chooses an exit code.

mod answers;
mod batch;
mod calendar;
mod change;
mod clock;
mod coach;
mod coached;
mod contact;
mod deadline;
mod due;
mod failure;
mod failures;
mod gate;
mod house;
mod letter;
mod line_reader;
mod list;
mod margin;
mod note;
mod own;
pub mod paper;
mod period;
mod playbook;
mod promise;
mod record;
mod reopen;
mod report;
mod resume;
mod scripted;
mod show;
mod start;
mod talk;
pub mod template;
mod verify;
mod when;

use clap::Parser;

use crate::cli::either_order::in_order;
use crate::cli::{Cli, Color, Command, PlaybookCommand};
use crate::env::Environment;
use crate::exit_code::ExitCode;
use crate::out::{ColorChoice, Out, OutError};

pub use failure::Failure;
pub use house::House;

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse_from(in_order(std::env::args_os().collect())) {
        Ok(cli) => cli,
        Err(error) => return misread(&error),
    };
    let environment = match Environment::of_process() {
        Ok(environment) => environment,
        Err(error) => {
            let mut out = Out::standard(ColorChoice::Never, &crate::out::Surroundings::default());
            return tell(&mut out, &Failure::from(error));
        }
    };
    let mut out = Out::standard(color(cli.global.color), &environment.surroundings);
    let done = House::open(cli.global, environment).and_then(|house| dispatch(&house, cli.command, &mut out));
    let code = match done {
        Ok(code) => code,
        Err(failure) => tell(&mut out, &failure),
    };
    match out.finish() {
        Ok(()) => code,
        Err(error) => Failure::from(error).exit_code(),
    }
}

fn dispatch(house: &House, command: Command, out: &mut Out) -> Result<ExitCode, Failure> {
    match command {
        Command::Start(args) => start::run(house, args, out),
        Command::Resume(args) => resume::run(house, &args, out),
        Command::List(args) => list::run(house, &args, out),
        Command::Show(args) => show::run(house, &args, out),
        Command::Record(args) => record::run(house, &args, out),
        Command::Letter(args) => letter::run(house, &args, out),
        Command::Answers(args) => answers::run(house, &args, out),
        Command::Due(args) => due::run(house, &args, out),
        Command::Own(args) => own::own(house, &args, out),
        Command::Assign(args) => own::assign(house, &args, out),
        Command::Card(args) => own::card(house, &args, out),
        Command::Contact(args) => contact::run(house, &args, out),
        Command::Promise(args) => promise::run(house, args, out),
        Command::Failure(args) => failures::run(house, args, out),
        Command::Clock(args) => clock::run(house, args, out),
        Command::Gate(args) => gate::run(house, args, out),
        Command::Reopen(args) => reopen::run(house, &args, out),
        Command::Note(args) => note::run(house, args, out),
        Command::Template(args) => template::run(house, &args.command, out),
        Command::Deadline(args) => deadline::run(house, &args, out),
        Command::Calendar(args) => calendar::run(house, &args.command, out),
        Command::Coach(args) => coach::run(house, &args, out),
        Command::Report(args) => report::run(house, &args, out),
        Command::Verify(args) => verify::run(house, &args, out),
        Command::Playbook(args) => match args.command {
            PlaybookCommand::List { format } => playbook::list::run(house, format, out),
            PlaybookCommand::Show { playbook, format } => playbook::show::run(house, &playbook, format, out),
            PlaybookCommand::Sheet { playbook, format, output, printing } => {
                playbook::sheet::run(house, &playbook, format, output.as_deref(), &printing, out)
            }
            PlaybookCommand::New { name, extends } => playbook::new::run(house, &name, &extends, out),
            PlaybookCommand::Answers { playbook } => playbook::answers::run(house, &playbook, out),
            PlaybookCommand::Check { files } => playbook::check::run(house, &files, out),
            PlaybookCommand::Schema => playbook::schema::run(out),
        },
    }
}

/// Help and the version go to standard output, a wrong command line to standard error with exit code 2.
fn misread(error: &clap::Error) -> ExitCode {
    let mut out = Out::standard(ColorChoice::Never, &crate::out::Surroundings::default());
    let shown = error.to_string();
    let (told, code) = if error.use_stderr() {
        (out.message(&crate::escape::term_block(&shown)), ExitCode::Usage)
    } else {
        (out.document(&shown), ExitCode::Done)
    };
    match told.and_then(|()| out.finish()) {
        Ok(()) => code,
        Err(error) => Failure::from(error).exit_code(),
    }
}

/// Says what did not happen and what to do next. A reader that has gone away is no failure, and nothing is said about it.
fn tell(out: &mut Out, failure: &Failure) -> ExitCode {
    if let Failure::Out(OutError::ClosedPipe) = failure {
        return failure.exit_code();
    }
    let words = failure.render(out.message_look());
    match out.message(&words) {
        Ok(()) => failure.exit_code(),
        Err(error) => Failure::from(error).exit_code(),
    }
}

const fn color(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}
