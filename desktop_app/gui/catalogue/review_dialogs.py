"""The two questions of the review desk: whether to publish all the same, and what is to be changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_app.gui import theme
from desktop_app.gui.act_dialog import ActDialog
from desktop_app.gui.catalogue.review_words import effect_words, finding_words, outdated_words
from desktop_app.gui.choices import LinesField
from desktop_app.gui.page import label
from desktop_app.gui.scrolling import scrolled
from desktop_app.services.matter_drafts import LONGEST_NOTE, DraftRow
from desktop_app.services.matter_review import Review

WIDTH = 680
LEAST_LIST = 160
NO_COMMENT = "请写明退回意见，让编辑知道要改什么。"


class PublishDialog(ActDialog):
    """What the publication will do, and the warnings that are accepted with it."""

    def __init__(self, review: Review, parent: QWidget) -> None:
        row = review.detail.row
        is_doubtful = bool(review.warnings) or review.detail.is_outdated
        super().__init__(
            "catalogue.publish_dialog",
            f"发布：{row.name}",
            "仍然发布" if is_doubtful else "发布",
            parent,
        )
        self.widen(WIDTH)
        self.body.addWidget(label(f"{effect_words(review)}。改动 {len(review.differences)} 处。", wrap=True))
        if words := outdated_words(review):
            self.body.addWidget(label(words, "strong", wrap=True))
        if review.warnings:
            self.body.addWidget(
                label(
                    f"质量检查有 {len(review.warnings)} 处提醒，请逐条核对；发布即表示已核对：",
                    "strong",
                    wrap=True,
                )
            )
            lines = "\n".join(f"▲ {finding_words(finding)}" for finding in review.warnings)
            words_of_all = label(lines, wrap=True)
            words_of_all.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            words_of_all.setObjectName("catalogue.publish_warnings")
            area = scrolled(words_of_all)
            area.setMinimumHeight(theme.px(LEAST_LIST))
            self.body.addWidget(area, 1)


class ReturnDialog(ActDialog):
    """What the editors are to change."""

    def __init__(self, row: DraftRow, parent: QWidget) -> None:
        super().__init__("catalogue.return_dialog", f"退回：{row.name}", "退回", parent)
        self.comment = LinesField(
            "catalogue.return_comment", "退回意见", max_length=LONGEST_NOTE, required=True
        )
        self.body.addWidget(self.comment)

    @override
    def find_fault(self) -> str:
        """A comment must stand there."""
        return "" if self.comment.value.strip() else NO_COMMENT
