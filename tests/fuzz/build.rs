//! What the build script of the program tells its sources; no target asks for it.

fn main() {
    for name in ["TONGHOP_COMMIT", "TONGHOP_SOURCE", "TONGHOP_PARSERS"] {
        println!("cargo::rustc-env={name}=");
    }
}
