using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Clusters;
using Curate.Core.Resample.Features;
using Curate.Core.Resample.Weights;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>The vectors of the rows of a dataset (those that have all features), their weights, and the recipe by which other rows become vectors.</summary>
/// <remarks>4 numbers bytes a row, 8 more where rows are left out, 8 for weights.</remarks>
internal sealed class RowVectors : IDisposable
{
    private readonly FeatureTable? _table;
    private readonly List<long>? _rows;
    private readonly RunContext _run;

    private RowVectors(VectorStore store, VectorRecipe recipe, FeatureTable? table, List<long>? rows, long inputRows, RunContext run)
    {
        Store = store;
        Recipe = recipe;
        _table = table;
        _rows = rows;
        _run = run;
        InputRows = inputRows;
    }

    public VectorStore Store { get; }

    public VectorRecipe Recipe { get; }

    /// <summary>Rows of the dataset.</summary>
    public long InputRows { get; }

    /// <summary>What rows are compared by, for reports.</summary>
    public ReportTable? Features { get; private set; }

    /// <summary>The weight of each vector; null for equal ones.</summary>
    public double[]? Weights { get; private set; }

    /// <summary>The input row that a vector is of.</summary>
    public long RowOf(int vector) => _table is not null ? _table.RowOf(vector) : _rows is null ? vector : _rows[vector];

    /// <summary>Reads all rows.</summary>
    /// <exception cref="CurateException">Features that cannot be used, or no row that has all of them.</exception>
    public static RowVectors Read(PassRunner passes, IRecordSource source, ClusteringOptions options, RunContext run)
    {
        RowVectors vectors = OfText(options) ? ReadTexts(passes, source, options, run) : ReadNumbers(passes, WithoutWeight(source, options), options, run);
        try
        {
            CheckRows(vectors.InputRows, vectors.Store.Count);
            vectors.ReadWeights(passes, source, options);
            return vectors;
        }
        catch
        {
            vectors.Dispose();
            throw;
        }
    }

    /// <summary>How rows become vectors, without holding any: bounds and deviations of columns, or counts of words, from one pass. Quantiles need all values.</summary>
    /// <exception cref="CurateException">Features that cannot be used, or no row that has all of them.</exception>
    public static (VectorRecipe Recipe, ReportTable Features) ReadRecipe(PassRunner passes, IRecordSource source, ClusteringOptions options)
    {
        bool drops = options.Missing == MissingValues.Drop;
        if (OfText(options))
        {
            TextCounts counts = Count(passes, source, options);
            CheckRows(counts.Rows, counts.Rows - counts.Missing);
            VectorRecipe texts = VectorRecipe.OfText(options.Text!, counts.Weights(), drops);
            return (texts, Table(counts.Rows - counts.Missing, texts, "text"));
        }

        FeatureColumns columns = FeatureColumns.Resolve(passes, source, options);
        ClusterOptionSpecs.CheckEmbedding(options, columns);
        FeatureSummary summary = columns.Summarise(passes, source, columns.OptionalLabelLayout, options.Missing, options.Scale);
        CheckRows(summary.Rows, summary.KeptRows);
        VectorRecipe recipe = VectorRecipe.OfNumbers(RequestOf(columns), FeatureTransform.Of(summary, options.Scale), drops);
        return (recipe, Table(summary.KeptRows, recipe, options.Scale.ToString().ToLowerInvariant()));
    }

    /// <summary>Vectors are made of texts.</summary>
    public static bool OfText(ClusteringOptions options) => options.Text is not null && options.Embedding is null && options.Features.Count == 0;

    public void Dispose()
    {
        if (_table is null)
        {
            Store.Dispose();
        }

        _table?.Dispose();
        if (Weights is not null)
        {
            _run.Memory.Return(8L * Weights.Length);
        }
    }

    /// <summary>Where features are all columns of numbers, the column of weights is none of them.</summary>
    private static IRecordSource WithoutWeight(IRecordSource source, ClusteringOptions options) =>
        options.Weight is null || options.Features.Count > 0 ? source
            : new Running.Views.ProjectedSource(source, [.. source.Schema.Fields.Where(f => f.Name != options.Weight).Select(static f => (f.Name, f.Name))]);

