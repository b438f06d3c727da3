//! What the machine has: memory, and room on a disk.

use std::path::Path;

use sysinfo::{DiskRefreshKind, Disks, MemoryRefreshKind, RefreshKind, System};

/// Bytes of memory that a program can have here at most, swap included; less where the system
/// limits a group of programs. None where nobody says.
pub fn memory() -> Option<u64> {
    let kinds = RefreshKind::nothing().with_memory(MemoryRefreshKind::everything());
    let system = System::new_with_specifics(kinds);
    let all = system.total_memory().saturating_add(system.total_swap());
    let limit = system.cgroup_limits().map(|limits| limits.total_memory).filter(|&bytes| bytes > 0);
    Some(limit.map_or(all, |limit| limit.min(all))).filter(|&bytes| bytes > 0)
}

/// Bytes free on the disk on which a folder lies or would lie; none where nobody says.
pub fn free_disk(folder: &Path) -> Option<u64> {
    let absolute = std::path::absolute(folder).ok()?;
    let place = absolute.ancestors().find_map(|path| path.canonicalize().ok())?;
    let disks = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_storage());
    let holds = disks.iter().filter(|disk| place.starts_with(disk.mount_point()));
    let nearest = holds.max_by_key(|disk| disk.mount_point().components().count())?;
    Some(nearest.available_space())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_has_memory_and_a_folder_that_is_not_there_yet_lies_somewhere() {
        assert!(memory().is_none_or(|bytes| bytes > 100_000_000));
        let nowhere = std::env::temp_dir().join("not").join("there");
        // Not every container says what its disks are; where one does, the folder to be made lies
        // on the disk of the one that is there.
        assert_eq!(free_disk(&nowhere).is_some(), free_disk(&std::env::temp_dir()).is_some());
    }
}
