//! Voice activity: is there speech on a channel?
