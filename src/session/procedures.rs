//! The procedures that live calls may name. A tap names one of these, never a path.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::detect;
use crate::procedure::{Procedure, ProcedureError, SHIPPED};
use crate::tap::live::OpenError;

/// Procedures by name, and the one of calls that name none.
#[derive(Clone, Debug)]
pub struct Procedures {
    by_name: BTreeMap<String, Arc<Procedure>>,
    default: String,
}

impl Procedures {
    /// The shipped procedures and those of further files; `default` is a name or a path.
    ///
    /// # Errors
    /// A file cannot be read or a setting in it is invalid.
    pub fn load(default: &str, files: &[PathBuf]) -> Result<Self, ProcedureError> {
        let mut by_name = BTreeMap::new();
        let further = files.iter().map(|path| path.to_string_lossy().into_owned());
        let shipped = SHIPPED.iter().map(|(name, _)| (*name).to_owned());
        for name in shipped.chain(further) {
            let procedure = valid(&name)?;
            by_name.insert(procedure.id.clone(), procedure);
        }
        let default = if by_name.contains_key(default) {
            default.to_owned()
        } else {
            let procedure = valid(default)?;
            let id = procedure.id.clone();
            by_name.insert(id.clone(), procedure);
            id
        };
        Ok(Self { by_name, default })
    }

    /// A procedure by its name; the default one for an empty name.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn find(&self, name: &str) -> Result<Arc<Procedure>, OpenError> {
        let wanted = if name.is_empty() { &self.default } else { name };
        self.by_name.get(wanted).cloned().ok_or_else(|| OpenError::UnknownProcedure {
            name: name.to_owned(),
            known: self.by_name.keys().cloned().collect::<Vec<_>>().join(", "),
        })
    }
}

fn valid(name: &str) -> Result<Arc<Procedure>, ProcedureError> {
    let procedure = Procedure::load(name)?;
    detect::build(&procedure)?;
    Ok(Arc::new(procedure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_told_what_there_is_and_no_path_is_taken() {
        let procedures = Procedures::load("lomza", &[]).expect("shipped");
        assert_eq!(procedures.find("").expect("the default").id, "lomza");
        assert_eq!(procedures.find("bialystok").expect("shipped").id, "bialystok");
        let text = procedures.find("procedures/lomza.toml").expect_err("a path").to_string();
        assert!(text.contains("bialystok, lomza"), "{text}");
    }
}
