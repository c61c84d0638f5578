//! Fetching from a server that does what servers do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;

use super::*;
use crate::transcribe::model::{SHIPPED, SHIPPED_NAME};

/// What the server does with its n-th request.
#[derive(Clone)]
enum Act {
    /// Honours a range; closes after so many bytes of the body.
    Serve(usize),
    /// Answers with everything, whatever range was asked for.
    IgnoreRange,
    /// Says that it sends from where it was asked, but names another start.
    OtherRange,
    /// Says that the body is longer by so much than it is.
    Longer(usize),
    /// Says that the body is shorter than the file.
    Shorter(usize),
    /// Sends some bytes, then nothing.
    Stall(usize),
    /// Sends other bytes of the same length.
    Lie,
    /// Sends a page.
    Page,
    /// Answers with a status alone.
    Status(u16),
    /// Closes at once.
    Close,
}

struct Server {
    address: String,
    ranges: mpsc::Receiver<Option<u64>>,
}

/// Serves the shipped model: the acts in order, the last one for ever.
fn serve(acts: Vec<Act>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, ranges) = mpsc::channel();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let Ok(stream) = stream else { return };
            let act = acts[number.min(acts.len() - 1)].clone();
            let sender = sender.clone();
            std::thread::spawn(move || {
                if let Ok(range) = asked(&stream) {
                    let _ = sender.send(range);
                    // The client hangs up when it has seen enough.
                    let _ = answer(stream, &act, range);
                }
            });
        }
    });
    Server { address, ranges }
}

