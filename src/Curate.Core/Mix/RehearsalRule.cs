using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// New rows, and among them old rows that the tuned model is likely to have lost: bins of old rows get room in proportion to their size times their rate of
/// damage, which is estimated from the rows that both models were tried on.
/// </summary>
/// <remarks>O(n log n); 5 bytes a row, 8 more with a past loss, and 24 an old row while rows are chosen.</remarks>
internal sealed class RehearsalRule(MixOptions options, RunContext context) : IMixRule
{
    private const byte Unseen = 0;
    private const byte Kept = 1;
    private const byte Damaged = 2;

    /// <summary>Rows that the rate of all bins together counts for in each bin.</summary>
    private const double PriorRows = 2;

    private readonly RehearsalOptions _own = options.Rehearsal;
    private readonly GroupTable _cells = new(options.Rehearsal.Bins, keepCodes: false, context);
    private readonly List<RowValues<int>> _codes = [];
    private readonly List<RowValues<byte>> _states = [];
    private readonly List<RowValues<double>> _losses = [];
    private GroupPart? _part;

    public IReadOnlyList<ColumnRequest> Columns =>
    [
        .. _cells.Request,
        .. _own is { OldCorrect: { } before, NewCorrect: { } after } ? [new ColumnRequest(before, ColumnKind.Text), new ColumnRequest(after, ColumnKind.Text)] : Array.Empty<ColumnRequest>(),
        .. _own.PastLoss is { } loss ? [new ColumnRequest(loss, ColumnKind.Number)] : Array.Empty<ColumnRequest>(),
    ];

    public void Add(RecordBatch batch, int firstColumn, ReadOnlySpan<int> groups)
    {
        int bins = _own.Bins.Count;
        int flags = _own.OldCorrect is null ? 0 : 2;
        _part = GroupPart.Of(batch, firstColumn, bins, _part);
        ReadOnlySpan<int> codes = _cells.Fold(_part);
        for (int row = 0; row < groups.Length; row++)
        {
            while (_codes.Count <= groups[row])
            {
                _codes.Add(new RowValues<int>(context, "bins"));
                _states.Add(new RowValues<byte>(context, "damage"));
                _losses.Add(new RowValues<double>(context, "past losses"));
            }

            int group = groups[row];
            bool? before = flags == 0 ? null : Flag(batch, firstColumn + bins, row, _own.OldCorrect!);
            bool? after = flags == 0 ? null : Flag(batch, firstColumn + bins + 1, row, _own.NewCorrect!);
            _codes[group].Append(codes[row]);
            _states[group].Append(before is null || after is null ? Unseen : before.Value && !after.Value ? Damaged : Kept);
            if (_own.PastLoss is not null)
            {
                Column losses = batch[firstColumn + bins + flags];
                _losses[group].Append(losses.IsNull(row) ? double.NaN : ((NumberColumn)losses)[row]);
            }
        }
    }

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        var isOld = new bool[sizes.Count];
        foreach (string name in _own.Sources)
        {
            sizes.Of("rehearse", [new NamedNumber(name, 1)], 0);
            isOld[Array.IndexOf(sizes.Names, name)] = true;
        }

        double fresh = 0;
        long old = 0;
        for (int s = 0; s < sizes.Count; s++)
        {
            (fresh, old) = isOld[s] ? (fresh, old + sizes.Rows[s]) : (fresh + sizes.Rows[s], old);
        }

        if (old > int.MaxValue)
        {
            Fail.With(ErrorCodes.Infeasible, $"There are {NumberText.Of(old)} old rows; at most {NumberText.Of(int.MaxValue)} can be put in order.", "Take a sample of them first.");
        }

        if (options.Stop is null && fresh == 0 && sizes.Total > 0)
        {
            Fail.With(ErrorCodes.Infeasible, "All sources are rehearsed, so nothing says how large the mixture is.", "Pass --rows, or name the old sources alone with --rehearse.");
        }

