-- CreateTable
CREATE TABLE "campaign_settings" (
    "shop_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_settings_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "channel_settings" (
    "shop_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "secret" BYTEA,
    "checked" JSONB NOT NULL DEFAULT '{}',
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_settings_pkey" PRIMARY KEY ("shop_id","channel")
);

-- CreateTable
CREATE TABLE "campaign" (
    "shop_id" INTEGER NOT NULL,
    "campaign_id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stop_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "draft" JSONB NOT NULL,
    "enrolled_through_on" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "launched_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("shop_id","campaign_id")
);

-- CreateTable
CREATE TABLE "campaign_version" (
    "shop_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "share_bps" INTEGER NOT NULL,
    "window_days" INTEGER NOT NULL,
    "cap_minor" BIGINT,
    "launched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_version_pkey" PRIMARY KEY ("shop_id","campaign_id","version")
);

-- CreateTable
CREATE TABLE "enrolment" (
    "shop_id" INTEGER NOT NULL,
    "enrolment_id" BIGSERIAL NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "trigger_on" INTEGER NOT NULL,
    "arm" SMALLINT,
    "held_out" BOOLEAN NOT NULL,
    "share_bps" INTEGER NOT NULL,
    "backlog" BOOLEAN NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "step" SMALLINT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("shop_id","enrolment_id")
);

-- CreateTable
CREATE TABLE "enrolment_move" (
    "shop_id" INTEGER NOT NULL,
    "move_id" BIGSERIAL NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT NOT NULL,
    "step" SMALLINT NOT NULL,
    "reason" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "enrolment_move_pkey" PRIMARY KEY ("shop_id","move_id")
);

-- CreateTable
CREATE TABLE "message" (
    "shop_id" INTEGER NOT NULL,
    "message_id" BIGSERIAL NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "step" SMALLINT NOT NULL,
    "arm" SMALLINT,
    "new_offer" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "counted_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("shop_id","message_id")
);

-- CreateTable
CREATE TABLE "message_delivery" (
    "shop_id" INTEGER NOT NULL,
    "message_id" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "note" TEXT,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "remote_id" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_delivery_pkey" PRIMARY KEY ("shop_id","message_id","channel")
);

-- CreateTable
CREATE TABLE "offer_discount" (
    "shop_id" INTEGER NOT NULL,
    "discount_id" BIGSERIAL NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "arm" SMALLINT NOT NULL,
    "step" SMALLINT NOT NULL,
    "ends_on" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "terms" JSONB NOT NULL,
    "gid" TEXT,
    "first_code" TEXT,
    "state" TEXT NOT NULL,

    CONSTRAINT "offer_discount_pkey" PRIMARY KEY ("shop_id","discount_id")
);

-- CreateTable
CREATE TABLE "offer" (
    "shop_id" INTEGER NOT NULL,
    "offer_id" BIGSERIAL NOT NULL,
    "message_id" BIGINT NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "discount_id" BIGINT NOT NULL,
    "code" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "creation_id" TEXT,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "redeemed_order_id" BIGINT,
    "redeemed_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_pkey" PRIMARY KEY ("shop_id","offer_id")
);

-- CreateTable
CREATE TABLE "offer_segment" (
    "shop_id" INTEGER NOT NULL,
    "gid" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "offer_segment_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "link_follow" (
    "shop_id" INTEGER NOT NULL,
    "follow_id" BIGSERIAL NOT NULL,
    "message_id" BIGINT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "followed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_follow_pkey" PRIMARY KEY ("shop_id","follow_id")
);

-- CreateTable
CREATE TABLE "order_credit" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "customer_id" BIGINT,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "basis" TEXT NOT NULL,
    "revenue_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_credit_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "mail_suppression" (
    "shop_id" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_suppression_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "campaign_day" (
    "shop_id" INTEGER NOT NULL,
    "campaign_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "day_on" INTEGER NOT NULL,
    "outcome" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_day_pkey" PRIMARY KEY ("shop_id","campaign_id","version","day_on")
);

