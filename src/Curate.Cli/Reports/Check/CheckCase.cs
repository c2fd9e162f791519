using Curate.Core.Check;
using Curate.Core.Check.Rules;

namespace Curate.Cli.Reports.Check;

/// <summary>One case as test reports count them: a rule, or a check.</summary>
/// <param name="Suite">The check.</param>
/// <param name="Name">The rule or the check.</param>
/// <param name="Findings">What it found.</param>
/// <param name="Skipped">Why it is not measurable, or null.</param>
internal sealed record CheckCase(string Suite, string Name, IReadOnlyList<Finding> Findings, string? Skipped)
{
    /// <summary>The cases of a result: each rule by itself, so that a report shows what held as well.</summary>
    public static IReadOnlyList<CheckCase> Of(CheckResult result)
    {
        if (result.Name != RulesCheck.Name || result.Verdict == CheckVerdict.NotMeasurable)
        {
            return [new CheckCase(result.Name, result.Name, result.Findings, result.Reason)];
        }

        // Rules may share a name; their findings come in the order of the table.
        var left = result.Findings.ToList();
        var cases = new List<CheckCase>();
        Core.Running.ReportTable table = result.Tables.First(static t => t.Key == "rules");
        int verdict = table.Columns.Index().First(static c => c.Item == "verdict").Index;
        int column = table.Columns.Index().First(static c => c.Item == "column").Index;
        foreach (object?[] row in table.Rows)
        {
            string name = (string)row[0]!;
            bool broken = (string)row[verdict]! == "broken";
            int at = broken ? left.FindIndex(f => f.Rule == name) : -1;
            Finding[] found = at >= 0 ? [left[at]] : [];
            if (at >= 0)
            {
                left.RemoveAt(at);
            }

            // A rule that was given a name may hold for several columns, each a case.
            string shown = row[column] is string where && !name.Contains(where, StringComparison.Ordinal) ? $"{name} ({where})" : name;
            cases.Add(new CheckCase(result.Name, shown, found, null));
        }

        return cases;
    }
}
