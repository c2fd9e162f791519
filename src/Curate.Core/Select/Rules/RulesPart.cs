using Curate.Core.Data;
using Curate.Core.Dedupe.Lines;

namespace Curate.Core.Select.Rules;

/// <summary>The verdicts over the texts of a batch.</summary>
internal sealed class RulesPart
{
    private readonly TextJudge _judge;
    private readonly RuleSetup _setup;
    private double[] _statistics = [];

    private RulesPart(RuleSetup setup)
    {
        _judge = new TextJudge(setup);
        _setup = setup;
    }

    /// <summary>The first rule that a row breaks, or -1.</summary>
    public int[] First { get; private set; } = [];

    /// <summary>All rules that it breaks, a bit each.</summary>
    public ulong[] Broken { get; private set; } = [];

    /// <summary>The value that broke the first one.</summary>
    public double[] Value { get; private set; } = [];

    /// <summary>Rows of the batch with cuts, ascending; rows of the part are reused.</summary>
    public List<CutRow> Cuts { get; } = [];

    /// <summary>Lines cut, by rule.</summary>
    public long[] CutByRule { get; } = new long[LineRules.Names.Count];

    /// <summary>The statistics of a row that become columns.</summary>
    public ReadOnlySpan<double> this[int row] => _statistics.AsSpan(row * _setup.Statistics.Count, _setup.Statistics.Count);

    /// <param name="setup">The run.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="column">Where the text is in the batch.</param>
    /// <param name="all">Find every rule that a text breaks.</param>
    /// <param name="spent">To be reused, or null.</param>
    public static RulesPart Of(RuleSetup setup, RecordBatch batch, int column, bool all, RulesPart? spent)
    {
        RulesPart part = spent ?? new RulesPart(setup);
        part.Read(batch, column, all);
        return part;
    }

    private void Read(RecordBatch batch, int column, bool all)
    {
        if (First.Length < batch.Count)
        {
            int size = Math.Max(batch.Count, batch.Capacity);
            First = new int[size];
            Broken = new ulong[size];
            Value = new double[size];
            _statistics = new double[size * _setup.Statistics.Count];
        }

        Cuts.Clear();
        Array.Clear(CutByRule);
        TextColumn texts = batch.Text(column);
        for (int row = 0; row < batch.Count; row++)
        {
            _judge.Judge(texts[row], all);
            int first = _judge.First;
            First[row] = first;
            Broken[row] = _judge.Broken;
            Value[row] = first < 0 ? 0 : _judge.Values[(int)RuleBook.All[first].Statistic];
            for (int s = 0; s < _setup.Statistics.Count; s++)
            {
                _statistics[(row * _setup.Statistics.Count) + s] = _judge.Values[(int)_setup.Statistics[s]];
            }

            if (_judge.Cut.Ranges.Count > 0)
            {
                var cut = new CutRow();
                cut.Begin(batch.FirstRow + row);
                cut.Ranges.AddRange(_judge.Cut.Ranges);
                cut.Units = _judge.Cut.Units;
                cut.Bytes = _judge.Cut.Bytes;
                cut.Leaves = first >= 0;
                Cuts.Add(cut);
                for (int rule = 0; rule < CutByRule.Length; rule++)
                {
                    CutByRule[rule] += _judge.CutByRule[rule];
                }
            }
        }
    }
}
