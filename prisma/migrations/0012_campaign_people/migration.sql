-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "people" INTEGER NOT NULL DEFAULT 0;

UPDATE "campaign" c SET "people" = (
  SELECT count(*) FROM "enrolment" e WHERE e."shop_id" = c."shop_id" AND e."campaign_id" = c."campaign_id"
);
