"""What the sheet of explanations says of each column: how it is filled in, and an example."""

from desktop_app.exchange.columns import Column

_KINDS = {
    "text": "文字，可以换行（Alt+回车）",
    "code": "编码。本列为文本格式，不要改成数字，否则末尾数字会丢失",
    "whole": "整数，不小于零",
    "flag": "填“是”或“否”",
    "choice": "从下拉列表中选一个",
    "choices": "可以填多个，用“；”分开",
    "words": "可以填多个，用“；”分开；名称里本来就有“；”“、”“，”的，在前面加“\\”",
    "sentences": "可以填多条，用“；”分开或换行",
    "limit": "数字加“个工作日”或“个自然日”；当场办结的填“即时办结”；没有规定的不填。不能填“月”“年”“天”",
    "lines": "",
}
_EXAMPLES = {
    "choices": "“可填的值”中的一个或几个",
    "flag": "是",
    "limit": "5个工作日",
    "whole": "1",
}
_MAIN = {
    "code": ("实施编码，通常31位；各子表用它指向本表的事项", "11411000MB9900013M3410125015000"),
    "item_code": ("业务办理项编码，通常33位；没有业务办理项的不填", "11411000MB9900013M341012501500001"),
    "name": ("对外公布的全称", "公共场所卫生许可（新办）"),
    "main_name": ("目录树的第一层；自成一项的不填", "公共场所卫生许可"),
    "sub_name": ("目录树的第二层", "公共场所卫生许可（除饮用水供水单位外）"),
    "catalog_code": ("国家或省目录的基本编码，12位", "000123015000"),
    "local_code": ("本地系统的编码", ""),
    "aliases": ("群众平常的叫法，查找时用", "开理发店办证；卫生证"),
    "department_name": ("负责办理的部门全称", "示例市卫生健康委员会"),
    "department_code": ("18位统一社会信用代码；没有登记过的部门在导入时自动登记", "11411000MB9900013M"),
    "entrusting_organ": ("受委托办理的，写委托部门", ""),
    "authority": ("各级之间怎样划分权限", "市级负责市区范围内的公共场所"),
    "exercise": ("本级具体行使的内容", "受理、审查、决定"),
    "handling_unit": ("部门内部承办的科室", "行政审批科"),
    "decision_organ": ("决定机构与实施主体不同的才填", ""),
    "partners": ("共同办理的部门", "示例市市场监督管理局"),
    "intermediaries": ("需要中介服务的，写服务名称", "检测检验"),
    "area_code": ("统计用区划代码", "411000"),
    "area_name": ("行政区划名称", "示例市"),
    "scope": ("什么情况适用本事项", "市区范围内新开办的公共场所"),
    "quantity_limit": ("有数量限制的写明数量；没有的不填", ""),
    "visits": ("申请人一共要到现场几次", "1"),
    "visits_reason": ("次数大于0的写明原因", "需要现场核对原件"),
    "web_url": ("电脑上的办理网址", "https://hall.example/apply"),
    "mobile_url": ("手机上的办理网址", "https://hall.example/m"),
    "offline_reason": ("不能网上办理的写明原因", ""),
    "statutory_explanation": ("法定时限的依据或说明", "《公共场所卫生管理条例实施细则》"),
    "promised_explanation": ("承诺时限的说明", ""),
    "special_procedures": ("依法不计入时限的程序名称", "检验检测；专家评审"),
    "special_note": ("特别程序的时长和依据", ""),
    "conditions": ("一行一条，写全，不要用“其他条件”兜底", "有固定经营场所；从业人员体检合格"),
    "prohibitions": ("不予批准的情形", ""),
    "deferral": ("哪些材料可以后补、何时补齐；不能容缺的不填", "检测报告可在10个工作日内补交"),
    "pledge": ("什么可以用承诺代替；不能承诺的不填", "场所符合卫生要求可以承诺"),
    "pledged_conditions": ("可以用承诺代替的条件，一条一条写", ""),
    "flow_note": ("对办理流程的补充说明", ""),
    "application_form": ("在线填写的申请表，JSON Schema 格式；没有的不填", ""),
    "result_name": ("办成以后得到什么", "公共场所卫生许可证"),
    "result_validity": ("结果的有效期", "四年"),
    "result_sample": ("由程序填写：样本文件的标识，手工填写请留空", ""),
    "places": ("写到楼层和窗口", "示例市政务服务中心二楼综合窗口"),
    "hours": ("工作日的起止时间", "工作日9:00—12:00，13:00—17:00"),
    "traffic": ("怎样到达", "乘3路公交车到政务中心站"),
    "consult": ("咨询电话和其他途径，电话带区号", "0374-0000001"),
    "consult_address": ("现场咨询的地点", "政务服务中心一楼导办台"),
    "complain": ("监督投诉电话，与咨询电话不同", "0374-0000002"),
    "complain_address": ("现场投诉的地点", "政务服务中心三楼督查室"),
    "progress_query": ("怎样查询进度和结果", "凭办件编号在大厅自助终端查询"),
    "themes": ("本地的主题词", "开办饭店"),
    "rights": ("申请人的权利和义务，包括复议和诉讼途径", ""),
    "remark": ("其他需要说明的事", ""),
    "popularity": ("数字越大，查找时越靠前；不知道的不填", "120"),
}
_LINES = {
    ("materials", "name"): ("材料全称，不要写“其他材料”“有关材料”", "营业执照"),
    ("materials", "issuer"): ("由哪个机构出具", "市场监督管理部门"),
    ("materials", "originals"): ("没有填的按1份", "1"),
    ("materials", "when"): ("只在某些情形需要的，填“办理情形”表里的选项标识；总是需要的不填", "new"),
    ("materials", "library_code"): ("材料库里的编码", ""),
    ("materials", "page_format"): ("纸张规格", "A4"),
    ("materials", "licence"): ("能代替本材料的电子证照；没有的不填", "电子营业执照"),
    ("materials", "standard"): ("窗口核对什么", "在有效期内，名称与申请表一致"),
    ("materials", "blank_form"): ("由程序填写：空白表格的标识，手工填写请留空", ""),
    ("materials", "sample"): ("由程序填写：样表的标识，手工填写请留空", ""),
    ("fees", "when"): ("只在某些情形收取的，填“办理情形”表里的选项标识", ""),
    ("fees", "standard"): ("写明金额和计算办法", "每证10元"),
    ("steps", "days"): ("本环节的工作日数；没有的不填", "1"),
    ("situations", "key"): ("同一事项内不重复的短名；同一问题的各行相同", "kind"),
    ("situations", "question"): ("问申请人的话，写在该问题的第一行即可", "您要办理哪一种？"),
    ("situations", "asked_when"): ("只在选了前面某个选项时才问的，填那个选项标识", ""),
    ("situations", "option_key"): ("同一事项内不重复的短名，一行一个选项，至少两个", "new"),
    ("situations", "option_text"): ("给申请人看的选项", "新办"),
    ("situations", "statutory"): ("选了这一项时的法定时限；与事项相同的不填", ""),
    ("situations", "promised"): ("选了这一项时的承诺时限；与事项相同的不填", ""),
    ("quality_exceptions", "rule"): ("质量检查的规则编号", ""),
    ("quality_exceptions", "reason"): ("为什么这里不算问题", ""),
}


def explain(column: Column, target: str = "") -> tuple[str, str]:
    """How a column is filled in, and an example; `target` names the sub-table, empty for the main one."""
    usual = _KINDS[column.kind.name]
    if target and column.key in {"code", "item_code"}:
        return "与“事项”表中的编码相同，说明这一行属于哪个事项", _MAIN[column.key][1]
    hint, example = _LINES.get((target, column.key), ("", "")) if target else _MAIN.get(column.key, ("", ""))
    if not example and column.kind.choices and not column.kind.is_many:
        example = column.kind.choices[0]
    has_own = bool(hint) and column.kind.name == "text"
    words = hint if has_own else "。".join(part for part in (hint, usual) if part)
    return words, example or ("" if hint else _EXAMPLES.get(column.kind.name, ""))
