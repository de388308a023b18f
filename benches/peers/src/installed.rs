//! Peers that are programs of their own. They are used where they are installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Returns whether a program can be run.
pub fn has(program: &str) -> bool {
    let mut run = Command::new(program);
    run.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    run.status().is_ok()
}

/// Lucene, in Java.
pub struct Lucene {
    class_path: String,
}

impl Lucene {
    /// Compiles `Lucene.java` into a folder. `$LUCENE_JARS` names a folder with `lucene-core` and, before Lucene 9,
    /// `lucene-analyzers-common`. Returns `None` without it, or without a JDK.
    pub fn prepare(work: &Path) -> Option<Lucene> {
        let jars = PathBuf::from(std::env::var_os("LUCENE_JARS")?);
        let classes = work.join("classes");
        let class_path = format!("{}/*:{}", jars.display(), classes.display());
        let compiled = Command::new("javac")
            .args(["-cp", &class_path, "-d"])
            .arg(&classes)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/Lucene.java"))
            .stderr(Stdio::null())
            .status();
        let compiled = compiled.is_ok_and(|status| status.success());
        if !compiled {
            println!("Lucene is left out: javac cannot compile with the classes in LUCENE_JARS");
        }
        compiled.then_some(Lucene { class_path })
    }

    /// Returns a command with arguments of `Lucene.java`.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("java");
        command.args(["-Xmx2g", "-cp", &self.class_path, "Lucene"]).args(arguments);
        command.stderr(Stdio::null());
        command
    }
}
