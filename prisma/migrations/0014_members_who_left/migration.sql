-- AlterTable
ALTER TABLE "loyalty_account" ADD COLUMN     "gone_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "loyalty_account_gone_at_idx" ON "loyalty_account"("gone_at");
