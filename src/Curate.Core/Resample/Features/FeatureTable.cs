using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Features;

/// <summary>
/// The rows of a dataset as vectors, whether or not they have a label. Rows that <c>--missing drop</c> leaves out are not among them.
/// </summary>
/// <remarks>4 numbers bytes a row, 8 more where rows are left out, 1 to 4 for the labels.</remarks>
public sealed class FeatureTable : IDisposable
{
    private readonly FeatureFill _fill;

    private FeatureTable(FeatureColumns columns, FeatureFill fill, FeatureSummary summary, GroupTable? labels)
    {
        Columns = columns;
        _fill = fill;
        InputRows = summary.Rows;
        Labels = labels;
    }

    /// <summary>The columns behind the vectors.</summary>
    public FeatureColumns Columns { get; }

    /// <summary>Numbers of every row that takes part; scaled as asked.</summary>
    public VectorStore Store => _fill.Store;

    /// <summary>What was done to numbers.</summary>
    public FeatureTransform Transform => _fill.Transform;

    /// <summary>Rows of the dataset.</summary>
    public long InputRows { get; }

    /// <summary>The labels of all rows of the dataset, or null where no label is named.</summary>
    public GroupTable? Labels { get; }

    /// <summary>Reads a dataset; the label is optional.</summary>
    /// <exception cref="Errors.CurateException">Features that cannot be used: text, missing or not finite values.</exception>
    public static FeatureTable Read(PassRunner passes, IRecordSource source, FeatureOptions options, RunContext run)
    {
        FeatureColumns columns = FeatureColumns.Resolve(passes, source, options, keep: true);
        GroupTable? labels = options.Label.Length == 0 ? null : new GroupTable([options.Label], keepCodes: true, run);
        try
        {
            (FeatureFill fill, FeatureSummary summary) = Fill(passes, source, columns, columns.OptionalLabelLayout, options, run, filling =>
            {
                if (columns.KeptFor(filling, filling.Store.Count) is { } kept)
                {
                    kept.Fill(filling, columns.Places, run.Workers);
                    foreach (SurveyedRows.Part part in kept.Parts)
                    {
                        labels?.Fold(part.Labels!);
                    }

                    return;
                }

                if (filling.TryReadStripes(passes, source, columns.NumberRequests, "read features"))
                {
                    labels?.FoldAll(passes, source, "read labels");
                    return;
                }

                filling.Read<GroupPart>(passes, source, columns.Request, "read features", (batch, spent) => labels is null ? spent ?? new GroupPart() : GroupPart.Of(batch, 0, 1, spent), (batch, part) =>
                {
                    labels?.Fold(part);
                    filling.Add(batch);
                });
            });
            return new FeatureTable(columns, fill, summary, labels);
        }
        catch
        {
            labels?.Dispose();
            throw;
        }
        finally
        {
            columns.Forget();
        }
    }

    /// <summary>The input row that a row of the table is.</summary>
    public long RowOf(int row) => _fill.RowOf(row);

    public void Dispose()
    {
        _fill.Dispose();
        Labels?.Dispose();
    }

    /// <summary>Summarises the features, in a pass where that is needed (<see cref="FeatureColumns.Unread"/>), and fills the vectors in another one that the caller runs.</summary>
    internal static (FeatureFill Fill, FeatureSummary Summary) Fill(PassRunner passes, IRecordSource source, FeatureColumns columns, FeatureLayout layout,
        FeatureOptions options, RunContext run, Action<FeatureFill> pass)
    {
        FeatureSummary summary = columns.Unread(source, layout, options.Missing, options.Scale) ?? columns.Summarise(passes, source, layout, options.Missing, options.Scale);
        var fill = new FeatureFill(summary, options.Scale, run);
        try
        {
            pass(fill);
            fill.Complete();
            return (fill, summary);
        }
        catch
        {
            fill.Dispose();
            throw;
        }
    }
}
