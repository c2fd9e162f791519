using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Advice;

/// <summary>
/// The rows that are cross-validated, held as columns under the names of the dataset, so that methods can run over any part of them as over a file. One
/// column more has the number of the row.
/// </summary>
/// <remarks>Columns as read, 16 bytes a row, and 8 bytes a row for every number and every different category.</remarks>
internal sealed class TrialRows
{
    /// <summary>The column of row numbers; no text format lets a column have this name.</summary>
    public const string Row = "\u0001row";

    private readonly TextIndex[] _codes;
    private readonly int[] _firstOf;

    /// <param name="features">The columns that were read.</param>
    /// <param name="columns">Label, numbers, categories.</param>
    /// <param name="classOf">The class of each row.</param>
    /// <param name="names">Classes in sorted order.</param>
    /// <param name="missing">What stands for missing numbers.</param>
    public TrialRows(FeatureColumns features, Column[] columns, int[] classOf, IReadOnlyList<string> names, MissingValues missing)
    {
        ClassOf = classOf;
        Names = names;
        Missing = missing;
        int numbers = features.Numbers.Count;
        Label = features.Label;
        NumberNames = [.. features.Numbers.Select(static f => f.Name)];
        CategoryNames = [.. features.Categories.Select(static f => f.Name)];
        var rows = (WholeColumn)Column.Create(ColumnKind.Whole);
        for (int i = 0; i < classOf.Length; i++)
        {
            CellValues.Append(rows, CellValue.OfWhole(i));
        }

        Columns = [.. columns, rows];
        Schema = new TableSchema(
        [
            new Field(Label, ColumnKind.Text),
            .. features.Numbers,
            .. CategoryNames.Select(static n => new Field(n, ColumnKind.Text)),
            new Field(Row, ColumnKind.Whole),
        ]);
        Numbers = features.IsEmbedding ? Math.Max(0, ((VectorColumn)columns[1]).Dimension) : numbers;
        _codes = new TextIndex[CategoryNames.Count];
        _firstOf = new int[_codes.Length];
        int width = Numbers;
        for (int c = 0; c < _codes.Length; c++)
        {
            _codes[c] = new TextIndex();
            _firstOf[c] = width;
            var texts = (TextColumn)Columns[1 + numbers + c];
            for (int i = 0; i < classOf.Length; i++)
            {
                _codes[c].Add(KeyOf(texts, i));
            }

            width += _codes[c].Count;
        }

        Width = width;
    }

    /// <summary>The class column.</summary>
    public string Label { get; }

    public int Count => ClassOf.Length;

    public int[] ClassOf { get; }

    public IReadOnlyList<string> Names { get; }

    public int Classes => Names.Count;

    public MissingValues Missing { get; }

    public TableSchema Schema { get; }

    public Column[] Columns { get; }

    public IReadOnlyList<string> NumberNames { get; }

    public IReadOnlyList<string> CategoryNames { get; }

    /// <summary>Numbers of a row; the dimension, for a column of vectors.</summary>
    public int Numbers { get; }

    /// <summary>Numbers, then a column of 0 and 1 for every category.</summary>
    public int Width { get; }

    /// <summary>What a reader of features asks for, in the order that <see cref="Encode"/> takes.</summary>
    public IReadOnlyList<ColumnRequest> FeatureRequest =>
        [.. Schema.Fields.Skip(1).Take(NumberNames.Count + CategoryNames.Count).Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })];

    /// <summary>Rows of each class among some rows.</summary>
    public long[] CountsOf(ReadOnlySpan<int> rows)
    {
        var counts = new long[Classes];
        foreach (int row in rows)
        {
            counts[ClassOf[row]]++;
        }

        return counts;
    }

    /// <summary>Some rows as a learner sees them, NaN for missing numbers.</summary>
    public Matrix Rows(ReadOnlySpan<int> rows)
    {
        var to = new Matrix(rows.Length, Width);
        ReadOnlySpan<Column> features = Columns.AsSpan(1, Columns.Length - 2);
        for (int i = 0; i < rows.Length; i++)
        {
            Encode(features, rows[i], to.Row(i));
        }

        return to;
    }

    /// <summary>A row of feature columns as numbers, then 0 and 1 for categories; a category that no row of the sample has is none.</summary>
    public void Encode(ReadOnlySpan<Column> features, int row, Span<double> to)
    {
        int numbers = NumberNames.Count;
        if (numbers == 1 && features[0] is VectorColumn vectors)
        {
            if (vectors.IsNull(row))
            {
                to[..Numbers].Fill(double.NaN);
            }
            else
            {
                ReadOnlySpan<float> values = vectors[row];
                for (int p = 0; p < values.Length; p++)
                {
                    to[p] = values[p];
                }
            }
        }
        else
        {
            for (int p = 0; p < numbers; p++)
            {
                to[p] = features[p].IsNull(row) ? double.NaN : FeatureLayout.Value(features[p], row);
            }
        }

        for (int c = 0; c < _codes.Length; c++)
        {
            int code = _codes[c].Find(KeyOf((TextColumn)features[numbers + c], row));
            if (code >= 0)
            {
                to[_firstOf[c] + code] = 1;
            }
        }
    }

    // No text begins with this byte in UTF-8, so it can stand for a missing value.
    private static ReadOnlySpan<byte> KeyOf(TextColumn column, int row) => column.IsNull(row) ? [0xFF] : column[row];
}
