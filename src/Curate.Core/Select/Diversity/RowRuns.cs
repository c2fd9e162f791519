using System.Runtime.CompilerServices;
using Curate.Core.Numerics.Kernels;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// The pairs of each row of a block with panel after panel, held back until they are a run worth its head: of one panel there are a few, and a run for each of those would cost more than its pairs.
/// </summary>
/// <remarks>4 bytes for each of 96 pairs of a row of the block. For one thread.</remarks>
internal sealed unsafe class RowRuns : IDisposable
{
    private const int Held = 96;
    private readonly NativeBlock<uint> _entries = new(PanelScan.BlockRows * Held, zeroed: false);
    private readonly int[] _counts = new int[PanelScan.BlockRows];
    private readonly PairRuns _found;
    private readonly int _first;
    private int _window;

    /// <param name="found">What receives the runs.</param>
    /// <param name="first">The first row of the block.</param>
    public RowRuns(PairRuns found, int first)
    {
        _found = found;
        _first = first;
    }

    /// <summary>The window of the entries to come.</summary>
    public void Enter(int window)
    {
        if (window != _window)
        {
            Flush();
            _window = window;
        }
    }

    /// <summary>Where the next entries of a row of the block go: room for as many as a panel has rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint* Next(int row)
    {
        if (_counts[row] > Held - TileKernel.Columns)
        {
            Flush(row);
        }

        return _entries.Start + (row * Held) + _counts[row];
    }

    /// <summary>How many entries were written there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int row, int entries) => _counts[row] += entries;

    /// <summary>Hands over all that is held back.</summary>
    public void Flush()
    {
        for (int row = 0; row < _counts.Length; row++)
        {
            if (_counts[row] > 0)
            {
                Flush(row);
            }
        }
    }

    public void Dispose() => _entries.Dispose();

    private void Flush(int row)
    {
        _found.Add(_first + row, _window, new ReadOnlySpan<uint>(_entries.Start + (row * Held), _counts[row]));
        _counts[row] = 0;
    }
}
