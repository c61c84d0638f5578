//! Who is heard on the agent's channel.
