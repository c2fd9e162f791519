using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;

namespace Curate.Core.Mix.Laws;

/// <summary>A table of training runs as it was read: cells as text, numbers only where they are asked for. 20 bytes a cell and its text.</summary>
/// <param name="name">What errors call it: the option that named it.</param>
/// <param name="columns">Names of the columns.</param>
public sealed class RunTable(string name, IReadOnlyList<string> columns)
{
    /// <summary>Shares are often written with two or three digits; their sum may be this far from 1.</summary>
    private const double SumTolerance = 0.02;

    private readonly List<string?[]> _rows = [];

    public int Count => _rows.Count;

    public IReadOnlyList<string> Columns => columns;

    /// <summary>Adds a row of cells; null where there is none.</summary>
    public void Add(params string?[] cells) => _rows.Add(cells);

    /// <summary>Adds the rows of a batch whose columns are text.</summary>
    internal void Add(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            var cells = new string?[columns.Count];
            for (int c = 0; c < cells.Length; c++)
            {
                cells[c] = batch[c].IsNull(row) ? null : Encoding.UTF8.GetString(batch.Text(c)[row]);
            }

            _rows.Add(cells);
        }
    }

    /// <summary>Shares and losses of the runs. Shares of a run are divided by their sum.</summary>
    /// <param name="prefix">What the names of share columns begin with, before the name of the source.</param>
    /// <param name="sources">The sources, in order.</param>
    /// <param name="losses">Columns of losses.</param>
    /// <exception cref="CurateException">A column is missing, a cell is no number, shares are negative or do not sum to 1.</exception>
    public MixtureRuns Of(string prefix, IReadOnlyList<string> sources, IReadOnlyList<string> losses)
    {
        int[] shareAt = [.. sources.Select(s => At(prefix + s, $"Each source needs a column of its shares; --share-prefix says what stands before its name. Columns: {Some()}"))];
        int[] lossAt = [.. losses.Select(l => At(l, $"Name the columns of losses with --losses. Columns: {Some()}"))];
        var shares = new Matrix(Count, sources.Count);
        var measured = new double[losses.Count][];
        for (int t = 0; t < measured.Length; t++)
        {
            measured[t] = new double[Count];
        }

        for (int row = 0; row < Count; row++)
        {
            double sum = 0;
            for (int s = 0; s < shareAt.Length; s++)
            {
                double share = Number(row, shareAt[s]);
                if (share < 0)
                {
                    Bad(row, shareAt[s], "a share is 0 or more");
                }

                shares[row, s] = share;
                sum += share;
            }

            if (!(Math.Abs(sum - 1) <= SumTolerance))
            {
                Fail.With(ErrorCodes.BadValue, $"--{name}, row {NumberText.Of(row + 1)}: the shares of the sources sum to {NumberText.Of(Math.Round(sum, 6))}, not 1.",
                    "Shares are fractions of 1, and every domain that a run was trained on is a source of the mixture.");
            }

            for (int s = 0; s < shareAt.Length; s++)
            {
                shares[row, s] /= sum;
            }

            for (int t = 0; t < lossAt.Length; t++)
            {
                measured[t][row] = Number(row, lossAt[t]);
            }
        }

        return new MixtureRuns(shares, losses, measured);
    }

    private int At(string column, string remedy)
    {
        for (int c = 0; c < columns.Count; c++)
        {
            if (columns[c] == column)
            {
                return c;
            }
        }

        Fail.With(ErrorCodes.UnknownColumn, $"--{name}: the table has no column {Fail.Show(column)}.", remedy);
        return -1;
    }

    private string Some() => string.Join(", ", columns.Take(20)) + (columns.Count > 20 ? ", ..." : ".");

    private double Number(int row, int column)
    {
        string? text = _rows[row][column];
        if (text is null || !NumberText.TryNumber(text, out double value) || !double.IsFinite(value))
        {
            Bad(row, column, "a finite number is expected");
            return double.NaN;
        }

        return value;
    }

    private void Bad(int row, int column, string expected) => Fail.With(ErrorCodes.BadValue,
        $"--{name}, row {NumberText.Of(row + 1)}, column '{columns[column]}': {(_rows[row][column] is { } text ? Fail.Show(text) : "nothing")}; {expected}.",
        "Correct the table, or leave the run out.");
}
