-- DropIndex
DROP INDEX "loyalty_account_shop_id_revisit_at_idx";

-- CreateIndex
CREATE INDEX "loyalty_account_shop_id_revisit_at_account_id_idx" ON "loyalty_account"("shop_id", "revisit_at", "account_id");
