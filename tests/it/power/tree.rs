//! The files of a workspace as a disk has them: what is there now, and what would be there after a power cut.
//!
//! A file has what was waited for, and what was written since; a folder has the names that were waited for, and what was done to its names
//! since. Nothing else is sure: not the order of writes, not that the making of a folder comes with the folder.

use super::recorder::{Content, Event};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What a disk made of everything that it was not waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// None of it is there.
    All,
    /// All names are there, new files are empty.
    Contents,
    /// All names are there, new files have their length and time, and hold zeros.
    Zeros,
    /// What was done to names is there up to some moment, contents as it happened.
    Journal,
    /// Each name and each content as it happened, in no order.
    Any,
}

pub const LOSSES: [Loss; 5] = [Loss::All, Loss::Contents, Loss::Zeros, Loss::Journal, Loss::Any];

/// Bytes that a disk writes at once.
const SECTOR: usize = 512;

/// Numbers from a seed: xorshift64*.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mixed = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
}

#[derive(Debug, Clone, Default)]
struct File {
    flushed: Option<Content>,
    /// Written since, in order.
    later: Vec<Content>,
}

#[derive(Debug, Clone)]
enum Change {
    Has(String, usize),
    Lacks(String),
    /// Within one folder a name goes over at once.
    Renamed(String, String, usize),
}

#[derive(Debug, Clone, Default)]
struct Folder {
    flushed: BTreeMap<String, usize>,
    now: BTreeMap<String, usize>,
    /// Done since, in order, each with its place among everything that was done.
    later: Vec<(usize, Change)>,
}

#[derive(Debug, Clone)]
enum Node {
    File(File),
    Folder(Folder),
}

/// A workspace on a disk.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The first is the workspace itself.
    nodes: Vec<Node>,
    count: usize,
}

impl File {
    fn now(&self) -> Content {
        let empty = || Content { bytes: Arc::default(), modified: SystemTime::UNIX_EPOCH };
        self.later.last().or(self.flushed.as_ref()).cloned().unwrap_or_else(empty)
    }

    fn flush(&mut self) {
        self.flushed = Some(self.now());
        self.later.clear();
    }

    fn after(&self, loss: Loss, dice: &mut Dice) -> Content {
        let now = self.now();
        if self.later.is_empty() && self.flushed.is_some() {
            return now;
        }
        let kept = self.flushed.clone().unwrap_or_else(|| Content { bytes: Arc::default(), modified: now.modified });
        let with = |bytes: Vec<u8>| Content { bytes: Arc::new(bytes), modified: now.modified };
        let zeros_from = |from: usize| {
            let mut bytes = now.bytes.to_vec();
            bytes.iter_mut().skip(from).for_each(|byte| *byte = 0);
            with(bytes)
        };
        match loss {
            Loss::All | Loss::Contents => kept,
            Loss::Zeros => zeros_from(kept.bytes.len()),
            Loss::Journal | Loss::Any => match dice.below(6) {
                0 => kept,
                1 => now,
                2 => self.later.get(dice.below(self.later.len())).cloned().unwrap_or(now),
                3 => zeros_from(kept.bytes.len() + dice.below(now.bytes.len().saturating_sub(kept.bytes.len()))),
                4 => with(now.bytes[..now.bytes.len().min(kept.bytes.len() + dice.below(now.bytes.len()))].to_vec()),
                // Written out of order: some sectors are those of before.
                _ => {
                    let mut bytes = now.bytes.to_vec();
                    for (sector, old) in bytes.chunks_mut(SECTOR).zip(kept.bytes.chunks(SECTOR)) {
                        if sector.len() == old.len() && dice.below(2) == 0 {
                            sector.copy_from_slice(old);
                        }
                    }
                    with(bytes)
                }
            },
        }
    }
}

impl Folder {
    fn does(&mut self, place: usize, change: Change) {
        apply(&mut self.now, &change);
        self.later.push((place, change));
    }

    fn flush(&mut self) {
        self.flushed.clone_from(&self.now);
        self.later.clear();
    }

    fn after(&self, loss: Loss, dice: &mut Dice, until: usize) -> BTreeMap<String, usize> {
        let mut names = self.flushed.clone();
        for (place, change) in &self.later {
            let is_there = match loss {
                Loss::All => false,
                Loss::Contents | Loss::Zeros => true,
                Loss::Journal => *place < until,
                Loss::Any => dice.below(2) == 0,
            };
            if is_there {
                apply(&mut names, change);
            }
        }
        names
    }
}

fn apply(names: &mut BTreeMap<String, usize>, change: &Change) {
    match change {
        Change::Has(name, node) => drop(names.insert(name.clone(), *node)),
        Change::Lacks(name) => drop(names.remove(name)),
        Change::Renamed(from, to, node) => {
            names.remove(from);
            names.insert(to.clone(), *node);
        }
    }
}

fn split(path: &Path) -> (PathBuf, String) {
    (path.parent().unwrap().to_owned(), path.file_name().unwrap().to_str().unwrap().to_owned())
}

impl Tree {
    /// A folder as it lies there, all of which the disk has.
    pub fn of(root: &Path) -> Self {
        let mut tree = Self { nodes: vec![Node::Folder(Folder::default())], count: 0 };
        tree.read(root, 0);
        tree
    }

