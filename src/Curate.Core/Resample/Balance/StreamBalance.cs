using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// Keeps a buffer of fixed size that is balanced over classes at every moment of one pass: when it is full, the largest class loses its worst row, by a score, or
/// a random one. What stays in the end does not depend on the order of the rows: <see cref="ClassBuffer"/>. Rows without a label are not buffered.
/// </summary>
/// <remarks>
/// Y.-J. Jung et al., "Data Stream Sampling with Fuzzy Task Boundaries and Noisy Labels" (noisy test debiasing: the row of the largest class with the highest loss
/// leaves). Memory: 24 to 96 bytes a buffered row, whatever the length of the stream; the classes.
/// </remarks>
internal sealed class StreamBalance(StreamOptions options, RunContext context) : RowPlanner<StreamPart>, IShardedPlanner
{
    public const string Reason = "not-selected";
    public const int DefaultBuffer = 10_000;

    private readonly GroupTable _classes = new([options.Label], keepCodes: false);
    private readonly ClassBuffer _buffer = new(options.Buffer, context);
    private readonly SeededDraw _draw = context.Draw("stream-balance");
    private bool _done;

    public static MethodEntry Entry { get; } = new MethodEntry<StreamOptions>("resample", "stream-balance",
        "Keeps a fixed number of rows, balanced over classes, in one pass: the largest class loses its worst row, or a random one.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Random | MethodTraits.Idempotent)
    {
        Memory = "24 to 96 bytes a row of the buffer, in scratch beyond --memory, nothing for other rows; the classes",
        Passes = "2: one decides, one copies",
        Source = "Y.-J. Jung et al., Data Stream Sampling with Fuzzy Task Boundaries and Noisy Labels",
        DropReasons = [Reason],
        Usage = "curate resample penguins.csv --method stream-balance --label species --buffer 60 -o buffer.csv",
        Defaults = new StreamOptions(),
        Options =
        [
            OptionSpec<StreamOptions>.Column("label", "Column that holds the class.", (o, v) => o with { Label = v }) with { Role = true, Required = true },
            OptionSpec<StreamOptions>.Whole("buffer", "Rows that stay at most.", (o, v) => o with { Buffer = (int)v }, DefaultBuffer, 1, 1_000_000_000, "rows"),
            OptionSpec<StreamOptions>.Column("score", "Column of numbers, a loss or a quality, by which the worst row of a class leaves; a missing one is the worst.", (o, v) => o with { Score = v }) with { Role = true },
            OptionSpec<StreamOptions>.Choice("drop", "The row of the largest class that leaves: the one with the highest or lowest --score, or a random one. Without it highest with --score, else random.",
                ["highest", "lowest", "random"], (o, v) => o with { Drop = v }),
            OptionSpec<StreamOptions>.Column("id", "Key draws by this column instead of the row number.", (o, v) => o with { Id = v }) with { Role = true },
        ],
        Validate = Check,
        Resolved = static o => new Dictionary<string, string?> { ["drop"] = o.Drop ?? (o.Score is null ? "random" : "highest") },
        Start = static (options, request) => MethodStart.With(new StreamBalance(options with
        {
            Label = request.Column(options.Label),
            Score = options.Score is { } score ? request.Column(score) : null,
            Id = options.Id is { } id ? request.Column(id) : null,
        }, request.Context)),
        Example = static table => new StreamOptions { Label = table.Label, Buffer = Math.Max(1, table.Rows / 3) },
    };

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        List<ColumnRequest> columns = [.. _classes.Request];
        if (options.Score is { } score)
        {
            columns.Add(new ColumnRequest(score, ColumnKind.Number));
        }

        if (options.Id is { } id)
        {
            columns.Add(new ColumnRequest(id, ColumnKind.Text));
        }

        pass = new PassRequest(0, ReadRequest.Of(columns), "fill the buffer");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override StreamPart Map(RecordBatch batch, StreamPart? spent)
    {
        StreamPart part = spent ?? new StreamPart();
        part.Groups = GroupPart.Of(batch, 0, 1, part.Groups);
        part.Rows = part.Rows.Length >= batch.Count ? part.Rows : new BufferedRow[Math.Max(batch.Count, batch.Capacity)];
        NumberColumn? scores = options.Score is null ? null : (NumberColumn)batch[1];
        TextColumn? ids = options.Id is null ? null : batch.Text(scores is null ? 1 : 2);
        bool lowest = options.Drop == "lowest";
        for (int row = 0; row < batch.Count; row++)
        {
            long at = batch.FirstRow + row;
            ulong draw = ids is null ? _draw.Bits(0, at) : _draw.Bits(0, (long)Hash128.Of(ids[row]).Low);
            ulong badness = scores is null ? 0 : scores.IsNull(row) ? ulong.MaxValue : BufferedRow.Comparable(lowest ? -scores[row] : scores[row]);
            part.Rows[row] = new BufferedRow(badness, draw, at);
        }

        return part;
    }

    public override void Fold(RecordBatch batch, StreamPart part)
    {
        ReadOnlySpan<int> of = _classes.Fold(part.Groups!);
        Know();
        for (int row = 0; row < of.Length; row++)
        {
            if (!_classes.IsMissing(of[row]))
            {
                _buffer.Add(of[row], part.Rows[row]);
            }
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        var rows = new List<long>();
        for (int c = 0; c < _buffer.Classes; c++)
        {
            foreach (BufferedRow row in _buffer.RowsOf(c))
            {
                rows.Add(row.Row);
            }
        }

        rows.Sort();
        var plan = new ListedRows([.. rows], _classes.Rows, Reason);
        plan.Tables.Add(Table(rows.Count));
        return plan;
    }

    public void SaveState(BinaryWriter to)
    {
        _classes.Save(to);
        for (int c = 0; c < _classes.Count; c++)
        {
            int count = c < _buffer.Classes ? _buffer.CountOf(c) : 0;
            to.Write(count);
            for (int i = 0; i < count; i++)
            {
                BufferedRow row = _buffer.RowsOf(c)[i];
                to.Write(row.Badness);
                to.Write(row.Draw);
                to.Write(row.Row);
            }
        }
    }

    public void MergeState(BinaryReader from)
    {
        var later = new GroupTable([options.Label], keepCodes: false);
        later.MergeSaved(from);
        _classes.Merge(later);
        Know();
        for (int c = 0; c < later.Count; c++)
        {
            int own = _classes.Find(later.Key(c));
            for (int n = from.ReadInt32(); n > 0; n--)
            {
                _buffer.Add(own, new BufferedRow(from.ReadUInt64(), from.ReadUInt64(), from.ReadInt64()));
            }
        }
    }

    public override void Dispose()
    {
        _buffer.Dispose();
        _classes.Dispose();
        base.Dispose();
    }

    private static void Check(StreamOptions options)
    {
        if (options.Score is null && options.Drop is ("highest" or "lowest"))
        {
            Fail.Usage($"--drop {options.Drop} needs a column to compare by.", "Pass --score COL, or --drop random.");
        }

        if (options.Score is not null && options.Drop == "random")
        {
            Fail.Usage("--drop random compares no --score.", "Leave one of them out.");
        }
    }

    /// <summary>Gives new classes a place in the buffer.</summary>
    private void Know()
    {
        for (int c = _buffer.Classes; c < _classes.Count; c++)
        {
            _buffer.AddClass(_draw.For(_classes.Key(c)).Bits(1, 0));
        }
    }

    private ReportTable Table(int kept)
    {
        var table = new ReportTable("classes", $"Classes of '{options.Label}'", ["class", "before", "after", "reservoir", "worst_score"]);
        long labelled = 0;
        for (int c = 0; c < _classes.Count; c++)
        {
            labelled += _classes.IsMissing(c) ? 0 : _classes.RowsOf(c);
        }

        foreach (int c in _classes.Sorted())
        {
            if (_classes.IsMissing(c))
            {
                table.Add("(missing, left out)", _classes.RowsOf(c), 0L, null, null);
                continue;
            }

            long after = _buffer.CountOf(c);
            table.Add(_classes.Show(c), _classes.RowsOf(c), after, (double)kept * _classes.RowsOf(c) / labelled, options.Score is null || after == 0 ? null : Score(_buffer.WorstOf(c).Badness));
        }

        return table;
    }

    private object? Score(ulong badness)
    {
        if (badness == ulong.MaxValue)
        {
            return null;
        }

        double value = BitConverter.UInt64BitsToDouble(badness >> 63 != 0 ? badness & ~(1UL << 63) : ~badness);
        return options.Drop == "lowest" ? -value + 0.0 : value;
    }
}
