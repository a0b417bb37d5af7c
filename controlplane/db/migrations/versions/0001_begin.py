"""Begin."""

import sqlalchemy as sa
from alembic import op

from controlplane.db import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ACTIVE_STATES = (
    "state IN ('accepted', 'activating', 'deferred', 'downloading', 'offered', "
    "'probing', 'rolling_back', 'staged', 'trial', 'verifying')"
)


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=63), nullable=False),
        sa.Column("bundle_path", sa.String(length=400), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("deployment", sa.String(length=40), nullable=False),
        sa.Column("issued", types.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("device", "slot", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_digest"), ["digest"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("enrolled_at", types.UTCDateTime(), nullable=False),
        sa.Column("enrolled_with", sa.String(length=36), nullable=False),
        sa.Column("certificate_serial", sa.String(length=40), nullable=False),
        sa.Column("certificate_expires_at", types.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", types.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(
            "uq_device_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "enrollment_token",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(), nullable=False),
        sa.Column("revoked_at", types.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_enrollment_token_secret_hash")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", types.UTCDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_subject"), ["subject"], unique=False)

    op.create_table(
        "hint",
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("director_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(), nullable=False),
        sa.Column("sent_at", types.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_hint")),
    )
    with op.batch_alter_table("hint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hint_state"), ["state"], unique=False)

    op.create_table(
        "line",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_line")),
    )
    op.create_table(
        "rollout",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("release_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.String(length=63), nullable=False),
        sa.Column("version", sa.String(length=63), nullable=False),
        sa.Column("slot", sa.String(length=63), nullable=False),
        sa.Column("selector", sa.String(length=500), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("started_at", types.UTCDateTime(), nullable=True),
        sa.Column("finished_at", types.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollout")),
    )
    with op.batch_alter_table("rollout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rollout_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rollout_state"), ["state"], unique=False)

    op.create_table(
        "deployment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rollout_id", sa.String(length=36), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("undoes", sa.String(length=36), nullable=True),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=63), nullable=False),
        sa.Column("line", sa.String(length=63), nullable=False),
        sa.Column("version", sa.String(length=63), nullable=False),
        sa.Column("variant", sa.String(length=63), nullable=False),
        sa.Column("bundle", sa.String(length=71), nullable=True),
        sa.Column("target_path", sa.String(length=400), nullable=True),
        sa.Column("manifest_length", sa.Integer(), nullable=True),
        sa.Column("predicted_memory_bytes", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("by_server", sa.Boolean(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(), nullable=False),
        sa.Column("offered_at", types.UTCDateTime(), nullable=True),
        sa.Column("heard_at", types.UTCDateTime(), nullable=True),
        sa.Column("finished_at", types.UTCDateTime(), nullable=True),
        sa.Column("cancel_at", types.UTCDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("fault", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("progress", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("measurements", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("previous", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_deployment_rollout_id_rollout")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
    )
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deployment_bundle"), ["bundle"], unique=False)
        batch_op.create_index("ix_deployment_device_slot", ["device", "slot"], unique=False)
        batch_op.create_index(batch_op.f("ix_deployment_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deployment_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_deployment_active",
            ["device", "slot"],
            unique=True,
            sqlite_where=sa.text(_ACTIVE_STATES),
            postgresql_where=sa.text(_ACTIVE_STATES),
        )

    op.create_table(
        "device_capability",
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("reported_at", types.UTCDateTime(), nullable=False),
        sa.Column("capability", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_capability_device_device")
        ),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_device_capability")),
    )
    op.create_table(
        "device_status",
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("session", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("born_at", types.UTCDateTime(), nullable=False),
        sa.Column("told_at", types.UTCDateTime(), nullable=False),
        sa.Column("last_seen", types.UTCDateTime(), nullable=False),
        sa.Column("agent", sa.String(length=40), nullable=False),
        sa.Column("api", sa.String(length=200), nullable=False),
        sa.Column("director_version", sa.Integer(), nullable=False),
        sa.Column("capability", sa.String(length=71), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_device_status_device_device")
        ),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_device_status")),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.String(length=63), nullable=False),
        sa.Column("version", sa.String(length=63), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("created_at", types.UTCDateTime(), nullable=False),
        sa.Column("published_at", types.UTCDateTime(), nullable=True),
        sa.Column("licence", sa.String(length=100), nullable=False),
        sa.Column("context", sa.Integer(), nullable=False),
        sa.Column("parallel", sa.Integer(), nullable=False),
        sa.Column("eval_limit", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.BigInteger(), nullable=False),
        sa.Column("architecture", sa.String(length=63), nullable=False),
        sa.ForeignKeyConstraint(["line"], ["line.name"], name=op.f("fk_release_line_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("line", "version", name=op.f("uq_release_line")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_line"), ["line"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_state"), ["state"], unique=False)

    op.create_table(
        "telemetry_sample",
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("received_at", types.UTCDateTime(), nullable=False),
        sa.Column("at", types.UTCDateTime(), nullable=False),
        sa.Column("interval_s", sa.Float(), nullable=False),
        sa.Column("slot", sa.String(length=63), nullable=False),
        sa.Column("requests", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("prompt_tokens", sa.BigInteger(), nullable=False),
        sa.Column("generated_tokens", sa.BigInteger(), nullable=False),
        sa.Column("first_token_ms_p50", sa.Float(), nullable=True),
        sa.Column("tokens_per_s_p50", sa.Float(), nullable=True),
        sa.Column("memory_bytes", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device"], ["device.id"], name=op.f("fk_telemetry_sample_device_device")
        ),
        sa.PrimaryKeyConstraint("device", "batch", "position", name=op.f("pk_telemetry_sample")),
    )
    with op.batch_alter_table("telemetry_sample", schema=None) as batch_op:
        batch_op.create_index("ix_telemetry_sample_device_at", ["device", "at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_telemetry_sample_received_at"), ["received_at"], unique=False
        )

    op.create_table(
        "wave",
        sa.Column("rollout_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("started_at", types.UTCDateTime(), nullable=True),
        sa.Column("soak_until", types.UTCDateTime(), nullable=True),
        sa.Column("finished_at", types.UTCDateTime(), nullable=True),
        sa.Column("judgement", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("judged_at", types.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_wave_rollout_id_rollout")
        ),
        sa.PrimaryKeyConstraint("rollout_id", "position", name=op.f("pk_wave")),
    )
    op.create_table(
        "deployment_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.String(length=36), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("at", types.UTCDateTime(), nullable=False),
        sa.Column("received_at", types.UTCDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["deployment.id"],
            name=op.f("fk_deployment_event_deployment_id_deployment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment_event")),
        sa.UniqueConstraint(
            "deployment_id", "attempt", "seq", name=op.f("uq_deployment_event_deployment_id")
        ),
    )
    with op.batch_alter_table("deployment_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deployment_event_deployment_id"), ["deployment_id"], unique=False
        )

    op.create_table(
        "release_blob",
        sa.Column("release_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=71), nullable=False),
        sa.Column("use", sa.String(length=20), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_blob_release_id_release")
        ),
        sa.PrimaryKeyConstraint("release_id", "digest", "use", name=op.f("pk_release_blob")),
    )
    op.create_table(
        "variant",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("release_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("quantization", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("weights", sa.String(length=71), nullable=True),
        sa.Column("requirements", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("evaluation", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("golden", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("fault", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("digest", sa.String(length=71), nullable=True),
        sa.Column("target_path", sa.String(length=400), nullable=True),
        sa.Column("manifest_length", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_variant_release_id_release")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("release_id", "name", name=op.f("uq_variant_release_id")),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variant_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_variant_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_variant_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_state"))
        batch_op.drop_index(batch_op.f("ix_variant_release_id"))
        batch_op.drop_index(batch_op.f("ix_variant_digest"))

    op.drop_table("variant")
    op.drop_table("release_blob")
    with op.batch_alter_table("deployment_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deployment_event_deployment_id"))

    op.drop_table("deployment_event")
    op.drop_table("wave")
    with op.batch_alter_table("telemetry_sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_telemetry_sample_received_at"))
        batch_op.drop_index("ix_telemetry_sample_device_at")

    op.drop_table("telemetry_sample")
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_state"))
        batch_op.drop_index(batch_op.f("ix_release_line"))

    op.drop_table("release")
    op.drop_table("device_status")
    op.drop_table("device_capability")
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deployment_active",
            sqlite_where=sa.text(_ACTIVE_STATES),
            postgresql_where=sa.text(_ACTIVE_STATES),
        )
        batch_op.drop_index(batch_op.f("ix_deployment_state"))
        batch_op.drop_index(batch_op.f("ix_deployment_rollout_id"))
        batch_op.drop_index("ix_deployment_device_slot")
        batch_op.drop_index(batch_op.f("ix_deployment_bundle"))

    op.drop_table("deployment")
    with op.batch_alter_table("rollout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rollout_state"))
        batch_op.drop_index(batch_op.f("ix_rollout_release_id"))

    op.drop_table("rollout")
    op.drop_table("line")
    with op.batch_alter_table("hint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hint_state"))

    op.drop_table("hint")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_subject"))
        batch_op.drop_index(batch_op.f("ix_event_kind"))
        batch_op.drop_index(batch_op.f("ix_event_at"))

    op.drop_table("event")
    op.drop_table("enrollment_token")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_device_name",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("device")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_digest"))

    op.drop_table("assignment")
