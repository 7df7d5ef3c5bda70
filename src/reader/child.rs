//! The loop of a reading child: a file comes in, cells or a refusal go out, until the parent closes the stream. It has
//! no disk, no network and no register; its limits are set before it starts (`io/platform`).

use crate::model::workbook::Refusal;
use crate::reader::protocol::{read_request, write_answer};
use crate::reader::receive;
use std::io::{Read, Result, Write};

/// Serves until the input ends. A panic costs the file, not the child.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> Result<()> {
    while let Some((request, file)) = read_request(input)? {
        let answer = std::panic::catch_unwind(|| receive(&file, &request.extension, &request.limits))
            .unwrap_or_else(|_| Err(Refusal::Unsafe { cause: "bộ đọc gặp lỗi bên trong".to_owned() }));
        // The file goes before the answer is built a second time, as bytes.
        drop(file);
        write_answer(output, &answer)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::Limits;
    use crate::reader::Received;
    use crate::reader::protocol::{Request, read_answer, write_request};

    #[test]
    fn every_request_gets_its_answer_in_order() {
        let mut input = Vec::new();
        for (extension, file) in [("xlsx", b"".as_slice()), (".PDF", b"%PDF-1.7"), ("xlsx", b"<html>"), ("png", b"\x89PNG")] {
            let request = Request { extension: extension.to_owned(), limits: Limits::DEFAULT };
            write_request(&mut input, &request, file).unwrap();
        }
        let mut output = Vec::new();
        serve(&mut input.as_slice(), &mut output).unwrap();
        let mut answers = output.as_slice();
        let mut next = || read_answer(&mut answers).unwrap();
        assert_eq!(next(), Err(Refusal::Empty));
        assert_eq!(next(), Ok(Received::Document("PDF".to_owned())));
        assert_eq!(next(), Err(Refusal::Disguised { extension: ".xlsx".to_owned(), actual: "trang web (HTML)".to_owned() }));
        assert_eq!(next(), Err(Refusal::WrongKind { kind: ".png".to_owned() }));
    }
}
