//! `ui/src/api/bindings.ts`, made from the command table. `cargo xtask bindings` writes it; a test fails when
//! the file drifts.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

/// Collects the commands and the types they name.
pub struct Bindings {
    config: Config,
    seen: HashSet<TypeId>,
    types: BTreeMap<String, String>,
    commands: String,
}

impl Bindings {
    pub(crate) fn command<I: TS + 'static, O: TS + 'static>(&mut self, name: &str, doc: &str) {
        self.visit::<I>();
        self.visit::<O>();
        let (input, output) = (I::name(&self.config), O::name(&self.config));
        // Writing to a String cannot fail.
        let _ = write!(self.commands, "  /** {} */\n  {name}: {{ input: {input}; output: {output} }};\n", doc.trim());
    }
}

impl TypeVisitor for Bindings {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let declaration = format!("{docs}export {}\n", T::decl(&self.config));
            self.types.insert(T::ident(&self.config), declaration);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The text of `bindings.ts`.
pub fn bindings() -> String {
    let mut bindings = Bindings {
        config: Config::new().with_large_int("number"),
        seen: HashSet::new(),
        types: BTreeMap::new(),
        commands: String::new(),
    };
    bindings.visit::<super::ApiError>();
    bindings.visit::<crate::changes::ChangeKind>();
    // Named only as the key of a record, which ts-rs does not follow.
    bindings.visit::<crate::settings::Weekday>();
    super::describe(&mut bindings);
    let mut text =
        String::from("// Made by `cargo xtask bindings` from the command table of kith-core. Not edited by hand.\n\n");
    for declaration in bindings.types.values() {
        text.push_str(declaration);
        text.push('\n');
    }
    text.push_str("/** Every command, with what it takes and answers. */\nexport interface Commands {\n");
    text.push_str(&bindings.commands);
    text.push_str("}\n");
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_screens_are_typed_by_the_command_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/api/bindings.ts");
        if std::env::var_os("KITH_WRITE_BINDINGS").is_some() {
            assert!(std::fs::write(path, super::bindings()).is_ok(), "{path} can be written");
        }
        let found = std::fs::read_to_string(path).unwrap_or_default();
        assert!(found == super::bindings(), "ui/src/api/bindings.ts drifted: run `cargo xtask bindings`");
    }
}
