-- A code that is being given back has a state of its own. Before, it was told by a look that is due before the code's end.
UPDATE "loyalty_redemption" SET "state" = 'returning' WHERE "state" = 'issued' AND "check_at" < "ends_at";
