//! The pool with recognisers that follow a script.

use super::*;
use crate::event::{CallTime, Channel};
use crate::private::Private;
use crate::transcribe::{Nothing, RecognisedWord};
use std::collections::BTreeMap;

/// Answers with the number of samples as its word; waits for a permit before each answer.
struct Scripted {
    permits: Arc<Mutex<mpsc::Receiver<()>>>,
}

impl Recogniser for Scripted {
    fn recognise(&mut self, samples: &[f32], _: bool) -> Result<Recognised, TranscribeError> {
        let permit = self.permits.lock().expect("permits").recv();
        assert!(samples.len() != 13, "an unlucky number of samples");
        if permit.is_err() || samples.is_empty() {
            return Err(TranscribeError::Engine("nothing given".to_owned()));
        }
        let word = RecognisedWord { text: samples.len().to_string(), from_ms: 0, to_ms: 0, confidence: 1.0 };
        Ok(Recognised { words: Private::new(vec![word]), nothing: None::<Nothing> })
    }
}

struct Fixture {
    pool: Pool,
    permit: mpsc::Sender<()>,
    answers: mpsc::Receiver<(usize, Result<String, String>)>,
    sender: mpsc::Sender<(usize, Result<String, String>)>,
}

impl Fixture {
    fn new(workers: usize) -> Self {
        let (permit, permits) = mpsc::channel();
        let permits = Arc::new(Mutex::new(permits));
        let make = move || {
            let permits = Arc::clone(&permits);
            Ok(Box::new(Scripted { permits }) as Box<dyn Recogniser + Send>)
        };
        let (sender, answers) = mpsc::channel();
        Self { pool: Pool::with(workers, Box::new(make)).expect("a pool"), permit, answers, sender }
    }

    fn submit(&self, number: usize, call: &str, samples: usize, complete: bool) {
        let sender = self.sender.clone();
        self.pool.submit(Job {
            call: Arc::from(call),
            request: Request {
                utterance: number as u32,
                channel: Channel::Agent,
                from: CallTime(0),
                to: CallTime(0),
                asked: CallTime(0),
                complete,
                deadline: None,
                samples: Arc::from(vec![0.0; samples]),
            },
            reply: Box::new(move |answer| {
                let answer = answer.map(|f| f.recognised.words.expose()[0].text.clone()).map_err(|e| e.to_string());
                sender.send((number, answer)).expect("the test listens");
            }),
        });
    }

    fn until_taken(&self) {
        while self.pool.waiting() > 0 {
            std::thread::yield_now();
        }
    }

    fn permit(&self, count: usize) {
        for _ in 0..count {
            self.permit.send(()).expect("a worker listens");
        }
    }

    fn answers(&self, count: usize) -> Vec<(usize, Result<String, String>)> {
        (0..count).map(|_| self.answers.recv_timeout(Duration::from_secs(20)).expect("an answer")).collect()
    }
}

#[test]
fn under_load_every_request_is_answered_exactly_once() {
    let fixture = Fixture::new(3);
    for number in 0..400 {
        let call = format!("call {}", number % 7);
        fixture.submit(number, &call, 1 + number, number % 3 == 0);
    }
    fixture.permit(400);
    fixture.pool.cancel("call 3");
    let mut count = BTreeMap::new();
    for (number, answer) in fixture.answers(400) {
        *count.entry(number).or_insert(0) += 1;
        if let Ok(text) = answer {
            assert_eq!(text, (1 + number).to_string());
        }
    }
    assert_eq!(count.len(), 400);
    drop(fixture.pool);
    assert!(fixture.answers.try_recv().is_err(), "answered twice");
}

#[test]
fn a_crash_and_a_failure_cost_one_request_each() {
    let fixture = Fixture::new(1);
    fixture.submit(1, "a", 13, true);
    fixture.submit(2, "b", 0, true);
    fixture.submit(3, "c", 5, true);
    fixture.permit(3);
    let answers: BTreeMap<_, _> = fixture.answers(3).into_iter().collect();
    assert!(answers[&1].as_ref().is_err_and(|e| e.contains("crashed")));
    assert!(answers[&2].as_ref().is_err_and(|e| e.contains("nothing given")));
    assert_eq!(answers[&3], Ok("5".to_owned()));
}

#[test]
fn a_full_queue_answers_at_once_and_a_dropped_pool_answers_the_rest() {
    let fixture = Fixture::new(1);
    fixture.submit(0, "a", 5, true);
    fixture.until_taken();
    for number in 1..PLACES_PER_WORKER + 2 {
        fixture.submit(number, "a", 5, true);
    }
    let refused = fixture.answers(1);
    assert!(refused[0].1.as_ref().is_err_and(|e| e.contains("keep up")));
    let Fixture { pool, permit, answers, .. } = fixture;
    drop(permit);
    drop(pool);
    let rest = answers.iter().take(PLACES_PER_WORKER + 1).count();
    assert_eq!(rest, PLACES_PER_WORKER + 1);
}

#[test]
fn a_cancelled_call_is_answered_without_work() {
    let fixture = Fixture::new(1);
    fixture.submit(1, "busy", 5, true);
    fixture.until_taken();
    fixture.submit(2, "gone", 5, true);
    fixture.pool.cancel("gone");
    let answers = fixture.answers(1);
    assert_eq!(answers[0].0, 2);
    fixture.permit(1);
    assert_eq!(fixture.answers(1)[0], (1, Ok("5".to_owned())));
}

#[test]
fn a_reply_that_panics_leaves_the_worker_alive() {
    let fixture = Fixture::new(1);
    fixture.pool.submit(Job {
        call: Arc::from("a"),
        request: Request {
            utterance: 1,
            channel: Channel::Agent,
            from: CallTime(0),
            to: CallTime(0),
            asked: CallTime(0),
            complete: true,
            deadline: None,
            samples: Arc::from(vec![0.0; 3]),
        },
        reply: Box::new(|_| panic!("the receiver is gone")),
    });
    fixture.submit(2, "b", 5, true);
    fixture.permit(2);
    assert_eq!(fixture.answers(1)[0].0, 2);
}
