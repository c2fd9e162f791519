using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Check.TwoSample;

/// <summary>Reads the sampled rows of datasets; texts of one column have the same codes in all of them.</summary>
internal sealed class SampleReader(SampleColumns columns)
{
    private readonly TextIndex _labels = new();
    private int _dimension = -1;

    /// <summary>The values of each text column by code: a byte that is 0 for a missing value, then the text.</summary>
    public TextIndex[] Texts { get; } = [.. columns.Texts.Select(static _ => new TextIndex())];

    /// <summary>One pass.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="rows">Its sampled rows, ascending.</param>
    /// <param name="isMain">Labels and times are wanted too.</param>
    public SamplePart Read(PassRunner passes, IRecordSource source, long[] rows, bool isMain)
    {
        TableSchema kinds = KindResolver.Resolve(passes, source, [.. columns.Numbers, .. isMain && columns.Time is { } time ? new[] { time } : []]);
        var requests = new List<ColumnRequest>();
        if (columns.Embedding is { } embedding)
        {
            requests.Add(new ColumnRequest(embedding, ColumnKind.Vector));
        }

        requests.AddRange(columns.Numbers.Select(name => RequestOf(kinds, name)));
        requests.AddRange(columns.Texts.Select(static name => new ColumnRequest(name, ColumnKind.Text)));
        int labelAt = isMain && columns.Label is not null ? requests.Count : -1;
        if (labelAt >= 0)
        {
            requests.Add(new ColumnRequest(columns.Label!, ColumnKind.Text));
        }

        int timeAt = isMain && columns.Time is not null ? requests.Count : -1;
        if (timeAt >= 0)
        {
            requests.Add(RequestOf(kinds, columns.Time!));
        }

        Matrix? numbers = columns.Embedding is null ? new Matrix(rows.Length, columns.Numbers.Count) : null;
        int[][] codes = [.. columns.Texts.Select(_ => new int[rows.Length])];
        int[]? labels = labelAt < 0 ? null : new int[rows.Length];
        double[]? times = timeAt < 0 ? null : new double[rows.Length];
        int next = 0;
        passes.Each(source, ReadRequest.Of(requests), "read a sample", batch =>
        {
            for (; next < rows.Length && rows[next] < batch.FirstRow + batch.Count; next++)
            {
                int row = (int)(rows[next] - batch.FirstRow);
                if (columns.Embedding is not null)
                {
                    numbers = Vector(batch, row, next, numbers, rows.Length, source);
                }
                else
                {
                    for (int c = 0; c < columns.Numbers.Count; c++)
                    {
                        numbers![next, c] = Number(batch[c], row);
                    }
                }

                for (int c = 0; c < codes.Length; c++)
                {
                    codes[c][next] = Code(Texts[c], (TextColumn)batch[columns.Numbers.Count + c], row);
                }

                if (labels is not null)
                {
                    labels[next] = Code(_labels, (TextColumn)batch[labelAt], row);
                }

                if (times is not null)
                {
                    times[next] = Number(batch[timeAt], row);
                }
            }
        });
        return new SamplePart(numbers ?? new Matrix(rows.Length, Math.Max(0, _dimension)), codes, labels, times);
    }

    private static ColumnRequest RequestOf(TableSchema kinds, string name)
    {
        Field field = kinds[kinds.IndexOf(name)];
        return new ColumnRequest(name, field.Kind ?? ColumnKind.Text) { Scale = field.Scale };
    }

    /// <summary>The value as a number; NaN where there is none, or none that is finite.</summary>
    private static double Number(Column column, int row)
    {
        double value = column.IsNull(row) || column is TextColumn ? double.NaN : FeatureLayout.Value(column, row);
        return double.IsFinite(value) ? value : double.NaN;
    }

    private static int Code(TextIndex index, TextColumn column, int row)
    {
        bool missing = column.IsNull(row);
        return missing ? index.Add([0]) : index.Add([1, .. column[row]]);
    }

    private Matrix? Vector(RecordBatch batch, int row, int at, Matrix? numbers, int rows, IRecordSource source)
    {
        var vectors = (VectorColumn)batch[0];
        if (vectors.IsNull(row))
        {
            numbers?.Row(at).Fill(double.NaN);
            if (numbers is null && _dimension >= 0)
            {
                numbers = new Matrix(rows, _dimension);
                numbers.Row(at).Fill(double.NaN);
            }

            return numbers;
        }

        ReadOnlySpan<float> vector = vectors[row];
        if (_dimension >= 0 && vector.Length != _dimension)
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} of {source.Name} has a vector of {NumberText.Of(vector.Length)} values in column {Fail.Show(columns.Embedding!)}, where others have {NumberText.Of(_dimension)}.",
                "All vectors of an embedding column have one length, in every dataset that is compared.");
        }

        _dimension = vector.Length;
        if (numbers is null)
        {
            // Rows before the first vector have none.
            numbers = new Matrix(rows, _dimension);
            numbers.Values.AsSpan(0, at * _dimension).Fill(double.NaN);
        }

        for (int p = 0; p < vector.Length; p++)
        {
            numbers[at, p] = float.IsFinite(vector[p]) ? vector[p] : double.NaN;
        }

        return numbers;
    }
}
