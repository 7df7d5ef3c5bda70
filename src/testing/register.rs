//! A line of each register.

use super::{agency, day, decimal, task_code, until};
use crate::model::agency::{Agency, AgencyKind, AgencyRole, Block, Contact, Route};
use crate::model::criterion::Criterion;
use crate::model::place::Place;
use crate::model::target::{Aggregation, Comparison, Direction, Method, Recording, Target};
use crate::model::task::{DeadlineKind, Task, TaskKind, Validity};

/// An agency that reports every week, in effect since 2025.
pub(crate) fn member(code: &str, kind: AgencyKind) -> Agency {
    Agency {
        code: agency(code),
        name: format!("Cơ quan {code}"),
        short: format!("Đơn vị {code}"),
        aliases: Vec::new(),
        kind,
        block: Block::Government,
        groups: Vec::new(),
        parent: None,
        folder: code.into(),
        weekly: true,
        route: Route::Both,
        role: AgencyRole::Office,
        supervisor: "SKHCN".into(),
        contact: Contact::default(),
        order: 1,
        from: day(2025, 1, 1),
        to: None,
        successor: None,
    }
}

/// A task of an agency of its own, in force, due on 31/12/2025.
pub(crate) fn task(code: &str, lead: &str) -> Task {
    Task {
        code: task_code(code),
        group: "Dữ liệu".into(),
        content: format!("Nhiệm vụ {code}").into(),
        document: "KH 11".into(),
        issued_on: Some(day(2025, 6, 29)),
        kind: TaskKind::Own,
        leads: vec![agency(lead)],
        supports: Vec::new(),
        deadline_kind: DeadlineKind::Dated,
        deadline_text: "31/12/2025".into(),
        deadline: Some(until(2025, 12, 31)),
        extended: None,
        window: None,
        window_text: "".into(),
        plan_year: 2025,
        phase: "".into(),
        output: "".into(),
        block: Block::Government,
        supervisor: "SKHCN".into(),
        nq57_code: "".into(),
        validity: Validity::InForce,
        note: "".into(),
        parts: Vec::new(),
        place: Place::file(),
    }
}

/// A target of at least 90, due on 31/12/2025, led by the first of its providers.
pub(crate) fn target(code: &str, unit: &str, providers: &[&str]) -> Target {
    Target {
        code: task_code(code),
        group: "Hạ tầng".into(),
        name: format!("Chỉ tiêu {code}"),
        document: "KH 11".into(),
        unit: unit.into(),
        direction: Direction::Higher,
        comparison: Comparison::AtLeast,
        goal: decimal("90"),
        goal_text: "90".into(),
        adjusted: None,
        plan_year: 2025,
        due: until(2025, 12, 31),
        due_text: "31/12/2025".into(),
        goal_2030: String::new(),
        frequency: String::new(),
        recording: Recording::Cumulative,
        aggregation: Aggregation::Ratio,
        numerator: String::new(),
        denominator: String::new(),
        method: Method::Official,
        method_document: String::new(),
        leads: providers.iter().take(1).map(|code| agency(code)).collect(),
        providers: providers.iter().map(|code| agency(code)).collect(),
        low: None,
        high: None,
        may_fall: false,
        nq57_code: String::new(),
        validity: Validity::InForce,
        note: String::new(),
        place: Place::file(),
    }
}

pub(crate) fn criterion(code: &str) -> Criterion {
    Criterion {
        code: code.into(),
        name: format!("Tiêu chí minh họa {code}"),
        phase: "Giai đoạn 1".into(),
        mandatory: true,
        from: day(2025, 1, 1),
        to: None,
        document: String::new(),
        exempt_by: String::new(),
        place: Place::file(),
    }
}
