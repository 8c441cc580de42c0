
-- CreateTable
CREATE TABLE "shop" (
    "shop_id" SERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "currency" CHAR(3) NOT NULL DEFAULT 'USD',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "state" TEXT NOT NULL DEFAULT 'installing',
    "scopes" TEXT NOT NULL DEFAULT '',
    "sees_all_orders" BOOLEAN NOT NULL DEFAULT false,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "shop_session" (
    "shop_id" INTEGER NOT NULL,
    "session_id" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL DEFAULT '',
    "scope" TEXT NOT NULL DEFAULT '',
    "expires_at" TIMESTAMPTZ(3),
    "access_token" BYTEA,
    "refresh_token" BYTEA,
    "refresh_expires_at" TIMESTAMPTZ(3),
    "refresh_lease_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_session_pkey" PRIMARY KEY ("shop_id","session_id")
);

-- CreateTable
CREATE TABLE "shop_rules" (
    "shop_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_rules_pkey" PRIMARY KEY ("shop_id","version")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "shop_id" INTEGER NOT NULL,
    "run_id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "orders_read" INTEGER NOT NULL DEFAULT 0,
    "customers_read" INTEGER NOT NULL DEFAULT 0,
    "orders_expected" INTEGER,
    "customers_scored" INTEGER NOT NULL DEFAULT 0,
    "drift" JSONB NOT NULL DEFAULT '{}',
    "window_from_at" TIMESTAMPTZ(3),
    "window_to_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("shop_id","run_id")
);

-- CreateTable
CREATE TABLE "webhook_inbox" (
    "shop_id" INTEGER NOT NULL,
    "inbox_id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "event_id" TEXT,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "leased_until" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "note" TEXT,

    CONSTRAINT "webhook_inbox_pkey" PRIMARY KEY ("shop_id","inbox_id")
);

-- CreateTable
CREATE TABLE "order_fact" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "customer_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "test" BOOLEAN NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "financial_status" TEXT,
    "fulfillment" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "subscription_renewal" BOOLEAN NOT NULL,
    "b2b" BOOLEAN NOT NULL,
    "taxes_included" BOOLEAN NOT NULL,
    "current_total_minor" BIGINT NOT NULL,
    "net_payment_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "shipping_minor" BIGINT NOT NULL,
    "tip_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,
    "qualifies" BOOLEAN NOT NULL,
    "not_qualifying" TEXT,
    "counts_as_occasion" BOOLEAN NOT NULL,
    "subscription" BOOLEAN NOT NULL,
    "net_revenue_minor" BIGINT NOT NULL,
    "local_on" INTEGER NOT NULL,
    "revisit_on" INTEGER,

    CONSTRAINT "order_fact_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "order_detail" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "lines" JSONB NOT NULL,
    "refunds" JSONB NOT NULL,
    "discounts" JSONB NOT NULL,

    CONSTRAINT "order_detail_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "customer_fact" (
    "shop_id" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "profile_updated_at" TIMESTAMPTZ(3),
    "locale" TEXT,
    "country" CHAR(2),
    "email_consent" TEXT,
    "sms_consent" TEXT,
    "shopify_orders" INTEGER,
    "shopify_spent_minor" BIGINT,
    "excluded" BOOLEAN NOT NULL DEFAULT false,
    "orders_count" INTEGER NOT NULL DEFAULT 0,
    "frequency" INTEGER NOT NULL DEFAULT 0,
    "monetary_minor" BIGINT NOT NULL DEFAULT 0,
    "first_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "first_on" INTEGER,
    "last_on" INTEGER,
    "last_occasion_on" INTEGER,
    "gaps_days" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "gaps_sum_days" INTEGER NOT NULL DEFAULT 0,
    "subscribed_until_on" INTEGER,
    "r_score" SMALLINT,
    "f_score" SMALLINT,
    "m_score" SMALLINT,
    "stage" TEXT,
    "marks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "stage_since_at" TIMESTAMPTZ(3),
    "reason_code" TEXT,
    "reason_params" JSONB NOT NULL DEFAULT '{}',
    "lapse_limit_days" INTEGER,
    "memory_stage" TEXT,
    "vip_below_since_on" INTEGER,
    "limit_occasion_on" INTEGER,
    "limit_at_last_occasion" INTEGER,
    "top_when_last_bought" BOOLEAN,
    "scored_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_fact_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "stage_change" (
    "shop_id" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "change_id" BIGSERIAL NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "from_stage" TEXT,
    "to_stage" TEXT,
    "from_marks" TEXT[],
    "to_marks" TEXT[],
    "reason_code" TEXT,
    "reason_params" JSONB NOT NULL,
    "cause" TEXT NOT NULL,

    CONSTRAINT "stage_change_pkey" PRIMARY KEY ("shop_id","customer_id","change_id")
);

