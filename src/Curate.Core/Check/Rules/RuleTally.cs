using System.Globalization;
using Curate.Core.Running;

namespace Curate.Core.Check.Rules;

/// <summary>Counts rows that break a rule, and keeps the first of them and, where asked for, all: n / 8 bytes.</summary>
internal sealed class RuleTally(CheckInputs inputs)
{
    public const int MostExamples = 5;

    private readonly List<long> _examples = [];

    public long Failing { get; private set; }

    public long Checked { get; set; }

    public BitMap? Rows { get; } = inputs.KeepsFailures ? new BitMap() : null;

    /// <summary>Rows may come in any order.</summary>
    public void Add(long row)
    {
        Failing++;
        if (Rows is not null)
        {
            inputs.Mark(Rows, row);
        }

        int at = _examples.BinarySearch(row);
        if (at < 0 && ~at < MostExamples)
        {
            _examples.Insert(~at, row);
            if (_examples.Count > MostExamples)
            {
                _examples.RemoveAt(MostExamples);
            }
        }
    }

    /// <summary>The outcome for a rule that allows a share of rows to break it, the tolerance of the run where it has none of its own.</summary>
    /// <param name="run">The rule.</param>
    /// <param name="what">What is counted: <c>values of 'a'</c>, <c>rows</c>.</param>
    /// <param name="wrong">What is wrong with those that fail: <c>lie outside 0 to 1</c>.</param>
    public RuleOutcome Outcome(RuleRun run, string what, string wrong)
    {
        double tolerance = run.Rule.Tolerance ?? inputs.Tolerance;

        // 29% of 100 rows is 28.999999999999996 in binary.
        bool holds = Failing <= Math.Floor((tolerance * Checked) + 1e-9);
        string allowed = tolerance > 0 ? $", {RuleWords.Share(tolerance)} allowed" : "";
        return new RuleOutcome(holds, string.Create(CultureInfo.InvariantCulture, $"{Failing:N0} of {Checked:N0} {what} {wrong} ({RuleWords.Share(Checked == 0 ? 0 : (double)Failing / Checked)}{allowed})."))
        {
            Failing = Failing,
            Checked = Checked,
            FigureName = "failing share",
            Figure = Checked == 0 ? 0 : (double)Failing / Checked,
            Threshold = tolerance,
            Examples = [.. _examples],
            Rows = Rows,
        };
    }

    /// <summary>The counts with a sentence, for rules that compare a figure of their own.</summary>
    public RuleOutcome Counted(string message) => new(true, message) { Failing = Failing, Checked = Checked, Examples = [.. _examples], Rows = Rows };
}
