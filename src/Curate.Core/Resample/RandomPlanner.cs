using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample;

/// <summary>
/// Random over-sampling, under-sampling, or both, to a count for each class. One pass counts classes; copies are decided while rows are
/// copied. Rows without a label are no class and stay once. Memory: the classes; when a class shrinks also 1 to 4 bytes a row, and 8
/// more with an id.
/// </summary>
internal sealed class RandomPlanner(RandomOptions options, RunContext context) : RowPlanner<RandomPart>, IShardedPlanner
{
    private readonly GroupTable _classes = new([options.Label], keepCodes: options.Mode != BalanceMode.Over && !options.AsWeights && !options.Replacement, context);
    private readonly RowValues<ulong> _ids = new(context, "ids");
    private readonly SeededDraw _draw = context.Draw("resample");
    private bool _done;

    private bool ReadsIds => options.Id is not null && options.Mode != BalanceMode.Over && !options.AsWeights && !options.Replacement;

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
        part.Groups = GroupPart.Of(batch, 0, 1, part.Groups);
        if (ReadsIds)
        {
            part.Ids = part.Ids.Length >= batch.Count ? part.Ids : new ulong[Math.Max(batch.Count, batch.Capacity)];
            TextColumn ids = batch.Text(1);
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
        int[] classes = [.. _classes.Sorted().Where(g => !_classes.IsMissing(g))];
        string[] names = [.. classes.Select(_classes.Show)];
        long[] counts = [.. classes.Select(_classes.RowsOf)];
        long[] targets = TargetCounts.Of(options.To, options.Mode, names, counts);
        var changes = new List<ClassTarget>();
        for (int i = 0; i < classes.Length; i++)
        {
            bool redraw = options.Replacement && targets[i] < counts[i];
            changes.Add(new ClassTarget(_classes.Key(classes[i]).ToArray(), counts[i], targets[i], redraw));
        }

        RowPlan plan = options.AsWeights
            ? new ClassWeights(changes, options.Label, options.WeightColumn) { InputRows = _classes.Rows }
            : Copies(classes, changes);
        plan.Tables.Add(ClassChanges.Table(options.Label, names, counts, targets,
            [.. _classes.Sorted().Where(_classes.IsMissing).Select(g => ("(missing, kept as it is)", _classes.RowsOf(g)))]));
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
                DrawThresholds.Pick(new StoredDraws(_ids, _classes.Codes), quotas, sizes, kept);
            }
            else
            {
                DrawThresholds.Pick(new RowDraws(_draw, _classes.Codes), quotas, sizes, kept);
            }
        }

        var plan = new ClassCopies(changes, options.Label, context.Seed, kept) { InputRows = _classes.Rows };
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
}
