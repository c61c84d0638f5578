//! A source file cut into words and signs, each with its line: as much of Rust as the rules need.

/// One word or sign of a source, outside comments, strings and unit tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Counted from 1.
    pub line: usize,
    /// A whole name, `::`, or one other sign.
    pub text: String,
}

/// A file as the rules look at it.
pub struct Source {
    /// Its path from the repository's root, with slashes.
    pub path: String,
    /// What the program consists of.
    pub tokens: Vec<Token>,
    /// Every line as it stands.
    pub lines: Vec<String>,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let mut tokens = without_unit_tests(&tokens(text));
        if path.ends_with("/tests.rs") {
            tokens.clear();
        }
        Self { path: path.to_owned(), tokens, lines: text.lines().map(str::to_owned).collect() }
    }

    /// The module of `src/` that the file belongs to: `tap` for `src/tap.rs` and all of `src/tap/`.
    pub fn module(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/")?;
        let first = rest.split('/').next().unwrap_or(rest);
        Some(first.strip_suffix(".rs").unwrap_or(first))
    }

    /// How many `super` lead from the file's own items to the crate's root.
    fn depth(&self) -> usize {
        let levels = self.path.matches('/').count();
        if self.path.ends_with("/mod.rs") { levels - 1 } else { levels }
    }

    /// The modules that the file names, by `crate::x`, `crate::{x, y::z}`, `super::…::x` or `czujka::x`, with their lines.
    pub fn imports(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let mut inner_modules = 0;
        let mut braces = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            match token.text.as_str() {
                "{" => {
                    let opens_module = at >= 2 && self.tokens[at - 2].text == "mod";
                    inner_modules += usize::from(opens_module);
                    braces.push(opens_module);
                }
                "}" => inner_modules -= usize::from(braces.pop().unwrap_or_default()),
                "crate" | "czujka" => found.extend(self.named_after(at)),
                "super" if !self.follows_super(at) => {
                    let (supers, last) = self.supers(at);
                    if supers == self.depth() + inner_modules {
                        found.extend(self.named_after(last));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The names behind `root::` and in `root::{…}`, with their lines.
    pub fn named_under(&self, root: &str) -> Vec<(usize, String)> {
        let roots = (0..self.tokens.len()).filter(|at| self.text(*at) == root);
        roots.flat_map(|at| self.named_after(at)).collect()
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn follows_super(&self, at: usize) -> bool {
        at >= 2 && self.text(at - 1) == "::" && self.text(at - 2) == "super"
    }

    /// How many `super::` stand in a row, and where the last of them is.
    fn supers(&self, at: usize) -> (usize, usize) {
        let (mut count, mut last) = (1, at);
        while self.text(last + 1) == "::" && self.text(last + 2) == "super" {
            (count, last) = (count + 1, last + 2);
        }
        (count, last)
    }

    /// The names behind the `::` that follows a root: one, or each first one of a group.
    fn named_after(&self, root: usize) -> Vec<(usize, String)> {
        let before_is_path = root > 0 && self.text(root - 1) == "::" && self.text(root) != "super";
        if before_is_path || self.text(root + 1) != "::" {
            return Vec::new();
        }
        let named = |at: usize| (self.tokens[at].line, self.tokens[at].text.clone());
        if self.text(root + 2) != "{" {
            return self.tokens.get(root + 2).map(|_| named(root + 2)).into_iter().collect();
        }
        let (mut found, mut depth) = (Vec::new(), 0);
        for at in root + 2..self.tokens.len() {
            match self.text(at) {
                "{" => depth += 1,
                "}" if depth == 1 => break,
                "}" => depth -= 1,
                _ if depth == 1 && matches!(self.text(at - 1), "{" | ",") => found.push(named(at)),
                _ => {}
            }
        }
        found
    }

    /// Where a path such as `Instant::now` stands.
    pub fn lines_with(&self, path: &str) -> Vec<usize> {
        let wanted = tokens(path);
        let holds = |window: &&[Token]| window.iter().map(|t| &t.text).eq(wanted.iter().map(|t| &t.text));
        self.tokens.windows(wanted.len()).filter(holds).map(|window| window[0].line).collect()
    }
}

/// Cuts a text into tokens; comments, strings and characters are left out.
fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.chars().collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let (mut found, mut i, mut line) = (Vec::new(), 0, 1);
    while i < letters.len() {
        let from = i;
        match at(i) {
            '/' if at(i + 1) == '/' => i = past(&letters, i, |l, j| l[j] == '\n'),
            '/' if at(i + 1) == '*' => i = past(&letters, i + 2, |l, j| l[j] == '*' && l.get(j + 1) == Some(&'/')) + 2,
            '"' => i = past_string(&letters, i),
            'r' if is_raw_string(&letters, i) => i = past_raw_string(&letters, i),
            '\'' if at(i + 1) == '\\' => i = past(&letters, i + 3, |l, j| l[j] == '\'') + 1,
            '\'' if at(i + 2) == '\'' => i += 3,
            letter if letter.is_alphanumeric() || letter == '_' => {
                i = past(&letters, i, |l, j| !l[j].is_alphanumeric() && l[j] != '_');
                found.push(Token { line, text: letters[from..i].iter().collect() });
            }
            ':' if at(i + 1) == ':' => {
                i += 2;
                found.push(Token { line, text: "::".to_owned() });
            }
            sign => {
                i += 1;
                if !sign.is_whitespace() {
                    found.push(Token { line, text: sign.to_string() });
                }
            }
        }
        line += letters[from..i.min(letters.len())].iter().filter(|letter| **letter == '\n').count();
    }
    found
}

/// The first place from `from` on for which `there` holds.
fn past(letters: &[char], from: usize, there: impl Fn(&[char], usize) -> bool) -> usize {
    (from..letters.len()).find(|place| there(letters, *place)).unwrap_or(letters.len())
}

fn past_string(letters: &[char], from: usize) -> usize {
    let mut i = from + 1;
    while i < letters.len() && letters[i] != '"' {
        i += if letters[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

fn is_raw_string(letters: &[char], from: usize) -> bool {
    let after_marks = past(letters, from + 1, |l, j| l[j] != '#');
    let own_word = from == 0 || !(letters[from - 1].is_alphanumeric() && letters[from - 1] != 'b');
    own_word && letters.get(after_marks) == Some(&'"')
}

fn past_raw_string(letters: &[char], from: usize) -> usize {
    let open = past(letters, from + 1, |l, j| l[j] != '#');
    let marks = open - from - 1;
    let closes = |l: &[char], j: usize| l[j] == '"' && (1..=marks).all(|k| l.get(j + k) == Some(&'#'));
    past(letters, open + 1, closes) + 1 + marks
}

/// Leaves out what follows `#[cfg(test)]`: a module with its block, or one item up to its `;` or block.
fn without_unit_tests(tokens: &[Token]) -> Vec<Token> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut i) = (Vec::with_capacity(tokens.len()), 0);
    while i < tokens.len() {
        let marked = tokens.len() - i >= MARK.len() && (0..MARK.len()).all(|k| tokens[i + k].text == MARK[k]);
        if !marked {
            kept.push(tokens[i].clone());
            i += 1;
            continue;
        }
        let mut depth = 0_usize;
        i += MARK.len();
        while i < tokens.len() {
            let text = tokens[i].text.as_str();
            depth += usize::from(text == "{");
            depth -= usize::from(text == "}");
            i += 1;
            if depth == 0 && matches!(text, "}" | ";") {
                break;
            }
        }
    }
    kept
}
