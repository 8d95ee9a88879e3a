"""The machine columns of the answers about the review of decompositions."""

from __future__ import annotations

from kg.exchange.columns import DECOMPOSITION, REQUIREMENT_NAME, Column, RowType, count, figure, listed, share

AGREEMENT = RowType(
    "agreement",
    "How far the readings of a review agree over one part of the sample: stability, not validity.",
    (
        Column("by", "what the part is cut by", "theme", values=("all", "theme", "framework")),
        Column("part", "name of the theme or framework, or all", "governance"),
        count("requirements", "requirements of the part that two readers or more have read", "31"),
        figure("object", "Krippendorff's alpha (MASI) over the objects required or advised", "0.84"),
        figure("cell", "alpha over the duties required or advised", "0.71"),
        figure("mode", "alpha over the duties with their modes, context included", "0.65"),
        figure("requires", "alpha over the duties required", "0.72"),
        figure("object_by_chance", "mean alpha of objects after later readings were shuffled", "0.01"),
        figure("cell_by_chance", "the same for duties required or advised", "-0.01"),
        figure("mode_by_chance", "the same for duties with their modes", "0.00"),
        figure("requires_by_chance", "the same for duties required", "0.00"),
        Column(
            "identical", "share of requirements of which all readers require the same", "0.60", kind="share", blank=True
        ),
        Column("most_used", "duty that most requirements of the framework require", "duty:keep-event-logs", blank=True),
        share("most_used_share", "share of the framework's requirements that require it", "0.06"),
        listed("gates", "for the whole sample: whether each gate was met", "object:met;cell:met;requires:missed"),
    ),
)

OMISSION = RowType(
    "omission",
    "A question of the omission sweep: does the requirement demand this duty too?",
    (
        REQUIREMENT_NAME,
        Column("norm", "CURIE of the norm", "eu-ai-act:26-6.n1"),
        Column("title", "the norm in a few words", "Keep the automatically generated logs"),
        Column("duty", "CURIE of the duty asked about", "duty:determine-logged-events"),
        Column("label", "its name", "Determine the events to log"),
        Column("question", "the yes-or-no question the duty stands for", "Is it fixed which events are logged?"),
        Column("activity", "what is done", "determine", scheme="activity"),
        Column("level", "kind of subject the duty is about", "system", scheme="level"),
        listed("beside", "duties about the same object that the requirement is linked to", "duty:keep-event-logs"),
        Column("answer", "no, or the mode in which it is demanded; empty until answered", "no", blank=True),
        Column("why", "the reason for the answer", "keeping is asked for, choosing is the provider's", blank=True),
    ),
)

FRAGILE = RowType(
    "fragile",
    "A verdict whose status changes when a single link of a decomposition is taken out.",
    (
        Column("subject", "CURIE of what the verdict is about", "acme:recruiting"),
        Column("bearer", "organisation or unit that bears the norm", "acme", blank=True),
        REQUIREMENT_NAME,
        Column("requirement_title", "the requirement in a few words", "Keep the automatically generated logs"),
        Column("status", "what the record supports", "partial", scheme="status"),
        Column(
            "without",
            "the same without the link; empty where nothing would be asked",
            "unknown",
            scheme="status",
            blank=True,
        ),
        Column(
            "because",
            "asks: the requirement's own link; claims: a measure claims by it",
            "asks",
            values=("asks", "claims"),
        ),
        Column("link", "CURIE of the link", "eu-ai-act:26-6.n1.d1"),
        Column("link_requirement", "requirement the link belongs to", "eu-ai-act:26-6"),
        Column("duty", "duty the link leads to", "duty:keep-event-logs"),
        share("confidence", "how sure the reader was", "0.9"),
        Column("release", "decomposition release of the link", "eu-ai-act:duties-2026.1", blank=True),
        DECOMPOSITION,
    ),
)
