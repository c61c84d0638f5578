//! A call's requests for words, and the words that come back.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::call::{Call, Input};
use crate::private::Private;
use crate::transcribe::{
    Cost, Finished, Job, Pool, Request, TranscribeError, Transcript, failed_transcript, to_transcript,
};

/// What is called with a request's words; with none where a newer request made it needless.
pub type Reply = Box<dyn FnOnce(Option<Transcript>) + Send>;

/// Where speech is transcribed, for all calls.
pub trait Transcriber: Send + Sync + 'static {
    /// Takes a request of a call; never waits.
    fn ask(&self, call: &Arc<str>, request: Request, reply: Reply);

    /// What its work takes.
    fn cost(&self) -> Cost;
}

/// A transcriber without a model: every request fails at once, so that checks which rest on words
/// are undetermined and the others work.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTranscriber;

impl Transcriber for NoTranscriber {
    fn ask(&self, _call: &Arc<str>, request: Request, reply: Reply) {
        reply(Some(failed(&request, "the service runs without a speech model")));
    }

    fn cost(&self) -> Cost {
        Cost::default()
    }
}

impl Transcriber for Pool {
    fn ask(&self, call: &Arc<str>, request: Request, reply: Reply) {
        let call = Arc::clone(call);
        let silent = Request { samples: Arc::from([]), ..request.clone() };
        let reply = move |answer: Result<Finished, TranscribeError>| {
            reply(match answer {
                Ok(finished) => Some(to_transcript(&silent, &finished.recognised, silent.asked)),
                Err(error) => failed_transcript(&silent, &error, silent.asked),
            });
        };
        self.submit(Job { call, request, reply: Box::new(reply) });
    }

    fn cost(&self) -> Cost {
        Pool::cost(self)
    }
}

/// One call's requests for words.
pub struct Hearing {
    transcriber: Arc<dyn Transcriber>,
    call: Arc<str>,
    replies: mpsc::UnboundedSender<Answer>,
    answers: mpsc::UnboundedReceiver<Answer>,
    arrived: Vec<Answer>,
}

type Answer = Option<Transcript>;

impl Hearing {
    /// For a call that has asked for nothing yet.
    pub fn new(transcriber: Arc<dyn Transcriber>, call: &str) -> Self {
        let (replies, answers) = mpsc::unbounded_channel();
        Self { transcriber, call: Arc::from(call), replies, answers, arrived: Vec::new() }
    }

    /// Asks for the words of a stretch of speech.
    pub fn ask(&mut self, request: Request) {
        let silent = Request { samples: Arc::from([]), ..request.clone() };
        let mut envelope = Envelope { to: Some(self.replies.clone()), request: silent };
        let reply = move |transcript| envelope.send(transcript);
        self.transcriber.ask(&self.call, request, Box::new(reply));
    }

    /// Waits for an answer.
    pub async fn wait(&mut self) {
        if self.arrived.is_empty()
            && let Some(answer) = self.answers.recv().await
        {
            self.arrived.push(answer);
        }
    }

    /// Feeds the answers that are there; they are known at the call's present moment.
    pub fn feed(&mut self, call: &mut Call) {
        while let Ok(answer) = self.answers.try_recv() {
            self.arrived.push(answer);
        }
        for transcript in self.arrived.drain(..).flatten() {
            call.feed(Input::Transcript(Transcript { available: call.now(), ..transcript }));
        }
    }
}

/// Makes sure that a request is answered, also by a transcriber that drops it.
struct Envelope {
    to: Option<mpsc::UnboundedSender<Answer>>,
    request: Request,
}

impl Envelope {
    fn send(&mut self, answer: Answer) {
        if let Some(to) = self.to.take() {
            // A call that is over no longer listens, and needs no answer.
            let _ = to.send(answer);
        }
    }
}

impl Drop for Envelope {
    fn drop(&mut self) {
        let transcript = failed(&self.request, "the transcription broke off");
        self.send(Some(transcript));
    }
}

fn failed(request: &Request, because: &str) -> Transcript {
    Transcript {
        utterance: request.utterance,
        channel: request.channel,
        from: request.from,
        to: request.to,
        complete: request.complete,
        words: Private::default(),
        available: request.asked,
        failed: Some(because.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{CallTime, Channel};

    struct Drops;

    impl Transcriber for Drops {
        fn ask(&self, _call: &Arc<str>, _request: Request, _reply: Reply) {}

        fn cost(&self) -> Cost {
            Cost::default()
        }
    }

    #[tokio::test]
    async fn a_request_that_is_dropped_is_answered_with_failure() {
        let mut hearing = Hearing::new(Arc::new(Drops), "call");
        let request = Request {
            utterance: 7,
            channel: Channel::Agent,
            from: CallTime(0),
            to: CallTime(900),
            asked: CallTime(1300),
            complete: true,
            deadline: None,
            samples: Arc::from([0.0; 16]),
        };
        hearing.ask(request);
        hearing.wait().await;
        let transcript = hearing.arrived.pop().flatten().expect("an answer");
        assert_eq!((transcript.utterance, transcript.complete), (7, true));
        assert!(transcript.failed.is_some());
    }
}