    private static ColumnRequest[] RequestOf(FeatureColumns columns) => [.. columns.Numbers.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })];

    private static void CheckRows(long all, long complete)
    {
        if (complete == 0)
        {
            Fail.With(ErrorCodes.Infeasible, all == 0 ? "There are no rows to compare." : "No row has all features, so there is nothing to compare.",
                all == 0 ? "Check the input and --where." : "Choose how missing values are treated with --missing (mean, median, zero), or name other columns with --features.");
        }
    }

    private static RowVectors ReadNumbers(PassRunner passes, IRecordSource source, ClusteringOptions options, RunContext run)
    {
        FeatureTable table = FeatureTable.Read(passes, source, options, run);
        try
        {
            ClusterOptionSpecs.CheckEmbedding(options, table.Columns);
            VectorRecipe recipe = VectorRecipe.OfNumbers(RequestOf(table.Columns), table.Transform, options.Missing == MissingValues.Drop);
            return new RowVectors(table.Store, recipe, table, null, table.InputRows, run) { Features = FeatureReport.Features(table.Columns, table.Store, options) };
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>One pass counts in how many texts each hashed column occurs, a second one makes the vectors.</summary>
    private static RowVectors ReadTexts(PassRunner passes, IRecordSource source, ClusteringOptions options, RunContext run)
    {
        string column = options.Text!;
        var request = ReadRequest.Of(new ColumnRequest(column, ColumnKind.Text));
        TextCounts counts = Count(passes, source, options);
        long missing = counts.Missing;
        if (counts.Rows - missing > int.MaxValue)
        {
            Fail.With(ErrorCodes.Infeasible, $"{Options.NumberText.Of(counts.Rows - missing)} texts are to be clustered, and at most {Options.NumberText.Of(int.MaxValue)} can be.", "Pass --train-rows.");
        }

        VectorRecipe recipe = VectorRecipe.OfText(column, counts.Weights(), options.Missing == MissingValues.Drop);
        var store = new VectorStore((int)(counts.Rows - missing), options.TextColumns, 0, run);
        try
        {
            List<long>? rows = missing > 0 ? [] : null;
            int next = 0;
            passes.Run<FilledBatch>(source, request, "read texts", (batch, spent) => FilledBatch.Of(recipe, batch, 0, spent, leavesOut: true), (batch, part) =>
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    if (part.Has(i))
                    {
                        part.Row(i).CopyTo(store[next++]);
                        rows?.Add(batch.FirstRow + i);
                    }
                }
            });
            return new RowVectors(store, recipe, null, rows, counts.Rows, run) { Features = Table(store.Count, recipe, "text") };
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>In how many texts each hashed column occurs.</summary>
    /// <exception cref="CurateException">A text is missing that must not be.</exception>
    private static TextCounts Count(PassRunner passes, IRecordSource source, ClusteringOptions options)
    {
        TextCounts counts = passes.Summarise(source, ReadRequest.Of(new ColumnRequest(options.Text!, ColumnKind.Text)), "count words", () => new TextCounts(options.TextColumns));
        if (counts.Missing > 0 && options.Missing != MissingValues.Drop)
        {
            Fail.With(ErrorCodes.BadValue, $"Row {Options.NumberText.Of(counts.FirstMissing + 1)} has no text in column {Fail.Show(options.Text!)}.",
                "Pass --missing drop to leave such rows out.");
        }

        return counts;
    }

    private static ReportTable Table(long rows, VectorRecipe recipe, string scale)
    {
        var features = new ReportTable("features", "Features", ["rows", "numbers", "categories", "scale", "first", "last"]);
        features.Add(rows, (long)recipe.Dimension, 0L, scale, recipe.Request[0].Name, recipe.Request[^1].Name);
        return features;
    }

    private void ReadWeights(PassRunner passes, IRecordSource source, ClusteringOptions options)
    {
        if (options.Weight is not { } column)
        {
            return;
        }

        _run.Memory.Take(8L * Store.Count, "The weights of the rows");
        var weights = Weights = new double[Store.Count];
        int next = 0;
        double largest = 0;
        passes.Each(source, ReadRequest.Of(BaseWeights.Request(column)), "read weights", batch =>
        {
            for (; next < weights.Length && RowOf(next) < batch.FirstRow + batch.Count; next++)
            {
                weights[next] = BaseWeights.Of(batch, 0, (int)(RowOf(next) - batch.FirstRow), column);
                largest = Math.Max(largest, weights[next]);
            }
        });
        if (largest == 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"All weights in the column {Fail.Show(column)} of --weight are 0.", "Name another column, or leave --weight out.");
        }
    }

    /// <summary>Texts and their words; a missing one counts for none.</summary>
    private sealed class TextCounts(int columns) : ISummary<TextCounts>
    {
        private readonly TextHashing _hashing = new(0, new TextHashingOptions { Columns = columns });

        public long Rows => _hashing.Rows;

        public long Missing { get; private set; }

        public long FirstMissing { get; private set; } = long.MaxValue;

        public double[] Weights() => _hashing.Weights();

        public void Add(RecordBatch batch)
        {
            _hashing.Add(batch);
            for (int row = 0; row < batch.Count; row++)
            {
                if (batch[0].IsNull(row))
                {
                    Missing++;
                    FirstMissing = Math.Min(FirstMissing, batch.FirstRow + row);
                }
            }
        }

        public void Merge(TextCounts later)
        {
            _hashing.Merge(later._hashing);
            Missing += later.Missing;
            FirstMissing = Math.Min(FirstMissing, later.FirstMissing);
        }
    }
}
