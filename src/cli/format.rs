//! The flags that choose the output format. They are the same in every command that prints an answer.

use clap::ValueEnum;
use clap::builder::EnumValueParser;

/// A set of formats that a command can print.
pub trait Formats: ValueEnum + Clone + Copy + Send + Sync + 'static {
    /// The format of `--json`.
    const JSON: Self;
}

/// Formats of an answer that is not a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Text,
    Json,
}

impl Formats for Form {
    const JSON: Form = Form::Json;
}

/// Formats of an answer that is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum List {
    Text,
    Json,
    Jsonl,
    Csv,
}

impl Formats for List {
    const JSON: List = List::Json;
}

/// The flags `-o`, `--output` and `--json`.
#[derive(Debug, clap::Args)]
pub struct Output<F: Formats> {
    /// The output format
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = "text",
        value_parser = EnumValueParser::<F>::new()
    )]
    output: F,
    /// Print JSON, like --output json
    #[arg(long, conflicts_with = "output")]
    json: bool,
}

impl<F: Formats> Output<F> {
    /// Returns the chosen format.
    pub fn format(&self) -> F {
        if self.json { F::JSON } else { self.output }
    }
}
