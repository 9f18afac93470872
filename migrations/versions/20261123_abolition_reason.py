"""The reason of a planned abolition beside that of a suspension."""

import sqlalchemy as sa
from alembic import op

revision = "20261123_abolition_reason"
down_revision = "20261122_case_life"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("abolish_note", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("matter", schema=None) as batch_op:
        batch_op.drop_column("abolish_note")
