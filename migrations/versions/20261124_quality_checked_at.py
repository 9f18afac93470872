"""When the figures of a matter's quality were worked out; those without a time are worked out anew."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_quality_checked_at"
down_revision = "20261123_abolition_reason"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM matter_quality"))
    with op.batch_alter_table("matter_quality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("matter_quality", schema=None) as batch_op:
        batch_op.drop_column("checked_at")
