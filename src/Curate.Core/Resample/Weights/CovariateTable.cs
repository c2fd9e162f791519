using System.Runtime.InteropServices;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// The rows of a dataset that have all their numbers (or had them filled in), as doubles and category codes, with base weights and membership of one group.
/// Categories are numbered in sorted order, a missing value last.
/// </summary>
/// <remarks>2 (8 numbers + 4 categories + 17) bytes a row from the budget.</remarks>
internal sealed class CovariateTable : IDisposable
{
    private readonly MemoryLease _lease;
    private readonly List<double> _values = [];
    private readonly List<double> _base = [];
    private readonly List<long> _rows = [];
    private readonly List<sbyte> _groups = [];
    private readonly List<int>[] _codes;
    private readonly TextIndex[] _texts;
    private int _width = -1;

    private CovariateTable(Covariates columns, RunContext run)
    {
        Columns = columns;
        _lease = run.Memory.Lease(0, "Rows that are weighed");
        _codes = [.. columns.Categories.Select(static _ => new List<int>())];
        _texts = [.. columns.Categories.Select(static _ => new TextIndex())];
        Levels = [.. columns.Categories.Select(static _ => Array.Empty<string?>())];
    }

    public Covariates Columns { get; }

    /// <summary>Rows that take part.</summary>
    public int Count => _rows.Count;

    /// <summary>Rows of the dataset.</summary>
    public long InputRows { get; private set; }

    /// <summary>Numbers of a row; more than columns where they are vectors.</summary>
    public int Width => Math.Max(0, _width);

    /// <summary>The categories of each category column in their order; null stands for a missing value.</summary>
    public string?[][] Levels { get; }

    /// <summary>The dataset's row that a row of the table is.</summary>
    public long RowOf(int row) => _rows[row];

    public double Base(int row) => _base[row];

    /// <summary>1 in the group, 0 outside, -1 without a value.</summary>
    public int GroupOf(int row) => _groups[row];

    public double Number(int row, int number) => _values[(row * Width) + number];

    public int Code(int row, int category) => _codes[category][row];

    /// <summary>The name of a number as reports show it.</summary>
    public string NumberName(int number) =>
        Columns.Numbers is [{ Kind: ColumnKind.Vector } only] ? $"{only.Name}[{NumberText.Of(number)}]" : Columns.Numbers[number].Name;

    /// <summary>Reads a dataset in one pass.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="columns">What to read.</param>
    /// <param name="missing">What stands for a missing number; rows are left out with <see cref="MissingValues.Drop"/>.</param>
    /// <param name="weight">The column of base weights, or null for ones.</param>
    /// <param name="group">A column and the value that rows of the group have in it, or null.</param>
    /// <param name="run">Memory.</param>
    /// <exception cref="CurateException">A number is missing where it must not, or is not finite; a weight is none.</exception>
    public static CovariateTable Read(PassRunner passes, IRecordSource source, Covariates columns, MissingValues missing, string? weight, (string Column, string Value)? group,
        RunContext run)
    {
        var table = new CovariateTable(columns, run);
        try
        {
            ColumnRequest[] request =
            [
                .. columns.Numbers.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale }),
                .. columns.Categories.Select(static c => new ColumnRequest(c, ColumnKind.Text)),
                .. weight is null ? Array.Empty<ColumnRequest>() : [BaseWeights.Request(weight)],
                .. group is null ? Array.Empty<ColumnRequest>() : [new ColumnRequest(group.Value.Column, ColumnKind.Text)],
            ];
            byte[] value = group is null ? [] : Encoding.UTF8.GetBytes(group.Value.Value);
            table.InputRows = passes.Each(source, ReadRequest.Of(request), "read covariates", batch => table.Add(batch, missing, weight, value, group is not null));
            table.Fill(missing);
            table.SortCategories();
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    public void Dispose() => _lease.Dispose();

