"""Value domains of the 实施清单 and of the hall's organisation; the codes of outside systems are mapped at the edge."""

from models.enums import LabelledEnum


class DraftState(LabelledEnum):
    """修订稿状态: where a change to a matter stands before it is published."""

    DRAFT = "draft", "草稿"
    IN_REVIEW = "in_review", "待审核"
    RETURNED = "returned", "已退回"


class PowerSource(LabelledEnum):
    """权力来源."""

    OWN = "own", "法定本级行使"
    DELEGATED_DOWN = "delegated_down", "上级下放"
    AUTHORISED_ABOVE = "authorised_above", "上级授权"
    AUTHORISED_EQUAL = "authorised_equal", "同级授权"
    ENTRUSTED_ABOVE = "entrusted_above", "上级委托"
    ENTRUSTED_EQUAL = "entrusted_equal", "同级委托"


class OrganKind(LabelledEnum):
    """实施主体性质 (GB/T 39046-2020 table A.3)."""

    STATUTORY = "statutory", "法定机关"
    AUTHORISED = "authorised", "授权组织"
    ENTRUSTED = "entrusted", "受委托组织"
    OTHER = "other", "其他"


class ServiceScope(LabelledEnum):
    """通办范围: where a person may apply, whichever organ decides."""

    NATIONWIDE = "nationwide", "全国"
    PROVINCES = "provinces", "跨省"
    CITIES = "cities", "跨市"
    COUNTIES = "counties", "跨县"
    TOWNSHIP = "township", "全镇（乡、街道）"
    VILLAGE = "village", "全村（社区）"


class ExaminationMode(LabelledEnum):
    """审查类型: on the spot, or at the counter first and in the back office then."""

    ON_THE_SPOT = "on_the_spot", "即审即办"
    BACK_OFFICE = "back_office", "前审后批"


class OnlineDepth(LabelledEnum):
    """网上办理深度: each part of the procedure that can be done online."""

    CONSULTATION = "consultation", "互联网咨询"
    FILING = "filing", "收件"
    PRELIMINARY = "preliminary", "预审"
    ACCEPTANCE = "acceptance", "受理"
    HANDLING = "handling", "办理"
    RESULT = "result", "结果反馈"
    LICENCE = "licence", "电子证照反馈"
    OTHER = "other", "其他"


class DeliveryWay(LabelledEnum):
    """送达方式."""

    COUNTER = "counter", "窗口领取"
    POST = "post", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"
    DIRECT = "direct", "直接送达"
    NOTICE = "notice", "公告送达"


class CounterKind(LabelledEnum):
    """窗口类型: one that takes every matter, or one for the matters named for it."""

    COMPREHENSIVE = "comprehensive", "无差别综合窗口"
    SPECIAL = "special", "专窗"


class DivisionLevel(LabelledEnum):
    """行政区划层级, by the length of the statistical code (2, 4, 6, 9, 12 digits)."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"


class QualityLevel(LabelledEnum):
    """检查级别: what a quality finding means for publication."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"


class GuideStyle(LabelledEnum):
    """办事指南版式."""

    STANDARD = "standard", "完整版"
    PLAIN = "plain", "白话版"
    BRIEF = "brief", "简版"
    ILLUSTRATED = "illustrated", "图例版"


class PersonTheme(LabelledEnum):
    """面向自然人主题分类; the stored value is the national three-digit code."""

    BIRTH = "005", "生育收养"
    HOUSEHOLD = "010", "户籍办理"
    RELIGION = "015", "民族宗教"
    EDUCATION = "020", "教育科研"
    MILITARY = "025", "入伍服役"
    EMPLOYMENT = "030", "就业创业"
    ESTABLISHMENT = "035", "设立变更"
    BUSINESS_PERMIT = "040", "准营准办"
    MORTGAGE = "045", "抵押质押"
    QUALIFICATION = "050", "职业资格"
    TAXES = "055", "纳税缴费"
    MARRIAGE = "060", "婚姻登记"
    VETERANS = "065", "优待抚恤"
    CONSTRUCTION = "070", "规划建设"
    HOUSING = "075", "住房保障"
    SOCIAL_SECURITY = "085", "社会保障（社会保险、社会救助）"
    CERTIFICATES = "090", "证件办理"
    TRAFFIC = "095", "交通出行"
    TOURISM = "100", "旅游观光"
    BORDER = "105", "出境入境"
    CONSUMERS = "110", "消费维权"
    SAFETY = "115", "公共安全"
    JUSTICE = "120", "司法公证"
    INTELLECTUAL_PROPERTY = "125", "知识产权"
    ENVIRONMENT = "130", "环保绿化"
    CULTURE = "135", "文化体育"
    UTILITIES = "140", "公用事业"
    HEALTH = "145", "医疗卫生"
    RETIREMENT = "150", "离职退休"
    DEATH = "155", "死亡殡葬"
    LOCAL = "998", "地方特色分类"
    OTHER = "999", "其他"


class OrganisationTheme(LabelledEnum):
    """面向法人主题分类; the same number means another theme than in `PersonTheme`."""

    ESTABLISHMENT = "005", "设立变更"
    BUSINESS_PERMIT = "010", "准营准办"
    CERTIFICATION = "015", "资质认证"
    ANNUAL_CHECK = "020", "年检年审"
    TAXES = "025", "税收财务"
    PERSONNEL = "030", "人力资源"
    SOCIAL_SECURITY = "035", "社会保障"
    INVESTMENT = "040", "投资审批"
    CREDIT = "045", "融资信贷"
    MORTGAGE = "050", "抵押质押"
    COMMERCE = "055", "商务贸易"
    BIDDING = "060", "招标拍卖"
    CUSTOMS = "065", "海关口岸"
    FOREIGN_AFFAIRS = "070", "涉外服务"
    AGRICULTURE = "075", "农林牧渔"
    LAND = "085", "国土和规划建设"
    TRANSPORT = "090", "交通运输"
    ENVIRONMENT = "095", "环保绿化"
    CLIMATE = "100", "应对气候变化"
    WATER = "105", "水务气象"
    HEALTH = "110", "医疗卫生"
    SCIENCE = "115", "科技创新"
    CULTURE = "120", "文体教育"
    INTELLECTUAL_PROPERTY = "125", "知识产权"
    RELIGION = "130", "民族宗教"
    QUALITY = "135", "质量技术"
    INSPECTION = "140", "检验检疫"
    WORK_SAFETY = "145", "安全生产"
    FIRE_SAFETY = "150", "公安消防"
    JUSTICE = "155", "司法公证"
    UTILITIES = "160", "公用事业"
    DISSOLUTION = "165", "法人注销"
    ARCHIVES = "170", "档案文物"
    LOCAL = "998", "地方特色分类"
    OTHER = "999", "其他"
