using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Balance;
using Curate.Core.Running;

namespace Curate.Core.Resample;

/// <summary>
/// Random over-sampling, under-sampling, or both, to a count for each class, which is a value of the label or a combination of values of several columns. One
/// pass counts classes; copies are decided while rows are copied. Rows that lack one of the columns are no class and stay once. Memory: the classes; when a
/// class shrinks or copies are even also 1 to 4 bytes a row, and 8 more with an id.
/// </summary>
internal sealed class RandomPlanner(RandomOptions options, RunContext context) : RowPlanner<RandomPart>, IShardedPlanner
{
    /// <summary>What the draws of rows are for. Methods that pick with the same purpose pick the same rows.</summary>
    public const string Purpose = "resample";

    private readonly GroupTable _classes = new(options.Columns, keepCodes: Picks(options), context);
    private readonly RowValues<ulong> _ids = new(context, "ids");
    private readonly SeededDraw _draw = context.Draw(Purpose);
    private bool _done;

    /// <summary>Turns classes and their rows into targets; null for those of <see cref="RandomOptions.To"/>.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<long>, long[]>? Targets { get; init; }

    private bool ReadsIds => options.Id is not null && Picks(options);

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        ColumnRequest[] columns = ReadsIds ? [.. _classes.Request, new ColumnRequest(options.Id!, ColumnKind.Text)] : [.. _classes.Request];
        pass = new PassRequest(0, ReadRequest.Of(columns), "count classes");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override RandomPart Map(RecordBatch batch, RandomPart? spent)
    {
        RandomPart part = spent ?? new RandomPart();
        part.Groups = GroupPart.Of(batch, 0, options.Columns.Count, part.Groups);
        if (ReadsIds)
        {
            part.Ids = part.Ids.Length >= batch.Count ? part.Ids : new ulong[Math.Max(batch.Count, batch.Capacity)];
            TextColumn ids = batch.Text(options.Columns.Count);
            for (int row = 0; row < batch.Count; row++)
            {
                part.Ids[row] = _draw.Bits(0, (long)Hash128.Of(ids[row]).Low);
            }
        }

        return part;
    }

    public override void Fold(RecordBatch batch, RandomPart part)
    {
        _classes.Fold(part.Groups!);
        for (int row = 0; ReadsIds && row < batch.Count; row++)
        {
            _ids.Append(part.Ids[row]);
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        int[] classes = [.. _classes.Sorted().Where(IsClass)];
        string[] names = [.. classes.Select(NameOf)];
        long[] counts = [.. classes.Select(_classes.RowsOf)];
        long[] wanted = Targets is null ? TargetCounts.Of(options.To, options.Mode, names, counts, options.Total) : Targets(names, counts);
        long[] targets = [.. wanted.Select((t, i) => options.MaxRepeat > 0 && t / options.MaxRepeat >= counts[i] ? options.MaxRepeat * counts[i] : t)];
        var changes = new List<ClassTarget>();
        for (int i = 0; i < classes.Length; i++)
        {
            bool redraw = options.Replacement && targets[i] < counts[i];
            changes.Add(new ClassTarget(_classes.Key(classes[i]).ToArray(), counts[i], targets[i], redraw));
        }

        RowPlan plan = options.AsWeights ? new ClassWeights(changes, options.Columns, options.WeightColumn) { InputRows = _classes.Rows }
            : options.CopiesEvenly ? Even(classes, changes)
            : Copies(classes, changes);
        plan.Tables.Add(ClassChanges.Table(string.Join("', '", options.Columns), names, counts, targets,
            ("(missing, kept as it is)", _classes.Sorted().Where(g => !IsClass(g)).Sum(_classes.RowsOf))));
        plan.Tables.Add(Effective(names, changes, wanted));
        return plan;
    }

    public void SaveState(BinaryWriter to)
    {
        _classes.Save(to);
        to.Write(_ids.Count);
        for (long row = 0; row < _ids.Count; row++)
        {
            to.Write(_ids[row]);
        }
    }

    public void MergeState(BinaryReader from)
    {
        _classes.MergeSaved(from);
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            _ids.Append(from.ReadUInt64());
        }
    }

