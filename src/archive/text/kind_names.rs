//! The names of files that tell prose from other kinds of text.

/// Names of files with the instructions of a program.
pub const CODE_NAMES: [&str; 6] =
    ["Makefile", "GNUmakefile", "Dockerfile", "Jenkinsfile", "Rakefile", "Vagrantfile"];

/// File name extensions of prose.
pub const PROSE: [&str; 9] =
    ["txt", "text", "md", "markdown", "asc", "adoc", "asciidoc", "rst", "org"];

/// File name extensions of program code.
pub const CODE: [&str; 41] = [
    "bat", "c", "cc", "cpp", "cs", "css", "cu", "dart", "diff", "el", "erl", "f90", "go", "h",
    "hpp", "hs", "ipynb", "java", "js", "jsx", "kt", "lua", "m", "mjs", "patch", "php", "pl", "pm",
    "ps1", "py", "r", "rb", "rs", "scala", "scss", "sh", "sql", "swift", "ts", "tsx", "vue",
];

/// File name extensions of configuration.
pub const CONFIGURATION: [&str; 11] =
    ["cfg", "conf", "env", "gradle", "ini", "lock", "plist", "properties", "toml", "yaml", "yml"];

/// Names of files that describe a folder, without extensions, in any case. A hyphen and more may follow.
pub const ABOUT: [&str; 4] = ["readme", "license", "licence", "copying"];

/// Such names that count only in capitals.
pub const ABOUT_IN_CAPITALS: [&str; 13] = [
    "ABOUT",
    "AUTHORS",
    "CHANGELOG",
    "CHANGES",
    "CITATION",
    "CODE_OF_CONDUCT",
    "CONTRIBUTING",
    "COPYRIGHT",
    "CREDITS",
    "HISTORY",
    "INSTALL",
    "NOTICE",
    "TODO",
];
