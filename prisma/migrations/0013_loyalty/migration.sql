-- CreateTable
CREATE TABLE "loyalty_program" (
    "shop_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "terms" JSONB,
    "currency" CHAR(3) NOT NULL,
    "excluded" JSONB NOT NULL DEFAULT '[]',
    "included" JSONB NOT NULL DEFAULT '[]',
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "stamp" BIGSERIAL NOT NULL,

    CONSTRAINT "loyalty_program_pkey" PRIMARY KEY ("shop_id","version","revision")
);

-- CreateTable
CREATE TABLE "loyalty_account" (
    "shop_id" INTEGER NOT NULL,
    "account_id" BIGSERIAL NOT NULL,
    "customer_id" BIGINT,
    "merged_into" BIGINT,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "available" BIGINT NOT NULL DEFAULT 0,
    "pending" BIGINT NOT NULL DEFAULT 0,
    "reserved" BIGINT NOT NULL DEFAULT 0,
    "debt" BIGINT NOT NULL DEFAULT 0,
    "tier_key" TEXT,
    "tier" JSONB,
    "next_expiry_at" TIMESTAMPTZ(3),
    "next_expiry_points" BIGINT NOT NULL DEFAULT 0,
    "revisit_at" TIMESTAMPTZ(3),
    "referral_code" TEXT,
    "published" JSONB,
    "publish_state" TEXT NOT NULL DEFAULT 'dirty',
    "publish_note" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loyalty_account_pkey" PRIMARY KEY ("shop_id","account_id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "shop_id" INTEGER NOT NULL,
    "entry_id" BIGSERIAL NOT NULL,
    "account_id" BIGINT NOT NULL,
    "position" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "from_book" TEXT NOT NULL,
    "to_book" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "cause" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "program_version" INTEGER,
    "order_id" BIGINT,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("shop_id","entry_id")
);

-- CreateTable
CREATE TABLE "loyalty_grant" (
    "shop_id" INTEGER NOT NULL,
    "grant_id" BIGSERIAL NOT NULL,
    "account_id" BIGINT NOT NULL,
    "grant_key" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "batch_id" BIGINT,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "loyalty_grant_pkey" PRIMARY KEY ("shop_id","grant_id")
);

-- CreateTable
CREATE TABLE "loyalty_batch" (
    "shop_id" INTEGER NOT NULL,
    "batch_id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "loyalty_batch_pkey" PRIMARY KEY ("shop_id","batch_id")
);

-- CreateTable
CREATE TABLE "loyalty_redemption" (
    "shop_id" INTEGER NOT NULL,
    "redemption_id" BIGSERIAL NOT NULL,
    "account_id" BIGINT NOT NULL,
    "request_key" TEXT NOT NULL,
    "reward_id" TEXT NOT NULL,
    "reward" JSONB NOT NULL,
    "points" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "discount_gid" TEXT,
    "credit_gid" TEXT,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_at" TIMESTAMPTZ(3),
    "order_id" BIGINT,
    "check_at" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "loyalty_redemption_pkey" PRIMARY KEY ("shop_id","redemption_id")
);

-- CreateTable
CREATE TABLE "loyalty_referral" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "account_id" BIGINT NOT NULL,
    "friend_id" BIGINT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "loyalty_referral_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "tier_change" (
    "shop_id" INTEGER NOT NULL,
    "account_id" BIGINT NOT NULL,
    "change_id" BIGSERIAL NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "from_tier" TEXT,
    "to_tier" TEXT,
    "cause" TEXT NOT NULL,

    CONSTRAINT "tier_change_pkey" PRIMARY KEY ("shop_id","account_id","change_id")
);

-- CreateTable
CREATE TABLE "loyalty_totals" (
    "shop_id" INTEGER NOT NULL,
    "totals" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loyalty_totals_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "flow_event" (
    "shop_id" INTEGER NOT NULL,
    "event_id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "event_key" TEXT NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_event_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- CreateTable
CREATE TABLE "flow_action_run" (
    "shop_id" INTEGER NOT NULL,
    "run_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_action_run_pkey" PRIMARY KEY ("shop_id","run_id")
);

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_merged_into_idx" ON "loyalty_account"("shop_id", "merged_into");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_available_account_id_idx" ON "loyalty_account"("shop_id", "available", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_revisit_at_idx" ON "loyalty_account"("shop_id", "revisit_at");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_pending_account_id_idx" ON "loyalty_account"("shop_id", "pending", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_joined_at_account_id_idx" ON "loyalty_account"("shop_id", "joined_at", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_next_expiry_at_account_id_idx" ON "loyalty_account"("shop_id", "next_expiry_at", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_tier_key_available_account_id_idx" ON "loyalty_account"("shop_id", "tier_key", "available", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_debt_account_id_idx" ON "loyalty_account"("shop_id", "debt", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_publish_state_changed_at_idx" ON "loyalty_account"("shop_id", "publish_state", "changed_at");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_account_shop_id_customer_id_key" ON "loyalty_account"("shop_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_account_shop_id_referral_code_key" ON "loyalty_account"("shop_id", "referral_code");

-- CreateIndex
CREATE INDEX "ledger_entry_shop_id_account_id_posted_at_entry_id_idx" ON "ledger_entry"("shop_id", "account_id", "posted_at", "entry_id");

-- CreateIndex
CREATE INDEX "ledger_entry_shop_id_order_id_idx" ON "ledger_entry"("shop_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_shop_id_account_id_position_seq_key" ON "ledger_entry"("shop_id", "account_id", "position", "seq");

-- CreateIndex
CREATE INDEX "loyalty_grant_shop_id_account_id_idx" ON "loyalty_grant"("shop_id", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_grant_shop_id_batch_id_idx" ON "loyalty_grant"("shop_id", "batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_grant_shop_id_grant_key_key" ON "loyalty_grant"("shop_id", "grant_key");

-- CreateIndex
CREATE INDEX "loyalty_redemption_shop_id_account_id_state_idx" ON "loyalty_redemption"("shop_id", "account_id", "state");

-- CreateIndex
CREATE INDEX "loyalty_redemption_shop_id_check_at_idx" ON "loyalty_redemption"("shop_id", "check_at");

-- CreateIndex
CREATE INDEX "loyalty_redemption_shop_id_order_id_idx" ON "loyalty_redemption"("shop_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_redemption_shop_id_account_id_request_key_key" ON "loyalty_redemption"("shop_id", "account_id", "request_key");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_redemption_shop_id_code_key" ON "loyalty_redemption"("shop_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "loyalty_redemption_shop_id_credit_gid_key" ON "loyalty_redemption"("shop_id", "credit_gid");

-- CreateIndex
CREATE INDEX "loyalty_referral_shop_id_account_id_idx" ON "loyalty_referral"("shop_id", "account_id");

-- CreateIndex
CREATE INDEX "loyalty_referral_shop_id_state_due_at_idx" ON "loyalty_referral"("shop_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "loyalty_referral_shop_id_friend_id_idx" ON "loyalty_referral"("shop_id", "friend_id");

-- CreateIndex
CREATE INDEX "flow_event_shop_id_state_event_id_idx" ON "flow_event"("shop_id", "state", "event_id");

-- CreateIndex
CREATE INDEX "flow_event_shop_id_customer_id_idx" ON "flow_event"("shop_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "flow_event_shop_id_event_key_key" ON "flow_event"("shop_id", "event_key");

-- CreateIndex
CREATE INDEX "flow_action_run_shop_id_at_idx" ON "flow_action_run"("shop_id", "at");

