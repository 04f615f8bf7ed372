//! The beginning of every page of HTML this program writes: it runs nothing, fetches nothing and is found by nobody.

/// What a page may take in beside itself. Nothing is ever fetched from elsewhere.
#[derive(Debug, Clone, Copy)]
pub enum Fetched {
    /// Nothing.
    Nothing,
    /// Pictures whose bytes stand in the page.
    PicturesInside,
}

/// The beginning of a page up to its body: nothing is run. `title` writes escaped text without elements.
pub fn open(out: &mut String, language: &str, fetched: Fetched, title: impl FnOnce(&mut String), style: &str) {
    for part in [
        "<!DOCTYPE html>\n<html lang=\"",
        language,
        "\">\n<head>\n<meta charset=\"utf-8\">\n",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'",
        match fetched {
            Fetched::Nothing => "",
            Fetched::PicturesInside => "; img-src data:",
        },
        "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n",
        "<meta name=\"robots\" content=\"noindex\">\n<title>",
    ] {
        out.push_str(part);
    }
    title(out);
    for part in ["</title>\n<style>\n", style, "</style>\n</head>\n<body>\n"] {
        out.push_str(part);
    }
}
