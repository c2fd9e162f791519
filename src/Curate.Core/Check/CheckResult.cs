using Curate.Core.Running;

namespace Curate.Core.Check;

/// <summary>What one check says.</summary>
/// <param name="Name">The check.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Findings">All findings, the worst first where the check can say so; the order depends on the data alone.</param>
/// <param name="Tables">Figures beyond the findings, those that passed included.</param>
public sealed record CheckResult(string Name, CheckVerdict Verdict, IReadOnlyList<Finding> Findings, IReadOnlyList<ReportTable> Tables)
{
    /// <summary>Why it is not measurable and what would make it so; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Its findings decide: failed with an error, warned with a warning, else passed.</summary>
    public static CheckResult Of(string name, IReadOnlyList<Finding> findings, params IReadOnlyList<ReportTable> tables)
    {
        Severity worst = Severity.Note;
        foreach (Finding finding in findings)
        {
            worst = finding.Severity > worst ? finding.Severity : worst;
        }

        CheckVerdict verdict = worst switch { Severity.Error => CheckVerdict.Failed, Severity.Warning => CheckVerdict.Warned, _ => CheckVerdict.Passed };
        return new CheckResult(name, verdict, findings, tables);
    }

    /// <summary>What it needs is not there.</summary>
    /// <param name="name">The check.</param>
    /// <param name="reason">What is missing and which option gives it, as a sentence: <c>It needs a prediction: pass --prediction COL.</c></param>
    /// <param name="tables">What could be counted all the same.</param>
    public static CheckResult NotMeasurable(string name, string reason, params IReadOnlyList<ReportTable> tables) =>
        new(name, CheckVerdict.NotMeasurable, [], tables) { Reason = reason };
}
