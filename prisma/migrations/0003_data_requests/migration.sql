-- AlterTable
ALTER TABLE "webhook_inbox" ADD COLUMN "leased_by" INTEGER;

-- CreateTable
CREATE TABLE "data_request" (
    "shop_id" INTEGER NOT NULL,
    "request_id" BIGSERIAL NOT NULL,
    "shopify_request_id" BIGINT,
    "customer_id" BIGINT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "held" JSONB NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_request_pkey" PRIMARY KEY ("shop_id","request_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "data_request_shop_id_shopify_request_id_key" ON "data_request"("shop_id", "shopify_request_id");

