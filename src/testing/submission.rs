//! What came of an agency in a week.

use super::cutoffs;
use crate::model::agency::AgencyCode;
use crate::model::extraction::{AsIssued, Extraction, RecognisedBy};
use crate::model::filling::Filling;
use crate::model::inbox::{Content, Folder, InboxFile, Receipt};
use crate::model::report::AgencyReport;
use crate::model::scans::Position;
use crate::model::submission::{Standing, Submission, Timing, Version};
use std::sync::Arc;

/// A submission of which nothing but the standing is known.
pub(crate) fn submission(agency: &AgencyCode, standing: Standing) -> Submission {
    Submission { standing, merged: standing == Standing::OnTime, ..Submission::nothing(agency, cutoffs()) }
}

/// A file in the folder of the agency that its path names.
pub(crate) fn inbox_file(path: &str) -> InboxFile {
    let folder = path.split('/').next().and_then(AgencyCode::parse).map_or(Folder::Common, Folder::Agency);
    InboxFile { path: path.into(), folder, size: 10_000, modified_at: None, server_time: None }
}

/// The first version of a report, valid and without findings.
pub(crate) fn version(path: &str, timing: Timing, content: Content) -> Version {
    Version {
        receipt: Receipt {
            seq: 1,
            hash: String::new(),
            file: inbox_file(path),
            sha256: String::new(),
            scan: 1,
            first_seen: timing.received_at,
            last_scan_before: None,
        },
        position: Position { scan: 1, at: timing.received_at },
        number: 1,
        timing,
        under: None,
        content: Arc::new(content),
        findings: Vec::new(),
        valid: true,
        filling: Filling::Changed,
    }
}

/// A report as it was read from the form, without anything to say about it.
pub(crate) fn extraction(report: AgencyReport) -> Extraction {
    Extraction {
        recognised_by: RecognisedBy::Meta,
        form: "BM-01".into(),
        form_version: Some("1.0".into()),
        meta_agency: None,
        meta_period: None,
        issued_by: None,
        issued_content: None,
        issued_given: None,
        as_issued: AsIssued::default(),
        layout: Vec::new(),
        notes: Vec::new(),
        own_table: None,
        converted: Vec::new(),
        doubtful: Vec::new(),
        secrecy_marks: Vec::new(),
        report,
    }
}
