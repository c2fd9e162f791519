using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>Alike pairs inside one block, sorted by the later place, then the earlier one; 16 bytes a pair from the run's budget.</summary>
internal sealed class PairList(RunContext context) : IDisposable
{
    private readonly List<(int Later, int Earlier, double Similarity)> _pairs = [];
    private readonly MemoryLease _lease = context.Memory.Lease(0, "Alike pairs");

    public void Add(List<(int Later, int Earlier, double Similarity)> pairs)
    {
        int before = _pairs.Capacity;
        if (_pairs.Count + pairs.Count > before)
        {
            int more = Math.Max(_pairs.Count + pairs.Count, before * 2);
            _lease.Grow((more - before) * (long)Unsafe.SizeOf<(int, int, double)>(), "Alike pairs of one block");
            _pairs.Capacity = more;
        }

        _pairs.AddRange(pairs);
    }

    public List<(int Later, int Earlier, double Similarity)> Sorted()
    {
        CollectionsMarshal.AsSpan(_pairs).Sort(static (a, b) => a.Later != b.Later ? a.Later.CompareTo(b.Later) : a.Earlier.CompareTo(b.Earlier));
        return _pairs;
    }

    public void Dispose() => _lease.Dispose();
}
