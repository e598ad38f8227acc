//! Sees to it that there are screens to put inside, and keeps SQLite's symbols inside the program.

#[path = "../sign.rs"]
mod sign;

fn main() {
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    println!("cargo:rerun-if-changed=../../ui/dist");
    sign::screens_or_a_sign("../../ui/dist".as_ref());
}
