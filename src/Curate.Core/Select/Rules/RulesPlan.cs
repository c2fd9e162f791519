using System.Numerics;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Dedupe.Lines;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Text.Languages;

namespace Curate.Core.Select.Rules;

/// <summary>Drops the rows that break rules, and cuts lines out of others; or keeps all and says so in columns. Owns what it is made from.</summary>
internal sealed class RulesPlan : RowPlan
{
    private static readonly Field[] s_evidence = [new("_rules", ColumnKind.Text), new("_value", ColumnKind.Number)];

    private readonly string _column;
    private readonly bool _mark;
    private readonly TextStatistic[] _shown;
    private readonly RowValues<BrokenRow> _broken;
    private readonly RowValues<double> _statistics;
    private readonly CutLog _cuts;

    /// <param name="column">The column of the text.</param>
    /// <param name="mark">Nothing leaves and nothing is cut.</param>
    /// <param name="shown">Statistics that become columns.</param>
    /// <param name="broken">Rows that break rules, ascending.</param>
    /// <param name="statistics">The shown statistics of every row.</param>
    /// <param name="cuts">What is cut.</param>
    public RulesPlan(string column, bool mark, TextStatistic[] shown, RowValues<BrokenRow> broken, RowValues<double> statistics, CutLog cuts)
    {
        (_column, _mark, _shown, _broken, _statistics, _cuts) = (column, mark, shown, broken, statistics, cuts);
        Added = [.. mark ? [new Field("_rules", ColumnKind.Text)] : Array.Empty<Field>(), .. shown.Select(static s => new Field(ColumnOf(s), KindOf(s)))];
    }

    /// <summary>Says what is measured of a row.</summary>
    public Func<long, string?>? Explains { get; init; }

    public override long OutputRows => _mark ? InputRows : InputRows - _broken.Count;

    public override IReadOnlyList<Field> Added { get; }

    public override IReadOnlyList<Field> Evidence => s_evidence;

    public override IReadOnlyList<ColumnRequest> Needs => HasEdits ? [new ColumnRequest(_column, ColumnKind.Text)] : [];

    public override bool HasEdits => !_mark && _cuts.Count > 0;

    public override string? Explain(long row) => Explains?.Invoke(row);

    public override PlanCursor Open() => new Cursor(this);

    /// <summary>A statistic as explanations show it.</summary>
    public static string Shown(TextStatistic statistic, double value) => statistic switch
    {
        TextStatistic.Language => LanguageReader.Codes[(int)value],
        TextStatistic.Script => ((TextScript)(int)value).ToString(),
        _ => NumberText.Of(Math.Round(value, 4)),
    };

    public override void Save(BinaryWriter to)
    {
        to.Write("rules");
        to.Write(InputRows);
        to.Write(_column);
        to.Write(_mark);
        to.Write(_shown.Length);
        foreach (TextStatistic statistic in _shown)
        {
            to.Write(RuleBook.NameOf(statistic));
        }

        SaveRows(to, _broken, _statistics);
        _cuts.Save(to);
    }

    public override void Dispose()
    {
        _broken.Dispose();
        _statistics.Dispose();
        _cuts.Dispose();
        base.Dispose();
    }

    internal static void SaveRows(BinaryWriter to, RowValues<BrokenRow> broken, RowValues<double> statistics)
    {
        to.Write(broken.Count);
        for (long i = 0; i < broken.Count; i++)
        {
            BrokenRow row = broken[i];
            to.Write(row.Row);
            to.Write(row.Rules);
            to.Write(row.Value);
        }

        to.Write(statistics.Count);
        for (long i = 0; i < statistics.Count; i++)
        {
            to.Write(statistics[i]);
        }
    }

    internal static void LoadRows(BinaryReader from, RowValues<BrokenRow> broken, RowValues<double> statistics)
    {
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            long row = from.ReadInt64();
            ulong rules = from.ReadUInt64();
            broken.Append(new BrokenRow(row, rules, from.ReadDouble()));
        }

