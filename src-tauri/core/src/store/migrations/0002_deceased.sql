-- The day someone died, as far as it is known: YYYY-MM-DD, YYYY-MM, YYYY, or 'unknown'; NULL for the living.
-- Whoever died is archived too. At the end of an attached table, so that what was done before can still be undone.
ALTER TABLE contacts ADD COLUMN deceased_on TEXT;
