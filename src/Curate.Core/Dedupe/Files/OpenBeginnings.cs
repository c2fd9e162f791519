using Curate.Core.Running;

namespace Curate.Core.Dedupe.Files;

/// <summary>
/// Rows of a table at which a run of a fixed length may have begun that has not ended yet: a ring of as many places as the run has rows, for each row begins at
/// most one. 16 bytes a place, in memory or on scratch.
/// </summary>
internal sealed class OpenBeginnings(RunContext context, long length) : IDisposable
{
    private readonly ScratchArray<Beginning> _ring = new(context, "beginnings", length);
    private long _first;
    private long _count;

    /// <param name="Row">Where it begins.</param>
    /// <param name="Before">The hash of all rows before it.</param>
    public readonly record struct Beginning(long Row, ulong Before);

    /// <summary>A run may begin at a row; rows come in order, each ended by <see cref="TryEnd"/> before the next.</summary>
    public void Add(long row, ulong before) => _ring[(_first + _count++) % length] = new Beginning(row, before);

    /// <summary>The beginning of the run that ends with a row, where there is one.</summary>
    public bool TryEnd(long row, out Beginning beginning)
    {
        beginning = _count == 0 ? default : _ring[_first % length];
        if (_count == 0 || beginning.Row + length != row + 1)
        {
            return false;
        }

        _first++;
        _count--;
        return true;
    }

    public void Dispose() => _ring.Dispose();
}
