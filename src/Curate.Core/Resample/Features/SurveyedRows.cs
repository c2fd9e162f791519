using Curate.Core.Grouping;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Features;

/// <summary>
/// The numbers that <see cref="FeatureSurvey"/> met while it looked for kinds, kept as long as they are few: vectors are then filled without reading the
/// file again. Whether they are kept changes the time and nothing else.
/// </summary>
/// <remarks>8 bytes a number, 4 a row and the different labels of each batch, at most 64 MiB of numbers or, where that is more, a sixteenth of what is free; freed as soon as the vectors are filled. Workers add to it at the same time.</remarks>
internal sealed class SurveyedRows(int width, MemoryBudget memory) : IDisposable
{
    private const long AlwaysNumbers = 8 * 1024 * 1024;
    private const int ShareOfFree = 16;

    // Of all rows together. Parsing a number again takes longer than keeping it, but a run needs its memory for what comes next.
    private readonly long _mostNumbers = Math.Max(AlwaysNumbers, memory.Free / ShareOfFree / sizeof(double));
    private readonly List<Part> _parts = [];
    private readonly Lock _adding = new();
    private long _numbers;
    private long _taken;
    private bool _over;

    /// <summary>Numbers of a row.</summary>
    public int Width => width;

    /// <summary>The parts, in row order.</summary>
    public IReadOnlyList<Part> Parts
    {
        get
        {
            _parts.Sort(static (a, b) => a.FirstRow.CompareTo(b.FirstRow));
            return _parts;
        }
    }

    /// <summary>Whether all rows of a dataset are here.</summary>
    public bool HasAll(long rows) => !_over && _parts.Sum(static p => (long)p.Rows) == rows;

    /// <summary>Room for the numbers of some rows; null when there would be too many.</summary>
    public double[]? Room(int rows)
    {
        long numbers = (long)rows * width;
        lock (_adding)
        {
            long bytes = (8 * numbers) + (4L * rows);
            if (_over || _numbers + numbers > _mostNumbers || !memory.TryTake(bytes))
            {
                _over = true;
                Release();
                return null;
            }

            _numbers += numbers;
            _taken += bytes;
        }

        return new double[numbers];
    }

    /// <summary>Takes rows whose numbers have been put into their <see cref="Room"/>.</summary>
    public void Add(Part part)
    {
        lock (_adding)
        {
            if (!_over)
            {
                _parts.Add(part);
            }
        }
    }

    /// <summary>Fills vectors with the numbers of all rows.</summary>
    public void Fill(FeatureFill fill, int[] places, int workers) =>
        fill.FillAll(workers, [.. Parts.Select(static p => (p.FirstRow, p.Rows, p.Numbers))], width, places);

    public void Dispose()
    {
        lock (_adding)
        {
            _over = true;
            Release();
        }
    }

    private void Release()
    {
        memory.Return(_taken);
        _taken = 0;
        _parts.Clear();
    }

    /// <summary>The rows of one batch.</summary>
    /// <param name="FirstRow">The row of the dataset that is the first.</param>
    /// <param name="Rows">How many.</param>
    /// <param name="Numbers">Row-major.</param>
    /// <param name="Labels">Their labels, where a label is named.</param>
    public sealed record Part(long FirstRow, int Rows, double[] Numbers, GroupPart? Labels);
}