    public override void Dispose()
    {
        _classes.Dispose();
        _ids.Dispose();
        base.Dispose();
    }

    private ClassCopies Copies(int[] classes, List<ClassTarget> changes)
    {
        var quotas = new long[_classes.Count];
        var sizes = new long[_classes.Count];
        bool cuts = false;
        long dropped = 0;
        for (int g = 0; g < _classes.Count; g++)
        {
            quotas[g] = sizes[g] = _classes.RowsOf(g);
        }

        for (int i = 0; i < classes.Length; i++)
        {
            if (changes[i].Target < changes[i].Rows && !changes[i].Redraw)
            {
                quotas[classes[i]] = changes[i].Target;
                dropped += changes[i].Rows - changes[i].Target;
                cuts = true;
            }
        }

        BitMap? kept = null;
        if (cuts)
        {
            kept = new BitMap();
            if (ReadsIds)
            {
                DrawThresholds.Pick(new StoredDraws(_ids, _classes.Codes), quotas, sizes, kept, context.Workers);
            }
            else
            {
                DrawThresholds.Pick(new RowDraws(_draw, _classes.Codes), quotas, sizes, kept, context.Workers);
            }
        }

        var plan = new ClassCopies(changes, options.Columns, context.Seed, kept) { InputRows = _classes.Rows };
        plan.Dropped.Add(ClassCopies.Reason, dropped + Redrawn(changes));
        return plan;
    }

    /// <summary>Rows that drawing with replacement leaves out: known only by drawing.</summary>
    private long Redrawn(List<ClassTarget> changes)
    {
        long left = 0;
        var draw = new SeededDraw(context.Seed, "resample-copies");
        foreach (ClassTarget target in changes.Where(static c => c.Redraw))
        {
            var tree = new CopyTree(draw.For(target.Key), target.Rows, target.Target);
            for (long i = 0; i < target.Rows; i++)
            {
                left += tree.Next() == 0 ? 1 : 0;
            }
        }

        return left;
    }

    private static bool Picks(RandomOptions options) => !options.AsWeights && (options.CopiesEvenly || (options.Mode != BalanceMode.Over && !options.Replacement));

    /// <summary>A row that lacks a value is no class.</summary>
    private bool IsClass(int group) => !Array.Exists(GroupKey.Values(_classes.Key(group), options.Columns.Count), static v => v is null);

    /// <summary>The class as <c>--to</c> and reports name it: the value, or the values of several columns with slashes between them.</summary>
    private string NameOf(int group) => string.Join('/', GroupKey.Values(_classes.Key(group), options.Columns.Count));

    private EvenCopies Even(int[] classes, List<ClassTarget> changes)
    {
        var rows = new long[_classes.Count];
        for (int g = 0; g < rows.Length; g++)
        {
            rows[g] = _classes.RowsOf(g);
        }

        // Groups are numbered as in the table; rows of no class come once an epoch, as many as they are.
        var targets = new long[options.Epochs][];
        for (int e = 0; e < options.Epochs; e++)
        {
            long[] ofEpoch = Epoch(changes, e);
            targets[e] = [.. rows];
            for (int i = 0; i < classes.Length; i++)
            {
                targets[e][classes[i]] = ofEpoch[i];
            }
        }

        SeededDraw[] epochs = EvenCopies.Epochs(context.Seed, options.Epochs);
        DrawThresholds[] extra = [.. targets.Select((t, e) => ReadsIds ? Extra(new StoredDraws(_ids, _classes.Codes), epochs[e], e, t, rows) : Extra(new RowDraws(_draw, _classes.Codes), epochs[e], e, t, rows))];
        var layout = new EvenLayout(options.Columns, options.Id, options.EpochColumn);
        var plan = new EvenCopies(layout, context.Seed, [.. Enumerable.Range(0, rows.Length).Select(g => _classes.Key(g).ToArray())], rows, targets, extra) { InputRows = _classes.Rows };
        plan.Dropped.Add(ClassCopies.Reason, NeverTaken(targets, rows, extra, epochs));
        return plan;
    }

