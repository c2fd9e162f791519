using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// The minimum-cost flow of rows to clusters, each of a size within bounds. Clusters have prices. Every row begins in the cluster of least cost plus price,
/// which is optimal but for the sizes; then rows move along shortest paths from clusters with too many to clusters with too few (successive shortest paths
/// with potentials: Ahuja, Magnanti and Orlin 1993, section 9.7). The edge from one cluster to another is the row of the first that loses least by the move. A
/// node besides the clusters takes what a size may vary by: with it, a cluster of positive price has the largest size and one of negative price the least.
/// </summary>
/// <remarks>
/// Whole numbers throughout, so that an optimum is one. A path costs O(k) for each cluster it settles, and O(k + size) for each row that moves. 12 bytes a row
/// (label and the chain of a cluster's rows) and 12 k^2, beside the costs.
/// </remarks>
internal sealed unsafe class SizedFlow : IDisposable
{
    private const int Nothing = -1;
    private readonly NativeBlock<long> _costs;
    private readonly int _clusters;
    private readonly int _least;
    private readonly int _most;
    private readonly int[] _labels;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _firstMember;
    private readonly NativeBlock<long> _edge;
    private readonly NativeBlock<int> _edgeRow;
    private readonly long[] _prices;
    private readonly int[] _flow;
    private readonly long[] _excess;
    private readonly long[] _distance;
    private readonly int[] _parent;
    private readonly bool[] _settled;
    private readonly List<(int Row, int From, int To)> _moves = [];

    /// <param name="costs">Rows x clusters, filled before each solution.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="clusters">Clusters.</param>
    /// <param name="least">Least size.</param>
    /// <param name="most">Largest size.</param>
    public SizedFlow(NativeBlock<long> costs, int rows, int clusters, int least, int most)
    {
        _costs = costs;
        _clusters = clusters;
        _least = least;
        _most = most;
        _labels = new int[rows];
        _next = new int[rows];
        _previous = new int[rows];
        _firstMember = new int[clusters];
        _edge = new NativeBlock<long>((long)clusters * clusters);
        _edgeRow = new NativeBlock<int>((long)clusters * clusters);
        _prices = new long[clusters + 1];
        _flow = new int[clusters];
        _excess = new long[clusters + 1];
        _distance = new long[clusters + 1];
        _parent = new int[clusters + 1];
        _settled = new bool[clusters + 1];
    }

    public void ForgetPrices() => Array.Clear(_prices);

    /// <summary>The cluster of every row.</summary>
    public int[] Solve(RunContext run)
    {
        Anchor();
        Begin(run);
        for (long paths = 0; Shortest(); paths++)
        {
            if ((paths & 255) == 0)
            {
                run.Ct.ThrowIfCancellationRequested();
            }
        }

        return _labels;
    }

    public void Dispose()
    {
        _edge.Dispose();
        _edgeRow.Dispose();
    }

    private Span<long> Edges(int cluster) => _edge.Slice((long)cluster * _clusters, _clusters);

    private Span<int> EdgeRows(int cluster) => _edgeRow.Slice((long)cluster * _clusters, _clusters);

    private long Cost(int row, int cluster) => _costs.Start[((long)row * _clusters) + cluster];

    /// <summary>Only differences of prices count; the node beside the clusters is brought to 0, so that they do not grow from call to call.</summary>
    private void Anchor()
    {
        // With one size for all nothing ties that node to the others.
        long zero = _prices[_clusters];
        if (_least == _most)
        {
            zero = long.MaxValue;
            for (int c = 0; c < _clusters; c++)
            {
                zero = Math.Min(zero, _prices[c]);
            }
        }

        for (int c = 0; c < _clusters; c++)
        {
            _prices[c] -= zero;
        }

        _prices[_clusters] = 0;
    }

    /// <summary>Rows to their clusters of least cost plus price, sizes by the signs of prices, and what does not fit together as excess.</summary>
    private void Begin(RunContext run)
    {
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(_labels.Length), block =>
        {
            int end = Math.Min(_labels.Length, (block + 1) * PanelScan.BlockRows);
            for (int row = block * PanelScan.BlockRows; row < end; row++)
            {
                long* costs = _costs.Start + ((long)row * _clusters);
                int best = 0;
                long total = costs[0] + _prices[0];
                for (int c = 1; c < _clusters; c++)
                {
                    if (costs[c] + _prices[c] < total)
                    {
                        total = costs[c] + _prices[c];
                        best = c;
                    }
                }

                _labels[row] = best;
            }
        }, run.Ct);

        var sizes = new int[_clusters];
        foreach (int label in _labels)
        {
            sizes[label]++;
        }

        Array.Fill(_firstMember, Nothing);
        for (int row = _labels.Length - 1; row >= 0; row--)
        {
            Enter(row, _labels[row]);
        }

        Workers.ForBlocks(run.Workers, _clusters, c => FindEdges(c, 0, _clusters), run.Ct);
        long taken = 0;
        for (int c = 0; c < _clusters; c++)
        {
            _flow[c] = _prices[c] > 0 ? _most : _prices[c] < 0 ? _least : Math.Clamp(sizes[c], _least, _most);
            _excess[c] = sizes[c] - _flow[c];
            taken += _flow[c];
        }

