//! Text that has broken other programs: every way of showing text must survive all of it.
//!
//! For an integration test: `#[path = "support/hostile.rs"] mod hostile;`. Any file that tests showing, storing or
//! parsing text may use it.
#![allow(dead_code, reason = "not every test uses all of it")]

/// Hostile strings of ordinary length.
pub const HOSTILE: &[&str] = &[
    // Terminals: colours, clearing, titles, links, clipboards, device queries, eight-bit forms, overwriting.
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;cm0gLXJmIH4=\u{7}",
    "\u{1b}[6n\u{1b}[c",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{9b}31m\u{9d}0;x\u{9c}",
    "amount: 1000\ramount: 1   ",
    "a\u{8}\u{8}\u{8}b\u{7f}",
    "form\u{c}feed\u{b}tab",
    "\u{e}\u{f}shift",
    "\0nul\0",
    "line one\nline two\r\nline three\tcell",
    "\u{85}next line",
    // Characters that are not seen or turn others round.
    "access\u{202e}txt.exe",
    "\u{2066}\u{2067}\u{2068}isolates\u{2069}",
    "\u{200e}\u{200f}\u{61c}marks",
    "zero\u{200b}width\u{feff}\u{2060}",
    "\u{e0001}\u{e0049}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}\u{e007f}",
    "\u{2028}line\u{2029}paragraph",
    "\u{fff9}a\u{fffa}b\u{fffb}",
    "\u{ad}soft\u{200c}non\u{200d}joiner",
    "\u{e000}\u{f8ff}\u{10fffd}",
    "\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}",
    "\u{3164}\u{ffa0}",
    "\u{1d173}\u{13430}",
    // Scripts and clusters that must stay whole.
    "\u{301}\u{327}lone marks",
    "Z\u{351}\u{34a}\u{343}\u{310}a\u{33b}\u{329}lgo",
    "العربية עברית mixed 123",
    "山田 Zoë Ångström e\u{301}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 🏳\u{fe0f}\u{200d}🌈 🇩🇪 👍🏽",
    "न\u{94d}\u{200d}य க\u{bcd}ஷ ก\u{e33}",
    // HTML.
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</td></table><h1>x",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "&lt;b&gt; &amp; &#x3c;i&#62; &copy &nbsp;",
    "<a href=\"javascript:alert(1)\">x</a>",
    "{{ 7 * 7 }} {% raw %} ${7*7} <%= 7 %>",
    // Markdown.
    "[click](javascript:alert(1))",
    "![pixel](https://evil.example/p.png)",
    "<https://evil.example> https://evil.example www.evil.example a@evil.example",
    "[ref]\n\n[ref]: https://evil.example 'title'",
    "[^1] and [[wiki|link]]\n\n[^1]: note",
    "# heading {#id .class onclick=x}\n\nsetext\n===\nother\n---",
    "| a | b |\n|---|:-:|\n| c | d |",
    "- item\n* item\n+ item\n1. item\n2) item\n- [ ] task",
    "> quote\n> [!NOTE]\n    code\n\tcode",
    "```sh\nrm -rf ~\n```\n~~~\nx\n~~~",
    "**b** __b__ *i* _i_ ~~s~~ ~s~ ==m== ++i++ ^s^ `c` $m$ $$m$$ \\(m\\) ||x||",
    "term\n: definition\n::: container\n:::\n\n---\nkey: value\n---\n\n+++\nx\n+++",
    "trailing backslash\\\nand two spaces  \nnext \\",
    "!\\[x\\](y) \\<b\\> \\&amp;",
    "***\n___\n- - -",
    // Spreadsheets, calendars, mail headers.
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\u{ff1d}1\u{ff0b}1",
    "\"quoted\",\"cells\"\r\n=1",
    "x\r\nBcc: all@evil.example\r\n\r\nbody",
    "DTSTART:1\r\nEND:VEVENT\r\nBEGIN:VALARM",
    // Shells, paths, SQL, formats.
    "$(reboot) `reboot` ; reboot & | reboot",
    "../../etc/passwd",
    "-rf",
    "'; DROP TABLE event; --",
    "%s%n%999999d",
    "",
    " ",
    "  both ends  ",
];

/// [`HOSTILE`] and strings too long to write down.
pub fn all() -> Vec<String> {
    let mut all: Vec<String> = HOSTILE.iter().map(ToString::to_string).collect();
    all.push("long".repeat(5_000));
    all.push("a\u{301}\u{301}\u{301}".repeat(500));
    all.push("[".repeat(2_000));
    all.push("> ".repeat(500));
    all.push("\u{1b}".repeat(500));
    all.push("\n".repeat(500));
    all
}
