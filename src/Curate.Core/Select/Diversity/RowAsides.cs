using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>What is known of rows beside their vectors: the group that the budget holds for, whether they must be in, their score.</summary>
/// <remarks>1 to 4 bytes a row for groups, n / 8 for the rows that must be in, 8 each for scores and for sizes; in scratch beyond the budget.</remarks>
internal sealed class RowAsides : IDisposable
{
    private RowAsides(GroupTable groups, RowValues<double>? scores, RowValues<double>? sizes)
    {
        Groups = groups;
        Scores = scores;
        Sizes = sizes;
    }

    /// <summary>The groups of all rows; empty without groups.</summary>
    public GroupTable Groups { get; }

    /// <summary>Rows that must be in.</summary>
    public BitMap Must { get; } = new();

    /// <summary>The score of every row, or null.</summary>
    public RowValues<double>? Scores { get; }

    /// <summary>The size of every row under a budget of bytes, tokens or cost; null where rows count alike.</summary>
    public RowValues<double>? Sizes { get; }

    /// <summary>Reads the file of <c>--must</c>, then the columns, where there is anything to read.</summary>
    /// <exception cref="CurateException">A score is missing or not finite.</exception>
    public static RowAsides Read(PassRunner passes, PlanInputs inputs, IReadOnlyList<string> groups, string? id, bool mustStay, string? score, RunContext run, RowSizer? sizer = null)
    {
        var must = new HashSet<ulong>();
        if (mustStay)
        {
            passes.Each(inputs.Others[0], ReadRequest.Of(new ColumnRequest(id!, ColumnKind.Text)), "read the rows that must stay", batch =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    must.Add(Hash128.Of(batch.Text(0)[row]).Low);
                }
            });
        }

        var asides = new RowAsides(new GroupTable(groups, keepCodes: true, run), score is null ? null : new RowValues<double>(run, "scores"), sizer is null ? null : new RowValues<double>(run, "sizes"));
        try
        {
            if (groups.Count > 0 || mustStay || score is not null || sizer is not null)
            {
                asides.ReadColumns(passes, inputs.Main, mustStay ? id : null, score, must, sizer);
            }

            return asides;
        }
        catch
        {
            asides.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Groups.Dispose();
        Scores?.Dispose();
        Sizes?.Dispose();
    }

    /// <summary>The sizes of some rows; null where rows count alike.</summary>
    public double[]? SizesOf(IEnumerable<long> rows) => Sizes is { } sizes ? [.. rows.Select(row => sizes[row])] : null;

    /// <summary>The number in a score column.</summary>
    /// <exception cref="CurateException">It is missing or not finite.</exception>
    public static double ScoreOf(RecordBatch batch, int column, int row, string name)
    {
        double score = batch[column].IsNull(row) ? double.NaN : ((NumberColumn)batch[column])[row];
        if (!double.IsFinite(score))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {(batch[column].IsNull(row) ? "no value" : NumberText.Of(score))} in the column {Fail.Show(name)}, where a finite number is needed.",
                $"Correct the value, or leave the row out with --where \"{name} is not null\".");
        }

        return score;
    }

    private void ReadColumns(PassRunner passes, IRecordSource source, string? id, string? score, HashSet<ulong> must, RowSizer? sizer)
    {
        List<ColumnRequest> columns = [.. Groups.Request];
        int idAt = columns.Count;
        if (id is not null)
        {
            columns.Add(new ColumnRequest(id, ColumnKind.Text));
        }

        int scoreAt = columns.Count;
        if (score is not null)
        {
            columns.Add(new ColumnRequest(score, ColumnKind.Number));
        }

        int sizeAt = columns.Count;
        ReadRequest request = sizer?.Request(columns, source) ?? new ReadRequest { Columns = columns };
        passes.Run<SubsetPart>(source, request, sizer is null ? "read groups" : "read sizes", (batch, spent) =>
        {
            SubsetPart part = spent ?? new SubsetPart();
            part.Groups = GroupPart.Of(batch, 0, Groups.Columns.Count, part.Groups);
            if (sizer is not null)
            {
                part.Sizes = part.Sizes.Length >= batch.Count ? part.Sizes : new double[Math.Max(batch.Count, batch.Capacity)];
                sizer.Find(batch, sizeAt, part.Sizes);
            }

            return part;
        }, (batch, part) =>
        {
            Groups.Fold(part.Groups!);
            for (int row = 0; Sizes is not null && row < batch.Count; row++)
            {
                Sizes.Append(part.Sizes[row]);
            }

            for (int row = 0; id is not null && row < batch.Count; row++)
            {
                if (must.Contains(Hash128.Of(batch.Text(idAt)[row]).Low))
                {
                    Must.Set(batch.FirstRow + row);
                }
            }

            for (int row = 0; Scores is not null && row < batch.Count; row++)
            {
                Scores.Append(ScoreOf(batch, scoreAt, row, score!));
            }
        });
    }
}
