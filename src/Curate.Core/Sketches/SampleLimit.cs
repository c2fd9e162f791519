namespace Curate.Core.Sketches;

/// <summary>
/// What the samples of one pass, one for each worker, know together: as soon as one of them has all the rows it may keep, a row with a draw above its last one cannot be
/// among those kept of all. They are merged before anything is told of them, so sharing changes no result; it halves the rows that enter with two workers.
/// </summary>
internal sealed class SampleLimit
{
    private ulong _most = ulong.MaxValue;

    /// <summary>Draws above this are surely left out.</summary>
    public ulong Most => Volatile.Read(ref _most);

    /// <summary>Takes note of the limit of one sample.</summary>
    public void Lower(ulong draw)
    {
        for (ulong seen = Most; draw < seen;)
        {
            ulong before = Interlocked.CompareExchange(ref _most, draw, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