        // Without new rows the mixture is all rehearsal.
        double ratio = fresh == 0 ? 1 : _own.Ratio;
        double total = options.Stop == MixStop.Budget ? options.Amount : fresh / (1 - ratio);
        long rehearsed = (long)Math.Round(ratio * total);
        long renewed = (long)Math.Round(total) - rehearsed;
        var copies = new RowValues<int>[sizes.Count];
        var weights = new double[sizes.Count];
        long[] shares = LargestRemainders.Share(fresh == 0 ? 0 : renewed, [.. sizes.Rows.Select((r, s) => isOld[s] ? 0.0 : r)]);
        for (int s = 0; s < sizes.Count; s++)
        {
            copies[s] = isOld[s] ? new RowValues<int>(context, "copies") : Alike(sizes.Keys[s], sizes.Rows[s], shares[s]);
            weights[s] = shares[s];
        }

        ReportTable table = Rehearse(sizes, groups, isOld, Math.Min(rehearsed, old), copies, weights);
        return MixTarget.Of(weights) with { Total = weights.Sum(), Copies = copies, Tables = [table] };
    }

    public void Dispose()
    {
        _cells.Dispose();
        _codes.ForEach(static c => c.Dispose());
        _states.ForEach(static c => c.Dispose());
        _losses.ForEach(static c => c.Dispose());
    }

    private static bool? Flag(RecordBatch batch, int column, int row, string name)
    {
        if (batch[column].IsNull(row))
        {
            return null;
        }

        ReadOnlySpan<byte> text = batch.Text(column)[row];
        if (text is [(byte)'1'] || Ascii.EqualsIgnoreCase(text, "true"u8))
        {
            return true;
        }

        if (text is not [(byte)'0'] && !Ascii.EqualsIgnoreCase(text, "false"u8))
        {
            Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{name}': {Fail.Show(Encoding.UTF8.GetString(text))} is neither true nor false (1, 0), nor empty where nobody looked.");
        }

        return false;
    }

    /// <summary>Copies of new rows: whole epochs, and the rows with the smallest draws once more.</summary>
    private RowValues<int> Alike(byte[] key, long rows, long wanted)
    {
        var copies = new RowValues<int>(context, "copies");
        if (rows == 0)
        {
            return copies;
        }

        (long epochs, long rest) = Math.DivRem(wanted, rows);
        SeededDraw draw = MixStream.DrawOf(context.Seed, key, epochs);
        DrawCut cut = rest > 0 ? DrawCut.Find(draw, rows, null, rest) : DrawCut.None;
        for (long row = 0; row < rows; row++)
        {
            copies.Append((int)epochs + (rest > 0 && cut.Takes(draw.Bits(0, row), row) ? 1 : 0));
        }

        return copies;
    }

    /// <summary>Shares the room for old rows out to bins and takes the rows of each bin with the smallest draws, each once.</summary>
    private ReportTable Rehearse(SourceSizes sizes, int[] groups, bool[] isOld, long room, RowValues<int>[] copies, double[] weights)
    {
        double[] edges = Edges(sizes, groups, isOld);
        int parts = edges.Length + 1;
        var bins = new SortedDictionary<int, Bin>();
        for (int s = 0; s < sizes.Count; s++)
        {
            SeededDraw draw = MixStream.DrawOf(context.Seed, sizes.Keys[s], 0);
            for (long row = 0; isOld[s] && row < sizes.Rows[s]; row++)
            {
                copies[s].Append(0);
                int code = (_codes[groups[s]][row] * (parts + 1)) + PartOf(edges, _own.PastLoss is null ? 0 : _losses[groups[s]][row]);
                if (!bins.TryGetValue(code, out Bin? bin))
                {
                    bins.Add(code, bin = new Bin());
                }

                bin.Rows.Add((draw.Bits(0, row), s, row));
                byte state = _states[groups[s]][row];
                bin.Seen += state != Unseen ? 1 : 0;
                bin.Damaged += state == Damaged ? 1 : 0;
            }
        }

        // Bins in the order of reports: by value, then by past loss; codes are numbers of first appearance.
        int[] order = _cells.Sorted();
        KeyValuePair<int, Bin>[] sorted = [.. bins.OrderBy(b => Array.IndexOf(order, b.Key / (parts + 1))).ThenBy(b => b.Key % (parts + 1))];
        double all = sorted.Sum(static b => (double)b.Value.Rows.Count);
        double overall = (sorted.Sum(static b => (double)b.Value.Damaged) + 1) / (sorted.Sum(static b => (double)b.Value.Seen) + 2);
        double[] rates = [.. sorted.Select(b => (b.Value.Damaged + (PriorRows * overall)) / (b.Value.Seen + PriorRows))];
        double[] worth = [.. sorted.Select((b, i) => b.Value.Rows.Count * rates[i])];
        double sum = worth.Sum();
        double[] shares = [.. sorted.Select((b, i) => ((1 - _own.Floor) * worth[i] / sum) + (_own.Floor * b.Value.Rows.Count / all))];
        double[] quotas = MixQuotas.Fill(room, shares, [.. sorted.Select(static b => (double)b.Value.Rows.Count)], leaves: false, isReal: false);
        var table = new ReportTable("bins", "Bins of old rows", ["bin", "rows", "seen", "damaged", "rate", "asked_share", "rows_out", "expected_damaged"]);
        for (int i = 0; i < sorted.Length; i++)
        {
            List<(ulong Draw, int Source, long Row)> rows = sorted[i].Value.Rows;
            rows.Sort();
            foreach ((_, int source, long row) in rows.Take((int)quotas[i]))
            {
                copies[source].Set(row, 1);
                weights[source]++;
            }

            table.Add(Name(sorted[i].Key, edges), (long)rows.Count, (long)sorted[i].Value.Seen, (long)sorted[i].Value.Damaged, rates[i], shares[i], (long)quotas[i], quotas[i] * rates[i]);
        }

        return table;
    }

    /// <summary>Past losses that cut old rows into parts of equal size; equal losses are not cut apart.</summary>
    private double[] Edges(SourceSizes sizes, int[] groups, bool[] isOld)
    {
        if (_own.PastLoss is null)
        {
            return [];
        }

        var values = new List<double>();
        for (int s = 0; s < sizes.Count; s++)
        {
            for (long row = 0; isOld[s] && row < sizes.Rows[s]; row++)
            {
                if (!double.IsNaN(_losses[groups[s]][row]))
                {
                    values.Add(_losses[groups[s]][row]);
                }
            }
        }

        values.Sort();
        return values.Count == 0 ? [] : [.. Enumerable.Range(1, _own.LossBins - 1).Select(i => values[(int)((long)i * values.Count / _own.LossBins)]).Distinct()];
    }

    /// <summary>The part of a loss: how many edges it reaches; the last one for a missing loss.</summary>
    private static int PartOf(double[] edges, double loss)
    {
        if (double.IsNaN(loss))
        {
            return edges.Length + 1;
        }

        int part = 0;
        while (part < edges.Length && loss >= edges[part])
        {
            part++;
        }

        return part;
    }

    private string Name(int code, double[] edges)
    {
        (int cell, int part) = Math.DivRem(code, edges.Length + 2);
        string name = _own.Bins.Count > 0 ? _cells.Show(cell) : "";
        if (_own.PastLoss is { } loss)
        {
            name += (name.Length > 0 ? ", " : "") + (part > edges.Length ? $"{loss} missing" : edges.Length == 0 ? "all" : part == 0 ? $"{loss} < {NumberText.Of(edges[0])}"
                : part == edges.Length ? $"{loss} >= {NumberText.Of(edges[^1])}" : $"{loss} from {NumberText.Of(edges[part - 1])} to {NumberText.Of(edges[part])}");
        }

        return name;
    }

    private sealed class Bin
    {
        public List<(ulong Draw, int Source, long Row)> Rows { get; } = [];

        public int Seen { get; set; }

        public int Damaged { get; set; }
    }
}
