//! A small window that a file can be dragged out of, as a file manager is: what the stories drop on Kith's window.

use std::path::Path;

use gtk::gdk::{DragAction, ModifierType};
use gtk::prelude::*;
use gtk::{Label, TargetEntry, TargetFlags, Window, WindowType};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which file?")?;
    gtk::init()?;
    let address = gtk::glib::filename_to_uri(Path::new(&file), None)?;
    let window = Window::new(WindowType::Toplevel);
    window.set_title("A file to drag");
    window.set_decorated(false);
    window.set_keep_above(true);
    window.set_default_size(160, 60);
    window.add(&Label::new(Some("A file")));
    let kinds = [TargetEntry::new("text/uri-list", TargetFlags::OTHER_APP, 0)];
    window.drag_source_set(ModifierType::BUTTON1_MASK, &kinds, DragAction::COPY);
    window.connect_drag_data_get(move |_, _, data, _, _| {
        data.set_uris(&[address.as_str()]);
    });
    window.connect_delete_event(|_, _| {
        gtk::main_quit();
        gtk::glib::Propagation::Proceed
    });
    window.show_all();
    window.move_(0, 0);
    gtk::main();
    Ok(())
}