        _excess[_clusters] = taken - _labels.Length;
    }

    /// <summary>The edges from a cluster to a range of others, anew.</summary>
    private void FindEdges(int cluster, int first, int end)
    {
        long* costs = _costs.Start;
        Span<long> edge = Edges(cluster)[first..end];
        Span<int> edgeRow = EdgeRows(cluster)[first..end];
        edge.Fill(long.MaxValue);
        edgeRow.Fill(Nothing);
        for (int row = _firstMember[cluster]; row >= 0; row = _next[row])
        {
            long own = Cost(row, cluster);
            long* of = costs + ((long)row * _clusters) + first;
            for (int i = 0; i < edge.Length; i++)
            {
                Offer(ref edge[i], ref edgeRow[i], of[i] - own, row);
            }
        }
    }

    private static void Offer(ref long edge, ref int edgeRow, long loss, int row)
    {
        if (loss < edge || (loss == edge && row < edgeRow))
        {
            edge = loss;
            edgeRow = row;
        }
    }

    /// <summary>
    /// Moves one row along each edge of the shortest path from any node with too much to any with too little, and lowers what it passed; false when all fit.
    /// </summary>
    private bool Shortest()
    {
        int aside = _clusters;
        bool any = false;
        for (int v = 0; v <= _clusters; v++)
        {
            any |= _excess[v] > 0;
            _distance[v] = _excess[v] > 0 ? 0 : long.MaxValue;
            _parent[v] = Nothing;
            _settled[v] = false;
        }

        if (!any)
        {
            return false;
        }

        int end;
        while (true)
        {
            int u = Nothing;
            for (int v = 0; v <= _clusters; v++)
            {
                if (!_settled[v] && _distance[v] < long.MaxValue && (u < 0 || _distance[v] < _distance[u]))
                {
                    u = v;
                }
            }

            if (u < 0)
            {
                throw new InvalidOperationException("Bounds that were checked have no assignment.");
            }

            _settled[u] = true;
            if (_excess[u] < 0)
            {
                end = u;
                break;
            }

            if (u == aside)
            {
                for (int v = 0; v < _clusters; v++)
                {
                    if (_flow[v] > _least)
                    {
                        Relax(u, v, 0);
                    }
                }

                continue;
            }

            ReadOnlySpan<long> edges = Edges(u);
            for (int v = 0; v < _clusters; v++)
            {
                if (v != u && edges[v] != long.MaxValue)
                {
                    Relax(u, v, edges[v]);
                }
            }

            if (_flow[u] < _most)
            {
                Relax(u, aside, 0);
            }
        }

        long length = _distance[end];
        for (int v = 0; v <= _clusters; v++)
        {
            if (_settled[v])
            {
                _prices[v] += length - _distance[v];
            }
        }

        Move(end);
        return true;
    }

    private void Relax(int u, int v, long length)
    {
        long distance = _distance[u] + length + _prices[v] - _prices[u];
        if (!_settled[v] && distance < _distance[v])
        {
            _distance[v] = distance;
            _parent[v] = u;
        }
    }

    private void Move(int end)
    {
        _moves.Clear();
        _excess[end]++;
        int at = end;
        for (; _parent[at] >= 0; at = _parent[at])
        {
            int from = _parent[at];
            if (at == _clusters)
            {
                _flow[from]++;
            }
            else if (from == _clusters)
            {
                _flow[at]--;
            }
            else
            {
                _moves.Add((EdgeRows(from)[at], from, at));
            }
        }

        _excess[at]--;
        foreach ((int row, int from, _) in _moves)
        {
            Leave(row, from);
        }

        foreach ((int row, int from, _) in _moves)
        {
            Span<int> edgeRows = EdgeRows(from);
            for (int v = 0; v < _clusters; v++)
            {
                if (edgeRows[v] == row)
                {
                    FindEdges(from, v, v + 1);
                }
            }
        }

        foreach ((int row, _, int to) in _moves)
        {
            _labels[row] = to;
            Enter(row, to);
            long own = Cost(row, to);
            Span<long> edges = Edges(to);
            Span<int> edgeRows = EdgeRows(to);
            for (int v = 0; v < _clusters; v++)
            {
                Offer(ref edges[v], ref edgeRows[v], Cost(row, v) - own, row);
            }
        }
    }

    private void Enter(int row, int cluster)
    {
        int next = _firstMember[cluster];
        _next[row] = next;
        _previous[row] = Nothing;
        _firstMember[cluster] = row;
        if (next >= 0)
        {
            _previous[next] = row;
        }
    }

    private void Leave(int row, int cluster)
    {
        int next = _next[row];
        int previous = _previous[row];
        if (previous >= 0)
        {
            _next[previous] = next;
        }
        else
        {
            _firstMember[cluster] = next;
        }

        if (next >= 0)
        {
            _previous[next] = previous;
        }
    }
}
