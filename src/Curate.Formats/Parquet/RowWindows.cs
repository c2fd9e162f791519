namespace Curate.Formats.Parquet;

/// <summary>
/// A few windows of decoded rows, lent to one thread each. Rows that are asked for in order are decoded once a thread. Memory: about 4 MiB
/// and a page a leaf for each of at most 8 windows, and for each thread beyond.
/// </summary>
internal sealed class RowWindows(ParquetLayout layout)
{
    private const int Most = 8;

    private readonly List<RowWindow> _idle = [];
    private readonly Lock _gate = new();
    private long _clock;

    /// <summary>A window that holds the row; give it back with <see cref="Return"/>.</summary>
    public RowWindow Rent(ParquetFile file, int group, long rowInGroup)
    {
        RowWindow? window = null;
        lock (_gate)
        {
            int best = -1;
            long least = long.MaxValue;
            int oldest = -1;
            for (int i = 0; i < _idle.Count; i++)
            {
                if (_idle[i].Has(file, group, rowInGroup, out long distance))
                {
                    best = i;
                    break;
                }

                if (distance < least)
                {
                    (best, least) = (i, distance);
                }

                oldest = oldest < 0 || _idle[i].LastUsed < _idle[oldest].LastUsed ? i : oldest;
            }

            best = best < 0 && _idle.Count == Most ? oldest : best;
            if (best >= 0)
            {
                window = _idle[best];
                _idle.RemoveAt(best);
            }
        }

        window ??= new RowWindow(layout);
        window.MoveTo(file, group, rowInGroup);
        return window;
    }

    public void Return(RowWindow window)
    {
        lock (_gate)
        {
            window.LastUsed = ++_clock;
            if (_idle.Count < Most)
            {
                _idle.Add(window);
            }
        }
    }
}
