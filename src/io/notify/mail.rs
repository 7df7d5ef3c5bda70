//! A message as mail.

use crate::io::disk::Disk;
use crate::model::config::{Smtp, SmtpSecurity};
use crate::text::notification::Message;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{SmtpTransport, Transport};
use std::error::Error;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// How long the server may take to answer.
const TIME: Duration = Duration::from_secs(20);
/// Where the password may stand instead of the environment.
const FILE: &str = "mat-khau.txt";
const VARIABLE: &str = "TONGHOP_SMTP_PASSWORD";

/// The password of the account, from the environment or its file; `None` for a server that asks for none.
///
/// # Errors
///
/// An account is named and no password can be had; in Vietnamese.
pub(super) fn password(disk: &Disk, workspace: &Path, smtp: &Smtp) -> Result<Option<String>, String> {
    if smtp.user.is_empty() {
        return Ok(None);
    }
    if let Ok(password) = std::env::var(VARIABLE) {
        return Ok(Some(password));
    }
    let path = workspace.join(FILE);
    match disk.read(&path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned())),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(format!("chưa có mật khẩu: đề nghị đặt biến {VARIABLE} hoặc ghi vào {FILE}")),
        Err(e) => Err(format!("không đọc được {}: {e}", path.display())),
    }
}

/// Hands the message to the server.
///
/// # Errors
///
/// An address is none, or what the server or the way to it said.
pub(super) fn send(smtp: &Smtp, password: Option<String>, message: &Message) -> Result<(), String> {
    let Smtp { host, port, security, user, from, to } = smtp;
    let address = |text: &String| text.parse::<Mailbox>().map_err(|e| format!("địa chỉ “{text}” không đúng ({e})"));
    let mut builder: MessageBuilder = lettre::Message::builder().from(address(from)?).subject(&message.subject);
    for receiver in to {
        builder = builder.to(address(receiver)?);
    }
    let mail = builder.header(ContentType::TEXT_PLAIN).body(message.body.clone()).map_err(|e| e.to_string())?;
    let transport = match security {
        SmtpSecurity::StartTls => SmtpTransport::starttls_relay(host).map_err(|e| told(&e))?,
        SmtpSecurity::Tls => SmtpTransport::relay(host).map_err(|e| told(&e))?,
        SmtpSecurity::None => SmtpTransport::builder_dangerous(host),
    };
    let transport = transport.port(*port).timeout(Some(TIME));
    let transport = match password {
        Some(password) => transport.credentials(Credentials::new(user.clone(), password)),
        None => transport,
    };
    transport.build().send(&mail).map(drop).map_err(|e| told(&e))
}

/// An error with what caused it: the outer one alone says "connection error".
fn told(error: &dyn Error) -> String {
    let mut causes = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push(error.to_string());
        cause = error.source();
    }
    causes.join(": ")
}
