using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Cleaning;

/// <summary>
/// The nearest survivors of each survivor while rows leave round by round: what a new search among the survivors would give. Lists hold some more neighbours
/// than are asked for; rows that leave are struck from them, and only a row whose list has become too short is searched for again.
/// </summary>
/// <remarks>4 bytes for each of k + <see cref="Spare"/> places a row, and a copy of the survivors while rows are searched for again.</remarks>
internal sealed class SurvivingNeighbours
{
    /// <summary>Places of a list beyond those that are asked for.</summary>
    public const int Spare = 5;

    private readonly LabelledTable _table;
    private readonly RunContext _run;
    private readonly int _width;
    private readonly int[] _lists;
    private readonly int[] _lengths;
    private readonly bool[] _alive;
    private int _survivors;

    /// <param name="table">The rows.</param>
    /// <param name="graph">Their neighbours, <paramref name="k"/> + <see cref="Spare"/> a row or all others.</param>
    /// <param name="k">How many are asked for at most.</param>
    /// <param name="run">The run.</param>
    public SurvivingNeighbours(LabelledTable table, NeighbourGraph graph, int k, RunContext run)
    {
        _table = table;
        _run = run;
        _width = k + Spare;
        _lists = new int[(long)table.Count * _width];
        _lengths = new int[table.Count];
        _alive = new bool[table.Count];
        Array.Fill(_alive, true);
        _survivors = table.Count;
        for (int row = 0; row < table.Count; row++)
        {
            Set(row, graph.Neighbours(row));
        }
    }

    public bool IsAlive(int row) => _alive[row];

    /// <summary>The nearest survivors of a survivor, nearest first.</summary>
    public ReadOnlySpan<int> Of(int row, int k) => _lists.AsSpan(row * _width, Math.Min(k, _lengths[row]));

    /// <summary>Takes rows out; afterwards lists of up to <paramref name="k"/> neighbours are right again.</summary>
    public void Remove(bool[] leaves, int k)
    {
        for (int row = 0; row < leaves.Length; row++)
        {
            if (leaves[row])
            {
                _alive[row] = false;
                _survivors--;
            }
        }

        if (_table.Duplicates == DuplicatePolicy.Collapse)
        {
            // Another of several equal rows may stand for them now, which lists of the old ones do not know.
            Search([.. Survivors()]);
            return;
        }

        var shortened = new List<int>();
        for (int row = 0; row < _alive.Length; row++)
        {
            if (_alive[row] && Strike(row) && _lengths[row] < Math.Min(k, _survivors - 1))
            {
                shortened.Add(row);
            }
        }

        if (shortened.Count > 0)
        {
            Search([.. shortened]);
        }
    }

    private IEnumerable<int> Survivors() => Enumerable.Range(0, _alive.Length).Where(row => _alive[row]);

    /// <summary>Strikes rows that have left; true when there were any.</summary>
    private bool Strike(int row)
    {
        Span<int> list = _lists.AsSpan(row * _width, _lengths[row]);
        int kept = 0;
        foreach (int id in list)
        {
            if (_alive[id])
            {
                list[kept++] = id;
            }
        }

        bool struck = kept < list.Length;
        _lengths[row] = kept;
        return struck;
    }

    private void Search(int[] rows)
    {
        int[] survivors = [.. Survivors()];
        using VectorStore among = _table.Store.Gather(survivors, _run);
        if (_table.Duplicates == DuplicatePolicy.Collapse)
        {
            using NeighbourGraph all = NeighbourSearch.Within(among, _width, _table.Rule, _run, DuplicatePolicy.Collapse);
            for (int i = 0; i < survivors.Length; i++)
            {
                Fill(survivors[i], all.Neighbours(i), survivors);
            }

            return;
        }

        // A row is its own nearest, or among those at distance 0; one more is asked for and the row is left out by number.
        using VectorStore queries = _table.Store.Gather(rows, _run);
        using NeighbourGraph found = NeighbourSearch.Between(queries, among, _width + 1, _table.Rule, _run);
        for (int i = 0; i < rows.Length; i++)
        {
            Fill(rows[i], found.Neighbours(i), survivors);
        }
    }

    private void Fill(int row, ReadOnlySpan<int> places, int[] survivors)
    {
        int length = 0;
        foreach (int place in places)
        {
            if (survivors[place] != row && length < _width)
            {
                _lists[(row * _width) + length++] = survivors[place];
            }
        }

        _lengths[row] = length;
    }

    private void Set(int row, ReadOnlySpan<int> neighbours)
    {
        _lengths[row] = Math.Min(_width, neighbours.Length);
        neighbours[.._lengths[row]].CopyTo(_lists.AsSpan(row * _width));
    }
}
