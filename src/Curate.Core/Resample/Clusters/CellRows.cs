using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>The cell of every row of a dataset: a cluster, or a cluster of a class. 1 to 4 bytes a row, in scratch where the budget has no room.</summary>
internal sealed class CellRows(RunContext context, IReadOnlyList<string> names) : IDisposable
{
    private readonly long[] _sizes = new long[names.Count];

    /// <summary>The code of each row: 0 for none, else one more than the number of its cell.</summary>
    public RowCodes Codes { get; } = new(context);

    /// <summary>What cells are called in reports and in an added column.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Rows of each cell.</summary>
    public ReadOnlySpan<long> Sizes => _sizes;

    public int Count => _sizes.Length;

    public long InputRows => Codes.Count;

    /// <summary>Rows in cells.</summary>
    public long Placed { get; private set; }

    /// <summary>Rows in none: they lack a feature or the number of their cluster.</summary>
    public long Unplaced => InputRows - Placed;

    /// <summary>The next row is in a cell, or, below 0, in none.</summary>
    public void Add(int cell)
    {
        Codes.Append(Math.Max(0, cell + 1));
        if (cell >= 0)
        {
            _sizes[cell]++;
            Placed++;
        }
    }

    public void Dispose() => Codes.Dispose();
}
