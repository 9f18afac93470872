"""The whole implementation list: drafts, organisation, materials library, situations of a case, wider search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_catalogue"
down_revision = "20261120_first_schema"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "asset",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_asset")),
    )
    op.create_table(
        "division",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_division")),
    )
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.create_index("ix_division_parent_code", ["parent_code", "code"], unique=False)

    op.create_table(
        "hall",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("division_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("traffic", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hall")),
        sa.UniqueConstraint("name", name=op.f("uq_hall_name")),
    )
    op.create_table(
        "material",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("carrier", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("check_points", sa.Text(), nullable=False),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("blank_form", sa.Text(), nullable=True),
        sa.Column("sample", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("merged_into", NUMBER, nullable=True),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["blank_form"], ["asset.digest"], name=op.f("fk_material_blank_form_asset")),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["material.id"],
            name=op.f("fk_material_merged_into_material"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["sample"], ["asset.digest"], name=op.f("fk_material_sample_asset")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("code", name=op.f("uq_material_code")),
        sa.UniqueConstraint("name", "issuer", name=op.f("uq_material_name_issuer")),
    )
    op.create_table(
        "counter_scope",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("counter_id", NUMBER, nullable=False),
        sa.Column("department_id", NUMBER, nullable=True),
        sa.Column("matter_id", NUMBER, nullable=True),
        sa.CheckConstraint(
            "(department_id IS NULL) <> (matter_id IS NULL)", name=op.f("ck_counter_scope_one_target")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_counter_scope_counter_id_counter")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_counter_scope_department_id_department")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_counter_scope_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_scope")),
        sa.UniqueConstraint(
            "counter_id", "department_id", name=op.f("uq_counter_scope_counter_id_department_id")
        ),
        sa.UniqueConstraint("counter_id", "matter_id", name=op.f("uq_counter_scope_counter_id_matter_id")),
    )
    with op.batch_alter_table("counter_scope", schema=None) as batch_op:
        batch_op.create_index("ix_counter_scope_department_id", ["department_id"], unique=False)
        batch_op.create_index("ix_counter_scope_matter_id", ["matter_id"], unique=False)

    op.create_table(
        "import_mapping",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["account.id"], name=op.f("fk_import_mapping_updated_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("name", name=op.f("uq_import_mapping_name")),
    )
    op.create_table(
        "material_use",
        sa.Column("material_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("matter_id", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_use_material_id_material")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_material_use_matter_id_matter")),
        sa.PrimaryKeyConstraint("material_id", "matter_id", name=op.f("pk_material_use")),
    )
    with op.batch_alter_table("material_use", schema=None) as batch_op:
        batch_op.create_index("ix_material_use_matter_id", ["matter_id"], unique=False)

    op.create_table(
        "matter_draft",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("matter_id", NUMBER, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("base_version", NUMBER, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("editor_id", NUMBER, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"], ["account.id"], name=op.f("fk_matter_draft_editor_id_account")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_draft_matter_id_matter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_draft")),
        sa.UniqueConstraint("code", "item_code", name=op.f("uq_matter_draft_code_item_code")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_matter_draft_matter_id")),
    )
    with op.batch_alter_table("matter_draft", schema=None) as batch_op:
        batch_op.create_index("ix_matter_draft_state", ["state", "id"], unique=False)

    op.create_table(
        "matter_quality",
        sa.Column("matter_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("rules_revision", NUMBER, nullable=False),
        sa.Column("errors", NUMBER, nullable=False),
        sa.Column("warnings", NUMBER, nullable=False),
        sa.Column("error_rules", NUMBER, nullable=False),
        sa.Column("warning_rules", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_quality_matter_id_matter")
        ),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_matter_quality")),
    )
    op.create_table(
        "matter_draft_editor",
        sa.Column("draft_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("account_id", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_matter_draft_editor_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["matter_draft.id"], name=op.f("fk_matter_draft_editor_draft_id_matter_draft")
        ),
        sa.PrimaryKeyConstraint("draft_id", "account_id", name=op.f("pk_matter_draft_editor")),
    )
    op.add_column("case", sa.Column("answers", JSON, nullable=False, server_default="{}"))
    op.create_index("ix_case_counter_id_id", "case", ["counter_id", "id"])

    with op.batch_alter_table("counter") as batch_op:
        batch_op.add_column(sa.Column("hall_id", NUMBER, nullable=True))
        batch_op.add_column(
            sa.Column("kind", sa.String(length=32), nullable=False, server_default="comprehensive")
        )
        batch_op.add_column(sa.Column("hours", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(op.f("fk_counter_hall_id_hall"), "hall", ["hall_id"], ["id"])

    with op.batch_alter_table("department") as batch_op:
        batch_op.add_column(sa.Column("parent_id", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("level", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("division_code", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("hours", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_foreign_key(
            op.f("fk_department_parent_id_department"),
            "department",
            ["parent_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    for name in ("main_name", "sub_name", "state_note"):
        op.add_column("matter", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("matter", sa.Column("abolish_on", sa.Date(), nullable=True))
    op.add_column("matter", sa.Column("next_change_on", sa.Date(), nullable=True))
    op.execute("UPDATE matter SET main_name = name")
    op.create_index(
        "ix_matter_next_change_on",
        "matter",
        ["next_change_on"],
        sqlite_where=sa.text("next_change_on IS NOT NULL"),
        postgresql_where=sa.text("next_change_on IS NOT NULL"),
    )
    op.create_index("ix_matter_tree", "matter", ["main_name", "sub_name", "name", "id"])
    op.create_index("ix_matter_popularity_id", "matter", ["popularity", "id"])

    with op.batch_alter_table("matter_version") as batch_op:
        batch_op.add_column(sa.Column("effective_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("edited_by", NUMBER, nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            op.f("fk_matter_version_edited_by_account"), "account", ["edited_by"], ["id"]
        )

    _make_search_tables(("name", "pinyin", "spelling", "facets"), "words")


def downgrade() -> None:
    _make_search_tables(("name", "pinyin"))
    with op.batch_alter_table("matter_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_matter_version_edited_by_account"), type_="foreignkey")
        batch_op.drop_column("note")
        batch_op.drop_column("edited_by")
        batch_op.drop_column("effective_on")

    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.drop_index("ix_matter_tree")
        batch_op.drop_index("ix_matter_popularity_id")
        batch_op.drop_index(
            "ix_matter_next_change_on",
            sqlite_where=sa.text("next_change_on IS NOT NULL"),
            postgresql_where=sa.text("next_change_on IS NOT NULL"),
        )
        batch_op.drop_column("next_change_on")
        batch_op.drop_column("abolish_on")
        batch_op.drop_column("state_note")
        batch_op.drop_column("sub_name")
        batch_op.drop_column("main_name")

    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_department_parent_id_department"), type_="foreignkey")
        batch_op.drop_column("is_active")
        batch_op.drop_column("hours")
        batch_op.drop_column("division_code")
        batch_op.drop_column("level")
        batch_op.drop_column("parent_id")

    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_counter_hall_id_hall"), type_="foreignkey")
        batch_op.drop_column("hours")
        batch_op.drop_column("kind")
        batch_op.drop_column("hall_id")

    op.drop_index("ix_case_counter_id_id", "case")
    op.drop_column("case", "answers")

    op.drop_table("matter_draft_editor")
    op.drop_table("matter_quality")
    with op.batch_alter_table("matter_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_matter_draft_state")

    op.drop_table("matter_draft")
    with op.batch_alter_table("material_use", schema=None) as batch_op:
        batch_op.drop_index("ix_material_use_matter_id")

    op.drop_table("material_use")
    op.drop_table("import_mapping")
    with op.batch_alter_table("counter_scope", schema=None) as batch_op:
        batch_op.drop_index("ix_counter_scope_matter_id")
        batch_op.drop_index("ix_counter_scope_department_id")

    op.drop_table("counter_scope")
    op.drop_table("material")
    op.drop_table("hall")
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.drop_index("ix_division_parent_code")

    op.drop_table("division")
    op.drop_table("asset")


def _make_search_tables(columns: tuple[str, ...], kept: str = "") -> None:
    """Make the full-text index anew and empty, with a column that is only kept; the program fills what it finds empty."""
    op.drop_table("matter_search")
    if op.get_bind().dialect.name == "sqlite":
        names = ", ".join((*columns, *([f"{kept} UNINDEXED"] if kept else [])))
        op.execute(
            f"CREATE VIRTUAL TABLE matter_search USING fts5({names}, tokenize='unicode61', prefix='1')"
        )
        return
    op.create_table(
        "matter_search",
        sa.Column(
            "matter_id", sa.BigInteger(), sa.ForeignKey("matter.id"), primary_key=True, autoincrement=False
        ),
        *(sa.Column(name, postgresql.TSVECTOR(), nullable=False) for name in columns),
        *([sa.Column(kept, sa.Text(), nullable=False)] if kept else []),
    )
    for name in columns:
        op.create_index(f"ix_matter_search_{name}", "matter_search", [name], postgresql_using="gin")
