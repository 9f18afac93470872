"""Value domains of the life of a case: how it was accepted, what pauses it, who may be barred, where it is listed."""

from models.enums import LabelledEnum


class Worklist(LabelledEnum):
    """工作清单: the one list on which a case stands; `rules/cases.py` says which state stands on which."""

    PREEXAMINATION = "preexamination", "待预审"
    RECEIPT = "receipt", "待收件"
    ACCEPTANCE = "acceptance", "待受理"
    SUPPLEMENT = "supplement", "待补正"
    EXAMINATION = "examination", "待审查"
    SPECIAL = "special", "特别程序中"
    DECISION = "decision", "待决定"
    CERTIFICATION = "certification", "待制证"
    DELIVERY = "delivery", "待出件"
    CLOSED = "closed", "已办结"


class AcceptanceKind(LabelledEnum):
    """受理方式."""

    NORMAL = "normal", "正常受理"
    DEFERRED = "deferred", "容缺受理"
    PLEDGED = "pledged", "告知承诺受理"
    DEEMED = "deemed", "视为受理"


class TrustLevel(LabelledEnum):
    """电子材料可信等级 (国办函〔2016〕108号)."""

    A = "A", "A级 签发机构提供"
    B = "B", "B级 窗口核对原件"
    C = "C", "C级 申请人上传证照"
    D = "D", "D级 申请人自制"


class PauseGround(LabelledEnum):
    """特别程序: the eight of 行政许可法 art. 45, then local ones that an office setting switches on."""

    HEARING = "hearing", "听证"
    TENDER = "tender", "招标"
    AUCTION = "auction", "拍卖"
    INSPECTION = "inspection", "检验"
    TESTING = "testing", "检测"
    QUARANTINE = "quarantine", "检疫"
    APPRAISAL = "appraisal", "鉴定"
    EXPERT_REVIEW = "expert_review", "专家评审"
    SITE_INSPECTION = "site_inspection", "现场勘验"
    TECHNICAL_REVIEW = "technical_review", "技术审查"


class ExtensionAuthority(LabelledEnum):
    """延期批准人 (行政许可法 art. 42): by one organ, or joint handling approved by the government."""

    ORGAN_HEAD = "organ_head", "本机关负责人"
    GOVERNMENT_HEAD = "government_head", "本级人民政府负责人"


class RequestState(LabelledEnum):
    """申请事项的状态: of an extension, or of an appeal against a card."""

    OPEN = "open", "待批准"
    APPROVED = "approved", "已批准"
    DECLINED = "declined", "未批准"


class PledgeOutcome(LabelledEnum):
    """承诺核查结果."""

    KEPT = "kept", "承诺属实"
    BROKEN = "broken", "承诺不实"


class BarGround(LabelledEnum):
    """申请限制的情形 (行政许可法 art. 78, 79; 告知承诺)."""

    FALSE_MATERIALS = "false_materials", "隐瞒情况或提供虚假材料"
    FRAUD = "fraud", "以欺骗、贿赂等不正当手段取得许可"
    FALSE_PLEDGE = "false_pledge", "承诺不实"


class PackageKind(LabelledEnum):
    """网上申请包: what an outside channel sends."""

    DRAFT = "draft", "草稿"
    APPLICATION = "application", "申请"
    SUPPLEMENT = "supplement", "补正"
    WITHDRAWAL = "withdrawal", "撤回"
