//! The loop of a reading child: a file comes in, its cells or its judgement go out, until the parent closes the stream.
//! It has no disk, no network and no clock; its limits are set before it starts (`io/platform`).

use super::attempt::Attempt;
use super::protocol::{Answer, Request, decode, read_request, write_answer};
use crate::judge::file::{self, Basis, FileJudgement, FileVerdict};
use crate::model::config::Limits;
use crate::model::inbox::{Content, Folder};
use crate::model::workbook::Refusal;
use crate::reader::{Received, receive};
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::panic::catch_unwind;
use std::sync::Arc;

/// Serves until the input ends. A panic costs the file, not the child.
pub(super) fn serve(input: &mut impl Read, output: &mut impl Write) -> Result<()> {
    let mut basis: Option<Basis<'_>> = None;
    while let Some((request, about)) = read_request(input)? {
        let against = || basis.as_ref().ok_or_else(|| Error::new(ErrorKind::InvalidInput, "no basis"));
        let answer = match request {
            Request::Basis => {
                basis = Some(decode::<Basis<'_>>(&about)?.received());
                continue;
            }
            Request::Cells { extension, limits } => Answer::Cells(cells(about, &extension, &limits).made),
            Request::File { extension, limits, folder } => Answer::File(judged(cells(about, &extension, &limits), &folder, against()?)),
            Request::Content { folder } => {
                let (content, basis) = (Arc::new(decode(&about)?), against()?);
                drop(about);
                let verdict = catch_unwind(|| file::judge(&content, &folder, basis));
                let given_up = |_| Attempt::of_the_moment(FileVerdict::given_up(bug(), &folder, basis));
                Answer::Content(verdict.map_or_else(given_up, Attempt::of_the_file))
            }
        };
        write_answer(output, &answer)?;
    }
    Ok(())
}

/// Takes the file, so that it is gone before the answer is built a second time, as bytes.
fn cells(file: Vec<u8>, extension: &str, limits: &Limits) -> Attempt<Cells> {
    catch_unwind(|| receive(&file, extension, limits)).map_or_else(|_| Attempt::of_the_moment(Err(bug())), Attempt::of_the_file)
}

/// The judgement of what a file was received as.
pub(super) fn judged(received: Attempt<Cells>, folder: &Folder, basis: &Basis<'_>) -> Attempt<FileJudgement> {
    let Attempt { made, validity } = received;
    let attempt = catch_unwind(|| match made {
        Ok(Received::Workbook(workbook)) => file::file(&workbook, folder, basis),
        Ok(Received::Document(kind)) => FileJudgement::of(Content::Document { kind }, folder, basis),
        Err(refusal) => FileJudgement::of(Content::Refused(refusal), folder, basis),
    });
    match attempt {
        Ok(made) => Attempt { made, validity },
        Err(_) => Attempt::of_the_moment(FileJudgement::of(Content::Refused(bug()), folder, basis)),
    }
}

/// The cells of a file, or why there are none.
type Cells = std::result::Result<Received, Refusal>;

fn bug() -> Refusal {
    Refusal::Unsafe { cause: "bộ đọc gặp lỗi bên trong".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::protocol::{read_answer, write_request};
    use super::*;

    #[test]
    fn every_request_gets_its_answer_in_order() {
        let mut input = Vec::new();
        for (extension, file) in [("xlsx", b"".as_slice()), (".PDF", b"%PDF-1.7"), ("xlsx", b"<html>"), ("png", b"\x89PNG")] {
            let request = Request::Cells { extension: extension.to_owned(), limits: Limits::DEFAULT };
            write_request(&mut input, &request, file).unwrap();
        }
        let mut output = Vec::new();
        serve(&mut input.as_slice(), &mut output).unwrap();
        let mut answers = output.as_slice();
        let mut next = || match read_answer(&mut answers).unwrap() {
            Answer::Cells(cells) => cells,
            other => panic!("{other:?}"),
        };
        assert_eq!(next(), Err(Refusal::Empty));
        assert_eq!(next(), Ok(Received::Document("PDF".to_owned())));
        assert_eq!(next(), Err(Refusal::Disguised { extension: ".xlsx".to_owned(), actual: "trang web (HTML)".to_owned() }));
        assert_eq!(next(), Err(Refusal::WrongKind { kind: ".png".to_owned() }));
    }

    #[test]
    fn a_file_before_any_basis_ends_the_child() {
        let mut input = Vec::new();
        write_request(&mut input, &Request::Content { folder: Folder::Common }, &[]).unwrap();
        assert!(serve(&mut input.as_slice(), &mut Vec::new()).is_err());
    }
}
