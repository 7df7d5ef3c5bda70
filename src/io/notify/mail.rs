//! A message as mail.

use crate::io::child_wait;
use crate::io::disk::Disk;
use crate::io::platform::{Here, System};
use crate::io::surroundings;
use crate::model::config::{Smtp, SmtpSecurity};
use crate::text::notification::Message;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{SmtpTransport, Transport};
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// The hidden command of the child.
pub const CHILD: &str = "gui-thu";
/// How long a mail may take in all.
const WHOLE_TIME: Duration = Duration::from_secs(30);
/// Memory of the child, bytes: certificates and one mail.
const MEMORY: u64 = 256 << 20;
/// Of what the child says so many bytes are read.
const SAID_MAX: u64 = 4096;
/// How long the server may take for one answer.
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

/// What the child is given.
#[derive(Debug, Serialize, Deserialize)]
struct Letter {
    smtp: Smtp,
    password: Option<String>,
    message: Message,
}

/// Hands the message to the server in a child of ours, that has so much time and memory and no more, whatever the server says
/// and however slowly.
///
/// # Errors
///
/// What the server or the way to it said, or that it took too long; in Vietnamese.
pub(super) fn send(smtp: &Smtp, password: Option<String>, message: &Message) -> Result<(), String> {
    let letter = Letter { smtp: smtp.clone(), password, message: message.clone() };
    let text = serde_json::to_vec(&letter).map_err(|e| e.to_string())?;
    let program = surroundings::this_program().map_err(|e| e.to_string())?;
    let child = Command::new(program).arg(CHILD).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = child.map_err(|e| e.to_string())?;
    let _bond = Here::tie(&child, MEMORY);
    // The child reads all of it before it does anything else.
    drop(child.stdin.take().map(|mut input| input.write_all(&text)));
    let ended = child_wait::within(&mut child, WHOLE_TIME).map_err(|e| e.to_string())?;
    let mut said = String::new();
    drop(child.stdout.take().map(|output| output.take(SAID_MAX).read_to_string(&mut said)));
    match ended {
        Some(status) if status.success() => Ok(()),
        Some(_) if !said.is_empty() => Err(said),
        Some(_) => Err("máy chủ thư trả lời không đúng".to_owned()),
        None => Err(format!("máy chủ thư không trả lời xong trong {} giây", WHOLE_TIME.as_secs())),
    }
}

/// The child's part: the letter from standard input, what went wrong to standard output.
pub fn serve() -> ExitCode {
    let mut text = Vec::new();
    let read = std::io::stdin().read_to_end(&mut text).map_err(|e| e.to_string());
    let limited = read.and_then(|_| Here::limit_this_process(MEMORY).map_err(|e| e.to_string()));
    let letter = limited.and_then(|()| serde_json::from_slice(&text).map_err(|e| e.to_string()));
    let sent = letter.and_then(|Letter { smtp, password, message }| hand_over(&smtp, password, &message));
    if let Err(said) = &sent {
        drop(std::io::stdout().write_all(said.chars().take(500).collect::<String>().as_bytes()));
    }
    ExitCode::from(u8::from(sent.is_err()))
}

fn hand_over(smtp: &Smtp, password: Option<String>, message: &Message) -> Result<(), String> {
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
