using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Sketches;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Mix;

/// <summary>
/// Counts the rows (and bytes, tokens or cost) of each source, asks the method for shares, and turns both into exact quotas. Memory: the
/// sources; 8 bytes a row where something other than rows is counted, in scratch where the budget has no room.
/// </summary>
/// <param name="options">Shares and budget.</param>
/// <param name="rule">The method.</param>
/// <param name="counted">Counts tokens; null where nobody asks for them.</param>
/// <param name="named">The names of the sources in order; null where a column holds them.</param>
/// <param name="context">The run.</param>
/// <remarks>Only rules that look at nothing but sizes are offered in shards: a state holds the counts, and the size of each row where sizes are no rows.</remarks>
internal sealed class MixPlanner(MixOptions options, IMixRule rule, RowTokens? counted, IReadOnlyList<string>? named, RunContext context) : RowPlanner<MixPart>, IShardedPlanner
{
    private readonly string _column = options.Source ?? SourcesView.SourceColumn;
    private readonly GroupTable _groups = new([options.Source ?? SourcesView.SourceColumn], keepCodes: false, context);
    private readonly List<RowValues<double>> _sizes = [];
    private readonly List<RowValues<double>> _tokens = [];
    private readonly List<long> _rows = [];
    private readonly IReadOnlyList<string>? _named = named;
    private int[] _codes = [];
    private int _sizeAt;
    private int _tokensAt;
    private int _valuesAt;
    private bool _counted;
    private bool _inTable;

    private bool IsSized => options.Unit != MixUnit.Rows;

    /// <summary>Tokens are counted beside another unit, for the report.</summary>
    private bool CountsTokens => options.Unit != MixUnit.Tokens && counted is not null;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        if (rule.NextTable(inputs) is { } table)
        {
            _inTable = true;
            pass = table;
            return true;
        }

        _inTable = false;
        List<ColumnRequest> columns = _named is null ? [.. _groups.Request] : [];
        _sizeAt = columns.Count;
        switch (options.Unit)
        {
            case MixUnit.Bytes when inputs.Main.Layout is null:
                Fail.Usage("Bytes can be counted where all rows are of one format; these come from several.", "Convert them to one format first, or count rows.");
                break;
            case MixUnit.Tokens:
                columns.Add(counted!.Column);
                break;
            case MixUnit.Cost:
                columns.Add(new ColumnRequest(options.CostColumn!, ColumnKind.Number));
                break;
        }

        _tokensAt = columns.Count;
        if (CountsTokens)
        {
            columns.Add(counted!.Column);
        }

