//! The executable, which passes the command line to `cli/`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os())
}
