-- A dashboard in one query: the latest twenty contested stories, what is contested in each, and how many
-- independent sources give each value. Runs as it is on PostgreSQL and on SQLite, with the rights of a reader:
--
--   psql "$DATABASE" -f dashboard.sql          sqlite3 -box "file:fivefold.db?mode=ro" < dashboard.sql
--
-- One row for each value. Nothing here says which value is right.

WITH latest AS (
    SELECT story_id, title, n_articles, n_origins, n_conflicts, last_published_at
    FROM v1_story
    WHERE merged_into IS NULL AND n_conflicts > 0
    ORDER BY last_published_at DESC
    LIMIT 20
),
said AS (
    SELECT fact_id, text, count(DISTINCT origin_id) AS n_origins, min(article_id) AS one_article
    FROM v1_support
    WHERE fact_id IN (SELECT f.fact_id FROM v1_fact f JOIN latest l ON l.story_id = f.story_id)
    GROUP BY fact_id, text
)
SELECT
    l.title AS story,
    l.n_articles AS articles,
    l.n_origins AS sources,
    f.label AS contested,
    f.hint,
    s.text AS value,
    s.n_origins AS sources_of_value,
    a.publisher AS for_example,
    a.url
FROM latest l
JOIN v1_fact f ON f.story_id = l.story_id AND f.status = 'conflicting'
JOIN said s ON s.fact_id = f.fact_id
JOIN v1_article a ON a.article_id = s.one_article
ORDER BY l.last_published_at DESC, f.fact_id, s.n_origins DESC, s.text;
