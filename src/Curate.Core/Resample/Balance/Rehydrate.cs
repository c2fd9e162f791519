using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// Repeats the rows that deduplication left by how many rows each of them stands for: by a table, or by copies that are learned from how often a filter removes
/// rows of each cluster size (<see cref="RemovalRates"/>), for each group on its own.
/// </summary>
/// <remarks>Memory: about 100 bytes for each different size of each group; nothing per row. There is no chance in it.</remarks>
internal sealed class Rehydrate(RehydrateOptions options, RunContext context) : RowPlanner<RehydratePart>, IShardedPlanner
{
    public const string Filtered = "filtered";
    public const string NotSelected = "not-selected";
    public const long DefaultMaxRepeat = 10;
    public const long DefaultMinRows = 100;

    private readonly RehydrateColumns _columns = new(options.ClusterSize, options.By, options.Kept, options.KeptValue);
    private readonly GroupTable _groups = new(options.By, keepCodes: false, context);
    private readonly List<SizeCounts> _sizes = [];
    private bool _done;

    public static MethodEntry Entry { get; } = new MethodEntry<RehydrateOptions>("resample", "rehydrate",
        "Repeats deduplicated rows by the size of their duplicate cluster, by a table or as a quality filter's removals suggest.",
        MethodTraits.KeepsOrder | MethodTraits.Shardable)
    {
        Memory = "about 100 bytes for each different cluster size of each group; nothing per row",
        Passes = "2",
        Source = "G. Penedo et al. 2025, FineWeb2: One Pipeline to Scale Them All, section 3.5",
        DropReasons = [Filtered, NotSelected],
        Usage = "curate resample unique.csv --method rehydrate --cluster-size _cluster_size -o more.csv",
        Defaults = new RehydrateOptions(),
        Options =
        [
            OptionSpec<RehydrateOptions>.Column("cluster-size", "Column with the rows of the duplicate cluster that a row stands for, as dedupe --cluster-size writes it; missing counts as 1.",
                (o, v) => o with { ClusterSize = v }) with { Role = true, Default = "_cluster_size" },
            OptionSpec<RehydrateOptions>.Text("copies", "Copies by cluster size, each from its size on: SIZE=COPIES,... The default is the published table of FineWeb2.",
                (o, v) => o with { Copies = CopyTable.Parse(v) }, CopyTable.FineWeb2.ToString()),
            OptionSpec<RehydrateOptions>.Text("kept", "Column that says which rows a quality filter kept (true or false, or COL=VALUE): copies are learned from its removals, and rows that it removed leave.",
                (o, v) => WithKept(o, v)) with { Role = true },
            OptionSpec<RehydrateOptions>.Columns("by", "With --kept: learn copies for each value of these columns, as a language; in any case report them.", (o, v) => o with { By = v }) with { Role = true },
            OptionSpec<RehydrateOptions>.Whole("max-repeat", "Most copies of a row; with --kept those of the size that is removed most seldom, 10 unless said.", (o, v) => o with { MaxRepeat = v }, min: 1, max: 1_000_000),
            OptionSpec<RehydrateOptions>.Whole("min-rows", "With --kept: sizes from the first one with fewer rows on are one.", (o, v) => o with { MinRows = v }, DefaultMinRows, min: 1, unit: "rows"),
            OptionSpec<RehydrateOptions>.Whole("tail", "With --kept: sizes from here on are one, in place of --min-rows.", (o, v) => o with { Tail = v }, min: 1),
            OptionSpec<RehydrateOptions>.Choice("as", "Write rows, or keep every row and write its copies as a weight column.", ["rows", "weights"], (o, v) => o with { AsWeights = v == "weights" }, "rows"),
            OptionSpec<RehydrateOptions>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { WeightColumn = v }, "weight"),
        ],
        Validate = Check,
        Resolved = Resolved,
        Start = static (options, request) => MethodStart.With(new Rehydrate(options with
        {
            ClusterSize = request.Column(options.ClusterSize),
            Kept = options.Kept is { } kept ? request.Column(kept) : null,
            By = request.Columns(options.By),
        }, request.Context)),
        LabelsClasses = false,
        Example = static table => new RehydrateOptions { ClusterSize = table.Id },
    };

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, ReadRequest.Of(_columns.Request), "count cluster sizes");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override RehydratePart Map(RecordBatch batch, RehydratePart? spent)
    {
        RehydratePart part = spent ?? new RehydratePart();
        part.Groups = GroupPart.Of(batch, 0, options.By.Count, part.Groups);
        if (part.Sizes.Length < batch.Count)
        {
            part.Sizes = new long[Math.Max(batch.Count, batch.Capacity)];
            part.Kept = new bool[part.Sizes.Length];
        }

        for (int row = 0; row < batch.Count; row++)
        {
            part.Sizes[row] = _columns.SizeOf(batch, 0, row);
            part.Kept[row] = _columns.KeptOf(batch, 0, row);
        }

        return part;
    }

    public override void Fold(RecordBatch batch, RehydratePart part)
    {
        ReadOnlySpan<int> of = _groups.Fold(part.Groups!);
        Know();
        for (int row = 0; row < of.Length; row++)
        {
            _sizes[of[row]].Add(part.Sizes[row], 1, part.Kept[row] ? 1 : 0);
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        var tables = new CopyTable[_groups.Count];
        var buckets = new ReportTable("sizes", "Copies by cluster size", ["group", "size", "rows", "kept", "removal_rate", "straight_line", "copies", "after"]);
        var effective = new EffectiveRows(options.By.Count == 0 ? "all groups" : "'" + string.Join("', '", options.By) + "'");
        long output = 0;
        long filtered = 0;
        long dropped = 0;
        foreach (int g in _groups.Sorted())
        {
            string name = options.By.Count == 0 ? "all" : _groups.Show(g);
            (long Size, long Rows, long Kept)[] sizes = _sizes[g].Sorted();
            tables[g] = options.Kept is null ? Fixed(name, sizes, buckets) : Learned(name, sizes, buckets);
            double after = 0;
            double squares = 0;
            long largest = 0;
            foreach ((long size, long rows, long kept) in sizes)
            {
                long copies = tables[g].Of(size);
                output += copies * kept;
                filtered += rows - kept;
                dropped += copies == 0 ? kept : 0;
                after += (double)copies * kept;
                squares += (double)copies * copies * kept;
                largest = kept > 0 ? Math.Max(largest, copies) : largest;
            }

            effective.Add(name, _sizes[g].Rows, after, after, squares, largest);
        }

        var plan = new RehydratedRows(_columns, [.. tables.Select((t, g) => (_groups.Key(g).ToArray(), t))], options.AsWeights ? options.WeightColumn : null, options.AsWeights ? _groups.Rows : output) { InputRows = _groups.Rows };
        if (!options.AsWeights)
        {
            plan.Dropped.Add(Filtered, filtered);
            plan.Dropped.Add(NotSelected, dropped);
        }

        plan.Tables.Add(buckets);
        plan.Tables.Add(effective.Total());
        return plan;
    }

    public void SaveState(BinaryWriter to)
    {
        _groups.Save(to);
        for (int g = 0; g < _groups.Count; g++)
        {
            _sizes[g].Save(to);
        }
    }

    public void MergeState(BinaryReader from)
    {
        using var later = new GroupTable(options.By, keepCodes: false);
        later.MergeSaved(from);
        _groups.Merge(later);
        Know();
        for (int g = 0; g < later.Count; g++)
        {
            _sizes[_groups.Find(later.Key(g))].AddSaved(from);
        }
    }

    public override void Dispose()
    {
        _groups.Dispose();
        base.Dispose();
    }

    private static RehydrateOptions WithKept(RehydrateOptions options, string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (text.Length == 0 || equals == 0)
        {
            Fail.Usage($"--kept takes a column, or COL=VALUE, not {Fail.Show(text)}.", "--kept passed, or --kept status=ok.");
        }

        return equals < 0 ? options with { Kept = text } : options with { Kept = text[..equals], KeptValue = text[(equals + 1)..] };
    }

    private static void Check(RehydrateOptions options)
    {
        if (options is { Kept: not null, Copies: not null })
        {
            Fail.Usage("--kept learns the copies that --copies gives.", "Leave one of them out.");
        }

        if (options.Kept is null && (options.MinRows is not null || options.Tail is not null))
        {
            Fail.Usage($"{(options.Tail is null ? "--min-rows" : "--tail")} belongs to --kept.", "A table of --copies has its sizes.");
        }

        if (options is { MinRows: not null, Tail: not null })
        {
            Fail.Usage("--tail and --min-rows both say where the last size begins.", "Leave one of them out.");
        }
    }

    private static Dictionary<string, string?> Resolved(RehydrateOptions options)
    {
        var resolved = new Dictionary<string, string?>();
        if (options.Kept is null)
        {
            resolved["min-rows"] = null;
            return resolved;
        }

        resolved["copies"] = null;
        resolved["max-repeat"] = NumberText.Of(options.MaxRepeat ?? DefaultMaxRepeat);
        if (options.Tail is not null)
        {
            resolved["min-rows"] = null;
        }

        return resolved;
    }

    /// <summary>New groups have no sizes yet.</summary>
    private void Know()
    {
        while (_sizes.Count < _groups.Count)
        {
            _sizes.Add(new SizeCounts());
        }
    }

    private CopyTable Fixed(string name, (long Size, long Rows, long Kept)[] sizes, ReportTable report)
    {
        CopyTable table = options.Copies ?? CopyTable.FineWeb2;
        table = options.MaxRepeat is { } most ? table.AtMost(most) : table;
        for (int i = -1; i < table.Starts.Count; i++)
        {
            long from = i < 0 ? 1 : table.Starts[i];
            long to = i + 1 < table.Starts.Count ? table.Starts[i + 1] : long.MaxValue;
            long rows = sizes.Where(s => s.Size >= from && s.Size < to).Sum(static s => s.Rows);
            if (rows > 0)
            {
                long copies = table.Of(from);
                report.Add(name, from, rows, rows, null, null, copies, copies * rows);
            }
        }

        return table;
    }

    private CopyTable Learned(string name, (long Size, long Rows, long Kept)[] sizes, ReportTable report)
    {
        long most = options.MaxRepeat ?? DefaultMaxRepeat;
        int tail = Array.FindIndex(sizes, s => options.Tail is { } from ? s.Size >= from : s.Rows < (options.MinRows ?? DefaultMinRows));
        (long Size, long Rows, long Kept)[] buckets = tail < 0 ? sizes
            : [.. sizes[..tail], (sizes[tail].Size, sizes[tail..].Sum(static s => s.Rows), sizes[tail..].Sum(static s => s.Kept))];
        double[] rates = [.. buckets.Select(static b => (double)(b.Rows - b.Kept) / b.Rows)];
        long rows = buckets.Sum(static b => b.Rows);
        double all = (double)(rows - buckets.Sum(static b => b.Kept)) / rows;
        double[] raw = RemovalRates.Raw(rates, all, most);
        long[] copies = RemovalRates.Copies(rates, all, most);
        for (int i = 0; i < buckets.Length; i++)
        {
            report.Add(name, buckets[i].Size, buckets[i].Rows, buckets[i].Kept, rates[i], raw[i], copies[i], copies[i] * buckets[i].Kept);
        }

        return new CopyTable([.. buckets.Select(static b => b.Size)], copies);
    }
}
