using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Dedupe.Lines;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Select.Rules;

/// <summary>
/// Judges all texts in one pass, then plans what leaves and what is cut: 24 bytes a row that breaks a rule, a few bytes a cut, 8 bytes a row and statistic
/// that becomes a column; in scratch beyond the budget.
/// </summary>
/// <param name="setup">The run.</param>
/// <param name="data">Read again to explain a row.</param>
/// <param name="context">The run's budget and scratch.</param>
internal sealed class RulesPlanner(RuleSetup setup, IRecordSource data, RunContext context) : RowPlanner<RulesPart>, IShardedPlanner
{
    private readonly RuleCounts _counts = new(setup, all: true);
    private RowValues<BrokenRow>? _broken = new(context, "broken-rules");
    private RowValues<double>? _statistics = new(context, "statistics");
    private CutLog? _cuts = new(context);
    private bool _read;
    private long _rows;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        pass = new PassRequest(0, ReadRequest.Of(new ColumnRequest(setup.Column, ColumnKind.Text)), "judge texts");
        bool first = !_read;
        _read = true;
        return first;
    }

    public override RulesPart Map(RecordBatch batch, RulesPart? spent) => RulesPart.Of(setup, batch, 0, all: true, spent);

    public override void Fold(RecordBatch batch, RulesPart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            _counts.Add(part.First[row], part.Broken[row]);
            if (part.First[row] >= 0)
            {
                _broken!.Append(new BrokenRow(batch.FirstRow + row, part.Broken[row], part.Value[row]));
            }

            foreach (double statistic in part[row])
            {
                _statistics!.Append(statistic);
            }
        }

        foreach (CutRow cut in part.Cuts)
        {
            _cuts!.Add(cut);
        }

        _counts.AddCuts(part);
        _rows += batch.Count;
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        _cuts!.Seal();
        var plan = new RulesPlan(setup.Column, setup.Mark, [.. setup.Statistics], _broken!, _statistics!, _cuts)
        {
            InputRows = _rows,
            Explains = Explain,
        };
        if (!setup.Mark)
        {
            _counts.Tally(plan.Dropped);
        }

        plan.Tables.AddRange(_counts.Tables());
        (_broken, _statistics, _cuts) = (null, null, null);
        return plan;
    }

    void IShardedPlanner.Gather(PassRunner passes, PlanInputs inputs) => Gather(passes, inputs);

    public void SaveState(BinaryWriter to)
    {
        _cuts!.Seal();
        to.Write(_rows);
        _counts.Save(to);
        RulesPlan.SaveRows(to, _broken!, _statistics!);
        _cuts.Save(to);
    }

    public void MergeState(BinaryReader from)
    {
        _rows += from.ReadInt64();
        _counts.AddSaved(from);
        RulesPlan.LoadRows(from, _broken!, _statistics!);
        using CutLog later = CutLog.Load(from);
        using CutLog.Walk walk = later.Open();
        for (; walk.Current.Row != long.MaxValue; walk.Next())
        {
            _cuts!.Add(walk.Current);
        }
    }

    public override void Dispose()
    {
        _broken?.Dispose();
        _statistics?.Dispose();
        _cuts?.Dispose();
        base.Dispose();
    }

    /// <summary>Reads one row again and shows every statistic beside the limits.</summary>
    private string? Explain(long row)
    {
        var judge = new TextJudge(setup.Everything());
        string? told = null;
        var request = ReadRequest.Of(new ColumnRequest(setup.Column, ColumnKind.Text)) with { FromRow = row, ToRow = row + 1 };
        using IRecordReader reader = data.Open(request);
        var batch = new RecordBatch();
        while (reader.Read(batch, context.Ct))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                judge.Judge(batch.Text(0)[i], all: true);
                told = Told(judge);
            }
        }

        return told;
    }

    private string Told(TextJudge judge)
    {
        var told = new StringBuilder();
        if (judge.Cut.Units > 0)
        {
            told.AppendLine(CultureInfo.InvariantCulture, $"Line rules cut {NumberText.Of(judge.Cut.Units)} lines, {NumberText.Of(judge.Cut.Bytes)} bytes; the rest is judged.");
        }

        foreach ((string name, TextStatistic statistic) in RuleBook.Columns)
        {
            told.Append("  ").Append(name).Append(": ").Append(RulesPlan.Shown(statistic, judge.Values[(int)statistic]));
            for (int rule = 0; rule < setup.Limits.Length; rule++)
            {
                Rule own = RuleBook.All[rule];
                TextStatistic judged = own.Statistic == TextStatistic.LanguageWanted ? TextStatistic.Language : own.Statistic;
                if (judged == statistic && !double.IsNaN(setup.Limits[rule]))
                {
                    told.Append(" (").Append(RuleCounts.LimitText(setup, rule)).Append((judge.Broken >> rule & 1) != 0 ? ": broken, " + own.Reason + ")" : ")");
                }
            }

            told.AppendLine();
        }

        return told.ToString();
    }
}
