"""Every page of the main window, one line each, in the order of the navigation."""

from desktop_app.gui.accounts.page import AccountsPage
from desktop_app.gui.audit.page import AuditPage
from desktop_app.gui.calendar.page import CalendarPage
from desktop_app.gui.cases.archiving import ArchivePage
from desktop_app.gui.cases.batch_page import BatchPage
from desktop_app.gui.cases.delivery import DeliveryPage
from desktop_app.gui.cases.detail import CasePage
from desktop_app.gui.cases.intake import IntakePage
from desktop_app.gui.cases.worklists import WorklistsPage
from desktop_app.gui.catalogue.editor.page import EditorPage
from desktop_app.gui.catalogue.materials_page import MaterialsPage
from desktop_app.gui.catalogue.page import CataloguePage
from desktop_app.gui.catalogue.quality_page import QualityPage
from desktop_app.gui.catalogue.review_page import ReviewPage
from desktop_app.gui.examination.page import ExaminationPage
from desktop_app.gui.main_window import PageSpec
from desktop_app.gui.office.page import SettingsPage
from desktop_app.gui.reviews.page import ReviewsPage
from desktop_app.gui.sites.page import SitesPage
from desktop_app.gui.statistics.backlog import BacklogPage
from models.enums import Permission

PAGES: tuple[PageSpec, ...] = (
    PageSpec("cases.intake", "窗口受理", "accept", Permission.CASES_RECEIVE, IntakePage),
    PageSpec("cases.worklists", "我的待办", "list", Permission.CASES_RECEIVE, WorklistsPage),
    PageSpec("cases.delivery", "出件", "delivery", Permission.CASES_DELIVER, DeliveryPage),
    PageSpec("cases.batch", "批量办理", "add", Permission.CASES_RECEIVE, BatchPage),
    PageSpec("examination.page", "审批办理", "examine", Permission.CASES_EXAMINE, ExaminationPage),
    PageSpec("statistics.backlog", "在办督办", "backlog", Permission.BACKLOG_VIEW, BacklogPage),
    PageSpec("reviews.page", "好差评", "star", Permission.REVIEWS_VIEW, ReviewsPage),
    PageSpec("cases.detail", "办件详情", "qr", Permission.CASES_VIEW, CasePage),
    PageSpec("cases.archive", "案卷归档", "done", Permission.CASES_ARCHIVE, ArchivePage),
    PageSpec("catalogue.page", "事项目录", "catalogue", Permission.CATALOGUE_VIEW, CataloguePage),
    PageSpec("catalogue.review", "审核发布", "decision", Permission.CATALOGUE_REVIEW, ReviewPage),
    PageSpec("catalogue.editor", "事项编辑", "edit", Permission.CATALOGUE_EDIT, EditorPage),
    PageSpec("catalogue.materials", "材料库", "list", Permission.CATALOGUE_EDIT, MaterialsPage),
    PageSpec("catalogue.quality", "质量检查", "tick", Permission.CATALOGUE_EDIT, QualityPage),
    PageSpec("calendar.page", "工作日历", "calendar", Permission.CALENDAR_VIEW, CalendarPage),
    PageSpec("accounts.page", "账号权限", "people", Permission.ACCOUNTS_EDIT, AccountsPage),
    PageSpec("sites.page", "组织与窗口", "counter", Permission.SITES_EDIT, SitesPage),
    PageSpec("office.page", "本厅设置", "settings", Permission.SETTINGS_EDIT, SettingsPage),
    PageSpec("audit.page", "操作留痕", "audit", Permission.AUDIT_VIEW, AuditPage),
)
