//! From a record to documents: Markdown, plain text, HTML and JSON, for the house or for the customer.
//!
//! [`house()`] and [`customer()`] make a [`Document`], a neutral tree in which what people said is kept apart from our own
//! words; [`markdown`], [`text`] and [`html`] write it out, each escaping in its own way. [`json`] writes the record for
//! programs. Nothing here knows a file, a clock or a terminal, and the same record always makes the same bytes.

pub mod calendar_file;
pub mod card;
pub mod customer;
pub mod document;
pub mod house;
pub mod html;
pub mod json;
pub mod letter;
pub mod mail;
pub mod markdown;
pub mod picture;
pub mod sheet;
pub mod text;
pub mod value;
pub mod when;

pub use customer::customer;
pub use document::Document;
pub use house::house;
pub use letter::letter;
pub use picture::Picture;
