using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>
/// Approximate nearest neighbours of many rows: k-means puts the rows into lists, and a query looks only into the lists whose centroids are nearest to it. How
/// many, is
/// found on a sample of the rows, so that the wanted share of true neighbours is met there (<see cref="MeasuredRecall"/>). What is found is ranked in double;
/// the same
/// lists, probes and neighbours on every processor and for any number of workers.
/// </summary>
/// <remarks>
/// Building costs O(n L d) for L lists (2 sqrt(n) unless told), a query O(L d + n d probes / L). Memory: the rows packed, 4 (d + 2) bytes a row (lists are
/// rounded up to 32
/// rows), 4 bytes a row, L centroids; a search adds 12 k bytes a row and 65,536 queries at a time. Exact search (<see cref="NeighbourSearch"/>) is the better
/// choice up to 100,000 rows, for which it takes seconds.
/// </remarks>
public sealed class InvertedLists : IDisposable
{
    private const int QueriesAtATime = 65536;
    private const int SampledQueries = 256;
    private readonly VectorStore _rows;
    private readonly VectorStore _centroids;
    private readonly DistanceRule _rule;
    private readonly ScoreFrame _frame;
    private readonly PanelSet _panels;
    private readonly int[] _firstPanel;
    private readonly SimdWidth _width;
    private readonly RunContext _run;
    private readonly long _taken;

    private InvertedLists(VectorStore rows, DistanceRule rule, KMeansResult lists, RunContext run, SimdWidth width)
    {
        _rows = rows;
        _rule = rule;
        _run = run;
        _width = width;
        _centroids = lists.Centroids;
        _frame = new ScoreFrame(rule, rows, rows, run.Workers);
        int[] ends = Ends(lists.Labels, _centroids.Count);
        int[] order = Order(lists.Labels, ends);
        _firstPanel = new int[_centroids.Count + 1];
        _taken = PanelSet.BytesFor(rows.Count, rows.Width) + (_centroids.Count * PanelSet.BytesFor(TileKernel.Columns, rows.Width) / 2);
        run.Memory.Take(_taken, "An index of neighbours");
        _panels = PanelSet.PackGroups(_frame, rows, order, ends, _firstPanel, run.Workers);
    }

    /// <summary>How many lists there are.</summary>
    public int Lists => _centroids.Count;

    /// <summary>How many lists a query looks into.</summary>
    public int Probes { get; private set; }

    /// <summary>The share of the true k nearest that was found for the sampled rows.</summary>
    public double MeasuredRecall { get; private set; }

    /// <summary>Builds lists and finds the number of probes.</summary>
    /// <param name="rows">The rows; they must outlive the index.</param>
    /// <param name="rule">Euclidean, cosine or inner product.</param>
    /// <param name="k">The number of neighbours that recall is measured for.</param>
    /// <param name="recall">The share of them that is wanted, above 0 and at most 1.</param>
    /// <param name="draw">Draws of the clustering and of the sample.</param>
    /// <param name="run">Workers, memory, scratch.</param>
    /// <param name="lists">How many lists; 0 for 2 sqrt(n).</param>
    public static InvertedLists Build(VectorStore rows, DistanceRule rule, int k, double recall, SeededDraw draw, RunContext run, int lists = 0) =>
        Build(rows, rule, k, recall, draw, run, lists, SimdWidth.Widest);

    internal static InvertedLists Build(
        VectorStore rows, DistanceRule rule, int k, double recall, SeededDraw draw, RunContext run, int lists, SimdWidth width)
    {
        if (rule.Metric is not (Metric.Euclidean or Metric.Cosine or Metric.InnerProduct) || rows.Codes > 0)
        {
            throw new ArgumentException("Lists need numbers, and Euclidean distance, cosine or inner product.", nameof(rule));
        }

        if (!(recall > 0 && recall <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(recall), "A recall is above 0 and at most 1.");
        }

        int count = lists > 0 ? Math.Min(lists, rows.Count) : Math.Clamp((int)(2 * Math.Sqrt(rows.Count)), 1, Math.Max(1, rows.Count / 8));
        var options = new KMeansOptions
        {
            Clusters = count,
            MaxIterations = 10,
            Init = KMeansInit.Random,
            Spherical = rule.Metric == Metric.Cosine,
            TrainRows = (int)Math.Min(rows.Count, 64L * count),
        };
        KMeansResult fit = KMeans.Fit(rows, options, draw.For("lists"u8), run, null, width);
        var index = new InvertedLists(rows, rule, fit, run, width);
        index.Calibrate(k, recall, draw.For("sample"u8));
        return index;
    }

    /// <summary>The k nearest found of each row of the index among the others.</summary>
    public NeighbourGraph Within(int k) => Search(_rows, k, Probes, excludeSelf: true);

    /// <summary>The k nearest found of each query.</summary>
    /// <exception cref="ArgumentException">A query is not finite, or more than 2^32 times as large as the largest row.</exception>
    public NeighbourGraph Between(VectorStore queries, int k)
    {
        _frame.CheckRange(queries, _run.Workers);
        return Search(queries, k, Probes, excludeSelf: false);
    }

    public void Dispose()
    {
        _panels.Dispose();
        _centroids.Dispose();
        _run.Memory.Return(_taken);
    }