        for (long n = from.ReadInt64(); n > 0; n--)
        {
            statistics.Append(from.ReadDouble());
        }
    }

    internal static RulesPlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string column = from.ReadString();
        bool mark = from.ReadBoolean();
        var shown = new List<TextStatistic>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string name = from.ReadString();
            shown.Add(RuleBook.Columns.First(c => c.Name == name).Statistic);
        }

        var broken = new RowValues<BrokenRow>(null, "broken-rules");
        var statistics = new RowValues<double>(null, "statistics");
        LoadRows(from, broken, statistics);
        var plan = new RulesPlan(column, mark, [.. shown], broken, statistics, CutLog.Load(from)) { InputRows = rows };
        for (long i = 0; !mark && i < broken.Count; i++)
        {
            plan.Dropped.Add(ReasonOf(broken[i]));
        }

        return plan;
    }

    private static string ReasonOf(BrokenRow row) => RuleBook.All[BitOperations.TrailingZeroCount(row.Rules)].Reason;

    private static string ColumnOf(TextStatistic statistic) => "_" + RuleBook.NameOf(statistic).Replace('-', '_');

    private static ColumnKind KindOf(TextStatistic statistic) => statistic switch
    {
        TextStatistic.Language or TextStatistic.Script => ColumnKind.Text,
        TextStatistic.Words or TextStatistic.Characters or TextStatistic.Lines or TextStatistic.Paragraphs or TextStatistic.Sentences or TextStatistic.StopWords
            or TextStatistic.Phrases or TextStatistic.LongLines or TextStatistic.LinesCut => ColumnKind.Whole,
        _ => ColumnKind.Number,
    };

    private sealed class Cursor(RulesPlan plan) : PlanCursor
    {
        private static readonly byte[][] s_reasons = [.. RuleBook.All.Select(static r => Encoding.ASCII.GetBytes(r.Reason))];
        private static readonly byte[][] s_codes = [.. LanguageReader.Codes.Select(Encoding.ASCII.GetBytes)];
        private static readonly byte[][] s_scripts = [.. Enum.GetNames<TextScript>().Select(Encoding.ASCII.GetBytes)];
        private readonly CutLog.Walk _cuts = plan._cuts.Open();
        private readonly byte[] _names = new byte[4096];
        private long _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                while (_next < plan._broken.Count && plan._broken[_next].Row < row)
                {
                    _next++;
                }

                while (_cuts.Current.Row < row)
                {
                    _cuts.Next();
                }

                BrokenRow? broken = _next < plan._broken.Count && plan._broken[_next].Row == row ? plan._broken[_next] : null;
                if (broken is { } leaves && !plan._mark)
                {
                    if (into.WantDropped)
                    {
                        into.Drop(i, ReasonOf(leaves));
                        ((TextColumn)into.Evidence[0]).Append(Names(leaves.Rules));
                        ((NumberColumn)into.Evidence[1]).Append(leaves.Value);
                    }

                    continue;
                }

                into.Keep(i);
                if (!plan._mark && _cuts.Current.Row == row)
                {
                    ReadOnlySpan<byte> text = batch.Text(firstColumn)[i];
                    byte[] left = new byte[text.Length - _cuts.Current.Bytes];
                    _cuts.Current.CopyLeft(text, left);
                    into.Edits.Add(new CellEdit(into.Count - 1, plan._column, new CellValue(ColumnKind.Text) { Bytes = left }));
                }

                Fill(into.Added, row, broken);
            }
        }

        private void Fill(Column[] columns, long row, BrokenRow? broken)
        {
            int at = 0;
            if (plan._mark)
            {
                if (broken is { } rules)
                {
                    ((TextColumn)columns[at]).Append(Names(rules.Rules));
                }
                else
                {
                    columns[at].AppendNull();
                }

                at++;
            }

            for (int s = 0; s < plan._shown.Length; s++, at++)
            {
                double value = plan._statistics[(row * plan._shown.Length) + s];
                switch (columns[at])
                {
                    case WholeColumn whole:
                        whole.Append((long)value);
                        break;
                    case NumberColumn number:
                        number.Append(value);
                        break;
                    case TextColumn text:
                        text.Append(plan._shown[s] == TextStatistic.Language ? s_codes[(int)value] : s_scripts[(int)value]);
                        break;
                }
            }
        }

        /// <summary>Reasons joined by a comma.</summary>
        private ReadOnlySpan<byte> Names(ulong rules)
        {
            int length = 0;
            for (; rules != 0; rules &= rules - 1)
            {
                byte[] reason = s_reasons[BitOperations.TrailingZeroCount(rules)];
                if (length > 0)
                {
                    _names[length++] = (byte)',';
                }

                reason.CopyTo(_names, length);
                length += reason.Length;
            }

            return _names.AsSpan(0, length);
        }
    }
}