-- CreateTable
CREATE TABLE "campaign_audience" (
    "shop_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "numbers" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_audience_pkey" PRIMARY KEY ("shop_id","kind")
);

-- CreateIndex
CREATE INDEX "enrolment_shop_id_state_due_at_enrolment_id_idx" ON "enrolment"("shop_id", "state", "due_at", "enrolment_id");

-- CreateIndex
CREATE INDEX "enrolment_shop_id_customer_id_idx" ON "enrolment"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "enrolment_shop_id_campaign_id_enrolled_at_idx" ON "enrolment"("shop_id", "campaign_id", "enrolled_at");

-- CreateIndex
CREATE INDEX "enrolment_shop_id_campaign_id_state_due_at_idx" ON "enrolment"("shop_id", "campaign_id", "state", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "enrolment_shop_id_campaign_id_customer_id_trigger_on_key" ON "enrolment"("shop_id", "campaign_id", "customer_id", "trigger_on");

-- CreateIndex
CREATE INDEX "enrolment_move_shop_id_enrolment_id_move_id_idx" ON "enrolment_move"("shop_id", "enrolment_id", "move_id");

-- CreateIndex
CREATE INDEX "message_shop_id_customer_id_counted_at_idx" ON "message"("shop_id", "customer_id", "counted_at");

-- CreateIndex
CREATE INDEX "message_shop_id_state_message_id_idx" ON "message"("shop_id", "state", "message_id");

-- CreateIndex
CREATE INDEX "message_shop_id_campaign_id_version_state_reason_idx" ON "message"("shop_id", "campaign_id", "version", "state", "reason");

-- CreateIndex
CREATE INDEX "message_shop_id_sent_at_idx" ON "message"("shop_id", "sent_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_enrolment_id_step_key" ON "message"("shop_id", "enrolment_id", "step");

-- CreateIndex
CREATE INDEX "message_delivery_shop_id_state_retry_at_idx" ON "message_delivery"("shop_id", "state", "retry_at");

-- CreateIndex
CREATE INDEX "message_delivery_shop_id_remote_id_idx" ON "message_delivery"("shop_id", "remote_id");

-- CreateIndex
CREATE INDEX "offer_discount_shop_id_gid_idx" ON "offer_discount"("shop_id", "gid");

-- CreateIndex
CREATE INDEX "offer_discount_shop_id_state_ends_at_idx" ON "offer_discount"("shop_id", "state", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "offer_discount_shop_id_campaign_id_version_arm_step_ends_on_key" ON "offer_discount"("shop_id", "campaign_id", "version", "arm", "step", "ends_on");

-- CreateIndex
CREATE INDEX "offer_shop_id_state_ends_at_idx" ON "offer"("shop_id", "state", "ends_at");

-- CreateIndex
CREATE INDEX "offer_shop_id_customer_id_state_idx" ON "offer"("shop_id", "customer_id", "state");

-- CreateIndex
CREATE INDEX "offer_shop_id_discount_id_state_idx" ON "offer"("shop_id", "discount_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "offer_shop_id_message_id_key" ON "offer"("shop_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "offer_shop_id_code_key" ON "offer"("shop_id", "code");

-- CreateIndex
CREATE INDEX "link_follow_shop_id_customer_id_followed_at_idx" ON "link_follow"("shop_id", "customer_id", "followed_at");

-- CreateIndex
CREATE INDEX "link_follow_shop_id_message_id_idx" ON "link_follow"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "link_follow_shop_id_followed_at_idx" ON "link_follow"("shop_id", "followed_at");

-- CreateIndex
CREATE INDEX "order_credit_shop_id_campaign_id_version_ordered_at_order_i_idx" ON "order_credit"("shop_id", "campaign_id", "version", "ordered_at", "order_id");

-- CreateIndex
CREATE INDEX "order_credit_shop_id_customer_id_idx" ON "order_credit"("shop_id", "customer_id");

