using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Dependencies;

/// <summary>
/// Checks one dependency of named columns, X → A, in one pass: its measures, the rows that break it and the groups they are in. Values are compared as texts; a
/// missing value equals a missing value. An empty left side asks whether A is constant.
/// </summary>
/// <remarks>
/// O(rows) expected time. Memory: 2 to 8 bytes a row (in scratch where the budget has no room), the distinct keys of both sides plus 32 bytes each, and 48 bytes a
/// different pair of left and right value. The check can share a pass with others: it is given the place of its columns in the batch.
/// </remarks>
public sealed class DependencyCheck : IDisposable
{
    private const int MostValues = 10;

    private readonly GroupTable _left;
    private readonly GroupTable _right;
    private readonly Dictionary<ulong, (long Rows, long First)> _cells = [];

    /// <param name="from">Columns of the left side.</param>
    /// <param name="to">The column of the right side.</param>
    /// <param name="context">The run.</param>
    /// <exception cref="CurateException">The right side is among the left.</exception>
    public DependencyCheck(IReadOnlyList<string> from, string to, RunContext context)
    {
        if (from.Contains(to, StringComparer.Ordinal))
        {
            Fail.Usage($"A dependency to {Fail.Show(to)} from a left side that contains it always holds.", "Take the column out of the left side.");
        }

        _left = new GroupTable(from, keepCodes: true, context);
        _right = new GroupTable([to], keepCodes: true, context);
    }

    /// <summary>The columns that a batch has to hold, in this order: the left side, then the right side.</summary>
    public IReadOnlyList<ColumnRequest> Columns => [.. _left.Request, .. _right.Request];

    /// <summary>Checks a dependency in a pass of its own.</summary>
    /// <param name="passes">The run.</param>
    /// <param name="source">The table.</param>
    /// <param name="from">Columns of the left side.</param>
    /// <param name="to">The column of the right side.</param>
    /// <param name="mostGroups">Broken groups to show.</param>
    public static DependencyViolations Run(PassRunner passes, IRecordSource source, IReadOnlyList<string> from, string to, int mostGroups = 10)
    {
        using var check = new DependencyCheck(from, to, passes.Context);
        passes.Run<DependencyPart>(source, ReadRequest.Of(check.Columns), "dependency", (batch, spent) => check.Map(batch, 0, spent), (_, part) => check.Fold(part));
        return check.Finish(mostGroups);
    }

    /// <summary>Pure work on one batch, any thread.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="firstColumn">Where <see cref="Columns"/> begin in the batch.</param>
    /// <param name="spent">A part to recycle, or null.</param>
    public DependencyPart Map(RecordBatch batch, int firstColumn, DependencyPart? spent)
    {
        DependencyPart part = spent ?? new DependencyPart();
        part.Left = GroupPart.Of(batch, firstColumn, _left.Columns.Count, part.Left);
        part.Right = GroupPart.Of(batch, firstColumn + _left.Columns.Count, 1, part.Right);
        return part;
    }

    /// <summary>Takes the part of the next batch in; one thread, in row order.</summary>
    public void Fold(DependencyPart part)
    {
        long first = _left.Rows;
        ReadOnlySpan<int> left = _left.Fold(part.Left!);
        ReadOnlySpan<int> right = _right.Fold(part.Right!);
        for (int row = 0; row < left.Length; row++)
        {
            ref (long Rows, long First) cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, Cell(left[row], right[row]), out bool isKnown);
            cell = isKnown ? (cell.Rows + 1, cell.First) : (1, first + row);
        }
    }

    /// <summary>What was found.</summary>
    /// <param name="mostGroups">Broken groups to show.</param>
    public DependencyViolations Finish(int mostGroups = 10)
    {
        // The most frequent value of each group; of equally frequent ones that which comes first, whatever the order of the dictionary.
        var best = new (long Rows, long First, int Right)[_left.Count];
        var values = new int[_left.Count];
        Int128 pairs = 0;
        foreach ((ulong cell, (long rows, long first)) in _cells)
        {
            int group = (int)(cell >> 32);
            values[group]++;
            pairs -= (Int128)rows * rows;
            ref (long Rows, long First, int Right) winner = ref best[group];
            if (rows > winner.Rows || (rows == winner.Rows && first < winner.First))
            {
                winner = (rows, first, (int)(uint)cell);
            }
        }

        long violations = 0;
        long support = 0;
        long broken = 0;
        var exact = new ExactSum();
        for (int group = 0; group < best.Length; group++)
        {
            long rows = _left.RowsOf(group);
            pairs += (Int128)rows * rows;
            violations += rows - best[group].Rows;
            support += rows > 1 ? rows : 0;
            broken += values[group] > 1 ? 1 : 0;
        }

        foreach ((ulong cell, (long rows, _)) in _cells)
        {
            exact.Add((double)rows * rows / _left.RowsOf((int)(cell >> 32)));
        }

        double right = 0;
        for (int value = 0; value < _right.Count; value++)
        {
            double share = (double)_right.RowsOf(value) / _right.Rows;
            right += share * share;
        }

        var broke = new BitMap();
        for (long row = 0; violations > 0 && row < _left.Rows; row++)
        {
            if (_right.Codes[row] != best[_left.Codes[row]].Right)
            {
                broke.Set(row);
            }
        }

        return new DependencyViolations
        {
            Measures = new DependencyMeasures
            {
                Rows = _left.Rows,
                Groups = _left.Count,
                Support = support,
                Violations = violations,
                Pairs = pairs,
                Pdep = _left.Rows == 0 ? 1 : exact.ToDouble() / _left.Rows,
                PdepOfRight = _right.Count <= 1 ? 1 : right,
            },
            Rows = broke,
            Groups = Broken(best, values, mostGroups),
            BrokenGroups = broken,
        };
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    private List<BrokenGroup> Broken((long Rows, long First, int Right)[] best, int[] values, int most)
    {
        int[] shown = [.. Enumerable.Range(0, best.Length).Where(g => values[g] > 1).OrderByDescending(g => _left.RowsOf(g) - best[g].Rows).ThenBy(static g => g).Take(most)];
        var found = shown.ToDictionary(static g => g, static _ => new List<(long Rows, long First, int Right)>());
        foreach ((ulong cell, (long rows, long first)) in _cells)
        {
            if (found.TryGetValue((int)(cell >> 32), out List<(long Rows, long First, int Right)>? list))
            {
                list.Add((rows, first, (int)(uint)cell));
            }
        }

        return
        [
            .. shown.Select(g => new BrokenGroup
            {
                Left = GroupKey.Values(_left.Key(g), _left.Columns.Count),
                Rows = _left.RowsOf(g),
                Violations = _left.RowsOf(g) - best[g].Rows,
                Values =
                [
                    .. found[g].OrderByDescending(static v => v.Rows).ThenBy(static v => v.First).Take(MostValues)
                        .Select(v => new GroupValue(GroupKey.Values(_right.Key(v.Right), 1)[0], v.Rows, v.First)),
                ],
            }),
        ];
    }

    private static ulong Cell(int left, int right) => (ulong)(uint)left << 32 | (uint)right;
}