/// Reads a request's head; gives the start of its range.
fn asked(stream: &TcpStream) -> io::Result<Option<u64>> {
    let mut range = None;
    for line in BufReader::new(stream).lines() {
        let line = line?.to_ascii_lowercase();
        if line.is_empty() {
            return Ok(range);
        }
        if let Some(value) = line.strip_prefix("range: bytes=") {
            range = value.trim_end_matches('-').parse().ok();
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

fn answer(mut stream: TcpStream, act: &Act, range: Option<u64>) -> io::Result<()> {
    let start = range.unwrap_or(0) as usize;
    let total = SHIPPED.len();
    let head = |status: &str, length: usize, more: &str| {
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n")
    };
    let partial = |start: usize| format!("Content-Range: bytes {start}-{}/{total}\r\n", total - 1);
    let ranged = |length: usize| match range {
        Some(_) => head("206 Partial Content", length, &partial(start)),
        None => head("200 OK", length, ""),
    };
    if start >= total {
        let status = head("416 Range Not Satisfiable", 0, "");
        return stream.write_all(status.as_bytes());
    }
    let rest = &SHIPPED[start..];
    let mut send = |head: String, body: &[u8]| {
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)
    };
    match *act {
        Act::Serve(most) => send(ranged(rest.len()), &rest[..most.min(rest.len())]),
        Act::IgnoreRange => send(head("200 OK", total, ""), SHIPPED),
        Act::OtherRange => send(head("206 Partial Content", total - 5, &partial(5)), &SHIPPED[5..]),
        Act::Longer(by) => send(head("200 OK", total + by, ""), SHIPPED),
        Act::Shorter(length) => send(head("200 OK", length, ""), &SHIPPED[..length]),
        Act::Stall(most) => {
            send(ranged(rest.len()), &rest[..most.min(rest.len())])?;
            std::thread::sleep(Duration::from_secs(20));
            Ok(())
        }
        Act::Lie => send(ranged(rest.len()), &vec![7; rest.len()]),
        Act::Page => send(head("200 OK", 9, ""), b"<html>no!"),
        Act::Status(status) => send(head(&format!("{status} No"), 0, ""), b""),
        Act::Close => Ok(()),
    }
}

fn entry() -> ModelEntry {
    let mut entry = model::entry(SHIPPED_NAME).expect("entry");
    entry.file = "m.bin".to_owned();
    entry
}

const IMPATIENT: Patience = Patience {
    connect: Duration::from_secs(5),
    silence: Duration::from_millis(300),
    tries: 3,
    pause: Duration::from_millis(1),
};

struct Tried {
    result: Result<Fetched, FetchError>,
    folder: tempfile::TempDir,
    ranges: Vec<Option<u64>>,
}

impl Tried {
    fn file(&self) -> PathBuf {
        self.folder.path().join("m.bin")
    }

    fn assert_whole(&self) {
        self.result.as_ref().expect("fetched");
        assert!(std::fs::read(self.file()).expect("a file") == SHIPPED);
        assert!(!self.folder.path().join("m.bin.part").exists());
    }

    fn refusal(&self) -> String {
        assert!(!self.file().exists(), "a bad file got the final name");
        self.result.as_ref().expect_err("refused").to_string()
    }
}

fn try_fetch(entry: &ModelEntry, acts: Vec<Act>) -> Tried {
    let folder = tempfile::tempdir().expect("folder");
    try_in(folder, entry, acts)
}

fn try_in(folder: tempfile::TempDir, entry: &ModelEntry, acts: Vec<Act>) -> Tried {
    let server = serve(acts);
    let mut last = 0;
    let result =
        fetch(entry, folder.path(), Some(&server.address), IMPATIENT, &mut |progress| last = progress.received);
    if result.as_ref().is_ok_and(|f| !f.was_there) {
        assert_eq!(last, SHIPPED.len() as u64);
    }
    Tried { result, folder, ranges: server.ranges.try_iter().collect() }
}

const WHOLE: Act = Act::Serve(usize::MAX);

#[test]
fn a_good_server_gives_the_model_once() {
    let tried = try_fetch(&entry(), vec![WHOLE]);
    tried.assert_whole();
    let again = try_in(tried.folder, &entry(), vec![Act::Status(500)]);
    assert!(again.result.expect("there").was_there);
    assert!(again.ranges.is_empty());
}

#[test]
fn a_connection_that_is_cut_off_is_gone_on_from() {
    let acts = vec![Act::Serve(1_000_000), Act::Close, Act::Serve(3_000_000), WHOLE];
    let tried = try_fetch(&entry(), acts);
    tried.assert_whole();
    assert_eq!(tried.ranges.len(), 4);
    assert_eq!(tried.ranges[0], None);
    assert!(tried.ranges[3] > tried.ranges[1]);
}

#[test]
fn a_stall_ends_and_is_gone_on_from() {
    let tried = try_fetch(&entry(), vec![Act::Stall(2_000_000), WHOLE]);
    tried.assert_whole();
    assert!(tried.ranges[1].expect("a range") > 0);
}

#[test]
fn a_server_that_ignores_or_misses_the_range_is_started_over() {
    for act in [Act::IgnoreRange, Act::OtherRange] {
        let tried = try_fetch(&entry(), vec![Act::Serve(500_000), act, WHOLE]);
        tried.assert_whole();
    }
}

#[test]
fn a_wrong_length_does_no_harm() {
    try_fetch(&entry(), vec![Act::Longer(1_000), WHOLE]).assert_whole();
    try_fetch(&entry(), vec![Act::Shorter(900_000), WHOLE]).assert_whole();
    let mut unknown = entry();
    unknown.size_bytes = None;
    try_fetch(&unknown, vec![Act::Longer(1_000), WHOLE]).assert_whole();
    try_fetch(&unknown, vec![Act::Shorter(900_000), WHOLE]).assert_whole();
}

#[test]
fn other_content_never_gets_the_name() {
    for act in [Act::Lie, Act::Page] {
        let tried = try_fetch(&entry(), vec![act]);
        assert!(tried.refusal().contains("m.bin"), "{}", tried.refusal());
    }
    let tried = try_fetch(&entry(), vec![Act::Lie, WHOLE]);
    tried.assert_whole();
}

#[test]
fn a_refusal_ends_at_once_and_trouble_after_some_tries() {
    let refused = try_fetch(&entry(), vec![Act::Status(404)]);
    assert!(refused.refusal().contains("404"));
    assert_eq!(refused.ranges.len(), 1);
    let trouble = try_fetch(&entry(), vec![Act::Status(503)]);
    assert!(trouble.refusal().contains("503"), "{}", trouble.refusal());
    assert_eq!(trouble.ranges.len(), 3);
    try_fetch(&entry(), vec![Act::Status(503), WHOLE]).assert_whole();
}

#[test]
fn what_came_is_kept_for_the_next_run_and_a_bad_model_is_replaced() {
    let first = try_fetch(&entry(), vec![Act::Serve(4_000_000), Act::Close]);
    assert!(first.refusal().contains("goes on from"));
    std::fs::write(first.file(), "an older, damaged model").expect("write");
    let second = try_in(first.folder, &entry(), vec![WHOLE]);
    second.assert_whole();
    assert!(second.ranges[0].expect("a range") > 0);
}

#[test]
fn without_a_published_digest_the_one_found_is_recorded() {
    let mut unpublished = entry();
    unpublished.sha256 = None;
    let tried = try_fetch(&unpublished, vec![WHOLE]);
    tried.assert_whole();
    let beside = std::fs::read_to_string(tried.folder.path().join("m.bin.sha256"));
    let digest = tried.result.expect("fetched").recorded.expect("a digest");
    assert!(beside.expect("a file").starts_with(&digest));
    // Its shape is looked at all the same.
    assert!(try_fetch(&unpublished, vec![Act::Page]).result.is_err());
}

#[test]
fn two_fetches_do_not_write_into_each_other_and_the_shipped_model_is_not_fetched() {
    let folder = tempfile::tempdir().expect("folder");
    let held = Part::open(&folder.path().join("m.bin.part")).expect("the first");
    let tried = try_in(folder, &entry(), vec![WHOLE]);
    assert!(matches!(tried.result, Err(FetchError::Busy(_))));
    drop(held);
    let shipped = fetch(&entry(), tried.folder.path(), None, IMPATIENT, &mut |_| {});
    assert!(matches!(shipped, Err(FetchError::Shipped(_))));
}
