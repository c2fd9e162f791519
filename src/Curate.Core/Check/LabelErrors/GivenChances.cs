using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Profile.Metrics;
using Curate.Core.Running;

namespace Curate.Core.Check.LabelErrors;

/// <summary>Labels and the probabilities that a model gave: one column for each class in sorted order, or of two classes the one of the last.</summary>
internal sealed class GivenChances : IDisposable
{
    private const string What = "The probabilities";
    private readonly MemoryLease _lease;
    private readonly List<long> _rows = [];

    private GivenChances(MemoryLease lease) => _lease = lease;

    public Matrix? Chances { get; private set; }

    public int[] Labels { get; private set; } = [];

    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Why there is nothing to measure; null where there is.</summary>
    public string? Reason { get; private set; }

    public long RowOf(int row) => _rows[row];

    public static GivenChances Read(CheckInputs inputs)
    {
        var given = new GivenChances(inputs.Context.Memory.Lease(0, What));
        try
        {
            given.Fill(inputs);
            return given;
        }
        catch
        {
            given.Dispose();
            throw;
        }
    }

    public void Dispose() => _lease.Dispose();

    private void Fill(CheckInputs inputs)
    {
        IReadOnlyList<string> columns = inputs.Roles.Probability;
        using var labels = new GroupTable([inputs.Roles.Label!], keepCodes: false);
        var part = new GroupPart();
        var codes = new List<int>();
        var chances = new List<double>();
        double[][] values = [.. columns.Select(static _ => Array.Empty<double>())];
        ReadRequest request = ReadRequest.Of([.. labels.Request, .. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
        inputs.Passes.Each(inputs.Main, request, "read probabilities", batch =>
        {
            ReadOnlySpan<int> label = labels.Fold(GroupPart.Of(batch, 0, 1, part));
            for (int c = 0; c < columns.Count; c++)
            {
                values[c] = values[c].Length < batch.Count ? new double[Math.Max(batch.Count, batch.Capacity)] : values[c];
                BatchValues.Scores(batch[1 + c], columns[c], values[c].AsSpan(0, batch.Count));
            }

            for (int row = 0; row < batch.Count; row++)
            {
                bool whole = !batch[0].IsNull(row);
                for (int c = 0; c < columns.Count; c++)
                {
                    whole &= !double.IsNaN(values[c][row]);
                    if (values[c][row] is < 0 or > 1)
                    {
                        Reason ??= $"Column '{columns[c]}' has {NumberText.Of(values[c][row])} in row {NumberText.Of(batch.FirstRow + row + 1)}, which is no probability: values from 0 to 1 are expected.";
                    }
                }

                if (whole)
                {
                    codes.Add(label[row]);
                    _rows.Add(batch.FirstRow + row);
                    for (int c = 0; c < columns.Count; c++)
                    {
                        chances.Add(values[c][row]);
                    }
                }
            }

            long bytes = (16L * chances.Capacity) + (16L * _rows.Capacity);
            if (bytes > _lease.Bytes)
            {
                _lease.Grow(bytes - _lease.Bytes, What);
            }
        });
        int[] classes = [.. labels.Sorted().Where(g => !labels.IsMissing(g))];
        bool two = columns.Count == 1 && classes.Length == 2;
        if (Reason is null && !two && classes.Length != columns.Count)
        {
            Reason = $"The label has {NumberText.Of(classes.Length)} classes and there are {NumberText.Of(columns.Count)} probabilities: one for each class is needed, in the order of sorted class names, or for two classes that of the last.";
        }

        if (Reason is not null)
        {
            return;
        }

        Names = [.. classes.Select(labels.Show)];
        Labels = [.. codes.Select(code => Array.IndexOf(classes, code))];
        Chances = new Matrix(codes.Count, classes.Length);
        for (int i = 0; i < codes.Count; i++)
        {
            for (int c = 0; c < classes.Length; c++)
            {
                Chances[i, c] = !two ? chances[(i * classes.Length) + c] : c == 1 ? chances[i] : 1 - chances[i];
            }
        }
    }
}
