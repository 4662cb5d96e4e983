-- summary.texts (reads)
-- What a summary of these items may rest on.
SELECT item.id, item.title, item.url, substr(item_body.html, 1, :html_chars) AS html
  FROM item
  JOIN item_body ON item_body.item_id = item.id
 WHERE item.id IN :ids[];

-- summary.get (reads)
SELECT story_id, revision, sentences, method, model, prompt, tokens_in, tokens_out, cost_micros, fallback, made_ms
  FROM summary
 WHERE content_key = :content_key;

-- summary.save (writes)
INSERT INTO summary (content_key, story_id, revision, sentences, method, model, prompt,
                     tokens_in, tokens_out, cost_micros, fallback, made_ms)
VALUES (:content_key, :story_id, :revision, :sentences, :method, :model, :prompt,
        :tokens_in, :tokens_out, :cost_micros, :fallback, :made_ms)
ON CONFLICT (content_key) DO UPDATE
   SET story_id = excluded.story_id,
       revision = excluded.revision,
       sentences = excluded.sentences,
       method = excluded.method,
       model = excluded.model,
       prompt = excluded.prompt,
       tokens_in = excluded.tokens_in,
       tokens_out = excluded.tokens_out,
       cost_micros = excluded.cost_micros,
       fallback = excluded.fallback,
       made_ms = excluded.made_ms;

-- summary.of_stories (reads)
-- The words about these stories, the latest last.
SELECT story_id, revision, sentences, method, model, prompt, tokens_in, tokens_out, cost_micros, fallback, made_ms
  FROM summary
 WHERE story_id IN :ids[]
 ORDER BY made_ms, revision;
