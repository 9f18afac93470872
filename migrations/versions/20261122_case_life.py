"""The life of a case: every way through it, pauses, extensions, hearings, files, promises, cards, online packages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_case_life"
down_revision = "20261121_catalogue"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("pages", NUMBER, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "applicant_bar",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("identity_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("matter_id", NUMBER, nullable=True),
        sa.Column("case_id", NUMBER, nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("recorded_by", NUMBER, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", NUMBER, nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_applicant_bar_case_id_case")),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["account.id"], name=op.f("fk_applicant_bar_lifted_by_account")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_applicant_bar_matter_id_matter")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_applicant_bar_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_bar")),
    )
    with op.batch_alter_table("applicant_bar", schema=None) as batch_op:
        batch_op.create_index("ix_applicant_bar_identity_number", ["identity_number"], unique=False)
    op.create_table(
        "case_card",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("clock", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("light", sa.String(length=32), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("appeal_state", sa.String(length=32), nullable=True),
        sa.Column("appeal_reason", sa.Text(), nullable=False),
        sa.Column("appealed_by", NUMBER, nullable=True),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("decided_by", NUMBER, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appealed_by"], ["account.id"], name=op.f("fk_case_card_appealed_by_account")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_card_case_id_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_case_card_decided_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_card")),
        sa.UniqueConstraint(
            "case_id", "clock", "due_on", "light", name=op.f("uq_case_card_case_id_clock_due_on_light")
        ),
    )
    with op.batch_alter_table("case_card", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_card_appealed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("appeal_state = 'open'"),
            postgresql_where=sa.text("appeal_state = 'open'"),
        )
        batch_op.create_index("ix_case_card_raised_on", ["raised_on", "id"], unique=False)
    op.create_table(
        "case_consultation",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("department_id", NUMBER, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by", NUMBER, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", NUMBER, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("answered_by", NUMBER, nullable=True),
        sa.Column("opinion", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_case_consultation_answered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_case_consultation_asked_by_account")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_consultation_case_id_case")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_case_consultation_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_consultation")),
    )
    with op.batch_alter_table("case_consultation", schema=None) as batch_op:
        batch_op.create_index("ix_case_consultation_case_id", ["case_id"], unique=False)
        batch_op.create_index(
            "ix_case_consultation_waiting",
            ["department_id", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    op.create_table(
        "case_extension",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("authority", sa.String(length=32), nullable=False),
        sa.Column("days", NUMBER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("requested_by", NUMBER, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approver_name", sa.Text(), nullable=False),
        sa.Column("decided_by", NUMBER, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_extension_case_id_case")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_case_extension_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["account.id"], name=op.f("fk_case_extension_requested_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_extension")),
    )
    with op.batch_alter_table("case_extension", schema=None) as batch_op:
        batch_op.create_index("ix_case_extension_case_id", ["case_id"], unique=False)
        batch_op.create_index(
            "uq_case_extension_standing",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'declined'"),
            postgresql_where=sa.text("state <> 'declined'"),
        )
    op.create_table(
        "case_file",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", NUMBER, nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_case_file_added_by_account")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_file_case_id_case")),
        sa.ForeignKeyConstraint(
            ["digest"], ["stored_file.digest"], name=op.f("fk_case_file_digest_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index("ix_case_file_case_id", ["case_id", "position"], unique=False)
    op.create_table(
        "case_hearing",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("ask_until", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("presider", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_hearing_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_hearing")),
    )
    with op.batch_alter_table("case_hearing", schema=None) as batch_op:
        batch_op.create_index("ix_case_hearing_case_id", ["case_id"], unique=False)
    op.create_table(
        "case_pause",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approver_name", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by", NUMBER, nullable=False),
        sa.Column("expected_days", NUMBER, nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("resumed_on", sa.Date(), nullable=True),
        sa.Column("resumed_by", NUMBER, nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_pause_case_id_case")),
        sa.ForeignKeyConstraint(
            ["resumed_by"], ["account.id"], name=op.f("fk_case_pause_resumed_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["account.id"], name=op.f("fk_case_pause_started_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pause")),
    )
    with op.batch_alter_table("case_pause", schema=None) as batch_op:
        batch_op.create_index("ix_case_pause_case_id", ["case_id"], unique=False)
        batch_op.create_index(
            "uq_case_pause_running",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("resumed_on IS NULL"),
            postgresql_where=sa.text("resumed_on IS NULL"),
        )
    op.create_table(
        "case_pledge",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_due_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("checked_by", NUMBER, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_pledge_case_id_case")),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["account.id"], name=op.f("fk_case_pledge_checked_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pledge")),
    )
    with op.batch_alter_table("case_pledge", schema=None) as batch_op:
        batch_op.create_index("ix_case_pledge_case_id", ["case_id"], unique=False)
        batch_op.create_index(
            "ix_case_pledge_unchecked",
            ["check_due_on", "id"],
            unique=False,
            sqlite_where=sa.text("check_due_on IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("check_due_on IS NOT NULL AND ended_at IS NULL"),
        )
    op.create_table(
        "online_package",
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("case_id", NUMBER, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_online_package_case_id_case")),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_online_package")),
    )
    with op.batch_alter_table("online_package", schema=None) as batch_op:
        batch_op.create_index("ix_online_package_case_id", ["case_id"], unique=False)
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holder_id", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("acceptance", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("step", NUMBER, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("closed_from", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("form", JSON, nullable=False, server_default="{}"))
        batch_op.alter_column("receiver_id", existing_type=NUMBER, nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_case_merged_into_id_case"), "case", ["merged_into_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_case_holder_id_account"), "account", ["holder_id"], ["id"])
        batch_op.drop_index("ix_case_open_due")
        batch_op.create_index(
            "ix_case_open_due",
            ["due_on", "id", "due_from", "state", "closed_at", "holder_id", "receiver_id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_case_unarchived",
            ["closed_at", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NOT NULL AND archived_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL AND archived_at IS NULL"),
        )
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extension_days", NUMBER, nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("is_provisional", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("case_delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", sa.String(length=32), nullable=False, server_default="counter"))
        batch_op.add_column(sa.Column("courier", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("tracking_number", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("address", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("delivered_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    with op.batch_alter_table("case_material", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trust", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("licence_number", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("valid_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reused_from", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("checked_by", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_case_material_reused_from_case"), "case", ["reused_from"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_case_material_checked_by_account"), "account", ["checked_by"], ["id"]
        )
    with op.batch_alter_table("case_opinion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("step_name", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.alter_column("issued_by", existing_type=NUMBER, nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.alter_column("issued_by", existing_type=NUMBER, nullable=False)
        batch_op.drop_column("void_reason")
        batch_op.drop_column("voided_at")
    with op.batch_alter_table("case_opinion", schema=None) as batch_op:
        batch_op.drop_column("step_name")
    with op.batch_alter_table("case_material", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_case_material_checked_by_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_case_material_reused_from_case"), type_="foreignkey")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("checked_by")
        batch_op.drop_column("reused_from")
        batch_op.drop_column("valid_until")
        batch_op.drop_column("licence_number")
        batch_op.drop_column("trust")
    with op.batch_alter_table("case_delivery", schema=None) as batch_op:
        batch_op.alter_column("delivered_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.drop_column("dispatched_at")
        batch_op.drop_column("address")
        batch_op.drop_column("tracking_number")
        batch_op.drop_column("courier")
        batch_op.drop_column("way")
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.drop_column("is_provisional")
        batch_op.drop_column("extension_days")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_unarchived",
            sqlite_where=sa.text("closed_at IS NOT NULL AND archived_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL AND archived_at IS NULL"),
        )
        batch_op.drop_index("ix_case_open_due")
        batch_op.create_index(
            "ix_case_open_due",
            ["due_on", "id", "due_from", "state", "closed_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_constraint(batch_op.f("fk_case_holder_id_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_case_merged_into_id_case"), type_="foreignkey")
        batch_op.alter_column("receiver_id", existing_type=NUMBER, nullable=False)
        batch_op.drop_column("form")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("closed_from")
        batch_op.drop_column("step")
        batch_op.drop_column("acceptance")
        batch_op.drop_column("holder_id")
    with op.batch_alter_table("online_package", schema=None) as batch_op:
        batch_op.drop_index("ix_online_package_case_id")
    op.drop_table("online_package")
    with op.batch_alter_table("case_pledge", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_pledge_unchecked",
            sqlite_where=sa.text("check_due_on IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("check_due_on IS NOT NULL AND ended_at IS NULL"),
        )
        batch_op.drop_index("ix_case_pledge_case_id")
    op.drop_table("case_pledge")
    with op.batch_alter_table("case_pause", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_pause_running",
            sqlite_where=sa.text("resumed_on IS NULL"),
            postgresql_where=sa.text("resumed_on IS NULL"),
        )
        batch_op.drop_index("ix_case_pause_case_id")
    op.drop_table("case_pause")
    with op.batch_alter_table("case_hearing", schema=None) as batch_op:
        batch_op.drop_index("ix_case_hearing_case_id")
    op.drop_table("case_hearing")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index("ix_case_file_case_id")
    op.drop_table("case_file")
    with op.batch_alter_table("case_extension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_extension_standing",
            sqlite_where=sa.text("state <> 'declined'"),
            postgresql_where=sa.text("state <> 'declined'"),
        )
        batch_op.drop_index("ix_case_extension_case_id")
    op.drop_table("case_extension")
    with op.batch_alter_table("case_consultation", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_consultation_waiting",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_case_consultation_case_id")
    op.drop_table("case_consultation")
    with op.batch_alter_table("case_card", schema=None) as batch_op:
        batch_op.drop_index("ix_case_card_raised_on")
        batch_op.drop_index(
            "ix_case_card_appealed",
            sqlite_where=sa.text("appeal_state = 'open'"),
            postgresql_where=sa.text("appeal_state = 'open'"),
        )
    op.drop_table("case_card")
    with op.batch_alter_table("applicant_bar", schema=None) as batch_op:
        batch_op.drop_index("ix_applicant_bar_identity_number")
    op.drop_table("applicant_bar")
    op.drop_table("stored_file")
