//! The one place of a store that draws random bytes: the salts of commitments.

use std::path::Path;

use super::error::StoreError;
use crate::journal::chain::Salt;

/// A fresh salt. It is drawn here and not passed in, because a salt that anybody could repeat protects nobody.
///
/// # Errors
///
/// [`StoreError::Other`] when the system has no randomness to give; nothing has been written then.
pub(super) fn fresh(store: &Path) -> Result<Salt, StoreError> {
    let mut salt = Salt::default();
    getrandom::fill(&mut salt).map_err(|error| StoreError::Other {
        path: store.to_owned(),
        detail: format!("the system gave no random bytes ({error}); nothing was recorded"),
    })?;
    Ok(salt)
}
