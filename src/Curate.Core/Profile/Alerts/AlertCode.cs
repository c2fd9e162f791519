using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Alerts;

/// <summary>A kind of alert that users can look up with <c>curate explain CODE</c>.</summary>
/// <param name="Code">Stable kebab-case code.</param>
/// <param name="Severity">Errors break training or a pipeline; warnings most often need a decision; notes are worth knowing.</param>
/// <param name="Title">A few words.</param>
/// <param name="Why">Why it matters, in one or two sentences.</param>
/// <param name="Formula">What is computed and when the alert is raised.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record AlertCode(string Code, AlertSeverity Severity, string Title, string Why, string Formula, string Advice)
{
    /// <summary>Name of the threshold that moves it (a member of <see cref="AlertThresholds"/> or of <see cref="ProfileOptions"/> in kebab case), or null where any occurrence counts.</summary>
    public string? Threshold { get; init; }
}
