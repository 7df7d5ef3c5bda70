use super::*;
use crate::model::config::Limits;

/// A workbook as the writers of `tests/workbooks` made it.
macro_rules! kept {
    ($($name:literal),*) => {
        fn kept(name: &str) -> Vec<u8> {
            match name {
                $($name => include_bytes!(concat!("../../../tests/workbooks/", $name)).to_vec(),)*
                other => panic!("{other}"),
            }
        }
    };
}

kept!(
    "hand.xlsx",
    "sheetjs.xlsb",
    "xlwt.xls",
    "protected-agile.xlsx",
    "protected-agile-1.xlsx",
    "protected-agile.xlsb",
    "protected-standard.xlsx",
    "protected-standard-256.xlsx",
    "protected-rc4.xls",
    "protected-cryptoapi.xls",
    "protected-xor.xls",
    "own-agile.xlsx",
    "own-standard.xlsx",
    "own-rc4.xls",
    "own-cryptoapi.xls",
    "own-xor.xls"
);

fn cells(bytes: &[u8], extension: &str) -> Vec<String> {
    let book = crate::reader::read(bytes, extension, &Limits::DEFAULT).unwrap();
    book.sheets.iter().flat_map(|sheet| sheet.cells().map(|(cell, value)| format!("{} {cell} {value:?}", sheet.name))).collect()
}

#[test]
fn what_every_excel_opens_is_opened() {
    for (name, plain) in [
        ("protected-agile.xlsx", "hand.xlsx"),
        ("protected-agile-1.xlsx", "hand.xlsx"),
        ("protected-agile.xlsb", "sheetjs.xlsb"),
        ("protected-standard.xlsx", "hand.xlsx"),
        ("protected-standard-256.xlsx", "hand.xlsx"),
        ("protected-rc4.xls", "xlwt.xls"),
        ("protected-cryptoapi.xls", "xlwt.xls"),
        ("protected-xor.xls", "xlwt.xls"),
    ] {
        let extension = &name[name.len() - 4..];
        assert_eq!(cells(&kept(name), extension), cells(&kept(plain), extension), "{name}");
        if extension != ".xls" {
            assert_eq!(opened(&kept(name)).unwrap(), kept(plain), "{name}");
        }
    }
}

#[test]
fn a_password_of_its_own_is_asked_for() {
    for (name, password) in [
        ("own-agile.xlsx", "mật khẩu"),
        ("own-standard.xlsx", "mật khẩu"),
        ("own-rc4.xls", "matkhau"),
        ("own-cryptoapi.xls", "matkhau"),
        ("own-xor.xls", "matkhau"),
    ] {
        assert_eq!(opened(&kept(name)), Err(Refusal::Encrypted), "{name}");
        assert!(opened_with(&kept(name), password).is_ok(), "{name}: the same with its password");
        assert_eq!(opened_with(&kept(name), "matkhau "), Err(Refusal::Encrypted), "{name}");
    }
    assert_eq!(opened(&kept("xlwt.xls")), Err(Refusal::Encrypted), "nothing tells of any encryption");
    assert_eq!(opened(b"PK\x03\x04"), Err(Refusal::Encrypted));
}

/// The file with the first `old` of its description replaced by something as long.
fn changed(name: &str, old: &str, new: &str) -> Vec<u8> {
    let mut bytes = kept(name);
    let at = bytes.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
    assert_eq!(old.len(), new.len());
    bytes[at..at + new.len()].copy_from_slice(new.as_bytes());
    bytes
}

#[test]
fn a_file_that_is_to_cost_time_or_room_costs_none() {
    for (old, new) in [
        ("spinCount=\"100000\" s", "spinCount=\"99999999\""),
        ("spinCount=\"100000\"", "spinCount=\"-10000\""),
        ("keyBits=\"256\"", "keyBits=\"999\""),
        ("keyBits=\"256\"", "keyBits=\"  8\""),
        ("\"AES\"", "\"DES\""),
        ("\"SHA512\"", "\"MD5555\""),
        ("saltValue=\"A", "saltValue=\"!"),
    ] {
        assert!(opened(&changed("protected-agile.xlsx", old, new)).is_err(), "{new}");
    }
}

/// Whatever a description claims, it is answered.
#[test]
fn damage_is_answered() {
    for name in ["protected-agile.xlsx", "protected-standard.xlsx", "protected-rc4.xls", "protected-cryptoapi.xls", "protected-xor.xls"] {
        let whole = kept(name);
        // A hundred thousand hashes for each of the newer ones take their time.
        let step = if name.ends_with(".xls") { 211 } else { 1511 };
        for at in (512..whole.len()).step_by(step) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x41;
            drop(crate::reader::read(&damaged, &name[name.len() - 4..], &Limits::DEFAULT));
        }
        for cut in (0..whole.len()).step_by(4 * step) {
            drop(crate::reader::read(&whole[..cut], &name[name.len() - 4..], &Limits::DEFAULT));
        }
    }
}
