-- AlterTable
ALTER TABLE "tag_sync" ADD COLUMN     "short_lived" TEXT[] DEFAULT ARRAY[]::TEXT[];
