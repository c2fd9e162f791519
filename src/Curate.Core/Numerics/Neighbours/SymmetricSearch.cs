using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Neighbours;

/// <summary>
/// The k nearest of all rows of one store, every pair scored once and offered to both of its rows. Rows are cut into blocks; a task takes a pair of blocks, and
/// a lock each keeps others off their lists. Which task comes first changes how much is pruned and nothing else: a list holds the k least by (rank, id)
/// of all pairs of its row.
/// </summary>
/// <remarks>Half the operations of a search by rows; 8 bytes a row for its bias and bound. The order of tasks lets neighbours in time meet rarely.</remarks>
internal static unsafe class SymmetricSearch
{
    // Below this many blocks threads would wait for each other, and the work is too little to halve.
    private const int LeastBlocks = 16;
    private const int WantedBlocks = 32;
    private const int LargestBlock = 4 * PanelScan.BlockRows;

    // Tasks are numbered by an int; so many blocks meet those of a piece at a time.
    private const int BlocksAtOnce = 1 << 16;

    /// <summary>Rows of a block: few enough that there are many blocks, and enough that a task outweighs its start. A constant for a number of rows.</summary>
    public static int BlockRows(int rows) => Math.Clamp(rows / (WantedBlocks * PanelScan.BlockRows) * PanelScan.BlockRows, PanelScan.BlockRows, LargestBlock);

    /// <summary>Whether the form pays: enough blocks in a piece of the packed rows.</summary>
    public static bool Pays(VectorStore rows) =>
        Math.Min(rows.Count, NeighbourSearch.RowsOfPiece(rows.Width)) / BlockRows(rows.Count) >= LeastBlocks;

    public static NeighbourGraph Run(VectorStore rows, int k, DistanceRule rule, RunContext run, SimdWidth width)
    {
        int block = BlockRows(rows.Count);
        return Run(rows, k, rule, run, width, block, NeighbourSearch.RowsOfPiece(rows.Width) / block * block);
    }

    /// <param name="rows">The rows.</param>
    /// <param name="k">Neighbours a row.</param>
    /// <param name="rule">What near means.</param>
    /// <param name="run">Workers, memory, cancellation.</param>
    /// <param name="width">Registers.</param>
    /// <param name="block">Rows of a block: a multiple of <see cref="PanelScan.BlockRows"/>.</param>
    /// <param name="piece">Rows packed at a time: a multiple of <paramref name="block"/>.</param>
    public static NeighbourGraph Run(VectorStore rows, int k, DistanceRule rule, RunContext run, SimdWidth width, int block, int piece)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var frame = new ScoreFrame(rule, rows, rows, run.Workers);
        using var table = new NeighbourTable(rows.Count, Math.Min(k, Math.Max(1, rows.Count)), run);
        using MemoryLease lease = run.Memory.Lease(
            PanelSet.BytesFor(Math.Min(piece, rows.Count), rows.Width) + (8L * rows.Count), "A search for neighbours");

        // A panel's worth more than there are rows, because whole registers are read.
        using var bias = new NativeBlock<float>((long)rows.Count + TileKernel.Columns);
        using var bounds = new NativeBlock<float>((long)rows.Count + TileKernel.Columns);
        int blocks = (int)(((long)rows.Count + block - 1) / block);
        var gates = new Lock[blocks];
        for (int b = 0; b < blocks; b++)
        {
            gates[b] = new Lock();
        }

        FindBias(rows, frame, table, bias, bounds, run, width);
        for (int from = 0; from < rows.Count; from += piece)
        {
            using PanelSet panels = PanelSet.Pack(frame, rows, from, Math.Min(piece, rows.Count - from), run.Workers);
            int before = from / block;
            int within = (int)(((long)panels.Rows + block - 1) / block);
            int origin = from;
            void Meet(int a, int b)
            {
                lock (gates[a])
                {
                    if (a == b)
                    {
                        Compare(a, b);
                        return;
                    }

                    lock (gates[b])
                    {
                        Compare(a, b);
                    }
                }
            }

            void Compare(int a, int b)
            {
                using var scan = new PanelScan(frame, width);
                int end = Math.Min(rows.Count, (a + 1) * block);
                int columnsFrom = b * block;
                int lastPanel = (Math.Min(rows.Count, columnsFrom + block) - origin + TileKernel.Columns - 1) / TileKernel.Columns;
                for (int first = a * block; first < end; first += PanelScan.BlockRows)
                {
                    int count = Math.Min(PanelScan.BlockRows, end - first);
                    int column = Math.Max(first, columnsFrom);
                    ReadOnlySpan<float> loaded = scan.Load(rows.Rows(first, count), count, norms: false);
                    var sink = new PairSink(frame, rows, table, first, bounds.Start);
                    scan.RunBoth(
                        loaded, count, bias.Start + first, bounds.Start + first, panels, (column - origin) / TileKernel.Columns, lastPanel,
                        bounds.Start + column, ref sink);
                }
            }

            // Each block with itself first: after that all bounds are finite.
            Workers.ForBlocks(run.Workers, within, b => Meet(before + b, before + b), run.Ct);
            int places = within + (within & 1);
            Workers.ForBlocks(run.Workers, places / 2 * (places - 1), task =>
            {
                (int a, int b) = Tournament(task, places);
                if (b < within)
                {
                    Meet(before + a, before + b);
                }
            }, run.Ct);
            for (int some = 0; some < before; some += BlocksAtOnce)
            {
                int those = Math.Min(BlocksAtOnce, before - some);
                int first = some;

                // Consecutive tasks have other blocks on both sides.
                Workers.ForBlocks(run.Workers, those * within, task =>
                    Meet(first + (task % those), before + (((task % those) + (task / those)) % within)), run.Ct);
            }

            if (rows.Count - from <= piece)
            {
                break;
            }
        }

        return table.ToGraph(rule, run);
    }

    /// <summary>
    /// The pairs of an even number of places, all once, the lower place first: the rounds of a tournament in which the last place stays and the others go
    /// round, so that the pairs of a round have no place in common.
    /// </summary>
    internal static (int Low, int High) Tournament(int task, int places)
    {
        int turning = places - 1;
        int round = task / (places / 2);
        int at = task % (places / 2);
        int a = at == 0 ? turning : (round + at) % turning;
        int b = at == 0 ? round : (round - at + turning) % turning;
        return a < b ? (a, b) : (b, a);
    }

    private static void FindBias(
        VectorStore rows, ScoreFrame frame, NeighbourTable table, NativeBlock<float> bias, NativeBlock<float> bounds, RunContext run, SimdWidth width) =>
        Workers.ForBlocks(run.Workers, PanelScan.BlocksOf(rows.Count), block =>
        {
            using var scan = new PanelScan(frame, width);
            int first = block * PanelScan.BlockRows;
            int count = Math.Min(PanelScan.BlockRows, rows.Count - first);
            scan.Load(rows.Rows(first, count), count);
            for (int i = 0; i < count; i++)
            {
                bias.Start[first + i] = frame.Bias(scan.Norms[i]);
                bounds.Start[first + i] = frame.Limit(table.Worst(first + i), 0);
            }
        }, run.Ct);
}
