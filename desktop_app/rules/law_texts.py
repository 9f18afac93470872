"""法律用语: the sentences of law that papers print, each with its statute; the office may word them anew.

A sentence holds named places such as `{due}` that a paper fills in. An office's own wording keeps every one of them, so
that no paper can lose a date or a remedy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.rules.errors import ServiceError
from desktop_app.rules.texts import MAX_NAME, clean_text
from models.enums import DocumentKind

MAX_SENTENCE = 1000
_PLACE = re.compile(r"\{(\w*)\}")


class LawKey(StrEnum):
    """Names a sentence for ever: stored papers refer to it."""

    TRUTH = "truth"
    NOTICE_PERIOD = "notice_period"
    SUPPLEMENT = "supplement"
    SUPPLEMENT_LATE = "supplement_late"
    ACCEPTED = "accepted"
    DEEMED = "deemed"
    REMEDIES = "remedies"
    DEFERRED = "deferred"
    DEFERRED_LATE = "deferred_late"
    DEFERRAL_PROMISE = "deferral_promise"
    PLEDGE_CHOICE = "pledge_choice"
    PLEDGE_LIABILITY = "pledge_liability"
    PLEDGE_PROMISE = "pledge_promise"
    SPECIAL = "special"
    SPECIAL_RESUME = "special_resume"
    EXTENSION = "extension"
    INSPECTION = "inspection"
    HEARING_PUBLIC = "hearing_public"
    HEARING_RIGHTS = "hearing_rights"
    HEARING_HELD = "hearing_held"
    HEARING_RECORD = "hearing_record"
    STATEMENT = "statement"
    GRANTED = "granted"
    DELIVERY_PERIOD = "delivery_period"
    SERVICE = "service"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class LawText:
    """A sentence as it is in force: where it comes from, its version (1 as the program brings it), its words."""

    title: str
    statute: str
    text: str
    kinds: tuple[DocumentKind, ...]
    version: int = 1

    @property
    def places(self) -> tuple[str, ...]:
        """The named places of its words, in their order, each once."""
        return tuple(dict.fromkeys(_PLACE.findall(self.text)))


_LAW = "《中华人民共和国行政许可法》"
_D, _K = DocumentKind, LawKey

LAW_TEXTS: Mapping[LawKey, LawText] = {
    _K.TRUTH: LawText(
        "申请材料真实性",
        f"{_LAW}第三十一条",
        "申请人已如实填写本表，所提交的材料真实、合法，并对申请材料实质内容的真实性负责。",
        (_D.APPLICATION,),
    ),
    _K.NOTICE_PERIOD: LawText(
        "告知期限",
        f"{_LAW}第三十二条第一款第四项",
        "本窗口自收到申请材料之日起{days}个工作日内（最迟为{due}）告知您是否受理；材料不齐全或者不符合法定形式的，"
        "一次性告知需要补正的全部内容。逾期不告知的，自收到申请材料之日起即为受理。",
        (_D.RECEIPT,),
    ),
    _K.SUPPLEMENT: LawText(
        "一次性告知补正",
        f"{_LAW}第三十二条第一款第四项",
        "申请材料不齐全或者不符合法定形式。根据{basis}的规定，现将需要补正的全部内容一次性告知如下：",
        (_D.SUPPLEMENT_NOTICE,),
    ),
    _K.SUPPLEMENT_LATE: LawText(
        "逾期未补正",
        "本厅规定（参照《安阳市政务服务条例》第三十六条）",
        "逾期未补正的，视为撤回申请；撤回后可以重新提出申请。",
        (_D.SUPPLEMENT_NOTICE,),
    ),
    _K.ACCEPTED: LawText(
        "予以受理",
        f"{_LAW}第三十二条第一款第五项",
        "经审查，根据{basis}的规定，决定自{accepted}起予以受理。",
        (_D.ACCEPTANCE,),
    ),
    _K.DEEMED: LawText(
        "视为受理",
        f"{_LAW}第三十二条第一款第四项",
        "因本机关未在{due}前一次性告知需要补正的内容，根据{basis}的规定，该申请自收到申请材料之日（{accepted}）起即为受理，"
        "办理时限自该日起计算。",
        (_D.ACCEPTANCE,),
    ),
    _K.REMEDIES: LawText(
        "救济途径",
        "《中华人民共和国行政复议法》第二十条、《中华人民共和国行政诉讼法》第四十六条",
        "如不服本决定，可以自收到本决定书之日起60日内向{review_body}申请行政复议，"
        "也可以自收到本决定书之日起6个月内依法向{court}提起行政诉讼。",
        (_D.REFUSAL, _D.DENIAL, _D.TERMINATION),
    ),
    _K.DEFERRED: LawText(
        "容缺受理",
        "《河南省优化营商环境条例》第三十五条",
        "主要申请材料齐全且符合法定形式，次要材料有欠缺。根据{basis}的规定，本机关自{accepted}起先行受理，"
        "现将需要补齐的材料、形式和时限一次性告知如下：",
        (_D.DEFERRAL,),
    ),
    _K.DEFERRED_LATE: LawText(
        "容缺材料逾期未补齐",
        "本厅规定（参照《安阳市政务服务条例》第二十四条）",
        "容缺材料补齐前不作出准予决定；逾期未补齐的，视为撤回申请，已提交的材料予以退还，撤回后可以重新提出申请。",
        (_D.ACCEPTANCE, _D.DEFERRAL, _D.DEFERRAL_PROMISE),
    ),
    _K.DEFERRAL_PROMISE: LawText(
        "容缺承诺",
        "《河南省优化营商环境条例》第三十五条",
        "本申请人自愿申请容缺受理，承诺在上述时限内补齐所欠材料，保证补交的材料真实、合法、有效，"
        "并知悉、愿意承担未按承诺补齐的后果。",
        (_D.DEFERRAL_PROMISE,),
    ),
    _K.PLEDGE_CHOICE: LawText(
        "告知承诺的选择与撤回",
        "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
        "是否采用告知承诺由申请人自愿选择；不愿承诺或者无法承诺的，按规定提交证明材料办理。"
        "在行政机关作出决定前，申请人可以撤回承诺。",
        (_D.PLEDGE,),
    ),
    _K.PLEDGE_LIABILITY: LawText(
        "不实承诺的责任",
        "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
        "承诺不实的，依法终止办理、责令限期整改、撤销行政决定或者予以行政处罚，并纳入信用记录；涉嫌犯罪的，依法移送司法机关。",
        (_D.PLEDGE,),
    ),
    _K.PLEDGE_PROMISE: LawText(
        "申请人承诺",
        "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）",
        "本申请人已知悉告知的全部内容，所填信息真实、准确，符合告知的条件和要求，愿意配合核查，"
        "并承担不实承诺的法律责任；以上承诺是本申请人真实意思的表示。",
        (_D.PLEDGE,),
    ),
    _K.SPECIAL: LawText(
        "特别程序不计时",
        f"{_LAW}第四十五条",
        "根据《中华人民共和国行政许可法》第四十五条的规定，上述程序所需时间不计算在办理期限内，现将所需时间书面告知你（单位）。",
        (_D.SPECIAL,),
    ),
    _K.SPECIAL_RESUME: LawText(
        "特别程序后恢复计时",
        f"{_LAW}第四十五条",
        "上述程序结束后，自结束之日起继续计算办理期限；实际用时与告知时间不一致的，按实际用时计算。",
        (_D.SPECIAL,),
    ),
    _K.EXTENSION: LawText(
        "延长办理期限",
        f"{_LAW}第四十二条",
        "在规定期限内不能作出决定。根据{basis}的规定，经{authority}批准，办理期限延长{days}个工作日，现将延长期限的理由告知你（单位）。",
        (_D.EXTENSION,),
    ),
    _K.INSPECTION: LawText(
        "实质核查",
        f"{_LAW}第三十四条第三款",
        "根据{basis}的规定，本机关指派两名以上工作人员，对申请材料的实质内容进行核查，结果如下：",
        (_D.INSPECTION,),
    ),
    _K.HEARING_PUBLIC: LawText(
        "听证公告",
        f"{_LAW}第四十六条",
        "根据{basis}的规定，本机关决定就下列事项举行听证，现予公告。愿意参加听证的，请在{until}前向本机关报名。",
        (_D.HEARING_ANNOUNCEMENT,),
    ),
    _K.HEARING_RIGHTS: LawText(
        "要求听证的权利",
        f"{_LAW}第四十七条",
        "上述行政许可直接涉及申请人与他人之间重大利益关系。根据{basis}的规定，申请人、利害关系人享有要求听证的权利，"
        "可以自被告知听证权利之日起{days}日内（最迟为{until}）提出听证申请；逾期未提出的，视为放弃。"
        "申请人、利害关系人不承担组织听证的费用。",
        (_D.HEARING_RIGHTS,),
    ),
    _K.HEARING_HELD: LawText(
        "举行听证",
        f"{_LAW}第四十八条",
        "根据{basis}的规定，本机关定于上述时间、地点举行听证。申请人、利害关系人认为主持人与该行政许可事项有直接利害关系的，"
        "有权申请回避；可以委托代理人参加，并可以提出证据，进行申辩和质证。",
        (_D.HEARING_NOTICE,),
    ),
    _K.HEARING_RECORD: LawText(
        "听证笔录",
        f"{_LAW}第四十八条",
        "本笔录已交听证参加人确认无误。行政机关应当根据听证笔录作出行政许可决定。",
        (_D.HEARING_RECORD,),
    ),
    _K.STATEMENT: LawText(
        "陈述和申辩",
        f"{_LAW}第三十六条",
        "根据{basis}的规定，申请人、利害关系人有权进行陈述和申辩，行政机关应当听取其意见。",
        (_D.STATEMENT_RECORD,),
    ),
    _K.GRANTED: LawText(
        "准予决定",
        f"{_LAW}第三十八条",
        "经审查，申请符合法定条件、标准。根据{basis}的规定，本机关决定准予：",
        (_D.GRANT,),
    ),
    _K.DELIVERY_PERIOD: LawText(
        "颁发送达期限",
        f"{_LAW}第四十四条",
        "证件自作出本决定之日起10个工作日内颁发、送达。",
        (_D.GRANT,),
    ),
    _K.SERVICE: LawText(
        "送达与签收",
        "《中华人民共和国民事诉讼法》第八十七条",
        "受送达人在送达回证上的签收日期为送达日期。",
        (_D.SERVICE,),
    ),
    _K.NEGATIVE: LawText(
        "否定报告",
        "本厅首问负责制、否定报告制",
        "窗口人员不得简单答复“不能办”。凡作出否定答复的，应当书面说明理由、依据和可行的办理途径，报窗口负责人审核并存档备查。",
        (_D.NEGATIVE_REPORT,),
    ),
}


def check_wording(key: LawKey, statute: str, text: str) -> tuple[str, str]:
    """An office's own statute and words, cleaned, with every place of the sentence and no other.

    Raises `law_place_missing`, `law_place_unknown`, `text_needed`, `text_too_long`, `text_invalid`.
    """
    statute = clean_text(statute, "法律名称及条款", needed=True, longest=MAX_NAME)
    text = clean_text(text, "法律用语", needed=True, longest=MAX_SENTENCE)
    wanted, found = set(LAW_TEXTS[key].places), set(_PLACE.findall(text))
    if missing := sorted(wanted - found):
        raise ServiceError("law_place_missing", place=f"{{{missing[0]}}}")
    if unknown := sorted(found - wanted):
        raise ServiceError("law_place_unknown", place=f"{{{unknown[0]}}}")
    return statute, text


def fill(text: str, places: Mapping[str, str]) -> str:
    """The words with their places filled in; what is filled in is data and never read for places again."""
    return _PLACE.sub(lambda found: places[found.group(1)], text)
