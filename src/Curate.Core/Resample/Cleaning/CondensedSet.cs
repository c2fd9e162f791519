using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// Hart's rule for one class against the smallest: the set begins with some rows of the class, and a row whose nearest row, of those of the smallest class
/// and of the set, is one of the smallest joins it; again and again in row order, until a whole sweep adds none. Equal distances go to the lower row.
/// </summary>
/// <remarks>
/// Rows are swept in blocks. A block first meets the members that joined since it was last swept, by the fast search; what joins within it meets the rest of
/// the block directly. So each row meets each member once: O(rows x members x d) altogether. 24 bytes a row of the class and copies of the vectors.
/// </remarks>
internal sealed class CondensedSet
{
    private const int BlockRows = 1024;
    private const int FewMembers = 8;
    private readonly LabelledTable _table;
    private readonly RunContext _run;
    private readonly int[] _rows;
    private readonly double[] _rank;
    private readonly int[] _nearest;
    private readonly double[] _rivalRank;
    private readonly int[] _rival;
    private readonly bool[] _member;
    private readonly List<int> _members = [];

    /// <param name="table">The table.</param>
    /// <param name="rows">The rows of the class, ascending.</param>
    /// <param name="smallest">The rows of the smallest class, ascending.</param>
    /// <param name="run">The run.</param>
    public CondensedSet(LabelledTable table, int[] rows, int[] smallest, RunContext run)
    {
        _table = table;
        _run = run;
        _rows = rows;
        _rank = new double[rows.Length];
        _nearest = new int[rows.Length];
        Array.Fill(_rank, double.PositiveInfinity);
        Array.Fill(_nearest, int.MaxValue);
        _rivalRank = new double[rows.Length];
        _rival = new int[rows.Length];
        _member = new bool[rows.Length];
        using VectorStore own = table.Store.Gather(rows, run);
        using VectorStore others = table.Store.Gather(smallest, run);
        using NeighbourGraph graph = NeighbourSearch.Between(own, others, 1, table.Rule, run);
        for (int i = 0; i < rows.Length; i++)
        {
            // Ranks again rather than distances: two ranks may round to one root.
            _rival[i] = smallest[graph.Neighbours(i)[0]];
            _rivalRank[i] = Rank(rows[i], _rival[i]);
        }
    }

    /// <summary>Places in the rows of the class that a set which begins with <paramref name="seeds"/> (places, too) ends with.</summary>
    public bool[] Condense(ReadOnlySpan<int> seeds)
    {
        foreach (int seed in seeds)
        {
            Join(seed);
        }

        int blocks = (_rows.Length + BlockRows - 1) / BlockRows;
        var met = new int[blocks];
        bool grown = true;
        while (grown)
        {
            grown = false;
            for (int block = 0; block < blocks; block++)
            {
                _run.Ct.ThrowIfCancellationRequested();
                int first = block * BlockRows;
                int end = Math.Min(_rows.Length, first + BlockRows);
                Meet(first, end, met[block]);
                for (int i = first; i < end; i++)
                {
                    if (!_member[i] && Misjudged(i))
                    {
                        Join(i);
                        grown = true;
                        MeetOne(first, end, i);
                    }
                }

                met[block] = _members.Count;
            }
        }

        return _member;
    }

    /// <summary>Places whose nearest row, among the smallest class and <paramref name="seeds"/>, is of the smallest class.</summary>
    public bool[] MisjudgedBy(ReadOnlySpan<int> seeds)
    {
        foreach (int seed in seeds)
        {
            Join(seed);
            MeetOne(0, _rows.Length, seed);
        }

        var misjudged = new bool[_rows.Length];
        for (int i = 0; i < misjudged.Length; i++)
        {
            misjudged[i] = !_member[i] && Misjudged(i);
        }

        return misjudged;
    }

    private bool Misjudged(int i) => _rivalRank[i] < _rank[i] || (_rivalRank[i] == _rank[i] && _rival[i] < _nearest[i]);

    private void Join(int i)
    {
        _member[i] = true;
        _members.Add(i);
    }

    private void Meet(int first, int end, int from)
    {
        int count = _members.Count - from;
        if (count <= FewMembers)
        {
            for (int m = from; m < _members.Count; m++)
            {
                MeetOne(first, end, _members[m]);
            }

            return;
        }

        int[] joined = [.. _members.GetRange(from, count).Order().Select(i => _rows[i])];
        using VectorStore queries = _table.Store.Gather(_rows.AsSpan(first, end - first), _run);
        using VectorStore members = _table.Store.Gather(joined, _run);
        using NeighbourGraph graph = NeighbourSearch.Between(queries, members, 1, _table.Rule, _run);
        for (int i = first; i < end; i++)
        {
            int row = joined[graph.Neighbours(i - first)[0]];
            Take(i, Rank(_rows[i], row), row);
        }
    }

    private void MeetOne(int first, int end, int member)
    {
        ReadOnlySpan<float> values = _table.Store[_rows[member]];
        for (int i = first; i < end; i++)
        {
            Take(i, _table.Rule.Rank(_table.Store[_rows[i]], values, _table.Store.Numeric), _rows[member]);
        }
    }

    private void Take(int i, double rank, int row)
    {
        if (rank < _rank[i] || (rank == _rank[i] && row < _nearest[i]))
        {
            _rank[i] = rank;
            _nearest[i] = row;
        }
    }

    private double Rank(int a, int b) => _table.Rule.Rank(_table.Store[a], _table.Store[b], _table.Store.Numeric);
}
