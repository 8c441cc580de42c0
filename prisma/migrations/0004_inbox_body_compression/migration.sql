-- Compressing bodies by pglz took half of the server's time for a delivery; lz4 takes a tenth of that.
-- A server built without lz4, and the embedded one, stay with pglz. Rows already stored stay as they are.
DO $$
BEGIN
    ALTER TABLE "webhook_inbox" ALTER COLUMN "body" SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