    private void Add(RecordBatch batch, MissingValues missing, string? weight, byte[] value, bool grouped)
    {
        int numbers = Columns.Numbers.Count;
        int weightAt = numbers + _codes.Length;
        int groupAt = weightAt + (weight is null ? 0 : 1);
        var vectors = numbers == 1 ? batch[0] as VectorColumn : null;
        if (_width < 0 && (vectors is null || vectors.Dimension > 0))
        {
            _width = vectors?.Dimension ?? numbers;
        }

        _lease.Grow(2L * batch.Count * ((8L * Width) + (4L * _codes.Length) + 17), "Rows that are weighed");
        var key = new byte[64];
        for (int row = 0; row < batch.Count; row++)
        {
            if (!AddNumbers(batch, row, vectors, missing))
            {
                continue;
            }

            for (int c = 0; c < _codes.Length; c++)
            {
                // A leading byte keeps a missing value apart from an empty text.
                Column column = batch[numbers + c];
                ReadOnlySpan<byte> text = column.IsNull(row) ? [] : ((TextColumn)column)[row];
                if (text.Length >= key.Length)
                {
                    key = new byte[text.Length * 2];
                }

                key[0] = column.IsNull(row) ? (byte)0 : (byte)1;
                text.CopyTo(key.AsSpan(1));
                _codes[c].Add(_texts[c].Add(key.AsSpan(0, text.Length + 1)));
            }

            _rows.Add(batch.FirstRow + row);
            _base.Add(weight is null ? 1 : BaseWeights.Of(batch, weightAt, row, weight));
            _groups.Add(!grouped || batch[groupAt].IsNull(row) ? (sbyte)-1 : batch.Text(groupAt)[row].SequenceEqual(value) ? (sbyte)1 : (sbyte)0);
        }
    }

    private bool AddNumbers(RecordBatch batch, int row, VectorColumn? vectors, MissingValues missing)
    {
        int start = _values.Count;
        for (int p = 0; p < Columns.Numbers.Count; p++)
        {
            bool isNull = batch[p].IsNull(row);
            if (isNull && missing is MissingValues.Error or MissingValues.Drop)
            {
                if (missing == MissingValues.Error)
                {
                    Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has no value in the column {Fail.Show(Columns.Numbers[p].Name)}.",
                        "Fill the value, choose with --missing how missing values are treated (mean, median, zero or drop), or leave the column out.");
                }

                CollectionsMarshal.SetCount(_values, start);
                return false;
            }

            if (vectors is not null)
            {
                for (int d = 0; d < Width; d++)
                {
                    _values.Add(isNull ? double.NaN : Checked(vectors[row][d], batch, row, p));
                }
            }
            else
            {
                _values.Add(isNull ? double.NaN : Checked(FeatureLayout.Value(batch[p], row), batch, row, p));
            }
        }

        return true;
    }

    private double Checked(double value, RecordBatch batch, int row, int column)
    {
        if (!double.IsFinite(value))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {NumberText.Of(value)} in the column {Fail.Show(Columns.Numbers[column].Name)}, where a finite number is needed.",
                "Correct the value, or leave the row out with --where.");
        }

        return value;
    }

    /// <summary>Numbers that are missing become the mean or the median of the others, or 0.</summary>
    private void Fill(MissingValues missing)
    {
        Span<double> values = CollectionsMarshal.AsSpan(_values);
        for (int p = 0; p < Width; p++)
        {
            var known = new List<double>();
            for (int row = 0; row < Count; row++)
            {
                if (values[(row * Width) + p] is var value && !double.IsNaN(value))
                {
                    known.Add(value);
                }
            }

            if (known.Count == Count)
            {
                continue;
            }

            double with = 0;
            if (known.Count > 0 && missing == MissingValues.Mean)
            {
                var sum = new Numerics.ExactSum();
                sum.Add(CollectionsMarshal.AsSpan(known));
                with = sum.ToDouble() / known.Count;
            }
            else if (known.Count > 0 && missing == MissingValues.Median)
            {
                known.Sort();
                with = (known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2;
            }

            for (int row = 0; row < Count; row++)
            {
                ref double value = ref values[(row * Width) + p];
                value = double.IsNaN(value) ? with : value;
            }
        }
    }

    private void SortCategories()
    {
        for (int c = 0; c < _codes.Length; c++)
        {
            TextIndex texts = _texts[c];
            int[] order = [.. Enumerable.Range(0, texts.Count)];
            Array.Sort(order, (a, b) => texts[a][0] != texts[b][0] ? texts[b][0].CompareTo(texts[a][0]) : texts[a].SequenceCompareTo(texts[b]));
            Levels[c] = [.. order.Select(code => texts[code][0] == 0 ? null : Encoding.UTF8.GetString(texts[code][1..]))];
            var place = new int[order.Length];
            for (int i = 0; i < order.Length; i++)
            {
                place[order[i]] = i;
            }

            Span<int> codes = CollectionsMarshal.AsSpan(_codes[c]);
            for (int row = 0; row < codes.Length; row++)
            {
                codes[row] = place[codes[row]];
            }
        }
    }
}
