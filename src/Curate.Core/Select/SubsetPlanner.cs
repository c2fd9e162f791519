using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Select;

/// <summary>
/// Uniform subsets of exact size, in the whole, per group, or per stratum: the rows with the smallest keyed draws. Memory: 1 to 4 bytes a
/// row for groups (1 without), 8 more with <c>--id</c>, 8 more with a byte, token or cost budget (and 16 a row of the groups that
/// are cut together), and n / 8 for the result.
/// </summary>
internal sealed class SubsetPlanner(SubsetOptions options, RowSizer? sizer, RunContext context) : RowPlanner<SubsetPart>, IShardedPlanner
{
    public const string Reason = "not-selected";

    private readonly GroupTable _groups = new(options.Groups, keepCodes: true, context);
    private readonly RowValues<ulong> _ids = new(context, "ids");
    private readonly RowValues<double> _sizes = new(context, "sizes");
    private readonly HashSet<ulong> _must = [];
    private SeededDraw _draw = context.Draw("select");
    private int _pass = -1;
    private int _idColumn;
    private int _sizeColumn;
    private ReadRequest _request = ReadRequest.CountOnly;
    private bool ReadsIds => options.Id is not null;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        _pass++;
        int stage = _pass + (options.Must ? 0 : 1);
        if (stage == 0)
        {
            pass = new PassRequest(1, ReadRequest.Of(new ColumnRequest(options.Id!, ColumnKind.Text)), "read the rows that must stay");
            return true;
        }

        List<ColumnRequest> columns = [.. _groups.Request];
        _idColumn = columns.Count;
        if (ReadsIds)
        {
            columns.Add(new ColumnRequest(options.Id!, ColumnKind.Text));
        }

