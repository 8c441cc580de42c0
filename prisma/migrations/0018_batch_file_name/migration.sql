-- AlterTable
ALTER TABLE "loyalty_batch" ADD COLUMN     "file_name" TEXT;
