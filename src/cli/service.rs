//! The running service that a command talks to.

use clap::Args;
use tonic::transport::Channel;
use tonic::{Code, Status};

use crate::config::DEFAULT_LISTEN;

/// Where a running service is found.
#[derive(Debug, Args)]
pub(super) struct Service {
    /// Where the service listens.
    #[arg(long, value_name = "HOST:PORT", default_value = DEFAULT_LISTEN)]
    pub(super) address: String,
}

impl Service {
    /// A connection to it.
    ///
    /// # Errors
    /// Nothing answers there: unavailable.
    pub(super) async fn connect(&self) -> Result<Channel, Status> {
        let channel = Channel::from_shared(format!("http://{}", self.address))
            .map_err(|error| Status::unavailable(error.to_string()))?;
        channel.connect().await.map_err(|error| Status::unavailable(error.to_string()))
    }

    /// Why it gave a command nothing, in words for the command's user.
    pub(super) fn refusal(&self, status: &Status) -> String {
        let address = &self.address;
        match status.code() {
            Code::InvalidArgument | Code::OutOfRange => {
                format!("the service at {address} refuses this: {}", status.message())
            }
            Code::Unimplemented => {
                format!("the service at {address} is an older Czujka that does not know this: update it")
            }
            _ => format!(
                "no service answers at {address} ({}): start it with `czujka serve`, or give its --address",
                status.message()
            ),
        }
    }
}
