//! Learns the weights of the wording coach from the labelled wording, and says how good they are.
//!
//! ```text
//! cargo run --release --example train-coach -- check     cross-validates and prints the figures
//! cargo run --release --example train-coach -- write     cross-validates and writes coach/weights.bin
//! cargo run --release --example train-coach -- rules [--sound]
//!                                                        prints how often each rule is right, and where it is not
//! cargo run --release --example train-coach -- measure SENTENCES MESSAGES
//!                                                        prints the figures of coach/weights.bin on other labelled files
//! ```
//!
//! Everything goes in a fixed order, so the same wording gives the same file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_for_each,
    clippy::float_cmp,
    clippy::disallowed_macros,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    missing_docs,
    reason = "a program for the people who make the weights: what is wrong stops it, and it prints"
)]

mod data;
mod figures;
mod fit;
mod learn;
mod machine;
mod pack;
mod rules;

use data::Wording;

fn main() {
    let wording = Wording::read();
    match std::env::args().nth(1).as_deref() {
        Some("check") => {
            learn::cross_validated(&wording).print();
        }
        Some("write") => {
            let learnt = learn::cross_validated(&wording);
            learnt.print();
            let bytes = learn::whole(&wording, &learnt);
            std::fs::write("coach/weights.bin", &bytes).unwrap();
            println!("coach/weights.bin: {} bytes", bytes.len());
        }
        Some("rules") => figures::rules(&wording, &rules::from_files()),
        Some("measure") => {
            let files: Vec<_> = std::env::args().skip(2).collect();
            learn::measured(&Wording::of_files(&files)).print(&pack::Settings::default());
        }
        _ => println!("say `check`, `write`, `rules` or `measure`"),
    }
}
