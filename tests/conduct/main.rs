//! How clerks speak to callers and ask about their matters: what is meant, and what only sounds like it.

mod aside;
mod comprehension;
mod courtesy;
mod inquiry;
mod officialese;
mod request;