-- CreateTable
CREATE TABLE "shop_model_day" (
    "shop_id" INTEGER NOT NULL,
    "as_of_on" INTEGER NOT NULL,
    "model" JSONB NOT NULL,
    "stage_counts" JSONB NOT NULL,
    "metrics" JSONB NOT NULL DEFAULT '{}',
    "rules_version" INTEGER NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_model_day_pkey" PRIMARY KEY ("shop_id","as_of_on")
);

-- CreateTable
CREATE TABLE "tag_sync" (
    "shop_id" INTEGER NOT NULL,
    "customer_id" BIGINT NOT NULL,
    "standing" TEXT[],
    "desired" TEXT[],
    "state" TEXT NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "note" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tag_sync_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "redacted_customer" (
    "shop_id" INTEGER NOT NULL,
    "customer_hash" BYTEA NOT NULL,
    "redacted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "redacted_customer_pkey" PRIMARY KEY ("shop_id","customer_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "shop_domain_key" ON "shop"("domain");

-- CreateIndex
CREATE INDEX "sync_run_shop_id_kind_started_at_idx" ON "sync_run"("shop_id", "kind", "started_at");

-- CreateIndex
CREATE INDEX "webhook_inbox_state_shop_id_inbox_id_idx" ON "webhook_inbox"("state", "shop_id", "inbox_id");

-- CreateIndex
CREATE INDEX "webhook_inbox_received_at_idx" ON "webhook_inbox"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_inbox_shop_id_topic_webhook_id_key" ON "webhook_inbox"("shop_id", "topic", "webhook_id");

-- CreateIndex
CREATE INDEX "order_fact_shop_id_customer_id_processed_at_idx" ON "order_fact"("shop_id", "customer_id", "processed_at");

-- CreateIndex
CREATE INDEX "order_fact_shop_id_processed_at_idx" ON "order_fact"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "order_fact_shop_id_updated_at_idx" ON "order_fact"("shop_id", "updated_at");

-- CreateIndex
CREATE INDEX "order_fact_shop_id_revisit_on_idx" ON "order_fact"("shop_id", "revisit_on");

-- CreateIndex
CREATE INDEX "customer_fact_shop_id_stage_last_on_customer_id_idx" ON "customer_fact"("shop_id", "stage", "last_on", "customer_id");

-- CreateIndex
CREATE INDEX "customer_fact_shop_id_last_on_customer_id_idx" ON "customer_fact"("shop_id", "last_on", "customer_id");

-- CreateIndex
CREATE INDEX "customer_fact_shop_id_monetary_minor_customer_id_idx" ON "customer_fact"("shop_id", "monetary_minor", "customer_id");

-- CreateIndex
CREATE INDEX "customer_fact_shop_id_frequency_customer_id_idx" ON "customer_fact"("shop_id", "frequency", "customer_id");

-- CreateIndex
CREATE INDEX "customer_fact_marks_idx" ON "customer_fact" USING GIN ("marks");

-- CreateIndex
CREATE INDEX "stage_change_shop_id_changed_at_idx" ON "stage_change"("shop_id", "changed_at");

-- CreateIndex
CREATE INDEX "tag_sync_shop_id_state_changed_at_idx" ON "tag_sync"("shop_id", "state", "changed_at");

-- AddForeignKey
ALTER TABLE "order_detail" ADD CONSTRAINT "order_detail_shop_id_order_id_fkey" FOREIGN KEY ("shop_id", "order_id") REFERENCES "order_fact"("shop_id", "order_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows that are updated in place leave room on their page (HOT updates keep the indexes out of it).
ALTER TABLE "customer_fact" SET (fillfactor = 85);
ALTER TABLE "tag_sync" SET (fillfactor = 85);
