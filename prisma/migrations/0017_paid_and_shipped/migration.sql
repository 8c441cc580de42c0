-- AlterTable
ALTER TABLE "order_fact" ADD COLUMN     "all_fulfilled_at" TIMESTAMPTZ(3),
ADD COLUMN     "paid_at" TIMESTAMPTZ(3);

-- What is known of orders that stand: the time of those that are paid, the last parcel of those that were shipped.
UPDATE "order_fact" SET
  "paid_at" = CASE WHEN "financial_status" IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') THEN "processed_at" END,
  "all_fulfilled_at" = CASE WHEN "fulfillment" = 'full' THEN coalesce("fulfilled_at", "processed_at") END
WHERE "financial_status" IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') OR "fulfillment" = 'full';
