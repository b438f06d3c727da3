//! What can happen: kinds of events.

use serde::{Deserialize, Serialize};

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The health economy of the region is reorganised.
    Reorganisation,
    /// Organisations at the boundary change their allegiance.
    BoundaryChange,
    /// The sponsor or host is lost.
    SponsorLoss,
    /// Open conflict among the parties.
    Conflict,
    /// Scandal in the region.
    LocalScandal,
    /// Scandal everywhere.
    NationalScandal,
    /// The contract for the tool ends or collapses.
    ContractCollapse,
    /// A release of the tool disappoints.
    ToolSetback,
    /// A further alternative arrives.
    NewAlternative,
    /// A rival project fails for all to see.
    RivalFails,
    /// Organisations merge or change owner.
    Merger,
    /// Organisations change their IT system.
    SystemChange,
    /// A vendor's function is late by so many weeks.
    SupplierDelay,
    /// A mandate or payment comes into force.
    Mandate,
    /// An evaluation is published.
    Evaluation,
    /// The region's project is stopped for good.
    Closure,
    /// A rival takes the project over.
    Takeover,
}

impl EventKind {
    /// How many kinds there are.
    pub const COUNT: usize = EventKind::Takeover as usize + 1;

    /// The word used in files.
    pub fn id(self) -> &'static str {
        [
            "reorganisation",
            "boundary_change",
            "sponsor_loss",
            "conflict",
            "local_scandal",
            "national_scandal",
            "contract_collapse",
            "tool_setback",
            "new_alternative",
            "rival_fails",
            "merger",
            "system_change",
            "supplier_delay",
            "mandate",
            "evaluation",
            "closure",
            "takeover",
        ][self as usize]
    }
}
