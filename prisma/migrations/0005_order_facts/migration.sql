-- AlterTable
ALTER TABLE "order_fact" ADD COLUMN     "delivered_at" TIMESTAMPTZ(3),
ADD COLUMN     "fulfilled_at" TIMESTAMPTZ(3),
ADD COLUMN     "return_open" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "product_cost" (
    "shop_id" INTEGER NOT NULL,
    "variant_id" BIGINT NOT NULL,
    "unit_cost_minor" BIGINT,
    "currency" CHAR(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_cost_pkey" PRIMARY KEY ("shop_id","variant_id")
);
