using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Keys numbered in order of first appearance, inside the memory budget: their bytes and 60 more each.</summary>
internal sealed class HeldKeys(MemoryBudget memory, string what) : IDisposable
{
    private const long BytesPerKey = 60;
    private const long Step = 1 << 20;

    private readonly MemoryLease _lease = memory.Lease(0, what);
    private readonly TextIndex _keys = new();
    private long _held;

    public int Count => _keys.Count;

    public ReadOnlySpan<byte> this[int code] => _keys[code];

    /// <summary>The number of a key.</summary>
    /// <exception cref="Errors.CurateException">The keys do not fit into the budget.</exception>
    public int Add(ReadOnlySpan<byte> key)
    {
        int before = _keys.Count;
        int code = _keys.Add(key);
        if (code == before)
        {
            _held += key.Length + BytesPerKey;
            if (_held > _lease.Bytes)
            {
                _lease.Grow(Math.Max(Step, _held - _lease.Bytes), what);
            }
        }

        return code;
    }

    public void Dispose() => _lease.Dispose();
}
