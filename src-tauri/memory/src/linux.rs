//! What Linux takes back.

use std::fs;
use std::ops::Range;
use std::path::Path;

/// See [`crate::give_back`].
#[expect(unsafe_code, reason = "the allocators have no safe way to be told")]
pub fn give_back() {
    // SAFETY: returns pages that hold nothing to the system, and may be called at any time from any thread.
    unsafe { libmimalloc_sys::mi_collect(true) };
    // GTK and what it stands on take memory from the system's allocator.
    #[cfg(target_env = "gnu")]
    // SAFETY: as above; it takes the locks of each arena it looks at.
    unsafe {
        libc::malloc_trim(0)
    };
    put_out_the_program();
}

/// Lets go of the pages that the program's file was read into.
#[expect(unsafe_code, reason = "std and rustix have no safe way to give advice on memory")]
fn put_out_the_program() {
    let Ok(program) = fs::read_link("/proc/self/exe") else { return };
    // Without /proc nothing is put out, and nothing is lost.
    let Ok(maps) = fs::read_to_string("/proc/self/smaps") else { return };
    for pages in unchanged(&maps, &program) {
        let start = std::ptr::with_exposed_provenance_mut(pages.start);
        // SAFETY: the range is a private, read-only mapping of the running program's own file, of which no page was
        // changed ([`unchanged`]): what stands in it stands in the file, and is read from there when it is next
        // touched. The mapping itself stays as long as the process, and no thread can write to it.
        unsafe { libc::madvise(start, pages.len(), libc::MADV_DONTNEED) };
    }
}

/// The mappings of a program that can be read from its file again: read-only, private, and without a page that was
/// changed in memory, as the loader changes the tables of addresses, be it there or swapped out. `maps` is what
/// `/proc/self/smaps` says.
fn unchanged(maps: &str, program: &Path) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut looked_at = None;
    for line in maps.lines() {
        if let Some((range, rights, file)) = mapping(line) {
            let ours = matches!(rights, "r-xp" | "r--p") && Path::new(file) == program;
            looked_at = ours.then_some((range, 0));
        } else if let Some((_, told)) = &mut looked_at
            && let Some(changed) = ["Anonymous:", "Swap:"].iter().find_map(|field| line.strip_prefix(field))
        {
            // Both are to be told, and to be none.
            *told = if changed.trim() == "0 kB" { *told + 1 } else { -1 };
            if *told == 2 {
                found.extend(looked_at.take().map(|(range, _)| range));
            } else if *told < 0 {
                looked_at = None;
            }
        }
    }
    found
}

/// The head of a mapping in `smaps`: its addresses, its rights, and the file it shows.
fn mapping(line: &str) -> Option<(Range<usize>, &str, &str)> {
    let (addresses, rest) = line.split_once(' ')?;
    let (start, end) = addresses.split_once('-')?;
    let range = usize::from_str_radix(start, 16).ok()?..usize::from_str_radix(end, 16).ok()?;
    let mut fields = rest.splitn(5, ' ');
    let rights = fields.next()?;
    Some((range, rights, fields.nth(3)?.trim_start()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    /// A program with its head, its code, two tables that the loader wrote to, one of them swapped out, and its data; and a
    /// library.
    const MAPS: &str = "\
55d0a0000000-55d0a0100000 r--p 00000000 fe:00 1234                       /usr/bin/kith desktop
Size:               1024 kB
Anonymous:             0 kB
Swap:                  0 kB
SwapPss:               0 kB
VmFlags: rd mr mw me sd
55d0a0100000-55d0a0200000 r-xp 00100000 fe:00 1234                       /usr/bin/kith desktop
Anonymous:             0 kB
Swap:                  0 kB
55d0a0200000-55d0a0280000 r--p 00200000 fe:00 1234                       /usr/bin/kith desktop
Anonymous:             4 kB
Swap:                  0 kB
55d0a0280000-55d0a0300000 r--p 00280000 fe:00 1234                       /usr/bin/kith desktop
Anonymous:             0 kB
Swap:                  4 kB
55d0a0300000-55d0a0400000 rw-p 00300000 fe:00 1234                       /usr/bin/kith desktop
Anonymous:             0 kB
Swap:                  0 kB
7f0000000000-7f0000100000 rw-p 00000000 00:00 0
Anonymous:             0 kB
7f1000000000-7f1000100000 r-xp 00000000 fe:00 99                         /usr/lib/libgtk-3.so.0
Anonymous:             0 kB
Swap:                  0 kB
";

    #[test]
    fn only_pages_that_stand_in_the_programs_file_are_let_go() {
        let found = unchanged(MAPS, Path::new("/usr/bin/kith desktop"));
        assert_eq!(found, [0x55d0_a000_0000..0x55d0_a010_0000, 0x55d0_a010_0000..0x55d0_a020_0000]);
    }

    #[test]
    fn the_program_goes_on_after_it_gave_back() {
        let kept: Vec<String> = (0..1000).map(|number| format!("kept {number}")).collect();
        let program = fs::read_link("/proc/self/exe").unwrap();
        let found = unchanged(&fs::read_to_string("/proc/self/smaps").unwrap(), &program);
        assert!(!found.is_empty(), "the code of the test is not seen in its own memory");
        give_back();
        assert!(kept.iter().enumerate().all(|(number, text)| *text == format!("kept {number}")));
    }
}
