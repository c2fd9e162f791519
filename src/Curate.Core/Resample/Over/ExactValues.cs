using Curate.Core.Data;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Over;

/// <summary>
/// The numbers of all rows in double precision, kept while features are read, as long as they are few: that saves a pass. Whether they are kept changes
/// the time and nothing else.
/// </summary>
/// <remarks>8 bytes a number, at most 64 MiB.</remarks>
internal sealed class ExactValues(MemoryBudget memory) : INumbersSeen, IDisposable
{
    private const int MostValues = 8 * 1024 * 1024;
    private double[] _values = [];
    private long _taken;
    private int _width = -1;
    private int _count;
    private bool _over;

    /// <summary>All rows are here.</summary>
    public bool IsComplete => !_over && _count > 0;

    /// <summary>The numbers of a row of the input; NaN stands for a missing one.</summary>
    public ReadOnlySpan<double> this[long row] => _values.AsSpan((int)row * _width, _width);

    /// <summary>The numbers of a row of a batch.</summary>
    public static void Copy(RecordBatch batch, int firstColumn, bool embedding, int row, Span<double> to)
    {
        if (!embedding)
        {
            for (int c = 0; c < to.Length; c++)
            {
                Column column = batch[firstColumn + c];
                to[c] = column.IsNull(row) ? double.NaN : FeatureLayout.Value(column, row);
            }
        }
        else if (batch[firstColumn].IsNull(row))
        {
            to.Fill(double.NaN);
        }
        else
        {
            ReadOnlySpan<float> values = ((VectorColumn)batch[firstColumn])[row];
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = values[p];
            }
        }
    }

    /// <inheritdoc/>
    public void Add(RecordBatch batch, int firstColumn, bool embedding, int width)
    {
        _width = width;
        int needed = checked((_count + batch.Count) * width);
        if (_over || width == 0 || needed > MostValues || !Grow(needed))
        {
            _over = true;
            Release();
            return;
        }

        for (int row = 0; row < batch.Count; row++)
        {
            Copy(batch, firstColumn, embedding, row, _values.AsSpan((_count + row) * width, width));
        }

        _count += batch.Count;
    }

    /// <inheritdoc/>
    public void AddAll(SurveyedRows rows, IReadOnlyList<int> places, int workers)
    {
        IReadOnlyList<SurveyedRows.Part> parts = rows.Parts;
        long count = parts.Sum(static p => (long)p.Rows);
        _width = places.Count;
        if (_width == 0 || count * _width > MostValues || !Grow((int)count * _width))
        {
            _over = true;
            return;
        }

        Workers.ForBlocks(workers, parts.Count, i =>
        {
            SurveyedRows.Part part = parts[i];
            for (int row = 0; row < part.Rows; row++)
            {
                Span<double> to = _values.AsSpan(((int)part.FirstRow + row) * _width, _width);
                ReadOnlySpan<double> from = part.Numbers.AsSpan(row * rows.Width, rows.Width);
                for (int p = 0; p < to.Length; p++)
                {
                    to[p] = from[places[p]];
                }
            }
        });
        _count = (int)count;
    }

    public void Dispose() => Release();

    private bool Grow(int needed)
    {
        if (needed <= _values.Length)
        {
            return true;
        }

        int length = Math.Min(MostValues, Math.Max(needed, _values.Length * 2));
        long more = 8L * (length - _values.Length);
        if (!memory.TryTake(more))
        {
            return false;
        }

        _taken += more;
        Array.Resize(ref _values, length);
        return true;
    }

    private void Release()
    {
        memory.Return(_taken);
        _taken = 0;
        _values = [];
    }
}