    private void Calibrate(int k, double recall, SeededDraw draw)
    {
        var smallest = new BottomK(Math.Min(SampledQueries, _rows.Count));
        for (int row = 0; row < _rows.Count; row++)
        {
            smallest.Add(draw.Bits(0, row), new Data.RowId(0, row));
        }

        int[] ids = Array.ConvertAll(smallest.ToSorted(), static r => (int)r.Row.Row);
        using VectorStore sample = _rows.Gather(ids, _run);
        using NeighbourGraph exact = NeighbourSearch.Between(sample, _rows, k + 1, _rule, _run, _width);
        int low = 0;
        int high = 1;
        double found = Recall(sample, exact, k, high);
        while (found < recall && high < Lists)
        {
            low = high;
            high = Math.Min(Lists, high * 2);
            found = Recall(sample, exact, k, high);
        }

        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            double there = Recall(sample, exact, k, middle);
            if (there >= recall)
            {
                high = middle;
                found = there;
            }
            else
            {
                low = middle;
            }
        }

        Probes = high;
        MeasuredRecall = found;
    }

    /// <summary>Neighbours at most as far as the true last one, over all that there are; the row itself, always its own nearest, counts on neither
    /// side.</summary>
    private double Recall(VectorStore sample, NeighbourGraph exact, int k, int probes)
    {
        using NeighbourGraph graph = Search(sample, k + 1, probes, excludeSelf: false);
        long found = 0;
        long wanted = 0;
        for (int row = 0; row < sample.Count; row++)
        {
            ReadOnlySpan<double> distances = exact.Distances(row);
            wanted += distances.Length - 1;
            int within = 0;
            foreach (double distance in graph.Distances(row))
            {
                within += distance <= distances[^1] ? 1 : 0;
            }

            found += Math.Max(0, within - 1);
        }

        return wanted == 0 ? 1 : (double)found / wanted;
    }

    private NeighbourGraph Search(VectorStore queries, int k, int probes, bool excludeSelf)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        using var table = new NeighbourTable(queries.Count, Math.Min(k, _rows.Count), _run);
        int[] order = ByNearestList(queries);
        for (int from = 0; from < order.Length; from += QueriesAtATime)
        {
            int[] targets = order[from..Math.Min(order.Length, from + QueriesAtATime)];
            using VectorStore part = queries.Gather(targets, _run);
            using NeighbourGraph near = NeighbourSearch.Between(part, _centroids, probes, _rule, _run, _width);
            Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(part.Count), block => SearchBlock(block, part, near, table, targets, excludeSelf), _run.Ct);
        }

        return table.ToGraph(_rule, _run);
    }

    /// <summary>Queries in the order of their nearest lists: a block then shares most of the lists it looks into.</summary>
    private int[] ByNearestList(VectorStore queries)
    {
        var labels = new int[queries.Count];
        using (NeighbourGraph nearest = NeighbourSearch.Between(queries, _centroids, 1, _rule, _run, _width))
        {
            for (int row = 0; row < labels.Length; row++)
            {
                labels[row] = nearest.Neighbours(row)[0];
            }
        }

        return Order(labels, Ends(labels, Lists));
    }

    private void SearchBlock(int block, VectorStore part, NeighbourGraph near, NeighbourTable table, int[] targets, bool excludeSelf)
    {
        using var scan = new PanelScan(_frame, _width);
        int width = _frame.Width;
        int first = block * PanelScan.BlockRows;
        int count = Math.Min(PanelScan.BlockRows, part.Count - first);
        var visits = new List<(int List, int Query)>();
        for (int i = 0; i < count; i++)
        {
            foreach (int list in near.Neighbours(first + i))
            {
                visits.Add((list, first + i));
            }
        }

        visits.Sort();
        var members = new int[PanelScan.BlockRows];
        var rows = new float[PanelScan.BlockRows * width];
        var sink = new ListSink(_frame, part, _rows, table, members, targets, scan.Norms, excludeSelf);
        for (int at = 0; at < visits.Count;)
        {
            int list = visits[at].List;
            int size = 0;
            for (; at < visits.Count && visits[at].List == list; at++)
            {
                members[size] = visits[at].Query;
                part[members[size]].CopyTo(rows.AsSpan(size * width, width));
                size++;
            }

            ReadOnlySpan<float> loaded = scan.Load(rows.AsSpan(0, size * width), size);
            for (int i = 0; i < size; i++)
            {
                scan.Limits[i] = _frame.Limit(table.Worst(targets[members[i]]), scan.Norms[i]);
            }

            scan.Run(loaded, size, _panels, _firstPanel[list], _firstPanel[list + 1], ref sink);
        }
    }

    private static int[] Ends(int[] labels, int lists)
    {
        var ends = new int[lists];
        foreach (int label in labels)
        {
            ends[label]++;
        }

        for (int list = 1; list < lists; list++)
        {
            ends[list] += ends[list - 1];
        }

        return ends;
    }

    /// <summary>Rows by label, in row order within one.</summary>
    private static int[] Order(int[] labels, int[] ends)
    {
        int[] next = [.. ends];
        var order = new int[labels.Length];
        for (int row = labels.Length - 1; row >= 0; row--)
        {
            order[--next[labels[row]]] = row;
        }

        return order;
    }
}
