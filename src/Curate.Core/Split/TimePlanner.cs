using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>
/// The past for training, later rows for validation and test: cuts at given times, or where the fractions fall; equal times at a cut go
/// to the earlier split. With a group column cuts are made within each group (each user's own past). Rows within the gap after a cut
/// are left out. Memory: 8 bytes a row, 1 for its split, and 1 to 4 for its group. Cuts are found by counting, without sorting.
/// </summary>
internal sealed class TimePlanner(SplitOptions options, RunContext context) : RowPlanner<TimePart>
{
    public const string GapReason = "gap";
    private readonly GroupTable _entities = new(options.Group, keepCodes: true, context);
    private readonly RowValues<double> _at = new(context, "times");
    private byte _kind;
    private bool _done;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, ReadRequest.Of([new ColumnRequest(options.Time, ColumnKind.Text), .. _entities.Request]), "read times");
        bool first = !_done;
        _done = true;
        return first;
    }

    public override TimePart Map(RecordBatch batch, TimePart? spent)
    {
        TimePart part = spent ?? new TimePart();
        if (part.At.Length < batch.Count)
        {
            part.At = new double[Math.Max(batch.Count, batch.Capacity)];
            part.Kinds = new byte[part.At.Length];
        }

        TextColumn times = batch.Text(0);
        for (int row = 0; row < batch.Count; row++)
        {
            part.Kinds[row] = times.IsNull(row) ? (byte)0 : TryPlace(times[row], out part.At[row]);
        }

        part.Entities = GroupPart.Of(batch, 1, options.Group.Count, part.Entities);
        return part;
    }

    public override void Fold(RecordBatch batch, TimePart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            byte kind = part.Kinds[row];
            if (kind == 0 || kind == 3 || (_kind != 0 && kind != _kind))
            {
                string value = kind == 0 ? "the value is missing" : Fail.Show(batch.Text(0)[row]) + (kind == 3 ? " is no date, time or number" : " is not of the same kind as the rows before it");
                Fail.With(ErrorCodes.BadValue,
                    $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{options.Time}': {value}; every row needs an ISO 8601 date or time, or every row a number.",
                    kind == 0 ? $"Leave such rows out: --where \"{options.Time} is not null\"." : "Mend the value, or keep broken rows out with --where.");
            }

            _kind = kind;
            // Both zeros are one time.
            _at.Append(part.At[row] + 0.0);
        }

        _entities.Fold(part.Entities!);
    }

    public override RowPlan Plan()
    {
        if (options.Gap != TimeGap.None && _at.Count > 0 && options.Gap.IsTime != (_kind == 1))
        {
            Fail.Usage(_kind == 1 ? "--gap needs a unit for a column of times." : "--gap takes a plain number for a column of numbers.", "Pass for example --gap 7d, or --gap 100.");
        }

        int parts = options.Parts;
        var assigned = new RowParts(context);
        double[][] cuts = Cuts();
        bool given = options.Cuts.Count > 0;
        long[] gaps = new long[parts];
        for (long row = 0; row < _at.Count; row++)
        {
            double[] mine = cuts[options.Group.Count == 0 || options.Cuts.Count > 0 ? 0 : _entities.Codes[row]];
            int part = 0;
            while (part < parts - 1 && (given ? _at[row] >= mine[part] : _at[row] > mine[part]))
            {
                part++;
            }

            double past = part > 0 ? _at[row] - mine[part - 1] : 0;
            bool near = part > 0 && options.Gap.Amount > 0 && (given ? past < options.Gap.Amount : past <= options.Gap.Amount);
            gaps[part] += near ? 1 : 0;
            assigned.Append(near ? -1 : part);
        }

        var plan = new SplitPlan(assigned, options.SplitNames, options.Column, GapReason) { InputRows = _at.Count };
        plan.Tables.Add(SplitTable.Of(options.SplitNames, assigned, null));
        plan.Tables.Add(Ranges(assigned));
        return plan;
    }

    /// <summary>The last moments of all splits but the last, per group (or one list for all); of given cuts the first moments of the later splits.</summary>
    private double[][] Cuts()
    {
        if (options.Cuts.Count > 0)
        {
            double[] given = [.. options.Cuts.Select(Cut)];
            for (int i = 1; i < given.Length; i++)
            {
                if (!(given[i - 1] < given[i]))
                {
                    Fail.Usage($"--cuts must rise; {Fail.Show(options.Cuts[i])} does not come after {Fail.Show(options.Cuts[i - 1])}.");
                }
            }

            return [given];
        }

        // Without group columns every row is in one group.
        int groups = Math.Max(1, _entities.Count);
        var sizes = new long[groups];
        var cuts = new double[groups][];
        for (int g = 0; g < groups; g++)
        {
            sizes[g] = _entities.Count == 0 ? 0 : _entities.RowsOf(g);
            cuts[g] = new double[options.Parts - 1];
        }

        IReadOnlyList<double> shares = options.Shares;
        double sum = shares.Sum();
        double share = 0;
        for (int p = 0; p < options.Parts - 1; p++)
        {
            share += shares[p] / sum;
            long[] upTo = [.. sizes.Select(size => (long)Math.Round(share * size, MidpointRounding.ToEven))];
            double[] last = LastOf(upTo, sizes);
            for (int g = 0; g < groups; g++)
            {
                cuts[g][p] = last[g];
            }
        }

        return cuts;
    }

    /// <summary>The latest of the first so many moments of each group; minus infinity for none.</summary>
    private double[] LastOf(long[] upTo, long[] sizes)
    {
        var order = new TimeOrder(_at, _entities.Codes);
        DrawThresholds thresholds = DrawThresholds.Find(order, upTo, sizes);
        var last = new double[sizes.Length];
        Array.Fill(last, double.NegativeInfinity);
        for (long row = 0; row < _at.Count; row++)
        {
            int g = order.GroupOf(row);
            if (_at[row] > last[g] && thresholds.Includes(g, order.DrawOf(row), row))
            {
                last[g] = _at[row];
            }
        }

        return last;
    }

    /// <summary>A cut given by the user is the first moment of the later split.</summary>
    private double Cut(string text)
    {
        byte kind = TryPlace(System.Text.Encoding.UTF8.GetBytes(text), out double at);
        if (kind == 3 || (_at.Count > 0 && kind != _kind))
        {
            Fail.Usage($"--cuts takes {(_kind == 1 ? "dates or times" : _kind == 2 ? "numbers" : "dates, times or numbers")} like those of '{options.Time}', not {Fail.Show(text)}.");
        }

        return at;
    }

    private ReportTable Ranges(RowParts assigned)
    {
        var low = new double[options.Parts];
        var high = new double[options.Parts];
        Array.Fill(low, double.PositiveInfinity);
        Array.Fill(high, double.NegativeInfinity);
        for (long row = 0; row < _at.Count; row++)
        {
            if (assigned[row] is >= 0 and int part)
            {
                low[part] = Math.Min(low[part], _at[row]);
                high[part] = Math.Max(high[part], _at[row]);
            }
        }

        var table = new ReportTable("times", $"Range of '{options.Time}'", ["split", "first", "last"]);
        for (int p = 0; p < options.Parts; p++)
        {
            table.Add(options.SplitNames[p], Show(low[p]), Show(high[p]));
        }

        return table;
    }

    private string? Show(double at) => double.IsInfinity(at) ? null
        : _kind == 1 ? System.Text.Encoding.ASCII.GetString(CellValues.Utf8(new CellValue(ColumnKind.Time) { Whole = (long)at })) : NumberText.Of(at);

    public override void Dispose()
    {
        _at.Dispose();
        _entities.Dispose();
        base.Dispose();
    }

    /// <summary>Moments in a form that sorts as unsigned numbers.</summary>
    private readonly struct TimeOrder(RowValues<double> at, RowCodes groups) : IRowDraws
    {
        public long Rows => at.Count;

        public int GroupOf(long row) => groups[row];

        public ulong DrawOf(long row) => OrderedBits.Of(at[row]);

        /// <inheritdoc/>
        public void Read(long first, Span<int> into, Span<ulong> draws)
        {
            groups.CopyTo(first, into);
            for (int i = 0; i < draws.Length; i++)
            {
                draws[i] = OrderedBits.Of(at[first + i]);
            }
        }
    }

    /// <summary>Microseconds of dates within the years 1 to 9999 are below 2^58; doubles hold them to 32 microseconds at the far ends and exactly from 1685 to 2255.</summary>
    /// <summary>The place of a text on the time axis: 1 = a time, in microseconds; 2 = a number; 3 = neither.</summary>
    internal static byte TryPlace(ReadOnlySpan<byte> text, out double at)
    {
        if (MomentText.TryTime(text, out long micros))
        {
            at = micros;
            return 1;
        }

        return ValueText.TryNumber(text, out at) && !double.IsNaN(at) ? (byte)2 : (byte)3;
    }
}
