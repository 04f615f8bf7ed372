//! Answers: typed values, and the ways of reading one from what somebody typed or a file gave.
//!
//! The main types are [`Value`] and the composite [`Person`], [`Money`], [`Promise`], [`Contact`] and [`Failure`]; [`read`]
//! turns a typed line into a value, [`given`] a value of an answers file.

pub mod contact;
pub mod failure;
pub mod given;
pub mod kind;
pub mod money;
pub mod person;
pub mod promise;
pub mod read;
pub mod value;

pub use contact::{Contact, Direction};
pub use failure::{Failure, FailureState};
pub use given::Given;
pub use kind::{Choice, Kind};
pub use money::Money;
pub use person::Person;
pub use promise::{Promise, Verdict};
pub use read::{Listening, Misread};
pub use value::Value;
