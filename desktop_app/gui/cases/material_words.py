"""How a line of the checklist is worded: what is asked for, what is checked, what an earlier case holds."""

from desktop_app.gui.cases.rows import moment
from desktop_app.rules.catalogue import MaterialSpec
from desktop_app.rules.trust import validity_words
from desktop_app.services.material_reuse import ReusableMaterial
from models.enums import MaterialCarrier, MaterialNecessity, ReceivedAs


def is_needed(spec: MaterialSpec) -> bool:
    """Whether acceptance usually waits for this line."""
    return spec.necessity not in {MaterialNecessity.OPTIONAL, MaterialNecessity.EXEMPT}


def usual_way(spec: MaterialSpec) -> ReceivedAs:
    """How a line is usually handed in at a counter."""
    if spec.carrier is MaterialCarrier.ELECTRONIC:
        return ReceivedAs.ELECTRONIC
    return ReceivedAs.COPY if spec.copies and not spec.originals else ReceivedAs.ORIGINAL


def demand(spec: MaterialSpec) -> str:
    """What the version asks for, in one line: necessity, counts, carrier."""
    counts = [f"原件{spec.originals}份"] if spec.originals else []
    counts += [f"复印件{spec.copies}份"] if spec.copies else []
    return " · ".join([spec.necessity.label, "、".join(counts) or "不需纸质", spec.carrier.label])


def hint(spec: MaterialSpec) -> str:
    """What the counter checks, where the material comes from, how it is filled in."""
    source = spec.source.label + (f"（{spec.issuer}）" if spec.issuer else "")
    parts = [f"来源：{source}"]
    parts += [f"受理标准：{spec.standard}"] if spec.standard else []
    parts += [f"填报须知：{spec.instructions}"] if spec.instructions else []
    return "\n".join(parts)


def offer_words(offer: ReusableMaterial | None, *, is_taken: bool) -> str:
    """What an earlier case holds of a material, or that it stands for this line."""
    if offer is None:
        return "✓ 沿用以前办件的材料" if is_taken else ""
    checked = f"{offer.checked_by}核对，" if offer.checked_by else ""
    facts = f"{moment(offer.received_at)[:10]} 办件的{offer.received_as.label}（{checked}有效期至{validity_words(offer.valid_until)}）"
    return f"✓ 已沿用 {facts}" if is_taken else f"可沿用 {facts}"
