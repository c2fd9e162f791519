namespace Curate.Core.Methods;

/// <summary>A method with validated options.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Start">Starts it on inputs.</param>
public sealed record BoundMethod(MethodEntry Entry, Func<StartRequest, MethodStart> Start)
{
    /// <summary>Values of options as they take effect, where they differ from what was given or the stated default; null = without effect.</summary>
    public IReadOnlyDictionary<string, string?> Resolved { get; init; } = new Dictionary<string, string?>();

    /// <summary>The option by which the tables of its plan are all that is wanted, and no row is written; null = rows are.</summary>
    public string? ReportsBy { get; init; }
}
