//! The commands.

mod analyze;
mod check_config;
mod commitments;
mod demo;
mod lines;
mod models;
mod play;
mod serve;
mod service;
mod summary;
mod watch;

use clap::{Parser, Subcommand};

/// Listens to live telephone calls of a public office and nudges the clerk while a mistake can still be put right.
///
/// Nothing leaves this machine. Start with `czujka demo`, then `czujka analyze CALL.wav` on a recording of
/// your own, or `czujka serve` beside a telephone exchange.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Watch(watch::Watch),
    Commitments(commitments::Commitments),
    Summary(summary::Summary),
    Play(play::Play),
    Analyze(analyze::Analyze),
    Models(models::Models),
    CheckConfig(check_config::CheckConfig),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done: exit status 0.
    Done,
    /// Bad usage, or an input was refused: exit status 2.
    Refused,
}

/// Runs the command of the program's arguments.
///
/// # Errors
/// What the command could not do, in words for its user.
pub fn run() -> anyhow::Result<Outcome> {
    match Arguments::parse().command {
        Command::Demo(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Watch(command) => command.run(),
        Command::Commitments(command) => command.run(),
        Command::Summary(command) => command.run(),
        Command::Play(command) => command.run(),
        Command::Analyze(command) => command.run(),
        Command::Models(command) => command.run(),
        Command::CheckConfig(command) => command.run(),
    }
}
