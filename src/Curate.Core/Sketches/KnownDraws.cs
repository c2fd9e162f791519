using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Numerics;
using Curate.Core.Randomness;

namespace Curate.Core.Sketches;

/// <summary>
/// Lowers the limit of samples to what it will be in the end, where the numbers of all rows are known: the draws are looked up, not drawn, so those of rows that
/// nobody has read yet are known too. Without it the rows that enter at the beginning, when nearly all may, are as many as those of all the rest.
/// </summary>
/// <remarks>About a nanosecond a row, on a thread of the pool. Whether and when it gets to run changes no sample.</remarks>
internal sealed class KnownDraws(SampleLimit limit, SeededDraw draw, long rows, int keep, CancellationToken ct) : IThreadPoolWorkItem
{
    private const int Run = 1 << 16;

    public void Execute()
    {
        if (rows <= keep || keep < 1)
        {
            return;
        }

        // As many as are kept, and ten standard deviations more; should they be too few in spite of that, nothing is lost but the time.
        double share = (keep + (10 * Math.Sqrt(keep)) + 10) / rows;
        ulong most = share < 1 ? (ulong)(share * 18446744073709551616.0) : ulong.MaxValue;
        var low = new List<ulong>();
        for (long row = 0; row < rows && !ct.IsCancellationRequested; row += Run)
        {
            Add(low, row, Math.Min(rows, row + Run), most);
        }

        if (low.Count <= keep || ct.IsCancellationRequested)
        {
            return;
        }

        // The first row that is left out enters too: samples remember it.
        limit.Lower(low[KeySort.Order(CollectionsMarshal.AsSpan(low))[keep]]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(List<ulong> low, long from, long to, ulong most)
    {
        SeededDraw own = draw;
        for (long row = from; row < to; row++)
        {
            ulong bits = own.Bits(0, row);
            if (bits <= most)
            {
                low.Add(bits);
            }
        }
    }
}