    fn read(&mut self, from: &Path, into: usize) {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_str().unwrap().to_owned();
            let is_folder = entry.file_type().unwrap().is_dir();
            let node = if is_folder {
                Node::Folder(Folder::default())
            } else {
                Node::File(File { flushed: Content::of(&entry.path()), later: Vec::new() })
            };
            let id = self.add(node);
            let Node::Folder(folder) = &mut self.nodes[into] else { unreachable!() };
            folder.now.insert(name, id);
            folder.flush();
            if is_folder {
                self.read(&entry.path(), id);
            }
        }
    }

    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn folder(&mut self, id: usize) -> &mut Folder {
        match &mut self.nodes[id] {
            Node::Folder(folder) => folder,
            Node::File(_) => panic!("a file is no folder"),
        }
    }

    fn find(&self, path: &Path) -> Option<usize> {
        path.components().try_fold(0, |at, part| match &self.nodes[at] {
            Node::Folder(folder) => folder.now.get(part.as_os_str().to_str()?).copied(),
            Node::File(_) => None,
        })
    }

    fn file(&mut self, path: &Path) -> &mut File {
        let id = self.find(path).unwrap_or_else(|| panic!("{} is not there", path.display()));
        match &mut self.nodes[id] {
            Node::File(file) => file,
            Node::Folder(_) => panic!("{} is a folder", path.display()),
        }
    }

    /// Does what was done.
    pub fn does(&mut self, event: &Event) {
        self.count += 1;
        let place = self.count;
        match event {
            Event::Made(path) => {
                if self.find(path).is_none() {
                    let id = self.add(Node::File(File::default()));
                    self.name(path, id, place);
                }
            }
            Event::Wrote(path, content) => self.file(path).later.push(content.clone()),
            Event::Stored(path, content) => {
                let file = self.file(path);
                file.later.push(content.clone());
                file.flush();
            }
            Event::Renamed(from, to, modified) => {
                let id = self.find(from).unwrap_or_else(|| panic!("{} is not there", from.display()));
                if let (Node::File(file), Some(modified)) = (&mut self.nodes[id], modified) {
                    match file.later.last_mut() {
                        Some(last) => last.modified = *modified,
                        None => file.flushed.iter_mut().for_each(|content| content.modified = *modified),
                    }
                }
                let ((old, old_name), (new, new_name)) = (split(from), split(to));
                let (old, new) = (self.find(&old).unwrap(), self.find(&new).unwrap());
                if old == new {
                    self.folder(old).does(place, Change::Renamed(old_name, new_name, id));
                } else {
                    self.folder(new).does(place, Change::Has(new_name, id));
                    self.folder(old).does(place, Change::Lacks(old_name));
                }
            }
            Event::Removed(path) => {
                let (above, name) = split(path);
                let above = self.find(&above).unwrap();
                self.folder(above).does(place, Change::Lacks(name));
            }
            Event::MadeFolder(path) => {
                let mut above = PathBuf::new();
                for part in path.components() {
                    above.push(part);
                    if self.find(&above).is_none() {
                        let id = self.add(Node::Folder(Folder::default()));
                        self.name(&above, id, place);
                    }
                }
            }
            Event::Flushed(path) => self.file(path).flush(),
            Event::FlushedFolder(path) => {
                let id = self.find(path).unwrap();
                self.folder(id).flush();
            }
            Event::FlushedAll => self.nodes.iter_mut().for_each(|node| match node {
                Node::File(file) => file.flush(),
                Node::Folder(folder) => folder.flush(),
            }),
        }
    }

    fn name(&mut self, path: &Path, id: usize, place: usize) {
        let (above, name) = split(path);
        let above = self.find(&above).unwrap_or_else(|| panic!("{} is not there", above.display()));
        self.folder(above).does(place, Change::Has(name, id));
    }

    /// What is there now, by path with `/`.
    pub fn now(&self) -> BTreeMap<String, Arc<Vec<u8>>> {
        let mut found = BTreeMap::new();
        let mut left = vec![(0, String::new())];
        while let Some((id, path)) = left.pop() {
            match &self.nodes[id] {
                Node::File(file) => drop(found.insert(path, file.now().bytes)),
                Node::Folder(folder) => {
                    let below = |name: &String| if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                    left.extend(folder.now.iter().map(|(name, id)| (*id, below(name))));
                }
            }
        }
        found
    }

    /// Leaves a folder as it is found after a power cut.
    pub fn cut(&self, loss: Loss, dice: &mut Dice, into: &Path) {
        let until = dice.below(self.count + 2);
        self.leave(0, (loss, until), dice, into);
    }

    fn leave(&self, id: usize, (loss, until): (Loss, usize), dice: &mut Dice, path: &Path) {
        match &self.nodes[id] {
            Node::File(file) => {
                let content = file.after(loss, dice);
                fs::write(path, content.bytes.as_slice()).unwrap();
                fs::File::options().write(true).open(path).unwrap().set_modified(content.modified).unwrap();
            }
            Node::Folder(folder) => {
                fs::create_dir_all(path).unwrap();
                for (name, id) in folder.after(loss, dice, until) {
                    self.leave(id, (loss, until), dice, &path.join(name));
                }
            }
        }
    }
}
