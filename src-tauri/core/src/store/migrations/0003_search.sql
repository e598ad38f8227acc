-- A group whose members are found by a search whenever they are asked for; NULL: those that were put into it.
-- At the end of an attached table, so that what was done before can still be undone.
ALTER TABLE groups ADD COLUMN query TEXT CHECK (query <> '');

-- Put on the day's list by hand: stands there whatever the rhythm says.
ALTER TABLE day_items ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1));

-- What a search can be completed with: the different values of a column by its index alone.
CREATE INDEX contacts_by_org ON contacts (org) WHERE org <> '';
CREATE INDEX contacts_by_title ON contacts (title) WHERE title <> '';
CREATE INDEX conversations_by_place ON conversations (place) WHERE place <> '';