    /// <summary>Targets of an epoch: the whole way to the target in the last one, and in the first one none of it where epochs are progressive.</summary>
    private long[] Epoch(List<ClassTarget> changes, int epoch)
    {
        if (!options.Progressive || epoch == options.Epochs - 1)
        {
            return [.. changes.Select(static c => c.Target)];
        }

        double way = (double)epoch / (options.Epochs - 1);
        double total = changes.Sum(static c => c.Rows) + (way * (changes.Sum(static c => c.Target) - changes.Sum(static c => c.Rows)));
        return LargestRemainders.Share((long)Math.Round(LargestRemainders.Snapped(total), MidpointRounding.ToEven),
            [.. changes.Select(c => c.Rows + (way * (c.Target - c.Rows)))]);
    }

    private static DrawThresholds Extra<TDraws>(TDraws draws, SeededDraw again, int epoch, long[] targets, long[] rows)
        where TDraws : IRowDraws
    {
        long[] rest = [.. targets.Select((t, g) => rows[g] == 0 ? 0 : t % rows[g])];
        return epoch == 0 ? DrawThresholds.Find(draws, rest, rows) : DrawThresholds.Find(new RekeyedDraws<TDraws>(draws, again), rest, rows);
    }

    /// <summary>Rows that come in no epoch.</summary>
    private long NeverTaken(long[][] targets, long[] rows, DrawThresholds[] extra, SeededDraw[] epochs)
    {
        bool[] cut = [.. rows.Select((n, g) => Array.TrueForAll(targets, t => t[g] < n))];
        if (targets.Length == 1)
        {
            return cut.Select((c, g) => c ? rows[g] - targets[0][g] : 0).Sum();
        }

        long never = 0;
        for (long row = 0; row < _classes.Rows && Array.Exists(cut, static c => c); row++)
        {
            int g = _classes.Codes[row];
            if (!cut[g])
            {
                continue;
            }

            ulong bits = ReadsIds ? _ids[row] : _draw.Bits(0, row);
            bool taken = false;
            for (int e = 0; e < extra.Length && !taken; e++)
            {
                taken = extra[e].Includes(g, EvenCopies.DrawOf(epochs, e, bits), row);
            }

            never += taken ? 0 : 1;
        }

        return never;
    }

    private ReportTable Effective(string[] names, List<ClassTarget> changes, long[] wanted)
    {
        int epochs = options.CopiesEvenly ? options.Epochs : 1;
        var table = new EffectiveRows("'" + string.Join("', '", options.Columns) + "'", epochs > 1);
        ReportTable result = null!;
        for (int e = 0; e < epochs; e++)
        {
            long[] ofEpoch = epochs > 1 ? Epoch(changes, e) : [.. changes.Select(static c => c.Target)];
            for (int i = 0; i < names.Length; i++)
            {
                (_, long rows, _, bool redraw) = changes[i];
                long after = ofEpoch[i];
                double target = epochs > 1 && e < epochs - 1 && options.Progressive ? after : wanted[i];
                (double squares, double? largest) = options.AsWeights ? ((double)after * after / rows, (double)after / rows)
                    : options.CopiesEvenly || (after <= rows && !redraw) ? (EffectiveRows.EvenSquares(rows, after), (after + rows - 1) / rows)
                    : (EffectiveRows.DrawnSquares(rows, redraw ? 0 : 1, redraw ? after : after - rows), (double?)null);
                table.Add(names[i], rows, target, after, squares, largest, e + 1);
            }

            result = table.Total(e + 1);
        }

        return result;
    }
}