        _sizeColumn = columns.Count;
        _request = sizer?.Request(columns, inputs.Main) ?? new ReadRequest { Columns = columns };
        pass = new PassRequest(0, _request, "read groups");
        return stage == 1;
    }

    public override SubsetPart Map(RecordBatch batch, SubsetPart? spent)
    {
        SubsetPart part = spent ?? new SubsetPart();
        bool must = options.Must && _pass == 0;
        if (!must)
        {
            part.Groups = GroupPart.Of(batch, 0, options.Groups.Count, part.Groups);
        }

        if (ReadsIds)
        {
            part.Ids = Sized(part.Ids, batch);
            TextColumn ids = batch.Text(must ? 0 : _idColumn);
            for (int row = 0; row < batch.Count; row++)
            {
                part.Ids[row] = Hash128.Of(ids[row]).Low;
            }
        }

        if (!must && sizer is not null)
        {
            part.Sizes = Sized(part.Sizes, batch);
            sizer.Find(batch, _sizeColumn, part.Sizes);
        }

        return part;
    }

    public override void Fold(RecordBatch batch, SubsetPart part)
    {
        if (options.Must && _pass == 0)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                _must.Add(part.Ids[row]);
            }

            return;
        }

        _groups.Fold(part.Groups!);
        for (int row = 0; ReadsIds && row < batch.Count; row++)
        {
            // A row that must stay has the smallest draw of all; others are keyed by their id.
            ulong id = part.Ids[row];
            _ids.Append(_must.Contains(id) ? 0 : Math.Max(1, _draw.Bits(0, (long)id)));
        }

        for (int row = 0; options.Budget.IsSized && row < batch.Count; row++)
        {
            _sizes.Append(part.Sizes[row]);
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        int groups = Math.Max(1, _groups.Count);
        var sizes = new long[groups];
        for (int g = 0; g < _groups.Count; g++)
        {
            sizes[g] = _groups.RowsOf(g);
        }

        CheckMust(sizes);
        var kept = new BitMap();
        if (options.Budget.IsSized && options.Allocation is not null)
        {
            if (ReadsIds)
            {
                PickStrata(new StoredDraws(_ids, _groups.Codes), sizes, kept);
            }
            else
            {
                PickStrata(new RowDraws(_draw, _groups.Codes), sizes, kept);
            }
        }
        else if (options.Budget.IsSized)
        {
            var ranked = new SizedPick(options.Budget.Amount, _groups, _sizes, context);
            if (ReadsIds)
            {
                ranked.Pick(new StoredDraws(_ids, _groups.Codes), kept);
            }
            else
            {
                ranked.Pick(new RowDraws(_draw, _groups.Codes), kept);
            }
        }
        else
        {
            long[] quotas = QuotasFor(sizes);
            if (ReadsIds)
            {
                DrawThresholds.Pick(new StoredDraws(_ids, _groups.Codes), quotas, sizes, kept, context.Workers);
            }
            else
            {
                DrawThresholds.Pick(new RowDraws(_draw, _groups.Codes), quotas, sizes, kept, context.Workers);
            }
        }

        long output = kept.PopCount();
        var plan = new KeptRows(kept, output, Reason) { InputRows = _groups.Rows };
        plan.Dropped.Add(Reason, _groups.Rows - output);
        plan.Tables.Add(Table(kept));
        if (sizer?.Told() is { } told)
        {
            plan.Tables.Add(told);
        }

        return plan;
    }

    public void SaveState(BinaryWriter to)
    {
        _groups.Save(to);
        for (long row = 0; row < _ids.Count; row++)
        {
            to.Write(_ids[row]);
        }

        for (long row = 0; row < _sizes.Count; row++)
        {
            to.Write(_sizes[row]);
        }
    }

    public void MergeState(BinaryReader from)
    {
        long before = _groups.Rows;
        _groups.MergeSaved(from);
        for (long n = _groups.Rows - before; ReadsIds && n > 0; n--)
        {
            _ids.Append(from.ReadUInt64());
        }

        for (long n = _groups.Rows - before; options.Budget.IsSized && n > 0; n--)
        {
            _sizes.Append(from.ReadDouble());
        }
    }

    public override void Dispose()
    {
        _groups.Dispose();
        _ids.Dispose();
        _sizes.Dispose();
        sizer?.Dispose();
        base.Dispose();
    }

    /// <summary>Rows that must stay are never cut in silence.</summary>
    private void CheckMust(long[] sizes)
    {
        if (!options.Must)
        {
            return;
        }

        bool strata = options.Budget.IsSized && options.Allocation is not null;
        var needed = new double[strata ? 1 : sizes.Length];
        for (long row = 0; row < _ids.Count; row++)
        {
            needed[strata ? 0 : _groups.Codes[row]] += _ids[row] != 0 ? 0 : options.Budget.IsSized ? _sizes[row] : 1;
        }

        long[]? quotas = options.Budget.IsSized ? null : QuotasFor(sizes);
        for (int g = 0; g < needed.Length; g++)
        {
            PickSpecs.CheckMust(needed[g], quotas is null ? options.Budget : new Budget(BudgetKind.Rows, quotas[g]), strata || options.Groups.Count == 0 ? null : _groups.Show(g));
        }
    }

    /// <summary>The most rows, shared out among the strata, whose sizes fit; a stratum's rows in the order of their draws.</summary>
    private void PickStrata<TDraws>(TDraws draws, long[] sizes, BitMap kept)
        where TDraws : IRowDraws
    {
        long[] must = MustRows(sizes);
        long[] QuotasOf(long rows) => Quotas.Of(rows, sizes, options.Allocation!.Value, options.AtLeast);
        double SumOf(long rows)
        {
            DrawThresholds thresholds = DrawThresholds.Find(draws, QuotasOf(rows), sizes, context.Workers);
            double sum = 0;
            for (long row = 0; row < draws.Rows; row++)
            {
                sum += thresholds.Includes(draws.GroupOf(row), draws.DrawOf(row), row) ? _sizes[row] : 0;
            }

            return sum;
        }

        long[] quotas = QuotasOf(SizeRoom.Largest(0, sizes.Sum(), options.Budget.Amount, SumOf));
        for (int g = 0; g < must.Length; g++)
        {
            // The budget holds the rows that must be in, but strata have their parts of it.
            PickSpecs.CheckMust(must[g], quotas[g], _groups.Show(g));
        }

        DrawThresholds.Pick(draws, quotas, sizes, kept, context.Workers);
    }

    /// <summary>Rows of each group that must be in.</summary>
    private long[] MustRows(long[] sizes)
    {
        var must = new long[sizes.Length];
        for (long row = 0; row < _ids.Count && options.Must; row++)
        {
            must[_groups.Codes[row]] += _ids[row] == 0 ? 1 : 0;
        }

        return must;
    }

    private long[] QuotasFor(long[] sizes)
    {
        if (options.Allocation is { } allocation)
        {
            long rows = sizes.Sum();
            long total = options.Budget.RowsOf(rows);
            return Quotas.Of(Checked(total, rows, "rows"), sizes, allocation, options.AtLeast);
        }

        var quotas = new long[sizes.Length];
        for (int g = 0; g < sizes.Length; g++)
        {
            // With --per a group that is smaller than the quota gives all it has; without, too large a request is an error.
            quotas[g] = options.Budget.Kind == BudgetKind.Fraction
                ? options.Budget.RowsOf(sizes[g])
                : options.Groups.Count > 0 ? Math.Min(sizes[g], (long)options.Budget.Amount) : Checked((long)options.Budget.Amount, sizes[g], "rows");
        }

        return quotas;
    }

    private ReportTable Table(BitMap kept)
    {
        var selected = new long[_groups.Count];
        if (_groups.Count == 1)
        {
            selected[0] = kept.PopCount();
        }

        for (long row = 0; row < _groups.Rows && _groups.Count > 1; row++)
        {
            selected[_groups.Codes[row]] += kept[row] ? 1 : 0;
        }

        var table = new ReportTable("groups", options.Groups.Count == 0 ? "Rows" : "Rows by " + string.Join(", ", options.Groups), ["group", "in", "selected"]);
        foreach (int g in _groups.Sorted())
        {
            table.Add(options.Groups.Count == 0 ? "all" : _groups.Show(g), _groups.RowsOf(g), selected[g]);
        }

        return table;
    }

    private static long Checked(long wanted, long available, string what)
    {
        if (wanted > available)
        {
            Fail.With(ErrorCodes.Infeasible, $"--{what} {NumberText.Of(wanted)} asks for more than the {NumberText.Of(available)} {what} there are.",
                "Ask for fewer, or use --fraction.");
        }

        return wanted;
    }

    private static T[] Sized<T>(T[] array, RecordBatch batch) => array.Length >= batch.Count ? array : new T[Math.Max(batch.Count, batch.Capacity)];
}
