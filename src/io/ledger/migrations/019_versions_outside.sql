-- Numbers of versions that a ledger which was lost had used: a ledger written anew goes on behind them. A JSON object of the
-- highest number by period; none: nothing is known that the releases do not say.
ALTER TABLE identity ADD COLUMN versions TEXT;
