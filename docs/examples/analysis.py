# %% [markdown]
# How much do sources agree? An analysis with DuckDB over exported files, cell by cell.
#
#     fivefold export facts --format parquet --output facts.parquet
#     fivefold export stories --format parquet --output stories.parquet
#     fivefold export figures --format parquet --output figures.parquet
#     python analysis.py

# %%
import duckdb
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

facts, stories, figures = (duckdb.read_parquet(f"{name}.parquet") for name in ("facts", "stories", "figures"))

# %% [markdown]
# The more independent sources look at a fact, the more chances they have to differ.

# %%
by_sources = duckdb.sql("""
    SELECT least(n_origins, 6) AS n_sources, status, count(*) AS n_facts
    FROM facts
    GROUP BY ALL
    ORDER BY ALL
""")
print(by_sources)

# %% [markdown]
# Stories with most conflicts in proportion to what they say.

# %%
contested = duckdb.sql("""
    SELECT s.title, s.n_origins, s.n_conflicts, round(100.0 * s.n_conflicts / count(*), 1) AS percent
    FROM stories s JOIN facts f USING (story_id)
    WHERE s.n_conflicts > 0
    GROUP BY s.story_id, s.title, s.n_origins, s.n_conflicts
    ORDER BY percent DESC, s.title
    LIMIT 10
""")
print(contested)

# %% [markdown]
# Decimals come as exact text; for statistics a float will do.

# %%
print(
    duckdb.sql("""
        SELECT counted, count(*) AS n, median(value::DOUBLE) AS median
        FROM figures
        WHERE counted IS NOT NULL AND value IS NOT NULL
        GROUP BY counted
        ORDER BY n DESC
        LIMIT 10
    """)
)

# %%
shares = duckdb.sql("PIVOT by_sources ON status USING sum(n_facts) GROUP BY n_sources ORDER BY n_sources")
names, rows = shares.columns[1:], shares.fetchall()
figure, axes = plt.subplots(figsize=(7, 4))
bottom = [0.0] * len(rows)
for position, name in enumerate(names, start=1):
    heights = [100 * (row[position] or 0) / sum(value or 0 for value in row[1:]) for row in rows]
    axes.bar([str(row[0]) for row in rows], heights, bottom=bottom, label=name.replace("_", " "))
    bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
axes.set(
    xlabel="independent sources (6: six or more)", ylabel="percent of facts", title="How sources stand to each other"
)
axes.legend(frameon=False)
figure.savefig("agreement.png", dpi=150, bbox_inches="tight")
