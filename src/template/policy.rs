//! The policy of a page that a house's template makes.

/// What such a page may do: nothing but look the way it says. Pictures and typefaces are in it or not at all.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
                      img-src data:; font-src data:\">";

/// The page with that policy before anything that could be run: directly behind a doctype that it begins with, else at its very
/// beginning. Whoever reads HTML makes the head around it, wherever `<head>` stands or seems to stand; only a doctype has to come
/// before, or the page would be laid out as pages were before there were any rules.
pub fn with_policy(page: &str) -> String {
    const DOCTYPE: &[u8] = b"<!doctype";
    let blanks = page.len() - page.trim_start().len();
    let begins_with =
        |rest: &str| rest.as_bytes().get(..DOCTYPE.len()).is_some_and(|it| it.eq_ignore_ascii_case(DOCTYPE));
    let doctype = page.get(blanks..).filter(|rest| begins_with(rest));
    // It ends at the first `>`, also within a quotation.
    let at = doctype.and_then(|rest| rest.find('>')).map_or(0, |end| blanks + end + 1);
    let (before, after) = page.split_at(at);
    format!("{before}{POLICY}{after}")
}
