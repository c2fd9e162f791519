namespace Curate.Core.Check;

/// <summary>A code that findings of a check have, and what <c>curate explain</c> says about it.</summary>
/// <param name="Code">Stable, kebab case, the same over all checks for the same thing.</param>
/// <param name="Severity">Severity of its findings unless the check says otherwise (rules do).</param>
/// <param name="Title">What was found, as a short sentence without a full stop.</param>
public sealed record CheckCode(string Code, Severity Severity, string Title)
{
    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>When it is raised: the figure, its formula and its threshold.</summary>
    public required string Formula { get; init; }

    /// <summary>What to do.</summary>
    public required string Advice { get; init; }

    /// <summary>The option that moves the threshold, without dashes; null where there is none.</summary>
    public string? Option { get; init; }

    /// <summary>A finding with this code, its severity and its advice.</summary>
    public Finding Found(string message) => new(Code, Severity, message, Advice);
}