        _valuesAt = columns.Count;
        columns.AddRange(rule.Columns);
        pass = new PassRequest(0, new ReadRequest { Columns = columns, Payload = options.Unit == MixUnit.Bytes }, "count sources");
        bool first = !_counted;
        _counted = true;
        return first;
    }

    public override MixPart Map(RecordBatch batch, MixPart? spent)
    {
        MixPart part = spent ?? new MixPart();
        if (_inTable)
        {
            return part;
        }

        part.Sources = _named is null ? GroupPart.Of(batch, 0, 1, part.Sources) : null;
        if (IsSized)
        {
            part.Sizes = Sized(part.Sizes, batch.Count);
            switch (options.Unit)
            {
                case MixUnit.Tokens:
                    counted!.Count(batch, _sizeAt, part.Sizes);
                    break;
                case MixUnit.Bytes:
                    RowSize.Bytes(batch, part.Sizes);
                    break;
                default:
                    RowSize.Numbers(batch, _sizeAt, options.CostColumn!, part.Sizes);
                    break;
            }
        }

        if (CountsTokens)
        {
            part.Tokens = Sized(part.Tokens, batch.Count);
            counted!.Count(batch, _tokensAt, part.Tokens);
        }

        return part;
    }

    public override void Fold(RecordBatch batch, MixPart part)
    {
        if (_inTable)
        {
            rule.AddTable(batch);
            return;
        }

        ReadOnlySpan<int> codes = part.Sources is null ? Constant(batch) : _groups.Fold(part.Sources);
        if (_groups.Count > EarliestDeadline.MostSources)
        {
            Fail.With(ErrorCodes.Infeasible, $"The column '{_column}' has more than {NumberText.Of(EarliestDeadline.MostSources)} values, too many to mix as sources.",
                "Name a column with fewer values.");
        }

        Keep(_sizes, IsSized, part.Sizes, codes, "sizes");
        Keep(_tokens, CountsTokens, part.Tokens, codes, "tokens");
        if (rule.Columns.Count > 0)
        {
            rule.Add(batch, _valuesAt, codes);
        }
    }

    public override RowPlan Plan() => Decide();

    public void SaveState(BinaryWriter to)
    {
        _groups.Save(to);
        int sources = _named is null ? _groups.Count : _rows.Count;
        to.Write(sources);
        for (int s = 0; s < sources; s++)
        {
            ReadOnlySpan<byte> key = _named is null ? _groups.Key(s) : [];
            to.Write(key.Length);
            to.Write(key);
            to.Write(_named is null ? 0 : _rows[s]);
            Save(to, IsSized ? _sizes[s] : null);
            Save(to, CountsTokens ? _tokens[s] : null);
        }
    }

    public void MergeState(BinaryReader from)
    {
        _groups.MergeSaved(from);
        int sources = from.ReadInt32();
        for (int s = 0; s < sources; s++)
        {
            byte[] key = from.ReadBytes(from.ReadInt32());
            int source = _named is null ? _groups.Find(key) : s;
            StateBytes.Demand(source >= 0, "a source of a mixture");
            while (_named is not null && _rows.Count <= s)
            {
                _rows.Add(0);
            }

            long rows = from.ReadInt64();
            if (_named is not null)
            {
                _rows[s] += rows;
            }

            Merge(_sizes, IsSized, source, from, "sizes");
            Merge(_tokens, CountsTokens, source, from, "tokens");
        }
    }

    public RowPlan Decide()
    {
        int[] groups = Order();
        SourceSizes sizes = Sizes(groups);
        MixTarget target = rule.Decide(sizes, groups);
        MixQuotas quotas = MixQuotas.Of(options, target, sizes);
        MixStream[] streams = [.. Enumerable.Range(0, sizes.Count).Select(s => Stream(sizes, quotas, target, s))];
        string[] phases = target.Phases.Count > 1 ? [.. target.Phases.Select(static p => p.Name)] : [];
        var plan = new MixPlan(streams, phases, PhaseQuotas(target, streams), _column, options.AddsOrigin || options.IsManifest, options.IsManifest, context) { InputRows = sizes.Rows.Sum() };
        MixReport.Add(plan, options, target, quotas, sizes, PhaseQuotas(target, streams), [.. groups.Select(g => g < 0 || !CountsTokens ? null : _tokens[g])]);
        if (counted?.Report() is { } told)
        {
            plan.Tables.Add(told);
        }

        return plan;
    }

    void IShardedPlanner.Gather(PassRunner passes, PlanInputs inputs) => Gather(passes, inputs);

    public override void Dispose()
    {
        _groups.Dispose();
        foreach (RowValues<double> values in _sizes.Concat(_tokens))
        {
            values.Dispose();
        }

        rule.Dispose();
        counted?.Dispose();
        base.Dispose();
    }

    /// <summary>A batch of one row and one column of text.</summary>
    internal static RecordBatch OfName(string name)
    {
        var batch = new RecordBatch(1);
        batch.Begin(ReadRequest.Of(new ColumnRequest(SourcesView.SourceColumn, ColumnKind.Text)), null);
        batch.Text(0).Append(System.Text.Encoding.UTF8.GetBytes(name));
        batch.Count = 1;
        return batch;
    }

    private static void Save(BinaryWriter to, RowValues<double>? values)
    {
        to.Write(values?.Count ?? 0);
        for (long row = 0; row < (values?.Count ?? 0); row++)
        {
            to.Write(values![row]);
        }
    }

    private void Merge(List<RowValues<double>> to, bool wanted, int source, BinaryReader from, string purpose)
    {
        while (wanted && to.Count < Math.Max(_groups.Count, _rows.Count))
        {
            to.Add(new RowValues<double>(context, purpose));
        }

        long count = from.ReadInt64();
        StateBytes.Demand(wanted || count == 0, "sizes of rows");
        for (long row = 0; row < count; row++)
        {
            to[source].Append(from.ReadDouble());
        }
    }

    private void Keep(List<RowValues<double>> to, bool wanted, double[] values, ReadOnlySpan<int> codes, string purpose)
    {
        while (wanted && to.Count < Math.Max(_groups.Count, _rows.Count))
        {
            to.Add(new RowValues<double>(context, purpose));
        }

        for (int row = 0; wanted && row < codes.Length; row++)
        {
            to[codes[row]].Append(values[row]);
        }
    }

    /// <summary>The rows of a batch of a named source are all of that source; they are counted, and listed only for those who look at them.</summary>
    private ReadOnlySpan<int> Constant(RecordBatch batch)
    {
        while (_rows.Count <= batch.Source)
        {
            _rows.Add(0);
        }

        _rows[batch.Source] += batch.Count;
        if (!IsSized && !CountsTokens && rule.Columns.Count == 0)
        {
            return [];
        }

        _codes = _codes.Length >= batch.Count ? _codes : new int[Math.Max(batch.Count, batch.Capacity)];
        Array.Fill(_codes, batch.Source, 0, batch.Count);
        return _codes.AsSpan(0, batch.Count);
    }

    /// <summary>The group of each source: in the order of the input where sources are named there, else by value; -1 where a source has no rows.</summary>
    private int[] Order() => _named is null ? _groups.Sorted() : [.. _named.Select((_, s) => s < _rows.Count && _rows[s] > 0 ? s : -1)];

    private SourceSizes Sizes(int[] groups)
    {
        long[] rows = [.. groups.Select(g => g < 0 ? 0 : _named is null ? _groups.RowsOf(g) : _rows[g])];
        return new SourceSizes
        {
            Names = [.. groups.Select((g, s) => _named is null ? _groups.Show(g) : _named[s])],
            Keys = [.. groups.Select((g, s) => _named is null ? _groups.Key(g).ToArray() : KeyOf(_named[s]))],
            Rows = rows,
            Sizes = IsSized ? [.. groups.Select(g => g < 0 ? 0 : Sum(_sizes[g]))] : [.. rows.Select(static r => (double)r)],
            RowSizes = IsSized ? [.. groups.Select(g => g < 0 ? new RowValues<double>(null, "sizes") : _sizes[g])] : null,
            Tokens = CountsTokens ? [.. groups.Select(g => g < 0 ? 0 : Sum(_tokens[g]))] : null,
        };
    }

    /// <summary>The group key that a column of names would give a source.</summary>
    private static byte[] KeyOf(string name)
    {
        byte[] buffer = [];
        return GroupKey.Of(OfName(name), 0, 1, 0, ref buffer).ToArray();
    }

    private MixStream Stream(SourceSizes sizes, MixQuotas quotas, MixTarget target, int source)
    {
        var stream = new MixStream(sizes.Names[source], sizes.Keys[source], sizes.Rows[source], context.Seed, options.Shuffled);
        if (target.Copies is { } copies)
        {
            return stream.Take(copies[source]);
        }

        double size = sizes.Sizes[source];
        double amount = quotas.Amounts[source];
        if (size == 0 || amount == 0)
        {
            return stream;
        }

        double epochs = Math.Floor(amount / size);
        double rest = amount - (epochs * size);
        if (rest >= size)
        {
            epochs++;
            rest = 0;
        }

        return stream.Take((long)epochs, Math.Max(0, rest), sizes.RowSizes?[source], options.TakesFirst);
    }

    /// <summary>The rows of each source in each phase: what a source gives, shared out over the phases in exact whole numbers.</summary>
    private static List<long[]> PhaseQuotas(MixTarget target, MixStream[] streams)
    {
        List<long[]> quotas = [.. target.Phases.Select(_ => new long[streams.Length])];
        double[][] shares = [.. target.Phases.Select(static p => p.Shares())];
        for (int s = 0; s < streams.Length; s++)
        {
            long[] parts = LargestRemainders.Share(streams[s].OutputRows, [.. target.Phases.Select((p, at) => p.Fraction * shares[at][s])]);
            for (int p = 0; p < parts.Length; p++)
            {
                quotas[p][s] = parts[p];
            }
        }

        return quotas;
    }

    private static double Sum(RowValues<double> values)
    {
        double sum = 0;
        for (long row = 0; row < values.Count; row++)
        {
            sum += values[row];
        }

        return sum;
    }

    private static double[] Sized(double[] array, int count) => array.Length >= count ? array : new double[Math.Max(count, 1024)];
}
