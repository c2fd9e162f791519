using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Cuts byte ranges out of the texts of rows, and drops rows of whose text too little is left; or marks both. The order is kept; rows without a cut are copied
/// as they are. A few bytes a cut.
/// </summary>
internal sealed class CutPlan : RowPlan
{
    public const string TooShortReason = "too-short";

    private static readonly Field[] s_counts = [new("_cut_units", ColumnKind.Whole), new("_cut_bytes", ColumnKind.Whole)];

    private static readonly Field[] s_mark = [.. s_counts, new("_cut_spans", ColumnKind.Text), new("_too_short", ColumnKind.Flag)];

    private readonly CutLog _cuts;
    private readonly string _column;
    private readonly bool _mark;
    private readonly bool _counts;

    /// <param name="cuts">Byte ranges; the plan's own from now on.</param>
    /// <param name="column">The column of the text.</param>
    /// <param name="mark">Nothing is cut and nothing dropped.</param>
    /// <param name="counts">Kept rows say what was cut.</param>
    public CutPlan(CutLog cuts, string column, bool mark, bool counts)
    {
        _cuts = cuts;
        _column = column;
        _mark = mark;
        _counts = counts;
    }

    /// <summary>Says what is cut from a row and where the copies are that stay.</summary>
    public Func<long, string?>? Explains { get; init; }

    public override long OutputRows => InputRows - Dropped.Total;

    public override IReadOnlyList<Field> Added => _mark ? s_mark : _counts ? s_counts : [];

    public override IReadOnlyList<Field> Evidence => s_counts;

    public override IReadOnlyList<ColumnRequest> Needs => HasEdits ? [new ColumnRequest(_column, ColumnKind.Text)] : [];

    public override bool HasEdits => !_mark && _cuts.Count > 0;

    public override string? Explain(long row) => Explains?.Invoke(row);

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("cuts");
        to.Write(InputRows);
        to.Write(_column);
        to.Write(_mark);
        to.Write(_counts);
        to.Write(Dropped.Total);
        _cuts.Save(to);
    }

    public override void Dispose()
    {
        _cuts.Dispose();
        base.Dispose();
    }

    internal static CutPlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string column = from.ReadString();
        bool mark = from.ReadBoolean();
        bool counts = from.ReadBoolean();
        long dropped = from.ReadInt64();
        var plan = new CutPlan(CutLog.Load(from), column, mark, counts) { InputRows = rows };
        plan.Dropped.Add(TooShortReason, dropped);
        return plan;
    }

    private static byte[] Left(ReadOnlySpan<byte> text, CutRow cut)
    {
        byte[] left = new byte[text.Length - cut.Bytes];
        cut.CopyLeft(text, left);
        return left;
    }

    private sealed class Cursor(CutPlan plan) : PlanCursor
    {
        private static readonly byte[] s_none = "[]"u8.ToArray();
        private readonly CutLog.Walk _walk = plan._cuts.Open();

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                while (_walk.Current.Row < row)
                {
                    _walk.Next();
                }

                CutRow? cut = _walk.Current.Row == row ? _walk.Current : null;
                if (cut is { Leaves: true } && !plan._mark)
                {
                    if (into.WantDropped)
                    {
                        into.Drop(i, TooShortReason);
                        Count(into.Evidence, cut);
                    }

                    continue;
                }

                into.Keep(i);
                if (cut is not null && !plan._mark)
                {
                    byte[] left = Left(batch.Text(firstColumn)[i], cut);
                    into.Edits.Add(new CellEdit(into.Count - 1, plan._column, new CellValue(ColumnKind.Text) { Bytes = left }));
                }

                if (plan.Added.Count > 0)
                {
                    Count(into.Added, cut);
                }

                if (plan._mark)
                {
                    ((TextColumn)into.Added[2]).Append(cut is null ? s_none : Spans(cut));
                    ((FlagColumn)into.Added[3]).Append(cut is { Leaves: true });
                }
            }
        }

        private static void Count(Column[] columns, CutRow? cut)
        {
            ((WholeColumn)columns[0]).Append(cut?.Units ?? 0);
            ((WholeColumn)columns[1]).Append(cut?.Bytes ?? 0);
        }

        private static byte[] Spans(CutRow cut)
        {
            var text = new StringBuilder("[");
            foreach ((int from, int to) in cut.Ranges)
            {
                text.Append(text.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"[{from},{to}]");
            }

            return Encoding.ASCII.GetBytes(text.Append(']').ToString());
        }
    }
}
