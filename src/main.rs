//! Arguments to `cli`, exit code back; nothing else.

fn main() -> std::process::ExitCode {
    tonghop::cli::main()
}
