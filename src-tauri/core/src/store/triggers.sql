-- Dropped and made again at every start (store/migrate.rs), so that a change here needs no migration.
-- They write to unattached tables only: undo and redo fire them again.

-- The search queue: whose document is stale.
CREATE TRIGGER queue_contacts_i AFTER INSERT ON contacts BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.id); END;
CREATE TRIGGER queue_contacts_u AFTER UPDATE OF name, given, family, nicknames, org, title, about, expectations, archived_on ON contacts BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.id); END;
CREATE TRIGGER queue_contacts_d AFTER DELETE ON contacts BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.id); END;

CREATE TRIGGER queue_points_i AFTER INSERT ON contact_points BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_points_u AFTER UPDATE ON contact_points BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_points_d AFTER DELETE ON contact_points BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;

CREATE TRIGGER queue_groups_u AFTER UPDATE OF name ON groups BEGIN
  INSERT INTO search_queue (kind, id) SELECT 'contact', contact_id FROM memberships WHERE group_id = NEW.id; END;
CREATE TRIGGER queue_memberships_i AFTER INSERT ON memberships BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_memberships_d AFTER DELETE ON memberships BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;

CREATE TRIGGER queue_facts_i AFTER INSERT ON facts BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_facts_u AFTER UPDATE ON facts BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id), ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_facts_d AFTER DELETE ON facts BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;
CREATE TRIGGER queue_follow_ups_i AFTER INSERT ON follow_ups BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_follow_ups_u AFTER UPDATE ON follow_ups BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id), ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_follow_ups_d AFTER DELETE ON follow_ups BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;
CREATE TRIGGER queue_exchanges_i AFTER INSERT ON exchanges BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_exchanges_u AFTER UPDATE ON exchanges BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id), ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_exchanges_d AFTER DELETE ON exchanges BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;
CREATE TRIGGER queue_feedback_i AFTER INSERT ON feedback BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_feedback_u AFTER UPDATE ON feedback BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id), ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_feedback_d AFTER DELETE ON feedback BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;
CREATE TRIGGER queue_occasions_i AFTER INSERT ON occasions BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_occasions_u AFTER UPDATE ON occasions BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id), ('contact', NEW.contact_id); END;
CREATE TRIGGER queue_occasions_d AFTER DELETE ON occasions BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('contact', OLD.contact_id); END;

CREATE TRIGGER queue_conversations_i AFTER INSERT ON conversations BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', NEW.id); END;
CREATE TRIGGER queue_conversations_u AFTER UPDATE ON conversations BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', NEW.id); END;
CREATE TRIGGER queue_conversations_d AFTER DELETE ON conversations BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', OLD.id); END;
CREATE TRIGGER queue_people_i AFTER INSERT ON conversation_people BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', NEW.conversation_id); END;
CREATE TRIGGER queue_people_d AFTER DELETE ON conversation_people BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', OLD.conversation_id); END;
CREATE TRIGGER queue_tags_i AFTER INSERT ON conversation_tags BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', NEW.conversation_id); END;
CREATE TRIGGER queue_tags_d AFTER DELETE ON conversation_tags BEGIN
  INSERT INTO search_queue (kind, id) VALUES ('conversation', OLD.conversation_id); END;

-- Touches: the rows of one conversation are written anew whenever it, its people or its exchanges change.
CREATE TRIGGER touches_conversations_u AFTER UPDATE OF day, at, attempt ON conversations BEGIN
  UPDATE touches SET day = NEW.day, at = NEW.at,
    counts = CASE WHEN NEW.attempt = 1 THEN 0
                  WHEN EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = NEW.id)
                   AND NOT EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = NEW.id AND direction <> 'asked') THEN 1
                  ELSE 2 END
  WHERE conversation_id = NEW.id; END;
CREATE TRIGGER touches_conversations_i AFTER INSERT ON conversations BEGIN
  INSERT INTO touches (contact_id, counts, day, at, conversation_id)
  SELECT p.contact_id,
         CASE WHEN NEW.attempt = 1 THEN 0
              WHEN EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = NEW.id)
               AND NOT EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = NEW.id AND direction <> 'asked') THEN 1
              ELSE 2 END,
         NEW.day, NEW.at, NEW.id
  FROM conversation_people AS p WHERE p.conversation_id = NEW.id
  ON CONFLICT DO NOTHING; END;
CREATE TRIGGER touches_conversations_d AFTER DELETE ON conversations BEGIN
  DELETE FROM touches WHERE conversation_id = OLD.id; END;
CREATE TRIGGER touches_people_i AFTER INSERT ON conversation_people BEGIN
  INSERT INTO touches (contact_id, counts, day, at, conversation_id)
  SELECT NEW.contact_id,
         CASE WHEN c.attempt = 1 THEN 0
              WHEN EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = c.id)
               AND NOT EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = c.id AND direction <> 'asked') THEN 1
              ELSE 2 END,
         c.day, c.at, c.id
  FROM conversations AS c WHERE c.id = NEW.conversation_id
  ON CONFLICT DO NOTHING; END;
CREATE TRIGGER touches_people_d AFTER DELETE ON conversation_people BEGIN
  DELETE FROM touches WHERE conversation_id = OLD.conversation_id AND contact_id = OLD.contact_id; END;
CREATE TRIGGER touches_people_u AFTER UPDATE OF conversation_id, contact_id ON conversation_people BEGIN
  UPDATE touches SET conversation_id = NEW.conversation_id, contact_id = NEW.contact_id
  WHERE conversation_id = OLD.conversation_id AND contact_id = OLD.contact_id; END;
CREATE TRIGGER touches_exchanges_i AFTER INSERT ON exchanges WHEN NEW.conversation_id IS NOT NULL BEGIN
  UPDATE touches SET counts = CASE WHEN EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = NEW.conversation_id AND direction <> 'asked') THEN 2 ELSE 1 END
  WHERE conversation_id = NEW.conversation_id AND counts <> 0; END;
CREATE TRIGGER touches_exchanges_d AFTER DELETE ON exchanges WHEN OLD.conversation_id IS NOT NULL BEGIN
  UPDATE touches SET counts = CASE WHEN NOT EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = OLD.conversation_id)
                                     OR EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = OLD.conversation_id AND direction <> 'asked') THEN 2 ELSE 1 END
  WHERE conversation_id = OLD.conversation_id AND counts <> 0; END;
CREATE TRIGGER touches_exchanges_u AFTER UPDATE OF conversation_id, direction ON exchanges BEGIN
  UPDATE touches SET counts = CASE WHEN NOT EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = touches.conversation_id)
                                     OR EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = touches.conversation_id AND direction <> 'asked') THEN 2 ELSE 1 END
  WHERE conversation_id IN (OLD.conversation_id, NEW.conversation_id) AND counts <> 0; END;
